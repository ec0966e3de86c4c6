//! What a folder is compared with.

use std::fmt;
use std::path::PathBuf;

/// What the folder is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base {
    /// Nothing: only the folder itself is checked.
    Nothing,
    /// The lock file in the folder: [`LOCK_FILE`](super::lock::LOCK_FILE).
    Lock,
    /// A lock file elsewhere, relative to [`Options::root`](crate::Options::root).
    LockAt(PathBuf),
    /// A commit.
    Git(GitBase),
}

/// A commit to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GitBase {
    /// A branch, a tag or a hash, as git understands it.
    pub reference: String,
    /// Compares with the commit itself, instead of with the one where `HEAD` and it parted.
    pub is_exact: bool,
}

impl GitBase {
    /// Means the commit where `HEAD` and the reference parted: what was released
    /// when the work on `HEAD` began.
    #[must_use]
    pub fn new(reference: impl Into<String>) -> Self {
        Self {
            reference: reference.into(),
            is_exact: false,
        }
    }

    /// Means the commit itself.
    #[must_use]
    pub fn exact(mut self) -> Self {
        self.is_exact = true;
        self
    }
}

/// What a folder was compared with.
///
/// Shown as the words behind "released": `according to the lock file`, `in main (1a2b3c4d5e)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compared {
    /// The lock file.
    Lock {
        /// Its path, as the folder was named.
        file: String,
    },
    /// A commit.
    Commit {
        /// What was asked for.
        reference: String,
        /// The whole hash of the commit that was read.
        hash: String,
    },
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lock { .. } => f.write_str("according to the lock file"),
            Self::Commit { reference, hash } => {
                write!(f, "in {reference} ({})", hash.get(..10).unwrap_or(hash))
            }
        }
    }
}
