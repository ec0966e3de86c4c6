//! Accounts are closed and not deleted.
use migrator::prelude::*;

pub const REVISION: &str = "91e6f24a7b0d";
pub const DOWN_REVISION: &[&str] = &["4b7d1c0e93a5"];

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column("accounts", Column::new("closed_at", timestamp()));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("accounts", "closed_at");
    Ok(())
}
