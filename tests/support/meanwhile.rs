//! What others do while a run is under way.

use std::sync::Mutex;

use migrator::{Event, Options};

/// Runs `meanwhile` once, before the statement of this number of this revision.
pub fn before(
    revision: &'static str,
    number: usize,
    meanwhile: impl FnOnce() + Send + 'static,
) -> Options {
    let meanwhile = Mutex::new(Some(meanwhile));
    Options::new().observer(move |event: &Event<'_>| {
        if let Event::Statement {
            revision: at,
            statement,
            ..
        } = event
            && (*at, *statement) == (revision, number)
            && let Some(meanwhile) = meanwhile.lock().unwrap().take()
        {
            meanwhile();
        }
    })
}

/// Gives up what is held when the run waits for the first time.
pub fn until_waiting(options: Options, held: impl Send + 'static) -> Options {
    let held = Mutex::new(Some(held));
    options.observer(move |event: &Event<'_>| {
        if matches!(event, Event::Waiting { .. }) {
            held.lock().unwrap().take();
        }
    })
}
