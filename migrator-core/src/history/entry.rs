//! One row of the history.

use crate::base::Checksum;

/// What a history row records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EntryDirection {
    /// The revision was applied.
    Upgrade,
    /// The revision was reverted.
    Downgrade,
    /// Another tool had applied the revision, and by its checksum it was this migration.
    Adopt,
    /// The version rows were set without running anything.
    Stamp,
    /// The version rows stood so when we came, set by another tool.
    Found,
    /// The history was put right by somebody's word.
    Repair,
}

impl EntryDirection {
    /// The word in the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::Adopt => "adopt",
            Self::Stamp => "stamp",
            Self::Found => "found",
            Self::Repair => "repair",
        }
    }

    /// Tells whether it says what was applied, and with which migration.
    #[must_use]
    pub const fn applies(self) -> bool {
        matches!(self, Self::Upgrade | Self::Adopt)
    }

    /// Reads the word in the table.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Upgrade,
            Self::Downgrade,
            Self::Adopt,
            Self::Stamp,
            Self::Found,
            Self::Repair,
        ]
        .into_iter()
        .find(|it| it.word() == word)
    }
}

/// One row of the history, as far as decisions need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key of the row.
    pub id: i64,
    /// The revision; for `Stamp` and `Found`, the version rows joined by commas; for `Repair`, what
    /// was put right.
    pub revision: String,
    /// The revision's parents and dependencies when it ran.
    pub ancestors: Vec<String>,
    /// What happened to it.
    pub direction: EntryDirection,
    /// The migration's checksum when it ran, or was adopted; `None` for stamps and unreadable text.
    pub checksum: Option<Checksum>,
    /// The version rows after it, sorted.
    pub version_rows: Vec<String>,
}

/// Splits a comma-separated list; an empty text is an empty list.
pub(crate) fn split_ids(text: &str) -> Vec<String> {
    text.split(',')
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect()
}
