//! The one door to a database.
//!
//! Everything that acts on a database does it through [`Session`]; backends
//! implement it. What a connection is for the user is [`Connect`].
//! Invariant: nothing above this room names a driver.

mod door;
mod error;
mod rows;
mod statement;

#[cfg(feature = "sqlite")]
pub(crate) use door::sealed;
pub use door::{BatchError, Connect, Interrupter, Scope, Session, always};
pub use error::{SessionError, SessionErrorKind};
pub use rows::{Column, FromValue, Row, RowError, Rows};
pub use statement::Statement;
