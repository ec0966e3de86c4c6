//! The words every room uses: ids, names, checksums, places in source files.
//!
//! Pure values; nothing here reads a file or a database. This room imports
//! no other room.

mod arguments;
mod checksum;
mod dialect;
mod location;
mod name;
mod revision_id;
mod rfc3339;
mod suggest;
mod value;

pub use arguments::{Arguments, NO_ARGUMENTS};
pub use checksum::{Checksum, ChecksumBuilder};
pub use dialect::{Dialect, PerDialect, UnknownDialect};
pub use location::{Location, normalize_path};
pub use name::TableName;
pub use revision_id::{IllegalRevisionId, MAX_ID_CHARS, check_label, check_revision_id};
pub use rfc3339::rfc3339;
pub use suggest::nearest;
pub use value::{FromValue, Value};

/// How a migration is wrapped in transactions.
///
/// The same three modes serve as a migration's `TRANSACTION` constant and as
/// the setting of a whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Transaction {
    /// Each migration runs in a transaction of its own. The default.
    #[default]
    PerMigration,
    /// All migrations of the run share one transaction: all of them are kept, or none.
    WholeRun,
    /// The migration runs outside a transaction, for statements that refuse to run in
    /// one, such as SQLite's `VACUUM`. Each statement is noted in the history when it is
    /// done, so that an interrupted migration goes on where it stopped.
    None,
}
