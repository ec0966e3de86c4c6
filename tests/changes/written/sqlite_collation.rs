//! a collation goes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .collate("BINARY")
            .was(Column::new("a", text()).collate("NOCASE")),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .collate("NOCASE")
            .was(Column::new("a", text())),
    );
    Ok(())
}
