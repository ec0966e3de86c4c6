//! What to do about an error of the library, in the words of the command line.
//!
//! The library names functions, because a program may show its errors anywhere; here people type verbs. An
//! error that is not listed says what the library says.

use migrator_core::error::Error;
use migrator_core::graph::ResolveError;

/// Returns what to do, with `{program}` for what is typed before a verb.
pub(super) fn of(error: &Error) -> Option<String> {
    match error.unresolved() {
        Some(error) => of_target(error),
        None => error.help(),
    }
}

fn of_target(error: &ResolveError) -> Option<String> {
    let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    match error {
        ResolveError::UnknownTarget { near, name } if near.is_empty() && !is_number(name) => {
            Some("look at `{program} history`, which lists the revisions there are".to_owned())
        }
        ResolveError::UnknownBranch { near, .. } if near.is_empty() => Some(
            "look at `{program} history`, which lists the revisions with their labels".to_owned(),
        ),
        _ => error.help(),
    }
}

/// Returns all that the error says but what to do.
pub(super) fn text_without(error: &Error) -> String {
    let text = format!("{error:?}");
    let help = error.help().map(|help| format!("\nhelp: {help}"));
    match help.and_then(|help| text.strip_suffix(&help)) {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
