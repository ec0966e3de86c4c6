//! Work on a thread of its own.

/// Does the work on another thread, and waits. The driver must not be used where an async runtime is being driven, and a
/// test may be just there.
pub(super) fn apart<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(result) => result,
        Err(payload) => std::panic::resume_unwind(payload),
    })
}
