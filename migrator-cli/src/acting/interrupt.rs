//! Ctrl-C, and what else asks the program to end: the run stops at a boundary.
//!
//! The first time the running statement is cancelled, its transaction rolled back, and the verb ends with
//! an error that says what is kept. The second time the program ends at once, and the database does the
//! rolling back by itself. A question that waits for its answer ends with a word, too. Verbs that only read install no handler and end at once.

#[cfg(feature = "autogenerate")]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use migrator::Cancel;

use super::screen::Screen;
use crate::exit::Exit;
#[cfg(feature = "autogenerate")]
use crate::output;

/// The run that is under way, if there is one.
static RUN: Mutex<Option<Stoppable>> = Mutex::new(None);

struct Stoppable {
    cancel: Cancel,
    screen: Arc<Screen>,
    was_asked: bool,
}

/// Whether a question waits for its answer, and nothing has been written.
#[cfg(feature = "autogenerate")]
static IS_ASKING: AtomicBool = AtomicBool::new(false);

/// Has Ctrl-C say that nothing was written, for as long as what is returned lives.
#[cfg(feature = "autogenerate")]
pub(crate) fn while_asking() -> Asking {
    IS_ASKING.store(true, Ordering::SeqCst);
    handle();
    Asking
}

/// A question that waits for its answer.
#[cfg(feature = "autogenerate")]
pub(crate) struct Asking;

#[cfg(feature = "autogenerate")]
impl Drop for Asking {
    fn drop(&mut self) {
        IS_ASKING.store(false, Ordering::SeqCst);
    }
}

/// Installs the handler, once.
fn handle() {
    static HANDLER: Once = Once::new();
    HANDLER.call_once(|| {
        // A program that handles Ctrl-C itself keeps its handler.
        let _ = ctrlc::set_handler(asked);
    });
}

/// Has Ctrl-C stop the run for as long as what is returned lives.
pub(super) fn while_running(cancel: Cancel, screen: Arc<Screen>) -> Stopping {
    *run() = Some(Stoppable {
        cancel,
        screen,
        was_asked: false,
    });
    handle();
    Stopping
}

/// A run that can be stopped.
pub(super) struct Stopping;

impl Drop for Stopping {
    fn drop(&mut self) {
        *run() = None;
    }
}

/// Called on a thread of its own, once for each time.
fn asked() {
    match run().as_mut() {
        Some(stoppable) if !stoppable.was_asked => {
            stoppable.was_asked = true;
            stop(stoppable.cancel.clone(), Arc::clone(&stoppable.screen));
        }
        _ => {
            #[cfg(feature = "autogenerate")]
            if IS_ASKING.load(Ordering::SeqCst) {
                // The answer that was begun stands before it.
                output::interrupted();
            }
            leave();
        }
    }
}

/// Cancels on yet another thread: the way to the server may be long, and the second time must be heard.
fn stop(cancel: Cancel, screen: Arc<Screen>) {
    let cancelling = std::thread::Builder::new().spawn(move || {
        screen.line("stopping: the running statement is cancelled and rolled back; press Ctrl-C again to leave at once");
        cancel.cancel();
    });
    if cancelling.is_err() {
        leave();
    }
}

#[expect(clippy::exit, reason = "the second Ctrl-C waits for nobody")]
fn leave() {
    std::process::exit(Exit::Interrupted.number().into());
}

fn run() -> MutexGuard<'static, Option<Stoppable>> {
    RUN.lock().unwrap_or_else(PoisonError::into_inner)
}
