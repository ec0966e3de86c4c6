//! One step: what would stop it, what transactions it runs in, and running it.

use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::recorder::Recorder;
use crate::exec::running::Running;
use crate::exec::step_error::Kept;
use crate::exec::stop::Stop;
use crate::exec::transaction::{Guarded, why_wrapped};
use crate::exec::{Context, ExecError, StepReport};
use crate::ops::{Op, Outcome};
use crate::plan::Step;
use crate::session::{Session, Statement};
use crate::set::Script;

/// Finds what would stop a later step before the first one runs.
pub(crate) fn check_runnable(
    context: &Context<'_>,
    session: &dyn Session,
    steps: &[Step],
) -> Result<(), ExecError> {
    let because = why_wrapped(context, session);
    steps
        .iter()
        .try_for_each(|step| check(context, step, because))
}

/// Finds what would make the step fail without being tried. `inside` names the
/// transaction around the whole run, if there is one.
fn check(
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
            if let Err(reason) = sql.get(dialect) {
                let reason = (*reason).to_owned();
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
    match (running.is_unwrapped() || running.has_begun(), inside) {
        (true, Some(because)) => Err(ExecError::NeedsNoTransaction {
            revision,
            file,
            because,
        }),
        _ => Ok(()),
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
    /// It must run again, and what it reads up to this statement must only read.
    MustOnlyRead {
        /// The statement's number, from 1.
        up_to: usize,
    },
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
        Err((Stop::Overtaken, _)) => Ok(Ran::Overtaken),
        Err((Stop::MustDetach, _)) => Ok(Ran::MustDetach),
        Err((Stop::MustOnlyRead { up_to }, _)) => Ok(Ran::MustOnlyRead { up_to }),
        Err((Stop::Run(error), _)) => Err(*error),
        Err((Stop::Failed(cause), kept)) => Err(running.failed(cause, kept)),
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
) -> Result<(usize, Vec<String>), (Stop, Kept)> {
    let delivery = Delivery::begin(running, guarded, wrap, rows, before);
    let mut recorder = Recorder::new(delivery.map_err(|cause| (cause, Kept::default()))?);
    let outcome = call(running, &mut recorder);
    let mut delivery = recorder.finish(outcome)?;
    delivery.finish().map_err(|cause| (cause, delivery.kept()))
}

/// Has the migration say what it wants.
fn call(running: &Running<'_, '_>, recorder: &mut Recorder<'_, '_, '_>) -> Outcome {
    match running.script() {
        Some(Script::Rust(function)) => {
            let arguments = running.context.options.arguments();
            function.run(&mut Op::with(recorder, arguments))
        }
        Some(Script::Sql(sql)) => {
            recorder.take(running.statements(&sql));
            Ok(())
        }
        None => Ok(()),
    }
}
