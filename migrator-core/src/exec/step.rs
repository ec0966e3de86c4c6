//! One step inside a transaction: the migration, the version rows, the history.

use crate::base::Transaction;
use crate::exec::error::StepCause;
use crate::exec::recorder::Delivery;
use crate::exec::running::{Running, bookkeep, statements_for};
use crate::exec::{Context, ExecError, StepReport};
use crate::history::{NewRow, Status};
use crate::plan::Step;
use crate::session::Session;
use crate::set::Script;

/// Finds what would make the step fail without being tried. `inside` names the
/// transaction around the whole run, if there is one.
pub(crate) fn check(
    context: &Context<'_>,
    step: &Step,
    inside: Option<&'static str>,
) -> Result<(), ExecError> {
    let running = Running::new(context, step)?;
    let revision = running.revision.id().to_owned();
    let file = running.migration().file.to_owned();
    let dialect = context.renderer.dialect();
    match running.script() {
        None => return Err(ExecError::Irreversible { revision, file }),
        Some(Script::Sql(sql)) => {
            if let Err(reason) = statements_for(&sql, dialect) {
                let reason = reason.to_owned();
                return Err(ExecError::NoSqlForDialect {
                    revision,
                    file,
                    dialect,
                    reason,
                });
            }
        }
        Some(Script::Rust(_)) => {}
    }
    match (is_unwrapped(context, &running), inside) {
        (true, Some(because)) => Err(ExecError::NeedsNoTransaction {
            revision,
            file,
            because,
        }),
        _ => Ok(()),
    }
}

/// Tells whether the step runs outside a transaction: its own constant decides,
/// and where it says nothing special, the run's setting. One that has begun so can
/// only be finished so: inside a transaction it would begin again.
pub(crate) fn is_unwrapped(context: &Context<'_>, running: &Running<'_, '_>) -> bool {
    if running.has_begun() {
        return true;
    }
    match running.migration().transaction {
        Transaction::None => true,
        Transaction::PerMigration | Transaction::WholeRun => {
            context.options.transaction_mode() == Transaction::None
        }
    }
}

/// Runs a step inside the open transaction and changes `rows` as the version
/// table was changed.
pub(crate) fn run(
    running: &Running<'_, '_>,
    session: &mut dyn Session,
    rows: &mut Vec<String>,
) -> Result<StepReport, ExecError> {
    let fail = |cause: StepCause| running.failed(cause, 0);
    let n_statements = running.execute(session, Delivery::Inside).map_err(fail)?;
    let after = running.rows_after(rows);
    let mut statements = running.row_changes();
    statements.push(running.context.ledger.record(&NewRow {
        n_statements,
        ..running.history_row(Status::Done, &after)
    }));
    bookkeep(session, &statements).map_err(fail)?;
    *rows = after;
    Ok(running.report(n_statements))
}
