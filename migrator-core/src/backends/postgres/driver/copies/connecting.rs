//! Connections, also where the server has no free one at the moment.

use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::{Client, Config, Error, NoTls, SimpleQueryMessage};

use super::super::said::said;
use crate::backends::postgres::presence::INSIDE_TRANSACTION;
use crate::session::{SessionError, SessionErrorKind};

/// So long it is tried again where others are in the way.
const PATIENCE: Duration = Duration::from_secs(60);

/// The first pause between two attempts, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(250));

/// Opens a connection; waits where too many tests have one.
///
/// # Errors
/// What the server says.
pub fn connect(config: &Config) -> Result<Client, SessionError> {
    patiently(is_crowded, || config.connect(NoTls)).map_err(no_connection)
}

/// Returns why there is no connection, in words that all backends share.
#[must_use]
pub fn no_connection(error: Error) -> SessionError {
    SessionError {
        kind: SessionErrorKind::Disconnected,
        ..said(error)
    }
}

/// Returns what the driver says in words that all backends share.
#[must_use]
pub fn converted(error: Error) -> SessionError {
    said(error)
}

/// Tells whether somebody has begun a transaction and not ended it.
///
/// # Errors
/// What the server says; not if that transaction has failed.
pub fn is_inside_transaction(client: &mut Client) -> Result<bool, SessionError> {
    // Prepared, it would begin a transaction of its own before it is run.
    let rows = client.simple_query(&format!("SELECT {INSIDE_TRANSACTION}"));
    match rows {
        Ok(rows) => Ok(rows
            .iter()
            .any(|it| matches!(it, SimpleQueryMessage::Row(row) if row.get(0) == Some("t")))),
        Err(error) if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => Ok(true),
        Err(error) => Err(said(error)),
    }
}

/// Tells whether there is no connection because others have them all.
#[must_use]
pub fn is_crowded(error: &Error) -> bool {
    error.code() == Some(&SqlState::TOO_MANY_CONNECTIONS)
}

/// Tries again while others are in the way.
pub(super) fn patiently<T>(
    are_in_the_way: impl Fn(&Error) -> bool,
    mut attempt: impl FnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    let mut pauses = Pauses::default();
    loop {
        match attempt() {
            Err(error) if are_in_the_way(&error) => match pauses.next() {
                Some(pause) => std::thread::sleep(pause),
                None => return Err(error),
            },
            ended => return ended,
        }
    }
}

/// The pauses between attempts, as long as there is patience.
#[derive(Debug)]
pub struct Pauses {
    end: Instant,
    next: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        let (first, _) = PAUSES;
        Self {
            end: Instant::now() + PATIENCE,
            next: first,
        }
    }
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let (pause, longest) = (self.next, PAUSES.1);
        self.next = longest.min(pause * 2);
        (Instant::now() < self.end).then_some(pause)
    }
}
