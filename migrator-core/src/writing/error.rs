//! Why an operation has no source.

use thiserror::Error;

/// Why operations cannot be written as a migration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WritingError {
    /// An operation with something in it that no source makes.
    #[error("`{operation}`{} cannot be written as source: it has {what}", of(.object))]
    Unwritable {
        /// The method that records it.
        operation: &'static str,
        /// What it is done to; possibly empty.
        object: String,
        /// What of it cannot be written.
        what: &'static str,
    },
}

fn of(object: &str) -> String {
    match object.is_empty() {
        true => String::new(),
        false => format!(" of `{object}`"),
    }
}
