//! Create users and roles.
use migrator::prelude::*;

pub const REVISION: &str = "1f3a9c27d0b4";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()).not_null())
            .column(
                Column::new("role", string(16))
                    .references("roles", "name")
                    .on_delete(Action::Cascade),
            )
            .column(Column::new("active", boolean()).not_null().default(true)),
    );
    op.create_index(Index::new("ix_users_name").on("users", ["name"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("users");
    op.drop_table("roles");
    Ok(())
}
