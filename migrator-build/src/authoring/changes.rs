//! Changes of files: decided as data, shown, then made.
//!
//! Invariants: a file that exists is replaced only if it still reads as it did
//! when the change was decided, and no reader sees half of it; a new file never
//! replaces another one, not even one that appeared meanwhile.

mod apply;
mod change;
mod fault;

pub use change::{Change, FilePath};
pub use fault::{ApplyError, ApplyFault};

use std::fmt;
use std::path::Path;

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
