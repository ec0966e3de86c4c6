//! Let entries be pinned to the top.
use migrator::prelude::*;

pub const REVISION: &str = "beb69705ea22";
pub const DOWN_REVISION: &[&str] = &["0a4e64fdaebe"];

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column(
        "entries",
        Column::new("pinned", boolean()).not_null().default(false),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("entries", "pinned");
    Ok(())
}
