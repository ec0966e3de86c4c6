//! a default of text with quotes comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .default(r#"it's "x" \ "#)
            .was(Column::new("a", text())),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .drop_default()
            .was(Column::new("a", text()).default(r#"it's "x" \ "#)),
    );
    Ok(())
}
