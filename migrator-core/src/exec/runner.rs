//! Upgrades and downgrades: the transactions around the steps.

use std::time::Duration;

use crate::base::Transaction;
use crate::exec::error::StepCause;
use crate::exec::running::{Place, Running};
use crate::exec::step::{self, is_unwrapped};
use crate::exec::transaction::{CommitError, Open};
use crate::exec::{
    Context, Event, ExecError, StepReport, half_done, until_free, unwrapped, verify,
};
use crate::graph::Target;
use crate::history::{EntryDirection, NewRow, State, Status};
use crate::plan::Step;
use crate::session::{Scope, Session, Statement, always};

/// What a run is to reach.
#[derive(Debug, Clone)]
pub enum Goal {
    /// Apply what is needed to stand on the target.
    Upgrade(Target),
    /// Revert what stands above the target.
    Downgrade(Target),
}

impl Goal {
    /// Tells whether the goal means the same wherever the database stands.
    fn is_absolute(&self) -> bool {
        match self {
            Self::Upgrade(target) => !target.needs_rows(),
            Self::Downgrade(_) => false,
        }
    }
}

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
    half_done::check(context, session, goal, &state, &steps)?;
    context.tell(&Event::Planned {
        n_steps: steps.len(),
    });
    if steps.is_empty() {
        return Ok(());
    }
    check_runnable(context, session, &steps)?;
    let mut journey = Journey {
        goal,
        steps,
        rows: state.rows,
        n_done: 0,
    };
    let outcome = if context.options.transaction_mode() == Transaction::WholeRun {
        journey.at_once(context, session)
    } else {
        journey.one_by_one(context, session)
    };
    // A statement can end the application's transaction: then nothing is kept.
    if outcome.is_err() && session.scope() == Scope::Joined && !session.in_transaction() {
        context.report.steps.clear();
        let before = context.report.before.clone();
        context.report.after = before;
    }
    outcome
}

/// Refuses a connection inside somebody's transaction and reads the state.
pub(crate) fn look(
    context: &mut Context<'_>,
    session: &mut dyn Session,
) -> Result<State, ExecError> {
    if session.scope() == Scope::Own && session.in_transaction() {
        return Err(ExecError::InsideTransaction);
    }
    let state = until_free(context, session, |context, session| {
        context.ledger.state(session)
    })?;
    context.report.before.clone_from(&state.rows);
    context.report.after.clone_from(&state.rows);
    Ok(state)
}

/// The steps to go and how far they have come.
struct Journey<'g> {
    goal: &'g Goal,
    steps: Vec<Step>,
    /// The version rows as we know them.
    rows: Vec<String>,
    n_done: usize,
}

