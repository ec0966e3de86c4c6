//! Create orders.
use migrator::prelude::*;

pub const REVISION: &str = "e07f4c19ab38";
pub const DOWN_REVISION: &[&str] = &["5b2d81e3f046"];

/// An amount of money.
fn cents(name: &str) -> Column {
    Column::new(name, big_integer()).not_null().check(format!("{name} >= 0"))
}

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("orders")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("customer_id", integer()).not_null().references("customers", "id"))
            .column(cents("price"))
            .column(cents("postage"))
            .column(Column::new("state", text())),
    );
    op.execute(
        Sql::new("UPDATE customers SET joined_on = '2020-01-01' WHERE joined_on IS NULL")
            .reversed_by(""), // nothing to undo
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.reverse_of(upgrade)
}
