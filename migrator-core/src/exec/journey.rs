//! A plan under way: the transactions around the steps, and starting over.

use crate::base::Transaction;
use crate::exec::delivery::Wrap;
use crate::exec::references::References;
use crate::exec::running::{Place, Running};
use crate::exec::state::{explained, read_state, tables};
use crate::exec::step::{self, Ran, check_runnable};
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::strays::Strays;
use crate::exec::transaction::{Guarded, Unkept};
use crate::exec::wait::Wait;
use crate::exec::{Context, Event, ExecError, Goal, StepReport, half_done, verify};
use crate::history::{Asking, State};
use crate::plan::Step;
use crate::session::{Exclusion, Scope, Session, Statement, always};

/// The steps to go and how far they have come.
pub(crate) struct Journey<'g> {
    goal: &'g Goal,
    steps: Vec<Step>,
    /// The version rows as we know them.
    rows: Vec<String>,
    n_done: usize,
    /// Our own statements that go before the next step: they create what is missing.
    before: Vec<Statement>,
    has_tables: bool,
    /// Whether what is half-done must be looked for, whatever the state says.
    is_unsure: bool,
    /// Whether foreign keys are off in the next attempt.
    is_detached: bool,
    /// The rows whose foreign keys led nowhere before it, as far as anybody has looked.
    strays: Option<Strays>,
    /// Where an attempt began: the rows, and how many steps were done.
    start: (Vec<String>, usize),
    /// The step to which belongs what its attempts have taught about the next one.
    taught_by: Option<Step>,
}

/// How an attempt ended that did not fail.
enum Attempt {
    /// What it ran is kept.
    Kept,
    /// Nothing is kept: it must be made again with foreign keys off.
    MustDetach,
    /// It must be made again, and what it reads up to this statement must only read.
    MustOnlyRead { up_to: usize },
}

impl<'g> Journey<'g> {
    /// Begins with a plan for this state.
    pub(crate) fn new(goal: &'g Goal, steps: Vec<Step>, state: State) -> Self {
        Self {
            goal,
            steps,
            rows: state.rows,
            n_done: 0,
            before: Vec::new(),
            has_tables: state.has_version && state.has_history,
            is_unsure: false,
            is_detached: false,
            strays: None,
            start: Default::default(),
            taught_by: None,
        }
    }

    /// Runs the steps.
    pub(crate) fn run(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        if session.exclusion() == Exclusion::Lock {
            self.is_unsure = true;
            self.look_again(context, session)?;
        }
        let is_at_once = context.options.transaction_mode() == Transaction::WholeRun;
        let mut wait = Wait::for_traffic();
        while self.next().is_some() {
            context.check_cancelled()?;
            let unsettled = context.unsettled.clone();
            let attempt = self.attempt(context, session, is_at_once);
            if !matches!(attempt, Ok(Attempt::Kept)) {
                // Nothing of it is left, but perhaps notes of a part of it.
                (self.rows, self.n_done) = std::mem::take(&mut self.start);
            }
            match attempt {
                Ok(Attempt::Kept) => {
                    wait = Wait::for_traffic();
                    (self.is_detached, self.strays, self.taught_by) = (false, None, None);
                    context.only_reads_up_to = 0;
                    continue;
                }
                Ok(Attempt::MustDetach) => {
                    self.is_detached = true;
                    self.taught_by = self.next();
                }
                Ok(Attempt::MustOnlyRead { up_to }) => {
                    context.only_reads_up_to = up_to;
                    self.is_unsure = true;
                    self.taught_by = self.next();
                }
                Err(error) if error.is_contention() && session.scope() == Scope::Own => {
                    if let Some(waited) = wait.pause(context)? {
                        return Err(error.after(waited));
                    }
                    self.is_unsure = true;
                }
                Err(error) if error.is_stray() && self.strays.is_none() => {
                    self.learn_strays(context, session, error)?;
                }
                Err(error) => return Err(explained(context, session, error)),
            }
            context.unsettled = unsettled;
            if self.is_unsure && session.exclusion() == Exclusion::Lock {
                self.look_again(context, session)?;
            }
        }
        Ok(())
    }

    /// Runs one step, or in whole-run mode all that are left.
    fn attempt(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
        is_at_once: bool,
    ) -> Result<Attempt, ExecError> {
        self.start = (self.rows.clone(), self.n_done);
        let mut references = if self.is_detached {
            References::off(session)?
        } else {
            References::kept(session)
        };
        let before = || self.strays.clone().unwrap_or_default();
        context.strays_before = self.is_detached.then(before);
        if is_at_once {
            self.at_once(context, references.session())
        } else {
            self.one(context, references.session())
        }
    }

    /// After rows were found whose foreign keys lead nowhere: sees whether they did so before,
    /// so that only what the migration has done is held against it.
    fn learn_strays(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
        error: ExecError,
    ) -> Result<(), ExecError> {
        let strays = Strays::read(context.renderer, session).map_err(ExecError::database)?;
        if strays.is_empty() {
            return Err(error);
        }
        self.strays = Some(strays);
        Ok(())
    }

