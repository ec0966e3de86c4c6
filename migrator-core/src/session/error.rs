//! What went wrong between us and a database, in words every backend shares.

use thiserror::Error;

/// What to do where something is there already that a migration creates. Where it is the first
/// migration the cause is a schema that came about without migrations.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) const ALREADY_THERE: &str = "change the migration; or, if another tool has made the schema, \
                                        take it over with `adopt`; of one that was made by hand, tell with `stamp` on \
                                        which revision it stands";

/// The situations that the rooms above tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionErrorKind {
    /// Another connection holds a lock, or won a deadlock; the same work may succeed later.
    Busy,
    /// The connection is in the middle of reading what another one has changed since, and so it
    /// cannot write.
    Outdated,
    /// A table that the statement names does not exist.
    NoSuchTable,
    /// A column that the statement names does not exist.
    NoSuchColumn,
    /// The database, the file or the transaction may not write.
    ReadOnly,
    /// The role lacks a privilege.
    Denied,
    /// The connection is lost, or could not be opened.
    Disconnected,
    /// The connection goes through a pooler that hands each transaction to another
    /// server connection, where a session's lock means nothing.
    Pooled,
    /// The connection is inside a failed transaction.
    InsideTransaction,
    /// A cancel handle or the application stopped the statement.
    Interrupted,
    /// A statement ended the transaction that it ran in.
    TransactionEnded,
    /// The database has no such thing.
    Unsupported,
    /// The disk is full.
    Full,
    /// A constraint refused the statement.
    Constraint,
    /// The file is damaged or is no database.
    Unreadable,
    /// Anything else.
    Other,
}

/// A failure reported by a driver.
///
/// Displays what the database said; the rooms above say which statement it was.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct SessionError {
    /// The situation.
    pub kind: SessionErrorKind,
    /// What the database said.
    pub message: String,
    /// Where in the statement the database points, as a byte offset.
    pub offset: Option<usize>,
    /// What to do about it, as one sentence, where the driver knows.
    pub help: Option<&'static str>,
    /// The driver's own error, for whoever wants to match on it.
    pub driver: Box<dyn std::error::Error + Send + Sync>,
}

impl SessionError {
    /// Makes an error of our own, where no driver has one.
    #[must_use]
    pub fn new(kind: SessionErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            kind,
            offset: None,
            help: None,
            driver: message.clone().into(),
            message,
        }
    }

    /// Tells whether the same call may work later.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.kind == SessionErrorKind::Busy
    }
}
