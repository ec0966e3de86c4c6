//! Connections, also where the server has no free one at the moment.

use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::{Client, Config, Error, NoTls};

use super::super::said::said;
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
    patiently(SqlState::TOO_MANY_CONNECTIONS, || config.connect(NoTls)).map_err(|error| {
        SessionError {
            kind: SessionErrorKind::Disconnected,
            ..said(error)
        }
    })
}

/// Returns what the driver says in words that all backends share.
#[must_use]
pub fn converted(error: Error) -> SessionError {
    said(error)
}

/// Tries again while others are in the way, which is told by this code.
pub(super) fn patiently<T>(
    in_the_way: SqlState,
    mut attempt: impl FnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    let end = Instant::now() + PATIENCE;
    let (mut pause, longest) = PAUSES;
    loop {
        match attempt() {
            Err(error) if error.code() == Some(&in_the_way) && Instant::now() < end => {
                std::thread::sleep(pause);
                pause = longest.min(pause * 2);
            }
            ended => return ended,
        }
    }
}
