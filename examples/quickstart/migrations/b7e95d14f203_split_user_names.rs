//! Split user names into first and last names.
use migrator::prelude::*;

pub const REVISION: &str = "b7e95d14f203";
pub const DOWN_REVISION: &[&str] = &["5d02be71c8aa"];

pub fn upgrade(op: &mut Op) -> Result {
    for column in ["first_name", "last_name"] {
        op.add_column("users", Column::new(column, text()).not_null().default(""));
    }
    for user in op.query("SELECT id, name FROM users ORDER BY id")? {
        let (id, name): (i64, String) = (user.get("id")?, user.get("name")?);
        let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
        op.execute(
            Query::update()
                .table("users")
                .value("first_name", first)
                .value("last_name", last)
                .and_where(Expr::col("id").eq(id)),
        );
    }
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("users", "first_name");
    op.drop_column("users", "last_name");
    Ok(())
}
