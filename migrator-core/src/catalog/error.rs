//! Why a catalog could not be made.

use thiserror::Error;

use crate::session::RowError;

/// What a database answered about itself and nobody understands.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// An answer does not have the columns that were asked for.
    #[error("the answer to the {question} is unreadable")]
    Answer {
        /// What was asked about, as in `query for columns`.
        question: &'static str,
        /// What is wrong with the answer.
        #[source]
        source: RowError,
    },
    /// A definition that the database stores and our reader does not understand.
    #[error("the definition of `{object}` is not understood: {definition}")]
    Definition {
        /// What it defines.
        object: String,
        /// The database's own text.
        definition: String,
    },
}
