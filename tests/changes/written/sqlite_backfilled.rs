//! a column that is not null comes, with a value.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column("t", Column::new("b", integer()));
    op.execute(r#"UPDATE "t" SET "b" = (a + 1)"#);
    // Fails if `a + 1` is NULL for a row of t.
    // Not proved: where columns are NULL that may be it fails: NOT NULL constraint failed: t (new).b.
    op.alter_column(
        "t",
        AlterColumn::new("b")
            .not_null()
            .was(Column::new("b", integer())),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the values of t.b.
    op.drop_column("t", "b");
    Ok(())
}
