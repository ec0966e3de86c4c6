//! a strict table without rowid comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("t")
            .column(Column::new("a", text()))
            .column(Column::new("b", integer()))
            .primary_key(["a", "b"])
            .strict()
            .without_rowid(),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of t.
    op.drop_table("t");
    Ok(())
}
