//! a trigger is another.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.replace_trigger(
        Trigger::new(
            "tr",
            "t",
            "AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a + 1); END",
        )
        .instead_of(Trigger::new(
            "tr",
            "t",
            "AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END",
        )),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.replace_trigger(
        Trigger::new(
            "tr",
            "t",
            "AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END",
        )
        .instead_of(Trigger::new(
            "tr",
            "t",
            "AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a + 1); END",
        )),
    );
    Ok(())
}
