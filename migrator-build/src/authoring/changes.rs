//! Changes of files: decided as data, shown, then made.
//!
//! Invariants: a file that exists is replaced only if it still reads as it did
//! when the change was decided, and no reader sees half of it; a new file never
//! replaces another one, not even one that appeared meanwhile.

mod apply;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

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

    fn done(&self) -> String {
        match self {
            Self::Create { path, .. } => format!("{path} was created"),
            Self::Edit { path, .. } => format!("{path} was edited"),
            Self::Rename { from, to, .. } => format!("{from} was renamed to {to}"),
        }
    }

    fn failed(&self) -> String {
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

/// What is to be done to a folder, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    list: Vec<Change>,
    notes: Vec<String>,
}

impl Changes {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a change behind the others.
    pub fn push(&mut self, change: Change) {
        self.list.push(change);
    }

    /// Adds something to tell the user, as one sentence without a full stop.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Iterates over the changes in the order in which they are made.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.list.iter()
    }

    /// Iterates over what the user should know about the changes.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(String::as_str)
    }

    /// Tells whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Iterates over the files that are new.
    pub fn created(&self) -> impl Iterator<Item = &Path> {
        self.list.iter().filter_map(|change| match change {
            Change::Create { path, .. } => Some(path.path.as_path()),
            _ => None,
        })
    }

    /// Makes the changes, one after the other.
    ///
    /// All of them are looked at before the first is made, so what can be known to
    /// fail leaves everything as it was.
    ///
    /// # Errors
    /// The first change that cannot be made, with those that were made before it.
    pub fn apply(&self) -> Result<(), ApplyError> {
        let failed = |change: &Change, n_done: usize, fault: ApplyFault| ApplyError {
            failed: change.failed(),
            fault,
            done: self.list.iter().take(n_done).map(Change::done).collect(),
        };
        for change in &self.list {
            apply::check(change).map_err(|fault| failed(change, 0, fault))?;
        }
        for (n_done, change) in self.list.iter().enumerate() {
            apply::apply(change).map_err(|fault| failed(change, n_done, fault))?;
        }
        Ok(())
    }
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One change per line, without the notes.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, change) in self.list.iter().enumerate() {
            write!(f, "{}{change}", if index == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

/// A change that could not be made.
#[derive(Debug, Error)]
#[error("{failed}{}", before(done))]
#[non_exhaustive]
pub struct ApplyError {
    /// Which one, as half a sentence.
    pub failed: String,
    /// Why not.
    #[source]
    pub fault: ApplyFault,
    /// What was done before and stays, one sentence each, in order.
    pub done: Vec<String>,
}

impl ApplyError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match &self.fault {
            ApplyFault::Exists => Some("remove or rename that file, and try again".to_owned()),
            ApplyFault::Changed | ApplyFault::Gone => {
                Some("try again: the file is read anew".to_owned())
            }
            ApplyFault::ReadOnly => Some("make the file writable, and try again".to_owned()),
            ApplyFault::Link => Some("rename the file it leads to by hand".to_owned()),
            ApplyFault::Io(_) => None,
        }
    }
}

/// Why a change cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ApplyFault {
    /// A new file would replace one that is there.
    #[error("there is a file of this name already")]
    Exists,
    /// The file does not read as it did when the change was decided.
    #[error("the file was changed in the meantime")]
    Changed,
    /// The file is not there anymore.
    #[error("the file was removed in the meantime")]
    Gone,
    /// The file may be read only.
    #[error("the file is read-only")]
    ReadOnly,
    /// The file is a symbolic link.
    #[error("the file is a symbolic link")]
    Link,
    /// The system refused.
    #[error(transparent)]
    Io(io::Error),
}

fn before(done: &[String]) -> String {
    if done.is_empty() {
        String::new()
    } else {
        format!("; before that, {}", done.join(", "))
    }
}
