//! A revision that is not written yet.

use crate::autogen::Differences;
use crate::base::Dialect;
use crate::ops::Operation;

/// A revision that would make what is declared; nothing is written yet.
///
/// With [questions](Differences::questions) there are no steps and no texts: answer them with hints, and ask again.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Proposal {
    /// The kind of database that it was made for.
    pub dialect: Dialect,
    /// What it is for.
    pub differences: Differences,
    /// The way up, in the order in which it runs.
    pub upgrade: Vec<ProposedStep>,
    /// The way down.
    pub downgrade: Vec<ProposedStep>,
    /// The text of the way up, formatted: what stands between the braces of the function of a Rust migration, at
    /// its indentation, or in the section of an SQL file.
    pub upgrade_text: String,
    /// The text of the way down.
    pub downgrade_text: String,
    /// What else the proof has shown: tables that could be given no rows, values that become others.
    pub notes: Vec<String>,
    /// A message for the revision, as in `add users.email`, for who gives none.
    pub message: String,
}

impl Proposal {
    pub(super) fn new(dialect: Dialect, differences: Differences) -> Self {
        Self {
            dialect,
            differences,
            upgrade: Vec::new(),
            downgrade: Vec::new(),
            upgrade_text: String::new(),
            downgrade_text: String::new(),
            notes: Vec::new(),
            message: String::new(),
        }
    }

    /// Tells whether the migrations make what is declared already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }

    /// Returns what would be lost by the way up, as in `the rows of users`.
    pub fn losses(&self) -> impl Iterator<Item = &str> {
        let steps = self.upgrade.iter();
        steps.flat_map(|step| step.loses.iter().map(String::as_str))
    }

    /// Returns what may stop the way up, as in `fails if name of a row of users is NULL`.
    pub fn cautions(&self) -> impl Iterator<Item = &str> {
        let steps = self.upgrade.iter();
        steps.flat_map(|step| step.cautions.iter().map(String::as_str))
    }

    /// Returns why steps of either way could not be proved, each reason once.
    #[must_use]
    pub fn unproved(&self) -> Vec<&str> {
        let mut reasons = Vec::new();
        for step in self.upgrade.iter().chain(&self.downgrade) {
            if let Proof::Missing(why) = &step.proof
                && !reasons.contains(&why.as_str())
            {
                reasons.push(why.as_str());
            }
        }
        reasons
    }
}

/// A step of a proposed revision.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProposedStep {
    /// What is done.
    #[doc(hidden)]
    pub operation: Operation,
    /// What is lost by it, as in `the rows of users`.
    pub loses: Vec<String>,
    /// What may stop it, as in `fails if name of a row of users is NULL`.
    pub cautions: Vec<String>,
    /// Whether it has been seen to work.
    pub proof: Proof,
}

/// Whether a step has been seen to work.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// It ran on a scratch database and left what it was to leave.
    Seen,
    /// It has not been tried, or not to its end, for this reason.
    Missing(String),
    /// Nobody asked for a proof.
    Unasked,
}
