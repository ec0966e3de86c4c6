//! Stopping a run from another thread.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::session::Interrupter;

/// A handle that stops a run: the statement that is running is interrupted, its
/// migration is rolled back, and the verb returns an error of kind `Cancelled`.
///
/// Clones share the same state. Once cancelled, a handle stays cancelled.
///
/// ```
/// # use migrator_core::exec::{Cancel, Options};
/// let cancel = Cancel::new();
/// let options = Options::new().cancel(&cancel); // for the thread that migrates
/// cancel.cancel(); // from any other
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Clone, Default)]
pub struct Cancel {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    cancelled: AtomicBool,
    running: Mutex<Running>,
}

/// The sessions of the runs under way, each by a number of its own.
#[derive(Default)]
struct Running {
    next: u64,
    sessions: BTreeMap<u64, Interrupter>,
}

impl Cancel {
    /// Creates a handle that is not cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every run that uses this handle, now or as soon as it starts.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::SeqCst);
        self.running().sessions.values().for_each(|it| it());
    }

    /// Tells whether [`cancel`](Self::cancel) has been called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::SeqCst)
    }

    /// Points the handle at a session, beside others, for as long as the guard lives.
    pub(crate) fn attach(&self, interrupter: Interrupter) -> Attached<'_> {
        let mut running = self.running();
        let number = running.next;
        running.next += 1;
        running.sessions.insert(number, interrupter);
        Attached {
            cancel: self,
            number,
        }
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        let running = self.shared.running.lock();
        running.unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancel")
            .field("cancelled", &self.is_cancelled())
            .finish()
    }
}

/// Detaches the handle from the session when the run ends, on every path.
pub(crate) struct Attached<'a> {
    cancel: &'a Cancel,
    number: u64,
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        self.cancel.running().sessions.remove(&self.number);
    }
}
