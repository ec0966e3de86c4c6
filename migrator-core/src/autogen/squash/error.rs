//! Why no squash can be written.

use thiserror::Error;

use crate::graph::{ResolveError, TargetError};
use crate::writing::WritingError;

/// Why no squash can be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SquashError {
    /// The range is no range.
    #[error(transparent)]
    Range(#[from] TargetError),
    /// An end of the range means nothing.
    #[error(transparent)]
    Ends(#[from] ResolveError),
    /// What a migration does is not known without the database that it runs on.
    #[error("what `{revision}` does cannot be written down ({place}): {what}")]
    Unknown {
        /// The revision.
        revision: String,
        /// The file, and the line of the call if it is one.
        place: String,
        /// Why not.
        what: String,
    },
    /// An operation that is carried over cannot be written in Rust.
    #[error("the squash cannot be written in Rust")]
    Unwritable {
        /// Which one, and why.
        source: WritingError,
    },
    /// It was tried, and leaves something else than the revisions that it replaces.
    #[error("the squash that was made is not what it replaces: {what}")]
    Different {
        /// What is different.
        what: String,
    },
}

impl SquashError {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Range(error) => error.help(),
            Self::Ends(error) => error.help(),
            Self::Unwritable { .. } => Some("write it in SQL".to_owned()),
            Self::Unknown { .. } => Some(
                "let the range end before it, or begin behind it, or write the squash by hand: \
                 `pub const REPLACES: &[&str]` lists what it stands for"
                    .to_owned(),
            ),
            Self::Different { .. } => {
                Some("please report it, with the migrations of the range".to_owned())
            }
        }
    }
}
