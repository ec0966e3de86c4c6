//! a table under several views has another type.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.drop_view("w");
    op.drop_view(View::materialized("m"));
    op.drop_view("v");
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .kind(big_integer())
            .was(Column::new("a", integer())),
    );
    op.create_view(View::new("v").as_(
        "SELECT t.a
   FROM t",
    ));
    op.create_view(View::materialized("m").as_(
        "SELECT v.a
   FROM v",
    ));
    op.create_view(View::new("w").as_(
        "SELECT (v.a + 1) AS x
   FROM v",
    ));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_view("w");
    op.drop_view(View::materialized("m"));
    op.drop_view("v");
    // Fails if a of a row of t does not fit INTEGER.
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .kind(integer())
            .was(Column::new("a", big_integer())),
    );
    op.create_view(View::new("v").as_(
        "SELECT t.a
   FROM t",
    ));
    op.create_view(View::materialized("m").as_(
        "SELECT v.a
   FROM v",
    ));
    op.create_view(View::new("w").as_(
        "SELECT (v.a + 1) AS x
   FROM v",
    ));
    Ok(())
}
