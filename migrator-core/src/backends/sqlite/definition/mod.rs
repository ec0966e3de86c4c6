//! A stored `CREATE TABLE` statement as something that can be edited.
//!
//! SQLite keeps the text of the statement that made a table, and nothing else holds all that the
//! text says: names of constraints, checks, collations, conflict clauses, comments. A
//! [`Definition`] is that text cut into pieces: printed again it is the same text, and an edit
//! changes the piece that it is about.
//!
//! | file | what it knows |
//! |---|---|
//! | `words` | tokens, and names in SQLite's four ways of quoting |
//! | `model` | columns, constraints, and the text around them |
//! | `parse` | the statement as a whole, and columns |
//! | `clause` | constraints of columns and of tables |
//! | `default` | where the value of a default ends |
//! | `print` | the text again, under another name |
//! | `edit` | the changes |
//! | `mention` | which columns an expression uses |
//!
//! The grammar is that of SQLite's `parse.y`. A text that it does not cover is a
//! [`DefinitionError`], never a guess.

mod clause;
mod default;
mod edit;
mod mention;
mod model;
mod parse;
mod print;
mod words;

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests;

pub(super) use edit::Place;
pub(super) use mention::{Mentions, same_tokens};
pub(super) use model::{Clause, Column, Constraint, Definition};
pub(super) use words::{Words, same_name, unquoted};

use thiserror::Error;

use crate::script::SqlFault;

/// Why a statement could not be taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum DefinitionError {
    /// The text does not even have tokens.
    #[error("{0}")]
    Fault(#[from] SqlFault),
    /// Something else stands where the grammar wants this.
    #[error("{wanted} is expected {}", Somewhere(found))]
    Expected {
        /// What the grammar wants.
        wanted: &'static str,
        /// What is there; `None` at the end of the text.
        found: Option<String>,
    },
}

/// A place in the text as messages show it.
struct Somewhere<'a>(&'a Option<String>);

impl std::fmt::Display for Somewhere<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(found) => write!(f, "at `{found}`"),
            None => f.write_str("at the end"),
        }
    }
}
