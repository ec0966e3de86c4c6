//! What SQLite has stored: a row of its schema for each object, with the text that made it.

use std::collections::BTreeMap;

use super::lexeme::{Lexeme, Sort};
use crate::backends::sqlite::definition::{Definition, DefinitionError, same_name};
use crate::base::{TableName, Value};
use crate::catalog::CatalogError;
use crate::session::{Row, RowError, Rows};

/// Asks for everything in the file, without what SQLite keeps for itself: the tables of
/// statistics, and the indexes of constraints.
pub(super) const OBJECTS: &str = "SELECT type, name, tbl_name, sql FROM main.sqlite_master \
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/// An object as it is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<'r> {
    /// `table`, `index`, `view` or `trigger`.
    pub(super) kind: &'r str,
    pub(super) name: &'r str,
    /// The table that it is of.
    pub(super) table: &'r str,
    pub(super) sql: &'r str,
}

impl Stored<'_> {
    /// Returns the error that its text is not understood.
    pub(super) fn puzzling(&self) -> CatalogError {
        CatalogError::Definition {
            object: self.name.to_owned(),
            definition: self.sql.to_owned(),
        }
    }

    /// Tells whether the text begins as that of a virtual table.
    pub(super) fn is_virtual(&self) -> bool {
        let second = self.sql.split_ascii_whitespace().nth(1);
        self.kind == "table" && second.is_some_and(|word| same_name(word, "VIRTUAL"))
    }
}

/// Reads the answer to [`OBJECTS`], without the tables to leave out and what is of them.
///
/// # Errors
/// [`RowError`] for an answer to something else.
pub(super) fn read<'r>(
    answer: &'r Rows,
    leave_out: &[TableName],
) -> Result<Vec<Stored<'r>>, RowError> {
    let mut all = Vec::with_capacity(answer.len());
    for row in answer {
        let stored = Stored {
            kind: text(row, 0)?,
            name: text(row, 1)?,
            table: text(row, 2)?,
            sql: text(row, 3)?,
        };
        let is_left_out = |name: &TableName| same_name(name.name(), stored.table);
        if !leave_out.iter().any(is_left_out) {
            all.push(stored);
        }
    }
    Ok(all)
}

/// Returns a text of a row without copying it.
pub(super) fn text(row: &Row, at: usize) -> Result<&str, RowError> {
    match row.values().get(at) {
        Some(Value::Text(text)) => Ok(text),
        // Says what there is instead.
        _ => row.get::<String>(at).map(|_| ""),
    }
}

/// The tables by their names in lower case, taken apart.
#[derive(Debug, Default)]
pub(super) struct Tables(BTreeMap<String, Definition>);

impl Tables {
    /// Takes a table apart and adds it.
    ///
    /// # Errors
    /// [`DefinitionError`] for a text that is not understood.
    pub(super) fn add(&mut self, stored: Stored<'_>) -> Result<(), DefinitionError> {
        let definition = Definition::parse(stored.sql)?;
        self.0.insert(stored.name.to_ascii_lowercase(), definition);
        Ok(())
    }

    /// Returns a table by its name.
    pub(super) fn named(&self, name: &str) -> Option<&Definition> {
        self.0.get(&name.to_ascii_lowercase())
    }
}

/// Returns the tokens behind `CREATE … kind [IF NOT EXISTS] name`.
pub(super) fn behind_name<'t, 'a>(
    tokens: &'t [Lexeme<'a>],
    kind: &str,
) -> Option<&'t [Lexeme<'a>]> {
    let at = tokens.iter().position(|token| token.is(kind))?;
    let rest = match tokens.get(at + 1..)? {
        [if_, not, exists, rest @ ..] if if_.is("IF") && not.is("NOT") && exists.is("EXISTS") => {
            rest
        }
        rest => rest,
    };
    match rest {
        [_, dot, _, rest @ ..] if dot.sort == Sort::Dot => Some(rest),
        [_, rest @ ..] => Some(rest),
        [] => None,
    }
}
