//! Work on a thread of its own.

use std::thread::{Builder, scope};

use crate::session::{SessionError, SessionErrorKind};

/// Does the work on another thread, and waits. The driver must not be used where an async runtime is being driven, and a
/// test may be just there.
pub(super) fn apart<R: Send>(
    work: impl FnOnce() -> Result<R, SessionError> + Send,
) -> Result<R, SessionError> {
    scope(|scope| {
        // Without a builder, this would panic where the system has no thread left.
        let spawned = Builder::new().spawn_scoped(scope, work);
        let thread = spawned.map_err(|error| {
            let text = format!("no thread can be started for it: {error}");
            SessionError::new(SessionErrorKind::Other, text)
        })?;
        match thread.join() {
            Ok(done) => done,
            Err(payload) => std::panic::resume_unwind(payload),
        }
    })
}
