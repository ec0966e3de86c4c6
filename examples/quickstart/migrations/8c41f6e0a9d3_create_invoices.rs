//! Create invoices.
//!
//! The beginning of a branch of its own: `migrator::upgrade(&connection, "billing@head")`
//! would bring a database up this branch alone.
use migrator::prelude::*;

pub const REVISION: &str = "8c41f6e0a9d3";
pub const DOWN_REVISION: &[&str] = &["5d02be71c8aa"];
pub const BRANCH_LABELS: &[&str] = &["billing"];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("invoices")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("user_id", integer())
                    .not_null()
                    .references("users", "id"),
            )
            .column(
                Column::new("cents", big_integer())
                    .not_null()
                    .check("cents >= 0"),
            ),
    );
    op.bulk_insert(
        "invoices",
        ["user_id", "cents"],
        [(1, 1250), (1, 399), (3, 80)],
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("invoices");
    Ok(())
}
