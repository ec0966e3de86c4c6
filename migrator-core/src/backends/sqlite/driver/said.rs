//! What SQLite says when it refuses.

use rusqlite::ffi::ErrorCode;

use crate::session::{ALREADY_THERE, SessionError, SessionErrorKind};

/// Where waiting is in vain: the transaction that we join has read already, so that the
/// other writer waits for it, or has outdated what it read.
/// <https://sqlite.org/isolation.html>
const BEGIN_IMMEDIATE: &str =
    "begin the transaction that the migrations join with `TransactionBehavior::Immediate`";

/// For what an unfinished query of the same connection is in the way of.
pub(super) const READ_TO_THE_END: &str = "read the queries that are open on this connection to their end, or drop them, and run it again";

const MAKE_ROOM: &str = "make room on the disk, or allow the database more pages, and run it again";

/// SQLite looks into all views and triggers when it renames something, or drops a column.
const MEND_OR_DROP: &str = "mend or drop that view or trigger before, and create it again afterwards if it is still wanted";

/// Says what went wrong with a statement.
pub(super) fn convert(error: rusqlite::Error, sql: &str) -> SessionError {
    let (message, offset) = said(&error, sql);
    let kind = kind(&error, &message);
    let help = help(&error, kind, &message);
    SessionError {
        kind,
        message,
        offset,
        help,
        driver: Box::new(error),
    }
}

/// Returns what to do about a failure, where SQLite's words do not say it.
fn help(error: &rusqlite::Error, kind: SessionErrorKind, message: &str) -> Option<&'static str> {
    let is_in = |what: &str| message.starts_with(what);
    match kind {
        SessionErrorKind::Busy => Some(BEGIN_IMMEDIATE),
        SessionErrorKind::Full => Some(MAKE_ROOM),
        SessionErrorKind::Other if message.ends_with(" already exists") => Some(ALREADY_THERE),
        _ if error.sqlite_error_code() == Some(ErrorCode::DatabaseLocked) => Some(READ_TO_THE_END),
        _ if is_in_progress(message) => Some(READ_TO_THE_END),
        _ if is_in("error in view ") || is_in("error in trigger ") => Some(MEND_OR_DROP),
        _ => None,
    }
}

pub(super) fn is_interrupted(error: &SessionError) -> bool {
    error.kind == SessionErrorKind::Interrupted
}

/// Tells whether another connection has written since this one began to read.
pub(super) fn is_snapshot(error: &SessionError) -> bool {
    let error = error.driver.downcast_ref::<rusqlite::Error>();
    let failure = error.and_then(rusqlite::Error::sqlite_error);
    failure.is_some_and(|failure| failure.extended_code == BUSY_SNAPSHOT)
}

/// SQLite's own words, and where in the statement it points.
///
/// The driver's variant for a mistake in SQL exists in some builds only and its
/// text repeats the whole statement, so it is taken apart by its text.
fn said(error: &rusqlite::Error, sql: &str) -> (String, Option<usize>) {
    if let rusqlite::Error::SqliteFailure(_, Some(message)) = error {
        return (message.clone(), None);
    }
    let text = error.to_string();
    let parts = text.rsplit_once(" at offset ").and_then(|(rest, offset)| {
        let message = rest.strip_suffix(sql)?.strip_suffix(" in ")?;
        Some((message.to_owned(), offset.parse().ok()))
    });
    parts.unwrap_or((text, None))
}

/// `SQLITE_BUSY | (2 << 8)`, <https://sqlite.org/rescode.html#busy_snapshot>.
const BUSY_SNAPSHOT: i32 = 517;

/// `SQLITE_LOCKED | (1 << 8)`, <https://sqlite.org/rescode.html#locked_sharedcache>.
const LOCKED_SHAREDCACHE: i32 = 262;

/// Tells whether `COMMIT` or `VACUUM` is refused for the sake of another statement of the connection.
fn is_in_progress(message: &str) -> bool {
    message.ends_with("SQL statements in progress")
}

fn kind(error: &rusqlite::Error, message: &str) -> SessionErrorKind {
    // The driver's variant for a mistake in SQL, in the builds that have it, gives no code.
    let Some(failure) = error.sqlite_error() else {
        return kind_of_mistake(message);
    };
    match failure.code {
        // Of this connection itself: nobody else's end is to be waited for.
        ErrorCode::DatabaseBusy if is_in_progress(message) => SessionErrorKind::Other,
        ErrorCode::DatabaseBusy | ErrorCode::FileLockingProtocolFailed => SessionErrorKind::Busy,
        // A shared cache reports another connection's lock this way; a lock of
        // our own connection would never go away.
        ErrorCode::DatabaseLocked if failure.extended_code == LOCKED_SHAREDCACHE => {
            SessionErrorKind::Busy
        }
        ErrorCode::ReadOnly => SessionErrorKind::ReadOnly,
        ErrorCode::OperationInterrupted => SessionErrorKind::Interrupted,
        ErrorCode::DiskFull => SessionErrorKind::Full,
        ErrorCode::ConstraintViolation => SessionErrorKind::Constraint,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => SessionErrorKind::Unreadable,
        ErrorCode::Unknown => kind_of_mistake(message),
        _ => SessionErrorKind::Other,
    }
}

/// SQLite has one code for every mistake in a statement.
fn kind_of_mistake(message: &str) -> SessionErrorKind {
    if message.starts_with("no such table") {
        SessionErrorKind::NoSuchTable
    } else if message.starts_with("no such column") {
        SessionErrorKind::NoSuchColumn
    } else {
        SessionErrorKind::Other
    }
}