impl Journey<'_> {
    /// A transaction for each step.
    fn one_by_one(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        while self.next().is_some() {
            context.check_cancelled()?;
            let mut open = Open::begin(context, session)?;
            self.look_again(context, open.session())?;
            let Some(step) = self.next() else { break };
            let running = Running::new(context, &step)?;
            running.announce(&self.place());
            let report = if is_unwrapped(context, &running) {
                let journal = unwrapped::begin(&running, open.session(), &self.rows)?;
                commit(&running, open)?;
                unwrapped::run(&running, session, journal, &mut self.rows)?
            } else {
                let report = step::run(&running, open.session(), &mut self.rows)?;
                commit(&running, open)?;
                Some(report)
            };
            // Without a report another process has finished the step or moved the
            // rows: the next look at them will show it.
            if let Some(report) = report {
                self.count(context, &step);
                self.keep(context, report);
            }
        }
        Ok(())
    }

    /// One transaction for all steps: if one fails, none is kept.
    fn at_once(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        let mut open = Open::begin(context, session)?;
        self.look_again(context, open.session())?;
        let mut reports = Vec::new();
        while let Some(step) = self.next() {
            context.check_cancelled()?;
            let running = Running::new(context, &step)?;
            running.announce(&self.place());
            reports.push(step::run(&running, open.session(), &mut self.rows)?);
            self.count(context, &step);
        }
        // A deferred constraint may refuse now; the last step has to answer for it.
        if let Some(step) = self.steps.last() {
            commit(&Running::new(context, step)?, open)?;
        }
        for report in reports {
            self.keep(context, report);
        }
        Ok(())
    }

    fn place(&self) -> Place {
        Place {
            number: self.n_done + 1,
            of: self.steps.len(),
        }
    }

    fn next(&self) -> Option<Step> {
        self.steps.get(self.n_done).cloned()
    }

    /// Reads the rows inside the transaction: another process may have been here
    /// between the last look and the lock.
    fn look_again(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        let state = until_free(context, session, |context, session| {
            context.ledger.state(session)
        })?;
        // The rows do not show whether a revision below them has run meanwhile.
        let is_uncertain = self.next().is_some_and(|step| step.is_below_rows);
        if state.rows != self.rows || is_uncertain {
            if state.rows != self.rows && self.n_done > 0 && !self.goal.is_absolute() {
                let (expected, found) = (self.rows.clone(), state.rows);
                return Err(ExecError::ChangedMeanwhile { expected, found });
            }
            self.steps = verify::plan(context, session, self.goal, &state)?;
            self.n_done = 0;
            self.rows.clone_from(&state.rows);
            context.report.after.clone_from(&state.rows);
            if context.report.steps.is_empty() {
                context.report.before.clone_from(&state.rows);
            }
            context.tell(&Event::Planned {
                n_steps: self.steps.len(),
            });
            self.check(context, session, &state)?;
        } else if state.may_be_half_done {
            self.check(context, session, &state)?;
        }
        if self.next().is_none() {
            return Ok(());
        }
        let statements = tables(context, &state)?;
        write(session, &statements)
    }

    /// Checks what is still to be done against what others have left half-done.
    fn check(
        &self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
        state: &State,
    ) -> Result<(), ExecError> {
        let to_go = self.steps.get(self.n_done..).unwrap_or_default();
        half_done::check(context, session, self.goal, state, to_go)?;
        check_runnable(context, session, to_go)
    }

    /// Counts a step that ran: whatever the history said against its revision is settled.
    fn count(&mut self, context: &mut Context<'_>, step: &Step) {
        self.n_done += 1;
        let id = context.set.graph.id_at(step.position);
        context.unsettled.remove(id);
    }

    fn keep(&mut self, context: &mut Context<'_>, report: StepReport) {
        context.tell(&Event::StepFinished {
            revision: &report.revision,
            direction: report.direction,
            duration: report.duration,
        });
        context.report.after.clone_from(&self.rows);
        context.report.steps.push(report);
    }
}

/// Runs statements of our own.
///
/// A transaction that we join may be unable to write here. Waiting would not help: it
/// has read already, so the other writer waits for it, or has outdated what it read.
/// <https://sqlite.org/isolation.html>
pub(crate) fn write(session: &mut dyn Session, statements: &[Statement]) -> Result<(), ExecError> {
    session
        .execute(statements, &mut always)
        .map_err(|failed| ExecError::database(failed.error))
}

/// Creates what is missing, and notes what another tool has left.
pub(crate) fn tables(context: &Context<'_>, state: &State) -> Result<Vec<Statement>, ExecError> {
    let ledger = &context.ledger;
    let mut statements = Vec::new();
    if !state.has_version {
        let create = ledger.create_version();
        statements.push(create.map_err(|source| ExecError::Tables { source })?);
    }
    if !state.has_history {
        statements.push(ledger.create_history());
    }
    if !state.rows.is_empty() && state.last_rows.as_ref() != Some(&state.rows) {
        statements.push(ledger.record(&NewRow {
            revision: &state.rows.join(","),
            parents: Vec::new(),
            dependencies: Vec::new(),
            direction: EntryDirection::Found,
            status: Status::Done,
            n_statements: 0,
            statement_hashes: &[],
            checksum: None,
            digest: Some(context.set.digest),
            version_rows: &state.rows,
            duration: Duration::ZERO,
            application: context.application(),
        }));
    }
    Ok(statements)
}

/// Finds what would stop a later step before the first one runs.
fn check_runnable(
    context: &Context<'_>,
    session: &dyn Session,
    steps: &[Step],
) -> Result<(), ExecError> {
    let because = match (session.scope(), context.options.transaction_mode()) {
        (Scope::Joined, _) => Some("the run joins the application's transaction"),
        (Scope::Own, Transaction::WholeRun) => Some("the whole run shares one"),
        (Scope::Own, _) => None,
    };
    for step in steps {
        step::check(context, step, because)?;
    }
    Ok(())
}

fn commit(running: &Running<'_, '_>, open: Open<'_>) -> Result<(), ExecError> {
    open.commit(running.context).map_err(|error| match error {
        CommitError::Refused(error) => running.failed(StepCause::Commit(error), 0),
        CommitError::Waited(error) => error,
    })
}
