//! Recognizing the lines that begin the sections of an SQL migration.

use crate::base::Dialect;
use crate::script::lexer::{Kind, Lexer, Token};
use crate::script::mark::is_repeatable;

/// Returns the first marker from `start`, the text's end if there is none, or
/// `None` if a quote or comment stays open.
pub(super) fn first_marker(dialect: Dialect, text: &str, start: usize) -> Option<usize> {
    for token in Lexer::new(dialect, text, start) {
        match token {
            Ok(token) if is_marker(text, token) => return Some(token.start),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    Some(text.len())
}

/// Tells whether a token is a line that begins a section, or is meant to.
pub(super) fn is_marker(text: &str, token: Token) -> bool {
    comment(text, token).is_some_and(|comment| names_marker(comment) && !is_repeatable(comment))
}

/// Tells whether a token is a line that says something of the next statement.
pub(super) fn is_mark(text: &str, token: Token) -> bool {
    comment(text, token).is_some_and(is_repeatable)
}

/// Returns what a line comment says.
fn comment(text: &str, token: Token) -> Option<&str> {
    let is_comment = token.kind == Kind::LineComment;
    is_comment
        .then(|| token.text(text).strip_prefix("--"))
        .flatten()
}

/// Tells whether a comment's text reads like `migrate:…`, or is meant so.
pub(super) fn names_marker(comment: &str) -> bool {
    is_spelt(comment) || misspells_marker(comment)
}

fn is_spelt(comment: &str) -> bool {
    let word = comment.trim_start().split(':').next().unwrap_or_default();
    comment.contains(':') && word.trim_end().eq_ignore_ascii_case("migrate")
}

/// Tells whether a comment is a marker but for its punctuation, or one of another
/// tool. Taken for prose, `-- migrate down` would let the way up run the way down.
pub(super) fn misspells_marker(comment: &str) -> bool {
    let comment = comment.trim_start_matches('-');
    let is = |word: Option<&str>, names: &[&str]| {
        word.is_some_and(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
    };
    let mut words = comment
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    !is_spelt(comment)
        && is(words.next(), &["migrate", "migration", "migrator", "goose"])
        && is(words.next(), &["up", "down", "repeatable"])
        && words.all(|word| is(Some(word), &Dialect::ALL.map(Dialect::keyword)))
}
