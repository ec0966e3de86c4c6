//! an aggregate with its function comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_function(Function::new(
        "_joined(one text, other text)",
        "RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT concat_ws(', ', one, other) $function$",
    ));
    op.create_function(Function::aggregate(
        "joined(text)",
        "(SFUNC = _joined, STYPE = text, INITCOND = 'it''s')",
    ));
    op.create_table(Table::new("t").column(Column::new("a", text())));
    op.create_view(View::new("v").as_(
        "SELECT joined(t.a) AS joined
   FROM t",
    ));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_view("v");
    // Drops data: the rows of t.
    op.drop_table("t");
    op.drop_function(Function::aggregate_named("joined(text)"));
    op.drop_function("_joined(one text, other text)");
    Ok(())
}
