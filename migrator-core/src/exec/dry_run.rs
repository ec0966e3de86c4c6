//! What a verb would do, as plain data.

use crate::plan::Direction;

/// What a verb would do to a database, from [`plan_upgrade`](crate::command::Verbs::plan_upgrade),
/// [`plan_downgrade`](crate::command::Verbs::plan_downgrade) and
/// [`plan_stamp`](crate::command::Verbs::plan_stamp).
///
/// Plain data; nothing in it is exhaustive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DryRun {
    /// The version rows as they are, sorted.
    pub before: Vec<String>,
    /// The version rows as they would be, sorted.
    pub after: Vec<String>,
    /// The steps, in the order they would run. Empty: the database is already there, or only the
    /// rows would be set.
    pub steps: Vec<PlannedStep>,
    /// What the user should know; one line each.
    pub warnings: Vec<String>,
}

impl DryRun {
    /// Returns the revisions of the steps, in the order they would run.
    pub fn revisions(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.revision.as_str())
    }

    /// Returns what the steps would drop that holds data, in the order of the steps.
    pub fn losses(&self) -> impl Iterator<Item = &str> {
        let losses = self.steps.iter().flat_map(|step| &step.loses);
        losses.map(String::as_str)
    }
}

/// A step that would run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedStep {
    /// The revision's id.
    pub revision: String,
    /// The revision's message; may be empty.
    pub message: String,
    /// Its file, relative to the crate's `Cargo.toml`.
    pub file: String,
    /// Up or down.
    pub direction: Direction,
    /// Where the step leads from: the revision's parents on the way up, the revision itself on the
    /// way down. Empty for the first of its line on the way up.
    pub from: Vec<String>,
    /// Where it leads to: the other way round.
    pub to: Vec<String>,
    /// The SQL statements that the migration would run, with literals for their parameters and without
    /// semicolons; what is done to the version rows and the history is not among them.
    ///
    /// If [`unknown`](Self::unknown) says why, they are those up to there.
    pub statements: Vec<String>,
    /// Why the statements behind these are not known, as one line: the migration reads rows, say.
    /// `None` if these are all.
    pub unknown: Option<String>,
    /// How many statements an interrupted run has kept, which this one would pass over; they are
    /// not among [`statements`](Self::statements).
    pub n_kept: usize,
    /// Whether it would run outside a transaction, or a part of it would.
    pub is_outside_transaction: bool,
    /// What it would drop that holds data, one line each: ``table `users` ``,
    /// ``column `users.nick` ``, ``rows of `users` ``. Told by what the migration asks for, and for SQL of
    /// its own by the first words of each statement. Empty does not mean that no data is lost: an
    /// `UPDATE` overwrites, and what a function of the database does is not looked at.
    pub loses: Vec<String>,
}
