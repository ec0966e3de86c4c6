//! A stored `CREATE INDEX` statement as an index.

use super::collation::collation_of;
use super::expression::{Names, collation, printed};
use super::lexeme::{Lexeme, Sort, group, lexemes, parts, without_parentheses};
use super::stored::{Stored, Tables};
use crate::backends::sqlite::definition::{Definition, unquoted};
use crate::schema::{Index, IndexPart};

/// Returns an index; `None` for a text that is not understood.
pub(super) fn index(stored: Stored<'_>, tables: &Tables) -> Option<Index> {
    let owner = tables.named(stored.table)?;
    let tokens = lexemes(stored.sql).ok()?;
    let is_unique = tokens.get(1)?.is("UNIQUE");
    // A name can be a word, too: `CREATE INDEX "on" ON t (…)`.
    let on = tokens.windows(3).position(|it| {
        matches!(it, [on, name, open] if on.is("ON") && open.sort == Sort::Open && is_name(name))
    })?;
    let (list, rest) = group(tokens.get(on + 2..)?)?;
    let parts: Vec<IndexPart> = parts(list)
        .into_iter()
        .map(|tokens| part(tokens, owner))
        .collect::<Option<_>>()?;
    let mut index = Index::new(stored.name).on(owner.name(), parts);
    if is_unique {
        index = index.unique();
    }
    match rest {
        [] => Some(index),
        [word, condition @ ..] if word.is("WHERE") => {
            Some(index.filter(printed(condition, Names::of(owner))))
        }
        _ => None,
    }
}

/// Returns a part: a column or an expression, then possibly a collation and the order.
fn part(tokens: &[Lexeme<'_>], owner: &Definition) -> Option<IndexPart> {
    let (tokens, is_descending) = match tokens {
        [rest @ .., last] if last.is("DESC") && !rest.is_empty() => (rest, true),
        [rest @ .., last] if last.is("ASC") && !rest.is_empty() => (rest, false),
        all => (all, false),
    };
    let (tokens, named) = match tokens {
        [rest @ .., word, name] if word.is("COLLATE") && !rest.is_empty() => {
            (rest, Some(collation(&unquoted(name.text))))
        }
        all => (all, None),
    };
    let column = match without_parentheses(tokens) {
        [only] if is_name(only) => owner.column(&unquoted(only.text)),
        _ => None,
    };
    let part = match column {
        Some(column) => IndexPart::column(column.name()),
        None => IndexPart::expression(printed(tokens, Names::of(owner))),
    };
    // The collation of the column is that of the index; an expression may have any.
    let own = column.map(collation_of);
    let part = match named {
        Some(name) if Some(&name) != own.as_ref() => part.collate(name),
        _ => part,
    };
    Some(if is_descending { part.desc() } else { part })
}

/// Tells whether a token can name a column. A text does so in the list of an index.
fn is_name(token: &Lexeme<'_>) -> bool {
    token.may_name() || token.text.starts_with('\'')
}
