//! The one door to a database.
//!
//! Everything that acts on a database does it through [`Session`]; backends
//! implement it. What a connection is for the user is [`Connect`].
//! Invariant: nothing above this room names a driver.

mod door;
mod error;
#[cfg(feature = "autogenerate")]
mod ground;
#[cfg(feature = "r2d2")]
mod pooled;
#[cfg(feature = "raw-driver")]
mod raw;
mod rows;
mod settings;
mod statement;

pub use crate::base::FromValue;
#[cfg(feature = "autogenerate")]
pub use door::Workshop;
pub use door::{BatchError, Connect, Exclusion, FailedAt, Interrupter, Scope, Session, always};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use error::ALREADY_THERE;
pub use error::{SessionError, SessionErrorKind};
#[cfg(feature = "autogenerate")]
pub use ground::Ground;
#[cfg(feature = "raw-driver")]
pub use raw::{Raw, RawWork};
pub use rows::{Row, RowError, RowIndex, Rows};
pub use settings::{LockMode, Settings};
pub use statement::Statement;

pub(crate) mod sealed {
    /// Keeps [`Connect`](super::Connect) to the types of this library's choice.
    pub trait Sealed {}
}
