//! a table with a trigger and a view is built anew.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Keeps values of t.b as they are that are no whole numbers.
    op.alter_column(
        "t",
        AlterColumn::new("b")
            .kind(integer())
            .was(Column::new("b", text())),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("b")
            .kind(text())
            .was(Column::new("b", integer())),
    );
    Ok(())
}
