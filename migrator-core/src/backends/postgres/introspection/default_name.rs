//! The names that PostgreSQL gives constraints by itself.
//!
//! As `ChooseIndexName`, `ChooseConstraintName` and `makeObjectName` of the server make them:
//! `users_pkey`, `users_email_key`, `users_role_id_fkey`, `users_age_check`; too long ones are
//! shortened where they are longest, taken ones get a number.
//! <https://github.com/postgres/postgres/blob/master/src/backend/commands/indexcmds.c>

use crate::base::{Dialect, TableName};
use crate::schema::{Check, Constraint, Exclude, IndexTarget};
use crate::script::{Kind, tokens, unquoted};

/// The longest name.
const LONGEST: usize = 63;

/// Returns the name; `None` where the definition alone does not tell.
pub(super) fn default_name(
    table: &TableName,
    constraint: &Constraint,
    taken: &[&str],
) -> Option<String> {
    let (columns, label) = match constraint {
        Constraint::PrimaryKey(_) => (String::new(), "pkey"),
        Constraint::Unique(unique) => {
            let columns = unique.columns().iter().chain(unique.included());
            (addition(columns), "key")
        }
        Constraint::ForeignKey(key) => (addition(key.columns().iter()), "fkey"),
        Constraint::Check(check) => (only_column(check)?.unwrap_or_default(), "check"),
        Constraint::Exclude(exclude) => (compared(exclude)?, "excl"),
    };
    let mut names = (0_u32..).map(|number| match number {
        0 => made(table.name(), &columns, label),
        number => made(table.name(), &columns, &format!("{label}{number}")),
    });
    names.find(|name| !taken.contains(&name.as_str()))
}

/// Joins the names of columns until they are too long anyway.
fn addition<'c>(columns: impl Iterator<Item = &'c String>) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() > LONGEST {
            break;
        }
    }
    joined
}

/// Joins the three parts, shortening the longer of the first two until all fit.
fn made(table: &str, columns: &str, label: &str) -> String {
    let mut room = LONGEST - label.len() - 1;
    if !columns.is_empty() {
        room -= 1;
    }
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > room {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let (table, columns) = (clipped(table, first), clipped(columns, second));
    if columns.is_empty() {
        format!("{table}_{label}")
    } else {
        format!("{table}_{columns}_{label}")
    }
}

/// Cuts a name off after so many bytes, or before the character that does not fit.
fn clipped(name: &str, n_bytes: usize) -> &str {
    let mut end = n_bytes.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or(name)
}

/// Returns the columns of an exclusion constraint; what an expression is called depends on
/// how it was written.
fn compared(exclude: &Exclude) -> Option<String> {
    let elements = exclude.elements().iter();
    let columns = elements.map(|element| match &element.target {
        IndexTarget::Column(column) => Some(column),
        IndexTarget::Expression(_) => None,
    });
    let columns: Vec<&String> = columns.collect::<Option<_>>()?;
    Some(addition(columns.into_iter()))
}

/// Returns the one column of a check; `None` inside if it has none or several, and `None` where that
/// is unclear.
///
/// The server prints keywords in capitals and every name in small letters or quotes, so that a word is a
/// column unless a parenthesis follows (a function), or it stands behind `::` (a type).
fn only_column(check: &Check) -> Option<Option<String>> {
    let tokens: Vec<(Kind, &str)> = tokens(Dialect::Postgres, check.expression())
        .collect::<Result<_, _>>()
        .ok()?;
    let mut columns: Vec<String> = Vec::new();
    let (mut is_type, mut last) = (false, (Kind::Other, ""));
    for (at, (kind, text)) in tokens.iter().enumerate() {
        let is_called = matches!(tokens.get(at + 1), Some((Kind::Open, _)));
        match (kind, *text) {
            (Kind::Other, ":") => is_type = true,
            // A part of a composite value, or a name of another schema; a unit of time.
            (Kind::Dot, _) | (Kind::Word, "EXTRACT") => return None,
            (Kind::Word, word) if is_keyword(word) => is_type = false,
            (Kind::Word | Kind::Quoted, _) if is_type || is_called || last.1 == "COLLATE" => {}
            (Kind::Word | Kind::Quoted, name) => {
                let name = unquoted(name);
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
            // As in `timestamp(3) without time zone`.
            (Kind::Open | Kind::Number, _) => {}
            (Kind::Close, _) if last.0 == Kind::Number => {}
            _ => is_type = false,
        }
        last = (*kind, text);
    }
    Some(match columns.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    })
}

/// Tells whether a bare word is none of the names: it has capitals, or is a truth value.
fn is_keyword(word: &str) -> bool {
    matches!(word, "true" | "false") || word.chars().any(|char| char.is_ascii_uppercase())
}
