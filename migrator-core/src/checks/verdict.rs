//! What comes of checks, as plain data.

use std::collections::BTreeMap;

use crate::script::RevisionCheck;

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Verdict {
    /// It is as it should be.
    #[default]
    Passed,
    /// There is nothing to judge, for this reason.
    PassedOver(String),
    /// It is not as it should be: what is wrong, in lines.
    Failed(String),
    /// It could not be judged, for this reason; nothing that passes.
    Unseen(String),
}

/// What was seen of one revision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// What came of each check that a walk makes.
    pub verdicts: BTreeMap<RevisionCheck, Verdict>,
    /// What is worth telling and held against nobody, beside the check it belongs to.
    pub notes: Vec<(RevisionCheck, String)>,
}

impl Seen {
    /// Returns what came of a check.
    #[must_use]
    pub fn verdict(&self, check: RevisionCheck) -> Verdict {
        let missing = || Verdict::Unseen("it was not looked at".to_owned());
        self.verdicts.get(&check).cloned().unwrap_or_else(missing)
    }

    /// Returns what is to be told beside a check.
    pub fn notes_of(&self, check: RevisionCheck) -> impl Iterator<Item = &str> {
        let notes = self.notes.iter().filter(move |it| it.0 == check);
        notes.map(|it| it.1.as_str())
    }

    pub(super) fn set(&mut self, check: RevisionCheck, verdict: Verdict) {
        self.verdicts.insert(check, verdict);
    }

    pub(super) fn note(&mut self, check: RevisionCheck, text: impl Into<String>) {
        self.notes.push((check, text.into()));
    }

    /// Says of all checks the same, but for those that are judged already.
    pub(super) fn rest(&mut self, verdict: &Verdict) {
        for check in WALKED {
            self.verdicts
                .entry(check)
                .or_insert_with(|| verdict.clone());
        }
    }
}

/// The checks that a walk makes.
const WALKED: [RevisionCheck; 4] = [
    RevisionCheck::RoundTrip,
    RevisionCheck::RowsSurvive,
    RevisionCheck::Downgrade,
    RevisionCheck::Offline,
];

/// What was seen of all revisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walked {
    /// All of them, one after the other, on an empty database.
    pub from_empty: Verdict,
    /// Each by itself, by its id.
    pub revisions: BTreeMap<String, Seen>,
}
