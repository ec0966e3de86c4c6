//! How an error is shown: one line, or everything that is known.

use std::error::Error as StdError;
use std::fmt;

use super::{Cause, Error};
use crate::exec::{Kept, Report, StepCause, StepError};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cause())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, "\n  caused by: {error}")?;
            cause = error.source();
        }
        if let Some(sql) = self.statement() {
            write!(f, "\n  statement: {}", sql.replace('\n', "\n             "))?;
        }
        let is_run = matches!(self.0.cause, Cause::Exec(_));
        let step = self.step().filter(|_| is_run);
        if step.is_some() || !self.report().steps.is_empty() {
            write!(f, "\n  applied before this: {}", applied(self.report()))?;
        }
        if let Some(step) = step {
            write_kept(f, step)?;
        }
        if let Some(help) = self.help() {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// Says what is kept of a step that failed, where that is known.
fn write_kept(f: &mut fmt::Formatter<'_>, step: &StepError) -> fmt::Result {
    let (revision, kept) = (&step.revision, step.kept);
    if kept == Kept::default() {
        return match &step.cause {
            StepCause::Lost { .. } => Ok(()),
            _ => write!(f, "; nothing of `{revision}` was kept"),
        };
    }
    write!(
        f,
        "; `{revision}` runs outside a transaction: statements kept, and not repeated by the next \
         run: {}",
        kept.n_statements
    )?;
    match kept.n_rows {
        0 => Ok(()),
        n_rows => write!(
            f,
            ", and {n_rows} rows of the next one, which runs in batches"
        ),
    }
}

fn applied(report: &Report) -> String {
    let revisions: Vec<String> = report.revisions().map(|id| format!("`{id}`")).collect();
    if revisions.is_empty() {
        "nothing".to_owned()
    } else {
        revisions.join(", ")
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause().source()
    }
}
