//! Waiting for a database that another process holds.
//!
//! The only place that sleeps. Invariant: every wait ends, by success, by the
//! deadline or by the cancel handle.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, Instant};

use crate::exec::{Context, Event, ExecError};
use crate::session::{Session, SessionError};

/// A wait under way: how long it has lasted, and how long the next pause is.
pub(crate) struct Wait {
    /// `None` before the first pause, where what came before was work.
    started: Option<Instant>,
    pause: Duration,
    longest: Duration,
}

impl Wait {
    /// For a lock that another process of ours may give back at any moment.
    pub(crate) fn for_turn() -> Self {
        Self {
            started: Some(Instant::now()),
            pause: Duration::from_millis(2),
            longest: Duration::from_millis(250),
        }
    }

    /// For what the application's own traffic holds: each attempt gets in its way.
    pub(crate) fn for_traffic() -> Self {
        Self {
            started: None,
            pause: Duration::from_millis(50),
            longest: Duration::from_secs(5),
        }
    }

    /// Sleeps once; `Some` of the time waited, without sleeping, if the deadline has passed.
    ///
    /// # Errors
    /// [`ExecError::Cancelled`].
    pub(crate) fn pause(&mut self, context: &Context<'_>) -> Result<Option<Duration>, ExecError> {
        context.check_cancelled()?;
        let waited = self.started.get_or_insert_with(Instant::now).elapsed();
        let limit = context.options.lock_wait_limit();
        let Some(left) = limit.checked_sub(waited).filter(|left| !left.is_zero()) else {
            return Ok(Some(waited));
        };
        context.tell(&Event::Waiting { waited });
        let nap = jittered(self.pause).min(left);
        std::thread::sleep(nap);
        context.waited.set(context.waited.get() + nap);
        self.pause = (self.pause * 2).min(self.longest);
        Ok(None)
    }
}

/// Repeats `attempt` until it succeeds, fails for another reason than a busy
/// database, or the deadline passes.
pub(crate) fn until_free<T>(
    context: &Context<'_>,
    session: &mut dyn Session,
    mut attempt: impl FnMut(&Context<'_>, &mut dyn Session) -> Result<T, SessionError>,
) -> Result<T, ExecError> {
    let mut wait = Wait::for_turn();
    loop {
        context.check_cancelled()?;
        let source = match attempt(context, session) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_busy() => error,
            Err(error) => return Err(ExecError::database(error)),
        };
        if let Some(waited) = wait.pause(context)? {
            return Err(ExecError::Busy { waited, source });
        }
    }
}

/// Between half of the pause and the whole, so that processes that started
/// together do not knock together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let half = pause / 2;
    half + half.mul_f64(f64::from(u16::try_from(random & 0xffff).unwrap_or(0)) / 65536.0)
}