    /// Runs one step, in transactions of its own.
    fn one(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<Attempt, ExecError> {
        let mut guarded = Guarded::new(session);
        if guarded.session().exclusion() == Exclusion::Transaction {
            guarded.begin(context)?;
            self.look_again(context, guarded.session())?;
            self.start = (self.rows.clone(), self.n_done);
        }
        let Some(step) = self.next() else {
            return Ok(Attempt::Kept);
        };
        if self.is_taught_by_another(&step) {
            return Ok(Attempt::Kept);
        }
        let running = Running::new(context, &step)?;
        running.announce(&self.place());
        let before = self.before.clone();
        let ran = step::run(
            &running,
            guarded,
            Wrap::of(&running),
            &mut self.rows,
            before,
        )?;
        if !matches!(ran, Ran::MustDetach | Ran::MustOnlyRead { .. }) {
            self.before.clear();
        }
        match ran {
            Ran::Done(report) => {
                self.count(context, &step);
                self.keep(context, report);
            }
            // The next look at the rows will show it.
            Ran::Overtaken if session.exclusion() == Exclusion::Lock => {
                self.look_again(context, session)?;
            }
            Ran::Overtaken => {}
            Ran::MustDetach => return Ok(Attempt::MustDetach),
            Ran::MustOnlyRead { up_to } => return Ok(Attempt::MustOnlyRead { up_to }),
        }
        Ok(Attempt::Kept)
    }

    /// Runs what is left in one transaction: if a step fails, none is kept.
    fn at_once(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<Attempt, ExecError> {
        let mut guarded = Guarded::new(session);
        guarded.begin(context)?;
        if guarded.session().exclusion() == Exclusion::Transaction {
            self.look_again(context, guarded.session())?;
            self.start = (self.rows.clone(), self.n_done);
        }
        if self
            .next()
            .is_some_and(|step| self.is_taught_by_another(&step))
        {
            return Ok(Attempt::Kept);
        }
        let mut reports = Vec::new();
        let before = self.before.clone();
        let mut ours = before.clone();
        while let Some(step) = self.next() {
            context.check_cancelled()?;
            let running = Running::new(context, &step)?;
            running.announce(&self.place());
            let inner = Guarded::new(guarded.session());
            let before = std::mem::take(&mut ours);
            match step::run(&running, inner, Wrap::Shared, &mut self.rows, before)? {
                Ran::Done(report) => reports.push(report),
                Ran::Overtaken => {}
                Ran::MustDetach => return Ok(Attempt::MustDetach),
                Ran::MustOnlyRead { up_to } => return Ok(Attempt::MustOnlyRead { up_to }),
            }
            self.count(context, &step);
        }
        // A deferred constraint may refuse now; the last step has to answer for it.
        if let Some(step) = self.steps.last() {
            let running = Running::new(context, step)?;
            guarded
                .finish(context, &[], &mut always)
                .map_err(|unkept| match unkept {
                    Unkept::Refused(_, error) => {
                        running.failed(StepCause::Commit(error), Kept::default())
                    }
                    Unkept::Waited(error) => error,
                })?;
        }
        self.before.clear();
        for report in reports {
            self.keep(context, report);
        }
        Ok(Attempt::Kept)
    }

    /// Whether the step that called for a special attempt was done by another process, so that
    /// the attempt would be special for this one without need: with foreign keys off, say, whose
    /// cascades it may rely on.
    fn is_taught_by_another(&self, step: &Step) -> bool {
        self.taught_by.as_ref().is_some_and(|taught| taught != step)
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

    /// Reads the rows where nobody else can move them: another process may have been
    /// here between the last look and the lock.
    fn look_again(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        let asking = if self.has_tables {
            Asking::Freely
        } else {
            Asking::Carefully
        };
        let state = read_state(context, session, asking)?;
        self.has_tables = state.has_version && state.has_history;
        // The rows do not show whether a revision below them has run meanwhile.
        let is_uncertain = self.next().is_some_and(|step| step.is_below_rows);
        if state.rows != self.rows || is_uncertain {
            self.plan_again(context, session, &state)?;
            self.check(context, session, &state)?;
        } else if state.may_be_half_done || self.is_unsure {
            self.check(context, session, &state)?;
        }
        self.is_unsure = false;
        self.before = match self.next() {
            Some(_) => tables(context, &state)?,
            None => Vec::new(),
        };
        Ok(())
    }

    fn plan_again(
        &mut self,
        context: &mut Context<'_>,
        session: &mut dyn Session,
        state: &State,
    ) -> Result<(), ExecError> {
        if state.rows != self.rows && self.n_done > 0 && !self.goal.is_absolute() {
            let (expected, found) = (self.rows.clone(), state.rows.clone());
            return Err(ExecError::ChangedMeanwhile { expected, found });
        }
        self.steps = verify::plan(context, session, self.goal, state)?;
        self.n_done = 0;
        self.rows.clone_from(&state.rows);
        context.report.after.clone_from(&state.rows);
        if context.report.steps.is_empty() {
            context.report.before.clone_from(&state.rows);
        }
        context.tell(&Event::Planned {
            n_steps: self.steps.len(),
        });
        Ok(())
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
