//! What the server or the driver said, in the words that all backends share.

use std::error::Error as _;

use postgres::Error;
use postgres::error::{DbError, ErrorPosition, Severity, SqlState};

use crate::session::{ALREADY_THERE, SessionError, SessionErrorKind};

/// Converts an error; its offset is not known here, see [`position`].
pub(super) fn said(error: Error) -> SessionError {
    let (kind, message) = match error.as_db_error() {
        Some(db_error) => (kind(db_error), message(db_error)),
        None => (kind_without_server(&error), chain(&error)),
    };
    SessionError {
        kind,
        message,
        offset: None,
        help: error.as_db_error().and_then(help),
        driver: Box::new(error),
    }
}

/// Says what to do, where it can be told in whichever language the server speaks.
fn help(error: &DbError) -> Option<&'static str> {
    match *error.code() {
        SqlState::LOCK_NOT_AVAILABLE => Some(
            "end the session that holds the lock, or allow more time with \
             `Options::lock_timeout` and `Options::lock_wait`",
        ),
        SqlState::INSUFFICIENT_PRIVILEGE => Some(
            "grant the role what it lacks, or run the migrations in a role that has it, with \
             `Options::role`",
        ),
        SqlState::DUPLICATE_TABLE => Some(ALREADY_THERE),
        SqlState::INVALID_SCHEMA_NAME => {
            Some("create the schema, or have the `search_path` name one that exists")
        }
        SqlState::OUT_OF_MEMORY if is_out_of_locks(error) => Some(
            "run each migration in a transaction of its own, split the migration, or raise \
             `max_locks_per_transaction`",
        ),
        _ => None,
    }
}

/// Returns where in the message the server points, in characters from 1.
///
/// A position inside a function's own query is none in the message.
pub(super) fn position(error: &Error) -> Option<u32> {
    match error.as_db_error()?.position()? {
        ErrorPosition::Original(position) => Some(*position),
        ErrorPosition::Internal { .. } => None,
    }
}

/// Tells whether a cancel stopped the message. One that comes too late for its statement
/// hits what is sent next, but only once.
pub(super) fn is_cancel(error: &Error) -> bool {
    error.code() == Some(&SqlState::QUERY_CANCELED)
}

/// The message, with what is said beside it.
fn message(error: &DbError) -> String {
    let mut text = error.message().to_owned();
    if let Some(detail) = error.detail() {
        text.push_str(&format!(" ({})", detail.trim_end_matches('.')));
    }
    if let Some(hint) = error.hint() {
        text.push_str("; ");
        text.push_str(hint.trim_end_matches('.'));
    }
    text
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn kind(error: &DbError) -> SessionErrorKind {
    if is_last(error) {
        return SessionErrorKind::Disconnected;
    }
    let code = error.code();
    match *code {
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE => SessionErrorKind::Busy,
        SqlState::UNDEFINED_TABLE | SqlState::INVALID_SCHEMA_NAME => SessionErrorKind::NoSuchTable,
        SqlState::UNDEFINED_COLUMN => SessionErrorKind::NoSuchColumn,
        SqlState::READ_ONLY_SQL_TRANSACTION => SessionErrorKind::ReadOnly,
        SqlState::INSUFFICIENT_PRIVILEGE => SessionErrorKind::Denied,
        _ if is_timeout(error) => SessionErrorKind::Other,
        SqlState::QUERY_CANCELED => SessionErrorKind::Interrupted,
        SqlState::DISK_FULL => SessionErrorKind::Full,
        SqlState::IN_FAILED_SQL_TRANSACTION => SessionErrorKind::InsideTransaction,
        _ if code.code().starts_with("23") => SessionErrorKind::Constraint,
        _ => SessionErrorKind::Other,
    }
}

/// Tells whether the server closes the connection after it. Codes do not tell: class 08 is
/// also what a foreign table says whose own server is away.
fn is_last(error: &DbError) -> bool {
    match error.parsed_severity() {
        Some(severity) => matches!(severity, Severity::Fatal | Severity::Panic),
        // This one is translated, but comes from every server and pooler.
        None => matches!(error.severity(), "FATAL" | "PANIC"),
    }
}

/// A cancel and the setting `statement_timeout` have one code; only the message, which
/// names the setting in English, tells them apart.
pub(super) fn is_timeout(error: &DbError) -> bool {
    *error.code() == SqlState::QUERY_CANCELED && error.message().contains("statement timeout")
}

/// The name of the setting is the same in every language.
fn is_out_of_locks(error: &DbError) -> bool {
    let hint = error.hint().unwrap_or_default();
    hint.contains("max_locks_per_transaction")
}

/// The driver's own errors. Nearly all of them mean that the connection is gone, or that
/// nobody knows how far it has come.
fn kind_without_server(error: &Error) -> SessionErrorKind {
    let Some(source) = error.source() else {
        return SessionErrorKind::Disconnected;
    };
    match source.downcast_ref::<std::io::Error>() {
        // A message that is too long or holds a NUL byte was never sent.
        Some(io) if io.kind() == std::io::ErrorKind::InvalidInput => SessionErrorKind::Other,
        Some(_) => SessionErrorKind::Disconnected,
        // A value in a row that has arrived.
        None => SessionErrorKind::Other,
    }
}

/// The driver's message with its causes.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
