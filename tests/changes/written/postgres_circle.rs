//! two tables that refer to each other come.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("b")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(Column::new("a", integer())),
    );
    op.create_table(
        Table::new("a")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(
                Column::new("b", integer())
                    .references("b", "id")
                    .references_named("fk_a_b"),
            ),
    );
    op.add_constraint("b", ForeignKey::new(["a"]).references("a", ["id"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_constraint("b", "b_a_fkey");
    // Drops data: the rows of a.
    op.drop_table("a");
    // Drops data: the rows of b.
    op.drop_table("b");
    Ok(())
}
