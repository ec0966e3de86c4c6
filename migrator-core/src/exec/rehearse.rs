//! A dry run: what a verb would do, by the code that would do it, and nothing of it done.
//!
//! ```text
//!  look ─► verify ─► plan ─► half-done? ─► runnable?      as the verb itself, reading only
//!  for each step:  write it as for a script, on a session that writes no text
//! ```
//!
//! An operation that must look at the database asks a scratch database with the same tables. A step
//! that reads rows cannot be known to its end. It is then run on such a database, where there are
//! no rows, so that the steps behind it are asked about what it leaves.
//!
//! Invariant: the session is only read from, before the first migration is called and by the maker of
//! scratch databases.

use std::cell::RefCell;

use crate::exec::offline::Writing;
use crate::exec::recorder::chain;
use crate::exec::rehearsal::{Begun, Rehearsal};
use crate::exec::runner::rerun;
use crate::exec::running::Running;
use crate::exec::stamp::{rows_after, unfinished};
use crate::exec::state::look;
use crate::exec::step::check_runnable;
use crate::exec::step_error::StepCause;
use crate::exec::{
    Context, DryRun, ExecError, Goal, Options, PlannedStep, half_done, until_free, verify,
};
use crate::graph::Target;
use crate::history::State;
use crate::offline::ScriptSession;
use crate::plan::{Direction, Step};
use crate::session::{
    Exclusion, Scope, Session, SessionError, SessionErrorKind, Statement, always,
};

/// Opens a scratch database with the tables of another one.
pub type MakeScratch<'m> = dyn Fn(&mut dyn Session) -> Result<Box<dyn Session>, SessionError> + 'm;

/// Tells what a run to the goal would do.
///
/// # Errors
/// Those of the run that are found before a migration runs, and those of a migration that do not
/// depend on what it reads.
pub fn rehearse(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    scratch: &MakeScratch<'_>,
) -> Result<DryRun, ExecError> {
    let cancel = context.options.cancel_handle();
    let _attached = cancel.map(|cancel| cancel.attach(session.interrupter()));
    let state = look(context, session)?;
    let steps = verify::plan(context, session, goal, &state)?;
    check(context, session, goal, &state, &steps)?;
    let begun = begun(context, session, &steps)?;
    let obeys_references = session.obeys_references().map_err(ExecError::database)?;
    context.is_offline = true;
    context.rehearsal = Some(Rehearsal::new(begun));
    let mut stage = Stage {
        goal,
        steps: &steps,
        rows: state.rows.clone(),
        scope: session.scope(),
        obeys_references,
        original: RefCell::new(session),
        scratch,
        replay: context.options.for_replay(),
        before: state.rows.clone(),
        planned: Vec::new(),
    };
    while stage.planned.len() < steps.len() {
        context.check_cancelled()?;
        stage.up_to_unknown(context)?;
    }
    Ok(DryRun {
        before: state.rows,
        after: stage.rows,
        steps: stage.planned,
        warnings: std::mem::take(&mut context.report.warnings),
    })
}

/// Tells what a stamp would do.
///
/// # Errors
/// Those of the stamp.
pub fn rehearse_stamp(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    targets: &[Target],
) -> Result<DryRun, ExecError> {
    let state = look(context, session)?;
    let after = rows_after(context, &state, targets)?;
    for (revision, direction) in unfinished(context, session, &state)? {
        let direction = direction.word();
        context.warn(format!("gives up the half-done {direction} of {revision}"));
    }
    Ok(DryRun {
        before: state.rows,
        after,
        steps: Vec::new(),
        warnings: std::mem::take(&mut context.report.warnings),
    })
}

/// Reads the notes of the steps that an interrupted run has begun.
fn begun(
    context: &Context<'_>,
    session: &mut dyn Session,
    steps: &[Step],
) -> Result<Vec<Begun>, ExecError> {
    let mut all = Vec::new();
    for step in steps {
        let running = Running::new(context, step)?;
        if !running.has_begun() {
            continue;
        }
        let (revision, direction) = (running.revision.id(), running.direction());
        let notes = until_free(context, session, |context, session| {
            context.ledger.unfinished(session, revision, direction)
        })?;
        all.extend(notes.map(|notes| Begun {
            revision: revision.to_owned(),
            direction,
            notes,
        }));
    }
    Ok(all)
}

/// The steps and how far they are written down.
struct Stage<'s, 'c> {
    goal: &'s Goal,
    steps: &'s [Step],
    /// The version rows of the database.
    before: Vec<String>,
    /// The version rows by now.
    rows: Vec<String>,
    scope: Scope,
    obeys_references: bool,
    original: RefCell<&'c mut dyn Session>,
    scratch: &'s MakeScratch<'s>,
    replay: Options,
    planned: Vec<PlannedStep>,
}

