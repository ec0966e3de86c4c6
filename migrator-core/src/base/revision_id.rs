//! What may be a revision id, and what may be a branch label.

use thiserror::Error;

/// The longest revision id, in characters: the width of Alembic's version column.
pub const MAX_ID_CHARS: usize = 32;

/// The words that mean something in a target and so cannot name a revision or a label.
const RESERVED: [&str; 5] = ["head", "heads", "base", "current", "none"];

/// Why a text cannot be a revision id or a branch label.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IllegalRevisionId {
    /// The text is empty.
    #[error("it is empty")]
    Empty,
    /// The text is longer than [`MAX_ID_CHARS`].
    #[error("it has {n_chars} characters, and the version table holds {MAX_ID_CHARS}")]
    TooLong {
        /// Its length in characters.
        n_chars: usize,
    },
    /// A character is used by the target grammar or would not survive a comment line.
    #[error("the character {character:?} is not allowed")]
    Character {
        /// The first such character.
        character: char,
    },
    /// The word is one of the target grammar's own.
    #[error("the word is reserved for targets")]
    Reserved,
}

/// Checks a revision id: 1 to 32 characters, none of `@ - + : ,`, no blank, no
/// control character, and none of the target grammar's own words.
///
/// # Errors
/// The first reason found.
pub fn check_revision_id(id: &str) -> Result<(), IllegalRevisionId> {
    check_label(id)?;
    match id.chars().count() {
        n_chars if n_chars > MAX_ID_CHARS => Err(IllegalRevisionId::TooLong { n_chars }),
        _ => Ok(()),
    }
}

/// Checks a branch label: as an id, of any length.
///
/// # Errors
/// The first reason found.
pub fn check_label(label: &str) -> Result<(), IllegalRevisionId> {
    if label.is_empty() {
        return Err(IllegalRevisionId::Empty);
    }
    let illegal =
        |c: &char| matches!(c, '@' | '-' | '+' | ':' | ',') || c.is_whitespace() || c.is_control();
    if let Some(character) = label.chars().find(illegal) {
        return Err(IllegalRevisionId::Character { character });
    }
    if RESERVED.contains(&label) {
        return Err(IllegalRevisionId::Reserved);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{IllegalRevisionId, check_revision_id};

    #[test]
    fn ids_are_checked() {
        let check = |id: &str, expect| assert_eq!(check_revision_id(id), expect, "{id}");
        check("c46dab3fa34a", Ok(()));
        check("0001_инициализация", Ok(()));
        check(&"ä".repeat(32), Ok(()));
        check(
            &"a".repeat(33),
            Err(IllegalRevisionId::TooLong { n_chars: 33 }),
        );
        check("", Err(IllegalRevisionId::Empty));
        check("a-b", Err(IllegalRevisionId::Character { character: '-' }));
        check("a b", Err(IllegalRevisionId::Character { character: ' ' }));
        check("head", Err(IllegalRevisionId::Reserved));
    }
}
