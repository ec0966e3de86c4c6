//! Customers have a first and a last name.
use migrator::prelude::*;

pub const REVISION: &str = "5b2d81e3f046";
pub const DOWN_REVISION: &[&str] = &["a94e07b5c6f1"];

pub fn upgrade(op: &mut Op) -> Result {
    for name in ["first_name", "last_name"] {
        op.add_column("customers", Column::new(name, text()).not_null().default(""));
    }
    for row in op.query("SELECT id, name FROM customers")? {
        let (id, name): (i64, String) = (row.get("id")?, row.get("name")?);
        let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
        op.execute(
            Query::update()
                .table("customers")
                .value("first_name", first)
                .value("last_name", last)
                .and_where(Expr::col("id").eq(id)),
        );
    }
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("customers", "first_name");
    op.drop_column("customers", "last_name");
    Ok(())
}
