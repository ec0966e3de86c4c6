//! Why a declared schema is none.

use thiserror::Error;

use crate::base::Dialect;
use crate::schema::ObjectName;

/// Why a declared schema is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DeclaredError {
    /// Two different declarations of the same thing.
    #[error("the {} `{object}` is declared twice: {first} and {second}", object.kind)]
    Twice {
        /// What is declared.
        object: ObjectName,
        /// Where it is declared first.
        first: String,
        /// Where it is declared again, in another way.
        second: String,
    },
    /// A statement of sea-query that it cannot write for a database.
    #[error("{origin}: the query builder cannot write the statement for {dialect}: {reason}")]
    Unwritable {
        /// Where it was declared.
        origin: String,
        /// The database.
        dialect: Dialect,
        /// What it says about that.
        reason: String,
    },
    /// SQL that has no text for a database.
    #[error("{origin}: the SQL has no text for {dialect}")]
    NoText {
        /// Where it was declared.
        origin: String,
        /// The database.
        dialect: Dialect,
    },
}

impl DeclaredError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Twice { .. } => "keep one of the two declarations".to_owned(),
            Self::Unwritable { .. } => {
                "declare it with `Table::new(…)`, `Index::new(…)` or as SQL".to_owned()
            }
            Self::NoText { dialect, .. } => format!(
                "add `.{}(…)` to it, with an empty text if there is nothing to be there",
                dialect.keyword()
            ),
        };
        Some(help)
    }
}
