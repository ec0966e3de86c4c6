//! a partitioned table comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("t")
            .column(Column::new("a", integer()).not_null())
            .column(Column::new("d", date()).not_null())
            .partition_by("RANGE (d)"),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of t.
    op.drop_table("t");
    Ok(())
}