impl Stage<'_, '_> {
    /// Writes steps down until one is not known to its end.
    fn up_to_unknown(&mut self, context: &mut Context<'_>) -> Result<(), ExecError> {
        let (set, renderer) = (context.set, context.renderer);
        let n_done = self.planned.len();
        let has_unknown = n_done > 0;
        let (done, to_go) = self.steps.split_at_checked(n_done).unwrap_or_default();
        let mut planned = Vec::new();
        let mut rows = self.rows.clone();
        {
            let replica = || {
                let mut context = Context::new(set, &self.replay, renderer)
                    .map_err(|error| unanswerable(&error))?;
                self.replica(&mut context, done)
            };
            let mut script =
                ScriptSession::silent(renderer, &replica, self.scope, self.obeys_references);
            for step in to_go {
                let step = write(context, &mut script, step, &mut rows, has_unknown)?;
                let is_known = step.unknown.is_none();
                planned.push(step);
                if !is_known {
                    break;
                }
            }
        }
        self.rows = rows;
        self.planned.extend(planned);
        Ok(())
    }

    /// Returns what gives a scratch database our own tables, with the version rows of the original.
    fn ours(&self, context: &Context<'_>) -> Result<Vec<Statement>, SessionError> {
        let ledger = &context.ledger;
        let version = ledger
            .create_version_if_missing()
            .map_err(|error| SessionError::new(SessionErrorKind::Unsupported, error.to_string()))?;
        let mut ours = vec![version, ledger.create_history()];
        ours.extend(ledger.replace_rows(&[], &self.before));
        Ok(ours)
    }

    /// Makes a scratch database with the tables of the original, and runs steps on it.
    fn replica(
        &self,
        context: &mut Context<'_>,
        done: &[Step],
    ) -> Result<Box<dyn Session>, SessionError> {
        let mut original = self.original.borrow_mut();
        let mut session = (self.scratch)(&mut **original)?;
        let settings = self.replay.settings(context.ledger.version_name());
        session.configure(&settings)?;
        let ours = self.ours(context)?;
        let copied = session.execute(&ours, &mut always);
        copied.map_err(|failed| failed.error)?;
        if done.is_empty() {
            return Ok(session);
        }
        rerun(context, &mut *session, self.goal, done).map_err(|error| unanswerable(&error))?;
        Ok(session)
    }
}

/// Refuses what the run would refuse, in the order in which it would.
fn check(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    state: &State,
    steps: &[Step],
) -> Result<(), ExecError> {
    let is_looked_at_first = steps.is_empty() || session.exclusion() == Exclusion::Transaction;
    if is_looked_at_first {
        half_done::check(context, session, goal, state, steps)?;
    }
    check_runnable(context, session, steps)?;
    if !is_looked_at_first {
        half_done::check(context, session, goal, state, steps)?;
        check_runnable(context, session, steps)?;
    }
    Ok(())
}

fn unanswerable(error: &ExecError) -> SessionError {
    let text = format!(
        "an earlier step cannot be tried without rows: {}",
        chain(error)
    );
    SessionError::new(SessionErrorKind::Other, text)
}

/// Writes one step down and changes `rows` as it would.
fn write(
    context: &mut Context<'_>,
    script: &mut ScriptSession<'_>,
    step: &Step,
    rows: &mut Vec<String>,
    is_doubtful: bool,
) -> Result<PlannedStep, ExecError> {
    let mut writing = Writing::from(rows.clone());
    let unknown = match writing.step(context, script, step) {
        Ok(()) => None,
        Err(error) => Some(why_unknown(error, is_doubtful)?),
    };
    let running = Running::new(context, step)?;
    let after = running.rows_after(rows);
    *rows = after;
    planned(&running, unknown)
}

fn planned(running: &Running<'_, '_>, unknown: Option<String>) -> Result<PlannedStep, ExecError> {
    let Some(rehearsal) = &running.context.rehearsal else {
        return Err(ExecError::Bug {
            what: "a dry run without notes",
        });
    };
    let (revision, direction) = (running.revision, running.direction());
    let (noted, loses) = rehearsal.finish();
    let begun = rehearsal.begun(revision.id(), direction);
    let parents = revision.parents().map(|it| it.id().to_owned()).collect();
    let own = vec![revision.id().to_owned()];
    let (from, to) = match running.way() {
        Direction::Up => (parents, own),
        Direction::Down => (own, parents),
    };
    Ok(PlannedStep {
        revision: revision.id().to_owned(),
        message: revision.message().to_owned(),
        file: running.migration().file.to_owned(),
        direction: running.way(),
        from,
        to,
        statements: noted.statements,
        unknown,
        n_kept: begun.map_or(0, |begun| begun.hashes.len()),
        is_outside_transaction: running.is_unwrapped() || noted.has_block || begun.is_some(),
        loses,
    })
}

/// Tells why a step is not known to its end, or passes the error on.
///
/// Behind a step that is not known the scratch database may lack what the original will have.
fn why_unknown(error: ExecError, is_doubtful: bool) -> Result<String, ExecError> {
    let ExecError::Step(step) = &error else {
        return Err(error);
    };
    match &step.cause {
        StepCause::OfflineRead { location } => {
            Ok(format!("it reads from the database ({location})"))
        }
        StepCause::Unanswered {
            operation,
            location,
            source,
        } => Ok(format!(
            "`op.{operation}` depends on what the database then holds ({location}): {source}"
        )),
        StepCause::Refused { .. } if is_doubtful => Ok(format!(
            "it depends on an earlier step: {}",
            chain(&step.cause)
        )),
        _ => Err(error),
    }
}
