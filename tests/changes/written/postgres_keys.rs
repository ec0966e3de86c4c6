//! a primary key has one more column.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Fails if two rows of t have the same b and a.
    op.alter_table("t", |table| {
        table.drop_constraint("pk_t");
        table.add_constraint(PrimaryKey::new(["b", "a"]).named("pk_t"));
    });
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Fails if two rows of t have the same b.
    op.alter_table("t", |table| {
        table.drop_constraint("pk_t");
        table.add_constraint(PrimaryKey::new(["b"]).named("pk_t"));
    });
    Ok(())
}
