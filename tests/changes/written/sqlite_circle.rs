//! two tables that refer to each other come.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("b")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("a", integer()).not_null().references("a", "id")),
    );
    op.create_table(
        Table::new("a")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("b", integer()).references("b", "id")),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_constraint("b", ForeignKey::new(["a"]).references("a", ["id"]));
    // Drops data: the rows of a.
    op.drop_table("a");
    // Drops data: the rows of b.
    op.drop_table("b");
    Ok(())
}
