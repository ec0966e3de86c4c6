//! a foreign key cascades.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_table("t", |table| {
        table.drop_constraint("fk_t_p");
        table.add_constraint(
            ForeignKey::new(["p"])
                .references("p", ["id"])
                .named("fk_t_p")
                .on_delete(Action::Cascade),
        );
    });
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_table("t", |table| {
        table.drop_constraint("fk_t_p");
        table.add_constraint(
            ForeignKey::new(["p"])
                .references("p", ["id"])
                .named("fk_t_p"),
        );
    });
    Ok(())
}
