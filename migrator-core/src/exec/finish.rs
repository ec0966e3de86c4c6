//! How a half-done step comes to its end.

use crate::history::EntryDirection;

/// How a half-done step comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// By what was done before, again.
    Again,
    /// By a run of its own: with what was asked for, a squash would go over what has run of the revisions that it
    /// replaces, or they over the squash.
    First,
    /// By a program that has its file still.
    Elsewhere,
}

impl Finish {
    /// Returns what to do.
    pub(super) fn help(self, revision: &str, direction: EntryDirection) -> String {
        let word = direction.word();
        match (self, direction) {
            (Self::Again, _) => format!("run the {word} again to finish it"),
            (Self::First, EntryDirection::Downgrade) => {
                format!("finish it first, by a downgrade to what `{revision}` stands on")
            }
            (Self::First, _) => format!("finish it first, by an upgrade to `{revision}`"),
            (Self::Elsewhere, _) => {
                format!(
                    "finish the {word} with the last version of the program that has the file of `{revision}`"
                )
            }
        }
    }
}
