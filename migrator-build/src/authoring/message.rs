//! What a revision's message may be.

use super::error::AuthoringError;

/// The first paragraph of a description, on one line.
pub(super) fn first_paragraph(message: &str) -> String {
    migrator_core::script::first_paragraph(message.lines())
}

/// Refuses what compilers refuse in a comment, or readers would not see.
pub(super) fn check_message(message: &str) -> Result<(), AuthoringError> {
    let mut rest = message.replace("\r\n", "\n");
    rest.retain(|c| c != '\n' && c != '\t');
    // Characters that change the direction of text are an error of rustc's by default.
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match rest.chars().find(hidden) {
        Some(character) => Err(AuthoringError::IllegalMessage { character }),
        None => Ok(()),
    }
}
