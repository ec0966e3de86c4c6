//! What a run has done, as plain data.

use std::time::Duration;

use crate::plan::Direction;

/// What a verb has done: from `upgrade`, `downgrade` and `stamp`, and in every
/// [error](crate::error::Error::report), where it tells what was done before.
///
/// Plain data; nothing in it is exhaustive. A step is in it once it is done. In a transaction of the
/// caller's it is kept if that is committed; after an error in a whole-run transaction it is
/// not in it.
///
/// ```
/// # use migrator_core::exec::Report;
/// fn log(report: &Report) -> String {
///     match report.steps.as_slice() {
///         [] => "the database is up to date".to_owned(),
///         steps => format!("{} steps in {:?}, now at {}", steps.len(), report.duration, report.after.join(", ")),
///     }
/// }
/// assert_eq!(log(&Report::default()), "the database is up to date");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// The steps that were applied, in the order they ran. Empty: the database
    /// was already there.
    pub steps: Vec<StepReport>,
    /// The version rows before the run, sorted.
    pub before: Vec<String>,
    /// The version rows after it, sorted.
    pub after: Vec<String>,
    /// How long the verb took.
    pub duration: Duration,
    /// How much of that was waiting for other processes.
    pub waited: Duration,
    /// What the user should know; one line each.
    pub warnings: Vec<String>,
}

impl Report {
    /// Returns the revisions of the steps, in the order they ran.
    pub fn revisions(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.revision.as_str())
    }
}

/// One applied step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepReport {
    /// The revision's id.
    pub revision: String,
    /// The revision's message; may be empty.
    pub message: String,
    /// Up or down.
    pub direction: Direction,
    /// How many statements the migration ran, bookkeeping excluded.
    pub n_statements: usize,
    /// How long the step took, commit included unless the run shares one.
    pub duration: Duration,
}
