//! How a column's texts are compared.

use super::expression::collation;
use super::lexeme::lexemes;
use crate::backends::sqlite::definition::{Clause, Column, unquoted};

/// Returns a column's collation. Any has one; of several that are named the last counts.
pub(super) fn collation_of(column: &Column) -> String {
    let clauses = column.constraints().iter();
    let mut named = clauses.filter(|it| matches!(it.clause(), Clause::Collate));
    let tokens = named.next_back().and_then(|it| lexemes(it.body()).ok());
    let name = tokens.and_then(|tokens| Some(collation(&unquoted(tokens.last()?.text))));
    name.unwrap_or_else(|| "BINARY".to_owned())
}
