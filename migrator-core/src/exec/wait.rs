//! Waiting for a database that another process holds.
//!
//! The only place that sleeps. Invariant: every wait ends, by success, by the
//! deadline or by the cancel handle.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, Instant};

use crate::exec::{Context, Event, ExecError};
use crate::session::{Session, SessionError};

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// Repeats `attempt` until it succeeds, fails for another reason than a busy
/// database, or the deadline passes.
pub(crate) fn until_free<T>(
    context: &Context<'_>,
    session: &mut dyn Session,
    mut attempt: impl FnMut(&Context<'_>, &mut dyn Session) -> Result<T, SessionError>,
) -> Result<T, ExecError> {
    let started = Instant::now();
    let limit = context.options.lock_wait_limit();
    let mut pause = FIRST_PAUSE;
    loop {
        context.check_cancelled()?;
        let error = match attempt(context, session) {
            Ok(value) => {
                return Ok(value);
            }
            Err(error) if error.is_busy() => error,
            Err(error) => return Err(ExecError::database(error)),
        };
        let waited = started.elapsed();
        let Some(left) = limit.checked_sub(waited).filter(|left| !left.is_zero()) else {
            return Err(ExecError::Busy {
                waited,
                source: error,
            });
        };
        context.tell(&Event::Waiting { waited });
        let nap = jittered(pause).min(left);
        std::thread::sleep(nap);
        context.waited.set(context.waited.get() + nap);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Between half of the pause and the whole, so that processes that started
/// together do not knock together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let half = pause / 2;
    half + half.mul_f64(f64::from(u16::try_from(random & 0xffff).unwrap_or(0)) / 65536.0)
}
