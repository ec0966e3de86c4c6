//! What is to be done to a package, and what is not.

use std::fmt;

use crate::authoring::{Change, Changes, FilePath};

/// The changes that make a package use migrator, and what remains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setup {
    /// The changes, to be shown or applied.
    pub changes: Changes,
    /// What the changes do, in their order; several may be in one file.
    pub done: Vec<Done>,
    /// What should be done and is not, because it would change what somebody wrote.
    pub left_alone: Vec<LeftAlone>,
    /// What to do next, as sentences without a full stop; empty if there is nothing
    /// to change.
    pub next: Vec<String>,
}

/// One thing that the changes do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done {
    /// The file, relative to the package.
    pub file: String,
    /// What is added to it.
    pub what: String,
}

/// One thing that is left to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftAlone {
    /// The file, relative to the package.
    pub file: String,
    /// Why it is left alone: lower case, no full stop.
    pub because: String,
    /// What to do by hand, in one sentence.
    pub help: String,
}

/// `file: what`.
impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

/// `file: why`, and on a second line the help.
impl fmt::Display for LeftAlone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  help: {}", self.file, self.because, self.help)
    }
}

impl Setup {
    /// Tells whether there is nothing to change. Something may be left to do by hand.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn create(&mut self, path: FilePath, text: String, what: impl Into<String>) {
        self.done(&path.shown, what);
        self.changes.push(Change::Create { path, text });
    }

    pub(super) fn edit(
        &mut self,
        path: FilePath,
        old: String,
        new: String,
        what: impl Into<String>,
    ) {
        self.done(&path.shown, what);
        self.changes.push(Change::Edit { path, old, new });
    }

    /// Adds a change whose parts are noted already.
    pub(super) fn edit_quietly(&mut self, path: FilePath, old: String, new: String) {
        self.changes.push(Change::Edit { path, old, new });
    }

    /// Brings together what is done to one file.
    pub(super) fn sort(&mut self) {
        let mut files: Vec<String> = Vec::new();
        for done in &self.done {
            if !files.contains(&done.file) {
                files.push(done.file.clone());
            }
        }
        let place = |done: &Done| files.iter().position(|file| *file == done.file);
        self.done.sort_by_key(place);
    }

    /// Notes something that a change does.
    pub(super) fn done(&mut self, file: &str, what: impl Into<String>) {
        self.done.push(Done {
            file: file.to_owned(),
            what: what.into(),
        });
    }

    pub(super) fn leave(
        &mut self,
        file: &str,
        because: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.left_alone.push(LeftAlone {
            file: file.to_owned(),
            because: because.into(),
            help: help.into(),
        });
    }
}
