//! Index entries by time, while they are being read and written.
use migrator::prelude::*;

pub const REVISION: &str = "f25e3c3f3a04";
pub const DOWN_REVISION: &[&str] = &["05668cec2228"];
// PostgreSQL builds an index concurrently only outside a transaction.
pub const TRANSACTION: Transaction = Transaction::None;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_index(
        Index::new("ix_entries_written_at")
            .on("entries", ["written_at"])
            .concurrently(),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index_concurrently("ix_entries_written_at");
    Ok(())
}
