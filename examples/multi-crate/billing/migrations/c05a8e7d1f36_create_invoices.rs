//! Create invoices.
use migrator::prelude::*;

pub const REVISION: &str = "c05a8e7d1f36";
pub const DOWN_REVISION: &[&str] = &[];
pub const BRANCH_LABELS: &[&str] = &["billing"];
// Of another crate: no parent, but applied before.
pub const DEPENDS_ON: &[&str] = &["4b7d1c0e93a5"];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("invoices")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("account_id", integer())
                    .not_null()
                    .references("accounts", "id"),
            )
            .column(Column::new("cents", big_integer()).not_null()),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("invoices");
    Ok(())
}
