//! The lock that keeps other processes from migrating the same database.
//!
//! An advisory lock: it dies with the connection, and needs no table. It is tried and
//! never waited for, because a statement that waits holds a snapshot, and `CREATE INDEX
//! CONCURRENTLY` of the holder would wait for it in turn.
//!
//! A pooler that hands each transaction to another server connection leaves the lock
//! behind on one of them. It is noticed where it would do harm: each transaction under the
//! lock begins by asking whether it runs where the lock was taken.

use super::outgoing::code;
use crate::backends::postgres::settings::lock_key;
use crate::session::{SessionError, SessionErrorKind};

/// In the message of a cast that fails on purpose.
const ELSEWHERE: &str = "migrator: another server process: ";

/// The lock of a run.
#[derive(Debug, Default)]
pub(super) struct Lock {
    pub(super) key: i64,
    /// The server process that holds it for us.
    pub(super) held_by: Option<i32>,
    /// The server process that answered the last attempt.
    pub(super) seen: Option<i32>,
}

impl Lock {
    /// Names the lock.
    pub(super) fn named(name: &str) -> Self {
        Self {
            key: lock_key(name),
            ..Self::default()
        }
    }

    /// Returns a statement that fails where the lock is not.
    pub(super) fn guard_sql(&self) -> String {
        match self.held_by {
            None => String::new(),
            Some(process) => format!(
                "SELECT CASE pg_backend_pid() WHEN {process} THEN 0 \
                 ELSE ('{ELSEWHERE}'||pg_backend_pid())::int END;\n"
            ),
        }
    }

    /// Recognizes the failure of [`guard_sql`](Self::guard_sql).
    pub(super) fn recognize(&self, error: SessionError) -> SessionError {
        let Some(process) = self.held_by else {
            return error;
        };
        let elsewhere = error.message.split_once(ELSEWHERE);
        match elsewhere {
            Some((_, other)) if code(&error) == Some("22P02") => moved(
                process,
                other.chars().take_while(char::is_ascii_digit).collect(),
            ),
            _ => error,
        }
    }

    /// A condition on `pg_locks` that only this lock meets.
    fn condition(&self) -> String {
        let high = (self.key >> 32) & 0xffff_ffff;
        let low = self.key & 0xffff_ffff;
        format!(
            "locktype = 'advisory' AND classid = {high} AND objid = {low} AND objsubid = 1 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    }

    /// Tries to take the lock where it means something.
    pub(super) fn attempt_sql(&self) -> String {
        let (key, condition) = (self.key, self.condition());
        let moved = match self.seen {
            None => String::new(),
            Some(process) => format!("WHEN pg_backend_pid() <> {process} THEN 'moved' "),
        };
        format!(
            "SELECT CASE {moved}\
             WHEN EXISTS (SELECT FROM pg_locks WHERE {condition} AND granted AND pid = pg_backend_pid()) \
             THEN 'shared' WHEN pg_try_advisory_lock({key}) THEN 'taken' ELSE 'busy' END, \
             pg_backend_pid(), current_setting('role')"
        )
    }

    /// Asks who holds the lock. Without the right to see it, all but the process is NULL.
    pub(super) fn holder_sql(&self) -> String {
        let time = |column| {
            format!("to_char(a.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')")
        };
        format!(
            "SELECT l.pid, nullif(a.application_name, ''), a.usename, {}, a.state, {} \
             FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid \
             WHERE {} AND l.granted AND l.pid <> pg_backend_pid() LIMIT 1",
            time("backend_start"),
            time("state_change"),
            self.condition()
        )
    }
}

/// The lock is on one server connection, and another one answers.
pub(super) fn moved(from: i32, to: String) -> SessionError {
    SessionError::new(
        SessionErrorKind::Pooled,
        format!("server process {from} answered first, then process {to} on the same connection"),
    )
}

/// The lock is on no server connection that answers.
pub(super) fn gone(process: i32) -> SessionError {
    SessionError::new(
        SessionErrorKind::Pooled,
        format!(
            "server process {process} no longer held the migration lock when it was given back"
        ),
    )
}
