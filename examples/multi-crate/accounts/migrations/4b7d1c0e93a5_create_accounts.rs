//! Create accounts.
use migrator::prelude::*;

pub const REVISION: &str = "4b7d1c0e93a5";
pub const DOWN_REVISION: &[&str] = &[];
pub const BRANCH_LABELS: &[&str] = &["accounts"];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("accounts")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()).not_null().unique()),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("accounts");
    Ok(())
}
