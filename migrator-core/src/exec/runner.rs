//! Upgrades and downgrades: from a goal to a plan under way.

use crate::exec::journey::Journey;
use crate::exec::lock::Locked;
use crate::exec::state::look;
use crate::exec::step::check_runnable;
use crate::exec::{Context, Event, ExecError, Goal, half_done, verify};
use crate::history::State;
use crate::plan::Step;
use crate::session::{Exclusion, Scope, Session};

/// Brings the database to the goal; what was done stands in `context.report`,
/// also after an error.
///
/// # Errors
/// Each of [`ExecError`].
pub fn run(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
) -> Result<(), ExecError> {
    let cancel = context.options.cancel_handle();
    let _attached = cancel.map(|cancel| cancel.attach(session.interrupter()));
    travel(context, session, goal).map_err(|error| match context.check_cancelled() {
        // Whichever statement was interrupted, ours among them.
        Err(cancelled) if error.is_interruption() => cancelled,
        _ => error,
    })
}

fn travel(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
) -> Result<(), ExecError> {
    let state = look(context, session)?;
    let steps = verify::plan(context, session, goal, &state)?;
    if steps.is_empty() || session.exclusion() == Exclusion::Transaction {
        half_done::check(context, session, goal, &state, &steps)?;
    }
    context.tell(&Event::Planned {
        n_steps: steps.len(),
    });
    if steps.is_empty() {
        return Ok(());
    }
    check_runnable(context, session, &steps)?;
    run_steps(context, session, goal, steps, state)
}

/// Runs the steps that were planned for this state.
fn run_steps(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    steps: Vec<Step>,
    state: State,
) -> Result<(), ExecError> {
    let mut locked = Locked::take(context, session)?;
    let mut journey = Journey::new(goal, steps, state);
    let outcome = journey.run(context, locked.session());
    // A statement can end the application's transaction: then nothing is kept.
    let session = locked.session();
    if outcome.is_err() && session.scope() == Scope::Joined && !session.in_transaction() {
        context.report.steps.clear();
        let before = context.report.before.clone();
        context.report.after = before;
    }
    outcome.and(locked.release())
}

/// Runs steps that were planned elsewhere, for a database that stands where they begin.
///
/// # Errors
/// As [`run`].
#[cfg(feature = "testing")]
pub fn run_planned(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    steps: Vec<Step>,
) -> Result<(), ExecError> {
    let state = look(context, session)?;
    check_runnable(context, session, &steps)?;
    run_steps(context, session, goal, steps, state)
}

/// Runs steps that were planned elsewhere, on a scratch database that stands where they begin.
pub(super) fn rerun(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    steps: &[Step],
) -> Result<(), ExecError> {
    let state = look(context, session)?;
    run_steps(context, session, goal, steps.to_vec(), state)
}
