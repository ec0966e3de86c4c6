//! Expressions of a table in one form: checks, computed columns, defaults, and those of indexes.
//!
//! SQLite keeps what was typed. Here keywords become upper case and functions lower case, a column is
//! written as its table writes it and has quotes only if it needs them, and blanks, comments and parentheses
//! around all of it go. Nothing else changes: a text in double quotes that is no column's name
//! is a text to SQLite (<https://sqlite.org/quirks.html#dblquote>), and stays as it is.
//!
//! Invariant: the form is what [`same_tokens`](super::super::definition::same_tokens) takes for the same,
//! so that a constraint without a name is found by it.

use super::keyword::{self, is_no_function, is_reserved, needs_quotes};
use super::lexeme::{Lexeme, Sort, lexemes, without_parentheses};
use super::text::{Meaning, Text};
use crate::backends::sqlite::definition::{Definition, DefinitionError, same_name, unquoted};

/// The names that an expression of a table can mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'t> {
    table: Option<&'t Definition>,
}

impl<'t> Names<'t> {
    /// Takes those of a table.
    pub(super) const fn of(table: &'t Definition) -> Self {
        Self { table: Some(table) }
    }

    /// Takes none, as a default does.
    pub(super) const fn none() -> Self {
        Self { table: None }
    }

    /// Returns a column as the table writes it.
    pub(super) fn column(&self, name: &str) -> Option<&'t str> {
        let column = self.table?.column(name)?;
        Some(column.name())
    }
}

/// Returns an expression in its one form.
///
/// # Errors
/// [`DefinitionError`] for a text that has no tokens.
pub(super) fn normal(expression: &str, names: Names<'_>) -> Result<String, DefinitionError> {
    Ok(printed(&lexemes(expression)?, names))
}

/// As [`normal`], of tokens.
pub(super) fn printed(tokens: &[Lexeme<'_>], names: Names<'_>) -> String {
    let tokens = without_parentheses(tokens);
    let mut text = Text::default();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let after = tokens.get(at + 1);
        match token.sort {
            Sort::Word | Sort::Quoted if before.is_some_and(|it| it.is("COLLATE")) => {
                let name = collation(&unquoted(token.text));
                text.word(&name_of(&name), Meaning::Name);
            }
            Sort::Word => word(&mut text, token.text, before, after, names),
            Sort::Quoted => quoted(&mut text, token.text, after, names),
            Sort::Value => text.token(Sort::Value, &value(token.text)),
            sort => text.token(sort, token.text),
        }
    }
    text.finish()
}

fn word(
    text: &mut Text,
    word: &str,
    before: Option<&Lexeme<'_>>,
    after: Option<&Lexeme<'_>>,
    names: Names<'_>,
) {
    let is_call = after.is_some_and(|it| it.sort == Sort::Open);
    let is_qualifier = after.is_some_and(|it| it.sort == Sort::Dot);
    let is_part = before.is_some_and(|it| it.sort == Sort::Dot);
    let column = || names.column(word).filter(|_| !is_reserved(word));
    let is_keyword = keyword::is_ambiguous(word) && !is_part;
    match column() {
        _ if is_call && is_no_function(word) => {
            text.word(&word.to_ascii_uppercase(), Meaning::Keyword);
        }
        _ if is_call => text.word(&word.to_ascii_lowercase(), Meaning::Name),
        _ if is_qualifier => text.word(word, Meaning::Name),
        Some(column) if !is_keyword => text.word(&name_of(column), Meaning::Name),
        _ if ["rowid", "oid", "_rowid_"]
            .iter()
            .any(|it| same_name(it, word)) =>
        {
            text.word(&word.to_ascii_lowercase(), Meaning::Name);
        }
        _ => text.word(&word.to_ascii_uppercase(), Meaning::Keyword),
    }
}

fn quoted(text: &mut Text, token: &str, after: Option<&Lexeme<'_>>, names: Names<'_>) {
    let is_column = !after.is_some_and(|it| matches!(it.sort, Sort::Open | Sort::Dot));
    let name = unquoted(token);
    match names.column(&name).filter(|_| is_column) {
        Some(column) => text.word(&name_of(column), Meaning::Name),
        None if token.starts_with('"') => text.word(token, Meaning::Name),
        None => text.word(&in_quotes(&name), Meaning::Name),
    }
}

/// Returns a name as an expression writes it. It has backticks, if any: a name in double
/// quotes can be taken for a text.
pub(super) fn name_of(name: &str) -> String {
    match needs_quotes(name) {
        true => in_quotes(name),
        false => name.to_owned(),
    }
}

fn in_quotes(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// Returns a number or bytes with the letters in one case.
pub(super) fn value(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((_, rest)) if text.starts_with(['x', 'X']) => format!("x{rest}"),
        _ if text.starts_with('\'') => text.to_owned(),
        _ => text.to_ascii_lowercase(),
    }
}

/// Returns a collation's name; SQLite's own ones in upper case.
pub(super) fn collation(name: &str) -> String {
    let own = ["BINARY", "NOCASE", "RTRIM"];
    let own = own.iter().find(|it| same_name(it, name));
    own.map_or_else(|| name.to_owned(), |it| (*it).to_owned())
}

/// Returns the value of a `DEFAULT` clause; `None` for `NULL`, which is no other than none.
///
/// # Errors
/// As for [`normal`].
pub(super) fn default(clause: &str) -> Result<Option<String>, DefinitionError> {
    let tokens = lexemes(clause)?;
    let tokens = match tokens.as_slice() {
        [first, rest @ ..] if first.is("DEFAULT") => rest,
        all => all,
    };
    // `DEFAULT +1` is `DEFAULT 1`.
    let tokens = match tokens {
        [sign, rest @ ..] if sign.sort == Sort::Operator && sign.text == "+" => rest,
        all => all,
    };
    let expression = match without_parentheses(tokens) {
        [only] if only.sort == Sort::Quoted => literal(&unquoted(only.text)),
        [only] if only.sort == Sort::Word => constant(only.text),
        all => printed(all, Names::none()),
    };
    Ok(Some(expression).filter(|it| it != "NULL"))
}

/// A word that is no constant stands for the text of its letters.
fn constant(word: &str) -> String {
    let upper = word.to_ascii_uppercase();
    match upper.as_str() {
        "TRUE" => "1".to_owned(),
        "FALSE" => "0".to_owned(),
        "NULL" | "CURRENT_DATE" | "CURRENT_TIME" | "CURRENT_TIMESTAMP" => upper,
        _ => literal(word),
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
