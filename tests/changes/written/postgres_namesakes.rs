//! tables of one name in two schemas come.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_schema("app");
    op.create_table(
        Table::new("t")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(Column::new("a", integer()).unique()),
    );
    op.create_table(
        Table::new(("app", "t"))
            .column(
                Column::new("id", integer())
                    .primary_key()
                    .no_generated()
                    .references("t", "id"),
            )
            .column(Column::new("b", integer())),
    );
    op.create_index(Index::new("i").on("t", ["a", "id"]));
    op.create_index(Index::new("i").on(("app", "t"), ["b"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of app.t.
    op.drop_table(("app", "t"));
    // Drops data: the rows of t.
    op.drop_table("t");
    op.drop_schema("app");
    Ok(())
}
