//! a trigger and its function come.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_function(Function::new(
        "f()",
        "RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$",
    ));
    op.create_trigger(Trigger::new(
        "tr",
        "t",
        "BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
    ));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_trigger(Trigger::named("tr", "t"));
    op.drop_function("f()");
    Ok(())
}
