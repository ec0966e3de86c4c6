//! What the application tells cargo's door: a revision that is not written yet, as JSON.
//!
//! The two may be of different versions, so that what only one of them knows is left out or passed over.

use serde::{Deserialize, Serialize};

/// The hidden verb of the application that makes a proposal.
pub(crate) const VERB: &str = "propose";

/// A revision that is not written yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Proposal {
    /// `sqlite` or `postgres`.
    pub(crate) dialect: String,
    /// What the revision may be called.
    pub(crate) message: String,
    pub(crate) changes: Vec<Change>,
    /// What is lost by the way up.
    pub(crate) losses: Vec<String>,
    /// What may stop it.
    pub(crate) cautions: Vec<String>,
    /// Whether all of it was tried, both ways.
    pub(crate) is_proved: bool,
    /// Why steps could not be proved.
    pub(crate) unproved: Vec<String>,
    /// What else the trial has shown.
    pub(crate) notes: Vec<String>,
    /// The bodies of the file.
    pub(crate) upgrade: String,
    pub(crate) downgrade: String,
    /// What was answered on the terminal, as it stands in a file of hints.
    pub(crate) answers: Vec<String>,
    /// The file of hints, from the folder of the call.
    pub(crate) hints: String,
}

/// A difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Change {
    /// What became of it: `added`, `removed`, `changed` or `renamed`.
    pub(crate) change: String,
    /// What kind of thing, as in `column`.
    pub(crate) kind: String,
    /// Its name now, or the last one it had.
    pub(crate) name: String,
    /// What is lost by it.
    pub(crate) loses: Option<String>,
    /// All of it in words.
    pub(crate) text: String,
}

#[cfg(feature = "autogenerate")]
mod made {
    use migrator_core::autogen::{self, Proof};
    use migrator_core::base::Dialect;
    use migrator_core::diff::{self, Difference};

    use super::{Change, Proposal};

    impl Proposal {
        /// Takes what the library proposes, without answers.
        pub(crate) fn of(proposal: &autogen::Proposal) -> Self {
            let owned = |text: &str| text.to_owned();
            Self {
                dialect: proposal.dialect.keyword().to_owned(),
                message: proposal.message.clone(),
                changes: proposal
                    .differences
                    .changes
                    .iter()
                    .map(|it| Change::of(it, proposal.dialect))
                    .collect(),
                losses: proposal.losses().map(owned).collect(),
                cautions: proposal.cautions().map(owned).collect(),
                is_proved: proposal
                    .upgrade
                    .iter()
                    .chain(&proposal.downgrade)
                    .all(|step| step.proof == Proof::Seen),
                unproved: proposal.unproved().into_iter().map(owned).collect(),
                notes: proposal.notes.clone(),
                upgrade: proposal.upgrade_text.clone(),
                downgrade: proposal.downgrade_text.clone(),
                ..Self::default()
            }
        }
    }

    impl Change {
        pub(crate) fn of(change: &diff::Change, dialect: Dialect) -> Self {
            let object = change.object();
            Self {
                change: word(change).to_owned(),
                kind: object.kind.word().to_owned(),
                name: object.to_string(),
                loses: change.loses(dialect),
                text: change.to_string(),
            }
        }
    }

    fn word(change: &diff::Change) -> &'static str {
        use diff::Change as It;
        match change {
            It::Schema(it) => of(it),
            It::Extension(it) => of(it),
            It::Enum { difference, .. } => of(difference),
            It::Domain(it) => of(it),
            It::Sequence(it) => of(it),
            It::Table(it) => of(it),
            It::Column { difference, .. } => of(difference),
            It::Constraint { difference, .. } => of(difference),
            It::Index(it) => of(it),
            It::View(it) => of(it),
            It::Function(it) => of(it),
            It::Trigger(it) => of(it),
            _ => "changed",
        }
    }

    const fn of<T>(difference: &Difference<T>) -> &'static str {
        match difference {
            Difference::Added(_) => "added",
            Difference::Removed(_) => "removed",
            Difference::Changed { .. } => "changed",
            Difference::Renamed { .. } => "renamed",
        }
    }
}
