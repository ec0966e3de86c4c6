//! What went wrong between us and a database, in words every backend shares.

use thiserror::Error;

/// The situations that the rooms above tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionErrorKind {
    /// Another connection holds a lock; the same call may work later.
    Busy,
    /// A table that the statement names does not exist.
    NoSuchTable,
    /// A column that the statement names does not exist.
    NoSuchColumn,
    /// The database, the file or the role may not write.
    ReadOnly,
    /// A cancel handle or the application stopped the statement.
    Interrupted,
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
