//! Orders without a state are settled.
use migrator::prelude::*;

pub const REVISION: &str = "c81d2f6a7e05";
pub const DOWN_REVISION: &[&str] = &["e07f4c19ab38"];
pub const TRANSACTION: Transaction = Transaction::None;

pub fn upgrade(op: &mut Op) -> Result {
    op.update_in_batches(
        Batches::of("orders").filter("state IS NULL").size(5_000),
        [("state", "'settled'")],
    );
    Ok(())
}

pub fn downgrade(_op: &mut Op) -> Result {
    Ok(()) // Nobody knows which they were.
}
