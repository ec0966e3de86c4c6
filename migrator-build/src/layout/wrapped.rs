//! A transaction that stands around a whole file.
//!
//! Tools that open none have their users write `BEGIN; … COMMIT;`. The migration runs in a transaction anyway, so
//! the two statements are left out; anywhere else they would end it half-way, and are refused.

use std::ops::Range;

use migrator_core::base::Dialect;
use migrator_core::script::{Kind, spans};

/// Returns the text without the statements that open and commit a transaction around all others, if there are such;
/// what is left stays on its lines.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    let mut dialects = Dialect::ALL.into_iter();
    dialects.find_map(|dialect| without(dialect, text))
}

/// Tells whether a text has no statement.
pub(super) fn is_bare(text: &str) -> bool {
    let mut dialects = Dialect::ALL.into_iter();
    dialects.any(|dialect| ends(dialect, text).is_some_and(|statements| statements.is_empty()))
}

fn without(dialect: Dialect, text: &str) -> Option<String> {
    let statements = ends(dialect, text)?;
    let (first, last) = (statements.first()?, statements.last()?);
    let opens = [
        "begin",
        "begin transaction",
        "begin work",
        "start transaction",
        "begin deferred",
        "begin immediate",
        "begin exclusive",
        "begin deferred transaction",
        "begin immediate transaction",
        "begin exclusive transaction",
    ];
    // `END` alone ends a trigger on SQLite.
    let commits = [
        "commit",
        "commit transaction",
        "commit work",
        "end transaction",
    ];
    let is_wrapped = statements.len() > 1
        && opens.contains(&first.words.as_str())
        && commits.contains(&last.words.as_str());
    is_wrapped.then(|| blanked(text, [first.place.clone(), last.place.clone()]))
}

/// Writes blanks over parts of a text, which stand one behind the other; what is left stays on its lines.
pub(super) fn blanked(text: &str, parts: impl IntoIterator<Item = Range<usize>>) -> String {
    let (mut rest, mut at) = (String::with_capacity(text.len()), 0);
    for part in parts {
        rest += text.get(at..part.start).unwrap_or_default();
        at = part.end;
        let covered = text.get(part).unwrap_or_default().chars();
        rest.extend(covered.map(|c| if c == '\n' { '\n' } else { ' ' }));
    }
    rest + text.get(at..).unwrap_or_default()
}

struct Statement {
    /// Its words in small letters, if it has nothing else.
    words: String,
    /// With its semicolon.
    place: Range<usize>,
}

/// What stands between semicolons: not always a statement, but its first and its last always are.
fn ends(dialect: Dialect, text: &str) -> Option<Vec<Statement>> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut open: Option<Statement> = None;
    for token in spans(dialect, text) {
        let (kind, place) = token.ok()?;
        let part = text.get(place.clone())?;
        if !kind.is_significant() {
            continue;
        }
        let current = open.get_or_insert_with(|| Statement {
            words: String::new(),
            place: place.clone(),
        });
        current.place.end = place.end;
        if part == ";" {
            statements.extend(open.take());
            continue;
        }
        if !current.words.is_empty() {
            current.words.push(' ');
        }
        match kind {
            Kind::Word => current.words += &part.to_ascii_lowercase(),
            _ => current.words.push('?'),
        }
    }
    statements.extend(open);
    statements.retain(|statement| !statement.words.is_empty());
    Some(statements)
}
