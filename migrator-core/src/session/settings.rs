//! What a session is told before a run.

use std::time::Duration;

/// What a session is told before a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What the lock is named after: the version table's name in SQL.
    pub lock_name: String,
    /// How long the lock lasts.
    pub lock: LockMode,
    /// How long a statement may wait for a lock of the database; `None` leaves the
    /// connection's own setting alone.
    pub lock_timeout: Option<Duration>,
    /// How long a statement may run; `None` leaves the connection's own setting alone.
    pub statement_timeout: Option<Duration>,
    /// The role in which everything runs.
    pub role: Option<String>,
}

/// How long the lock lasts that keeps other processes out.
///
/// | | | |
/// |---|---|---|
/// | PostgreSQL | [`Session`](Self::Session) | `pg_try_advisory_lock`, held during the whole run |
/// | PostgreSQL | [`Transaction`](Self::Transaction) | `pg_try_advisory_xact_lock` in each transaction: for a connection through a pooler that hands every transaction to another server connection |
/// | SQLite | both | `BEGIN IMMEDIATE`; the setting changes nothing |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum LockMode {
    /// From the first step to the last. The default.
    #[default]
    Session,
    /// During each transaction. Migrations outside a transaction are then refused.
    Transaction,
}
