//! Why nothing could be checked.

use std::error::Error;

use thiserror::Error;

use crate::autogen::AutogenError;
use crate::session::SessionError;

/// Why nothing could be checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ChecksError {
    /// There is nowhere to make scratch databases.
    #[error("there is no place for scratch databases: {why}")]
    NoGround {
        /// Why not.
        why: String,
    },
    /// Only a schema in a transaction could be had.
    #[error("the role may not create databases, and revisions are tried on databases of their own")]
    Within,
    /// A scratch database does not answer.
    #[error("a scratch database cannot be used")]
    Session(#[from] SessionError),
    /// It cannot be made, or not be read.
    #[error(transparent)]
    Scratch(#[from] AutogenError),
    /// A thread was not to be had.
    #[error("the scripts cannot be tried beside the runs")]
    Thread(#[source] std::io::Error),
    /// Something that cannot be.
    #[error("a bug of migrator: {what}")]
    Bug {
        /// What.
        what: &'static str,
    },
}

impl ChecksError {
    /// Returns what to do about it, as one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Within => {
                Some("give the role the right to do so: `ALTER ROLE … CREATEDB`".into())
            }
            Self::Scratch(error) => error.help(),
            Self::Session(error) => error.help.map(str::to_owned),
            Self::NoGround { .. } | Self::Thread(_) | Self::Bug { .. } => None,
        }
    }
}

/// Returns an error and its causes, a line for each.
pub(super) fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str("\n  caused by: ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}
