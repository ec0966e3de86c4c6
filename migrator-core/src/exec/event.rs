//! What a run tells while it is under way.

use std::time::Duration;

use crate::plan::Direction;

/// Somebody who is told about progress: a closure or a function that takes an `&Event`.
///
/// Called on the thread that runs the migrations, between statements; a slow
/// observer makes a slow run.
// A name for the bound, and not a trait to implement: the compiler infers what a closure
// takes from a bound on `Fn` alone, and `|event| …` needs no type written beside it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot observe a run",
    note = "pass a closure `|event| …` that takes an `&Event`, and that several threads may call: `Fn`, `Send` and `Sync`"
)]
pub trait Observer: Fn(&Event<'_>) + Send + Sync {}

impl<F: Fn(&Event<'_>) + Send + Sync> Observer for F {}

/// One thing that happened during a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The plan is known; comes again if another process changed the database meanwhile.
    #[non_exhaustive]
    Planned {
        /// The number of steps that are to run.
        n_steps: usize,
    },
    /// Another connection holds the database; told before every pause.
    #[non_exhaustive]
    Waiting {
        /// How long it has been waited for so far.
        waited: Duration,
    },
    /// A step begins; its transaction is open. Comes again, with the same number, if the step was
    /// rolled back to be repeated: after a lock timeout, or to run with foreign keys off.
    #[non_exhaustive]
    StepStarted {
        /// The revision.
        revision: &'a str,
        /// Its message; may be empty.
        message: &'a str,
        /// Up or down.
        direction: Direction,
        /// Where the step leads from, joined by `, `: the revision's parents for an upgrade, empty for
        /// the first of its line; the revision itself for a downgrade.
        from: &'a str,
        /// Where it leads to: the other way round.
        to: &'a str,
        /// The step's number, from 1.
        step: usize,
        /// The number of steps of the plan.
        n_steps: usize,
    },
    /// A statement is about to be sent.
    #[non_exhaustive]
    Statement {
        /// The revision it belongs to.
        revision: &'a str,
        /// The statement's number within the step, from 1.
        statement: usize,
        /// The statement, with placeholders and without their values.
        sql: &'a str,
    },
    /// A batch of `op.update_in_batches` or `op.delete_in_batches` has run. Outside a transaction
    /// it is kept already, else it is kept with its step.
    #[non_exhaustive]
    BatchFinished {
        /// The revision it belongs to.
        revision: &'a str,
        /// The operation's number within the step, from 1.
        statement: usize,
        /// The table.
        table: &'a str,
        /// How many rows the batches had so far, those of interrupted runs included.
        n_rows: u64,
    },
    /// A step is done. It is kept once its transaction has committed, which is at
    /// once unless the whole run, or the application, shares one.
    #[non_exhaustive]
    StepFinished {
        /// The revision.
        revision: &'a str,
        /// Up or down.
        direction: Direction,
        /// How long the step took, commit included.
        duration: Duration,
    },
    /// The version rows have been set by `stamp`. They are kept at once unless the application's
    /// transaction was joined.
    #[non_exhaustive]
    Stamped {
        /// The version rows before, joined by `, `; empty at base.
        from: &'a str,
        /// The version rows after.
        to: &'a str,
    },
    /// Something the user should know, as in the report.
    #[non_exhaustive]
    Warning {
        /// The text, one line.
        text: &'a str,
    },
}

/// Hands an event to `tracing`, if the feature is on. Steps and stamps are told in Alembic's words.
#[cfg(feature = "tracing")]
pub(crate) fn trace(event: &Event<'_>) {
    const TARGET: &str = "migrator";
    match event {
        Event::Planned { n_steps } => tracing::debug!(target: TARGET, n_steps, "planned"),
        Event::Waiting { waited } => {
            let waited_ms = waited.as_millis();
            tracing::info!(target: TARGET, waited_ms, "waiting for a busy database");
        }
        Event::StepStarted {
            revision,
            message,
            direction,
            from,
            to,
            step,
            n_steps,
        } => {
            let line = run_line(*direction, from, to, message);
            tracing::info!(
                target: TARGET, revision, description = message, %direction, from, to, step, n_steps, "{line}"
            );
        }
        Event::Statement {
            revision,
            statement,
            sql,
        } => {
            tracing::debug!(target: TARGET, revision, statement, sql, "statement");
        }
        Event::BatchFinished {
            revision,
            statement,
            table,
            n_rows,
        } => {
            tracing::info!(target: TARGET, revision, statement, table, n_rows, "batch finished");
        }
        Event::StepFinished {
            revision,
            direction,
            duration,
        } => {
            let duration_ms = duration.as_millis();
            tracing::debug!(target: TARGET, revision, %direction, duration_ms, "step finished");
        }
        Event::Stamped { from, to } => {
            tracing::info!(target: TARGET, from, to, "Running stamp_revision {from} -> {to}");
        }
        Event::Warning { text } => tracing::warn!(target: TARGET, "{text}"),
    }
}

/// Returns the line that Alembic logs for a step.
#[cfg(feature = "tracing")]
fn run_line(direction: Direction, from: &str, to: &str, message: &str) -> String {
    let comma = if message.is_empty() { "" } else { ", " };
    format!("Running {direction} {from} -> {to}{comma}{message}")
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn trace(_event: &Event<'_>) {}
