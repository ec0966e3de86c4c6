//! One step: what would stop it, what transactions it runs in, and running it.

use crate::base::{Dialect, Transaction};
use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::recorder::Recorder;
use crate::exec::running::{Running, statements_for};
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::transaction::Guarded;
use crate::exec::{Context, ExecError, StepReport};
use crate::plan::Step;
use crate::session::{LockMode, Scope, Session, Statement};
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
    match (
        is_unwrapped(context, &running) || running.has_begun(),
        inside,
    ) {
        (true, Some(because)) => Err(ExecError::NeedsNoTransaction {
            revision,
            file,
            because,
        }),
        _ => Ok(()),
    }
}

/// Says why nothing can run outside a transaction, if so it is.
pub(crate) fn why_wrapped(context: &Context<'_>, session: &dyn Session) -> Option<&'static str> {
    match (session.scope(), context.options.transaction_mode()) {
        (Scope::Joined, _) => return Some("the run joins the application's transaction"),
        (Scope::Own, Transaction::WholeRun) => return Some("the whole run shares one"),
        (Scope::Own, _) => {}
    }
    // Between two transactions another process could begin the same work.
    let is_unguarded = context.options.lock_mode() == LockMode::Transaction
        && session.dialect() != Dialect::Sqlite;
    is_unguarded.then_some("`LockMode::Transaction` keeps others out only inside one")
}

/// Tells whether the step runs outside a transaction: its own constant decides,
/// and where it says nothing special, the run's setting.
pub(crate) fn is_unwrapped(context: &Context<'_>, running: &Running<'_, '_>) -> bool {
    match running.migration().transaction {
        Transaction::None => true,
        Transaction::PerMigration | Transaction::WholeRun => {
            context.options.transaction_mode() == Transaction::None
        }
    }
}

/// How a step ended that did not fail.
pub(crate) enum Ran {
    /// It is done.
    Done(StepReport),
    /// Another process has finished it or moved the version rows.
    Overtaken,
    /// Nothing of it is kept: it must run again with foreign keys off.
    MustDetach,
}

/// Runs a step and changes `rows` as the version table was changed. `before` are our own
/// statements that must run first.
pub(crate) fn run(
    running: &Running<'_, '_>,
    guarded: Guarded<'_>,
    wrap: Wrap,
    rows: &mut Vec<String>,
    before: Vec<Statement>,
) -> Result<Ran, ExecError> {
    match deliver(running, guarded, wrap, rows, before) {
        Ok((n_statements, after)) => {
            *rows = after;
            Ok(Ran::Done(running.report(n_statements)))
        }
        Err((StepCause::Overtaken, _)) => Ok(Ran::Overtaken),
        Err((StepCause::MustDetach, _)) => Ok(Ran::MustDetach),
        Err((cause, kept)) => Err(running.failed(cause, kept)),
    }
}

/// Returns the number of statements and the version rows after them, or the failure and
/// what is kept.
fn deliver(
    running: &Running<'_, '_>,
    guarded: Guarded<'_>,
    wrap: Wrap,
    rows: &[String],
    before: Vec<Statement>,
) -> Result<(usize, Vec<String>), (StepCause, Kept)> {
    let delivery = Delivery::begin(running, guarded, wrap, rows, before);
    let mut recorder = Recorder::new(delivery.map_err(|cause| (cause, Kept::default()))?);
    let outcome = running.call(&mut recorder);
    let mut delivery = recorder.finish(outcome)?;
    delivery.finish().map_err(|cause| (cause, delivery.kept()))
}
