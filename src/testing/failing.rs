//! How a test fails that has no database.

#[cfg(feature = "testing")]
use std::fmt::Debug;

/// Ends the test as `assert!` does.
#[track_caller]
#[expect(
    clippy::panic,
    reason = "an assertion is for tests, which fail by a panic"
)]
pub(super) fn fail(text: &str) -> ! {
    panic!("{text}")
}

/// Returns the value, or ends the test with the error.
#[cfg(feature = "testing")]
#[track_caller]
pub fn given<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => fail(&format!("{error:?}")),
    }
}

/// Returns the value, or says what is wrong and lets the test end: one that should panic would pass by a panic of
/// ours.
#[cfg(feature = "testing")]
#[expect(
    clippy::print_stderr,
    reason = "a test that should panic has no other way to tell why it has not"
)]
pub fn told<T, E: Debug>(result: Result<T, E>) -> Option<T> {
    result.inspect_err(|error| eprintln!("{error:?}")).ok()
}
