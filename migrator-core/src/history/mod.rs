//! What a database knows about itself: the version rows and the history.
//!
//! ```text
//! alembic_version   version_num                      one row per head; Alembic's own table
//! migrator_history  id, revision, direction, …       one row per step, newest last
//! ```
//!
//! Invariants: both tables are written in the transaction of the step they
//! describe; reading never creates them; the version rows are the truth, and the
//! history explains them. Where the two disagree, another tool has moved the rows.

mod entry;
mod findings;
mod journal;
mod ledger;
mod read;
mod record;
mod tables;
mod walk;
mod write;

pub use entry::{Entry, EntryDirection};
pub use findings::{Findings, Replayed, examine, replay};
pub use journal::Unfinished;
pub use ledger::Ledger;
pub use read::{Asking, State};
pub use record::Record;
pub use tables::Tables;
pub use walk::Walk;
pub use write::{NewRow, Status};
