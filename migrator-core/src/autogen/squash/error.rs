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
    /// It was tried, and fails.
    #[error("the squash that was made fails where what it replaces does not: {what}")]
    Fails {
        /// What failed, and how.
        what: String,
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
            Self::Fails { .. } => Some(
                "let the range end before what is carried over there, or begin behind it: what runs in a transaction \
                 of its own may not run in one with the rest"
                    .to_owned(),
            ),
            Self::Different { .. } => {
                Some("please report it, with the migrations of the range".to_owned())
            }
        }
    }
}

/// Returns what an error says, with what its causes say.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
