//! Makes a name from a template: fills it in, and cuts it where it is too long.

use thiserror::Error;

use super::subject::{Subject, digits};
use crate::base::ChecksumBuilder;

/// What PostgreSQL takes; the names are the same on every database.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
const LONGEST: usize = 63;

/// How much of a name is left before `_` and the eight digits of a hash.
const LONGEST_START: usize = LONGEST - 9;

/// A template of a [`NamingConvention`](super::NamingConvention) that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the naming convention's template `{template}` {reason}")]
pub struct NamingError {
    /// The template.
    pub template: String,
    /// What is wrong with it.
    pub reason: String,
    /// What to do about it.
    pub help: &'static str,
}

/// Returns the name in full length.
///
/// # Errors
/// A word in braces that stands for nothing here.
pub(super) fn fill(
    template: &str,
    table: &str,
    subject: &Subject<'_>,
) -> Result<String, NamingError> {
    let refused = |reason| NamingError {
        template: template.to_owned(),
        reason,
        help: "write `{table}`, `{columns}` or `{hash}`, and for foreign keys also \
               `{referred_table}` or `{referred_columns}`",
    };
    let mut name = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (token, after) = after
            .split_once('}')
            .ok_or_else(|| refused("has a brace that is not closed".to_owned()))?;
        name.push_str(before);
        name.push_str(
            &value(token, table, subject)
                .ok_or_else(|| refused(format!("has `{{{token}}}`, which stands for nothing")))?,
        );
        rest = after;
    }
    name.push_str(rest);
    Ok(name)
}

fn value(token: &str, table: &str, subject: &Subject<'_>) -> Option<String> {
    match (token, subject) {
        ("table", _) => Some(table.to_owned()),
        ("columns", _) => Some(subject.columns()),
        ("hash", _) => Some(subject.hash()),
        ("referred_table", Subject::ForeignKey(key)) => Some(key.target().name().to_owned()),
        ("referred_columns", Subject::ForeignKey(key)) => Some(key.target_columns().join("_")),
        _ => None,
    }
}

/// Returns the name, cut and with a hash at its end if it is too long.
pub(super) fn fitting(plain: &str, subject: &Subject<'_>) -> String {
    if plain.len() <= LONGEST {
        plain.to_owned()
    } else {
        told_apart(plain, subject, 0)
    }
}

/// Returns the name with a hash at its end, which is another for each attempt.
pub(super) fn told_apart(plain: &str, subject: &Subject<'_>, attempt: usize) -> String {
    let mut checksum = ChecksumBuilder::new();
    subject.told(checksum.part(plain)).part(attempt.to_string());
    let start = (0..=LONGEST_START).rev().find_map(|end| plain.get(..end));
    let start = start.unwrap_or_default();
    format!("{start}_{}", digits(&checksum))
}
