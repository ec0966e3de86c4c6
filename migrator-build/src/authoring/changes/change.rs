//! One change of one file, as data.

use std::fmt;
use std::path::PathBuf;

/// Where a file lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FilePath {
    /// The path to open.
    pub path: PathBuf,
    /// The path for messages: as the folder was named, with forward slashes.
    pub shown: String,
}

impl FilePath {
    /// Creates a path that is shown as it is opened.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let shown = path.to_string_lossy().replace('\\', "/");
        Self { path, shown }
    }

    /// Sets how the path is shown.
    #[must_use]
    pub fn shown_as(mut self, shown: impl Into<String>) -> Self {
        self.shown = shown.into();
        self
    }
}

/// The path in backticks, as messages have it.
impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.shown)
    }
}

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A new file.
    Create {
        /// Where. Folders that are missing are made.
        path: FilePath,
        /// Its text.
        text: String,
    },
    /// Another text in an old file.
    Edit {
        /// Which file.
        path: FilePath,
        /// The text that was read, with its byte order mark and line endings.
        old: String,
        /// The text to write.
        new: String,
    },
    /// Another name, and perhaps another text.
    Rename {
        /// The old name.
        from: FilePath,
        /// The new name.
        to: FilePath,
        /// The text that was read.
        old: String,
        /// The text to write; often the same.
        new: String,
    },
}

impl Change {
    /// Returns the file that is there after the change.
    #[must_use]
    pub fn path(&self) -> &FilePath {
        match self {
            Self::Create { path, .. } | Self::Edit { path, .. } | Self::Rename { to: path, .. } => {
                path
            }
        }
    }

    /// Returns the text before and after the change; a new file has none before.
    #[must_use]
    pub fn texts(&self) -> (Option<&str>, &str) {
        match self {
            Self::Create { text, .. } => (None, text),
            Self::Edit { old, new, .. } | Self::Rename { old, new, .. } => (Some(old), new),
        }
    }

    pub(super) fn done(&self) -> String {
        match self {
            Self::Create { path, .. } => format!("{path} was created"),
            Self::Edit { path, .. } => format!("{path} was edited"),
            Self::Rename { from, to, .. } => format!("{from} was renamed to {to}"),
        }
    }

    pub(super) fn failed(&self) -> String {
        match self {
            Self::Create { path, .. } => format!("{path} cannot be created"),
            Self::Edit { path, .. } => format!("{path} cannot be edited"),
            Self::Rename { from, to, .. } => format!("{from} cannot be renamed to {to}"),
        }
    }
}

/// What the change is, as one line without a full stop.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create { path, .. } => write!(f, "create {path}"),
            Self::Edit { path, .. } => write!(f, "edit {path}"),
            Self::Rename { from, to, .. } => write!(f, "rename {from} to {to}"),
        }
    }
}
