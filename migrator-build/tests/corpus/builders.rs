//! Create users and roles.
use migrator::prelude::*;
use std::{collections::{HashMap, BTreeMap as Map}, fmt::{self, Write as _}};
use super::helpers::*;
use crate::x;
pub const REVISION: &str = "c46dab3fa34a";
pub const DOWN_REVISION: &[&str] = &[];

/// Doc comment.
pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
    // A comment.
    op.create_table(Table::new("users").column(Column::new("id", integer()).primary_key()).column(Column::new("name", text()).not_null()).column(Column::new("role", string(16)).references("roles", "name").on_delete(Action::Cascade)).column(Column::new("active", boolean()).not_null().default(false)));
    op.create_index(Index::new("ix_users_name").on("users", ["name"]));
    op.execute("INSERT INTO roles (name) VALUES ('administrator'), ('reader'), ('writer'), ('nobody in particular')");
    op.execute("UPDATE users \
                SET name = 'x' \
                WHERE id = 1");
    op.execute(r#"SELECT "a" FROM b"#);
    op.execute(include_str!("seed.sql"));
    let rows = op.query("SELECT id, name, role, active, created_at, updated_at FROM users WHERE active")?;
    for row in rows.iter().filter(|row| row.get::<i64, _>("id").map(|id| id > 100).unwrap_or(false)).take(10) { op.execute(format!("DELETE FROM users WHERE id = {}", row.get::<i64, _>("id")?)); }
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result { op.drop_table("users"); op.drop_table("roles"); Ok(()) }
