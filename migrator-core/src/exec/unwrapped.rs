//! One step outside a transaction, its statements journaled.
//!
//! ```text
//!  begin · history row `started` · commit
//!  for each statement:  begin · statement · its hash into the row · commit
//!  begin · version rows · history row `done` instead of `started` · commit
//! ```
//!
//! Whatever interrupts it, the next run finds the row, passes over what has run,
//! and goes on; a migration that has changed in between is refused.

use crate::exec::error::StepCause;
use crate::exec::journal::{Journal, Undelivered};
use crate::exec::recorder::Delivery;
use crate::exec::running::{Running, bookkeep};
use crate::exec::transaction::{CommitError, Open};
use crate::exec::{ExecError, StepReport};
use crate::history::{NewRow, Status};
use crate::session::{Session, SessionError};

/// Takes up the notes of an earlier attempt, or begins new ones; inside the open
/// transaction in which the rows were read.
pub(crate) fn begin(
    running: &Running<'_, '_>,
    session: &mut dyn Session,
    rows: &[String],
) -> Result<Journal, ExecError> {
    let ledger = &running.context.ledger;
    let (revision, direction) = (running.revision.id(), running.direction());
    let mut unfinished =
        || -> Result<_, SessionError> { ledger.unfinished(session, revision, direction) };
    if let Some(unfinished) = unfinished().map_err(ExecError::database)? {
        return Ok(Journal::new(revision, direction, unfinished, rows));
    }
    let row = ledger.record(&running.history_row(Status::Started, rows));
    bookkeep(session, &[row]).map_err(|cause| running.failed(cause, 0))?;
    let unfinished = ledger
        .unfinished(session, revision, direction)
        .map_err(ExecError::database)?
        .ok_or(ExecError::Bug {
            what: "a journal that was not written",
        })?;
    Ok(Journal::new(revision, direction, unfinished, rows))
}

/// Runs the step, and changes `rows` as the version table was changed; `None` if
/// another process has finished it or moved the version rows.
pub(crate) fn run(
    running: &Running<'_, '_>,
    session: &mut dyn Session,
    mut journal: Journal,
    rows: &mut Vec<String>,
) -> Result<Option<StepReport>, ExecError> {
    let executed = running.execute(session, Delivery::Journaled(&mut journal));
    let finished = executed.and_then(|n_statements| {
        let after = running.rows_after(rows);
        finish(running, session, &mut journal, &after, n_statements)?;
        Ok((n_statements, after))
    });
    match finished {
        Ok((n_statements, after)) => {
            *rows = after;
            Ok(Some(running.report(n_statements)))
        }
        Err(StepCause::Overtaken) => Ok(None),
        Err(cause) => Err(running.failed(cause, journal.n_done())),
    }
}

/// Moves the version rows and puts the `done` row in the place of the notes.
fn finish(
    running: &Running<'_, '_>,
    session: &mut dyn Session,
    journal: &mut Journal,
    after: &[String],
    n_statements: usize,
) -> Result<(), StepCause> {
    let context = running.context;
    let waited = |error| StepCause::Run(Box::new(error));
    let mut open = Open::begin(context, session).map_err(waited)?;
    journal
        .refresh(context, open.session())
        .map_err(|error| match error {
            Undelivered::Overtaken => StepCause::Overtaken,
            Undelivered::Refused(error) => StepCause::Commit(error),
            Undelivered::Run(error) => StepCause::Run(Box::new(error)),
            Undelivered::Differs => StepCause::JournalDiffers {
                number: n_statements,
                location: None,
            },
        })?;
    let mut statements = running.row_changes();
    statements.push(context.ledger.forget(journal.unfinished()));
    statements.push(context.ledger.record(&NewRow {
        n_statements,
        statement_hashes: &journal.unfinished().hashes,
        ..running.history_row(Status::Done, after)
    }));
    bookkeep(open.session(), &statements)?;
    open.commit(context).map_err(|error| match error {
        CommitError::Refused(error) => StepCause::Commit(error),
        CommitError::Waited(error) => waited(error),
    })
}
