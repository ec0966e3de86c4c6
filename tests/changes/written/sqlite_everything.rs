//! a table with everything comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("p")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("code", string(8))
                    .not_null()
                    .unique_named("uq_p_code"),
            ),
    );
    op.create_table(
        Table::new("t")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("p", integer())
                    .not_null()
                    .references("p", "id")
                    .references_named("fk_t_p")
                    .on_delete(Action::Cascade),
            )
            .column(
                Column::new("n", integer())
                    .not_null()
                    .default(7)
                    .check(Check::new("n > 0").named("ck_t_n")),
            )
            .column(Column::new("s", string(20)).default("it's"))
            .column(Column::new("d", date()))
            .column(Column::new("x", decimal(10, 2)))
            .unique(Unique::new(["n", "s"]).named("uq_t_n_s")),
    );
    op.create_index(Index::new("ix_t_s").on("t", ["s"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of t.
    op.drop_table("t");
    // Drops data: the rows of p.
    op.drop_table("p");
    Ok(())
}
