//! Operations that are written only when the database has been looked at.
//!
//! Such an operation is delivered, and noted, as one: its statements depend on what the
//! database was before them, so that nobody can ask for the same ones again afterwards. What
//! stands in the notes is the operation.

use crate::base::{ChecksumBuilder, Location};
use crate::dialect::{DialectError, Rendered};
use crate::exec::Context;
use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::journal::{Journal, Undelivered, short};
use crate::exec::references::{References, check_references, note_references};
use crate::exec::running::Running;
use crate::exec::step_error::StepCause;
use crate::exec::stop::Stop;
use crate::exec::strays::Strays;
use crate::exec::transaction::Guarded;
use crate::exec::wait::Wait;
use crate::ops::Operation;
use crate::session::{Rows, Scope, Session, SessionError, Statement, always};

/// An operation, the queries whose answers it is written from, and its place.
pub(crate) struct LookedUp<'o> {
    pub(crate) operation: &'o Operation,
    pub(crate) asks: Vec<Statement>,
    pub(crate) location: &'o Location,
}

impl LookedUp<'_> {
    /// Reads the answers and writes the operation.
    fn write(&self, context: &Context<'_>, session: &mut dyn Session) -> Result<Rendered, Stop> {
        let answer = |ask: &Statement| {
            session
                .query(ask)
                .map_err(|source| match context.is_offline {
                    true => self.unanswered(source).into(),
                    false => Stop::database(source),
                })
        };
        let answers: Vec<Rows> = self.asks.iter().map(answer).collect::<Result<_, _>>()?;
        let rendered = context.renderer.render_known(self.operation, &answers);
        let mut rendered = rendered.map_err(|source| self.refused(source))?;
        for statement in &mut rendered.statements {
            statement.location = Some(self.location.clone());
        }
        Ok(rendered)
    }

    fn unanswered(&self, source: SessionError) -> StepCause {
        StepCause::Unanswered {
            operation: self.operation.name(),
            location: self.location.clone(),
            source,
        }
    }

    fn refused(&self, source: DialectError) -> StepCause {
        StepCause::Refused {
            location: Some(self.location.clone()),
            source,
        }
    }

    /// Refuses to do it where foreign keys cannot be switched off.
    fn attached(&self, context: &Context<'_>) -> StepCause {
        self.refused(DialectError::Unsupported {
            dialect: context.renderer.dialect(),
            operation: self.operation.name(),
            object: self.operation.object(),
            what: "a foreign key refers to the table, which must be built anew, and inside the \
                   application's transaction foreign keys cannot be switched off"
                .to_owned(),
            help: Some(
                "pass a plain connection, or switch `foreign_keys` off before the transaction begins"
                    .to_owned(),
            ),
        })
    }

    /// Stands for the operation where a statement is asked for.
    fn stand_in(&self) -> Statement {
        Statement::new(self.operation.name()).at(Some(self.location.clone()))
    }

    /// Stands for the operation in the notes of its step.
    fn hash(&self) -> String {
        let mut builder = ChecksumBuilder::new();
        builder.part(format!("{:?}", self.operation));
        short(&builder.finish())
    }
}

impl Delivery<'_, '_, '_> {
    /// Takes an operation of the migration that must look at the database.
    pub(crate) fn take_looked_up(&mut self, it: &LookedUp<'_>) -> Result<(), Stop> {
        if self.wrap == Wrap::Single {
            self.flush()?;
            return self.deliver_by_itself(it);
        }
        if self.wrap == Wrap::Own && self.pass_unit(it)? {
            return Ok(());
        }
        self.foresee(it)?;
        self.flush()?;
        self.ensure_open()?;
        self.send_before()?;
        let context = self.running.context;
        let rendered = it.write(context, self.session())?;
        self.check_detached(it, &rendered)?;
        self.take_unit(rendered.statements, it.hash());
        Ok(())
    }

    /// Tells whether an earlier run has noted the operation.
    fn pass_unit(&mut self, it: &LookedUp<'_>) -> Result<bool, Stop> {
        if !self.has_journal() {
            return Ok(false);
        }
        self.ensure_open()?;
        let number = self.n_taken() + 1;
        let passed = self.pass_hash(&it.hash());
        passed.map_err(|error| error.into_stop(&it.stand_in(), number, number))
    }

    /// Sees before much has run in vain whether the step must be run again with foreign keys off.
    fn foresee(&mut self, it: &LookedUp<'_>) -> Result<(), Stop> {
        if !self.has_pending() {
            return Ok(());
        }
        self.ensure_open()?;
        let context = self.running.context;
        // What the operation needs may be among what is pending.
        match it.write(context, self.session()) {
            Ok(rendered) => self.check_detached(it, &rendered),
            Err(_) => Ok(()),
        }
    }

    /// Asks for the step to be run again if foreign keys are in the way.
    fn check_detached(&mut self, it: &LookedUp<'_>, rendered: &Rendered) -> Result<(), Stop> {
        if !rendered.detaches {
            return Ok(());
        }
        let obeys = self.session().obeys_references();
        if !obeys.map_err(Stop::database)? {
            return Ok(());
        }
        match self.session().scope() {
            Scope::Own => Err(Stop::MustDetach),
            Scope::Joined => Err(it.attached(self.running.context).into()),
        }
    }

    /// Outside a transaction: looks, does it and notes it in one of its own.
    fn deliver_by_itself(&mut self, it: &LookedUp<'_>) -> Result<(), Stop> {
        let number = self.n_taken() + 1;
        let running = self.running;
        let (session, journal) = self.session_and_journal();
        let Some(journal) = journal else {
            return Ok(());
        };
        let mut alone = ByItself {
            running,
            it,
            number,
            is_detached: false,
        };
        let n_statements = alone.deliver(session, journal)?;
        self.count_taken(n_statements);
        Ok(())
    }
}

/// An operation that is delivered in a transaction of its own.
struct ByItself<'d, 'r, 'a, 'o> {
    running: &'r Running<'r, 'a>,
    it: &'d LookedUp<'o>,
    /// The number of its first statement.
    number: usize,
    /// Whether foreign keys are off meanwhile.
    is_detached: bool,
}

impl ByItself<'_, '_, '_, '_> {
    /// Tries again while others are in the way; returns the number of statements.
    fn deliver(&mut self, session: &mut dyn Session, journal: &mut Journal) -> Result<usize, Stop> {
        let context = self.running.context;
        let mut wait = Wait::for_traffic();
        loop {
            context.check_cancelled().map_err(Stop::run)?;
            match self.attempt(session, journal) {
                Err(Stop::MustDetach) => self.is_detached = true,
                Err(Stop::Failed(StepCause::Statement { source, .. }))
                    if source.is_busy() && wait.pause(context).map_err(Stop::run)?.is_none() => {}
                outcome => return outcome,
            }
        }
    }

    fn attempt(&self, session: &mut dyn Session, journal: &mut Journal) -> Result<usize, Stop> {
        let context = self.running.context;
        let mut references = if self.is_detached {
            References::off(session).map_err(Stop::run)?
        } else {
            References::kept(session)
        };
        let before = self.strays_before(references.session())?;
        let mut guarded = Guarded::new(references.session());
        guarded.begin(context).map_err(Stop::run)?;
        let hash = self.it.hash();
        let undelivered =
            |error: Undelivered| error.into_stop(&self.it.stand_in(), self.number, self.number);
        journal
            .refresh(context, guarded.session())
            .map_err(undelivered)?;
        let mut n_statements = 1;
        if !journal.has_run(&hash).map_err(undelivered)? {
            n_statements = self.run(guarded.session())?;
            self.check_strays(guarded.session(), &before)?;
            journal
                .note_done_here(context, &mut guarded, &hash)
                .map_err(undelivered)?;
        }
        journal.pass_over();
        Ok(n_statements)
    }

    /// Writes the operation and runs its statements.
    fn run(&self, session: &mut dyn Session) -> Result<usize, Stop> {
        let rendered = self.it.write(self.running.context, session)?;
        let obeys = session.obeys_references().map_err(Stop::database)?;
        if rendered.detaches && obeys {
            return Err(Stop::MustDetach);
        }
        let n_statements = rendered.statements.len();
        let total = self.number + n_statements.saturating_sub(1);
        for (number, statement) in (self.number..).zip(&rendered.statements) {
            self.running.tell_statement(number, statement);
            session
                .execute(std::slice::from_ref(statement), &mut always)
                .map_err(|failed| Stop::of_statement(statement, failed.error, number, total))?;
        }
        Ok(n_statements)
    }

    fn strays_before(&self, session: &mut dyn Session) -> Result<Strays, Stop> {
        let context = self.running.context;
        match (self.is_detached, context.is_offline) {
            (false, _) => Ok(Strays::default()),
            (true, true) => note_references(context.renderer, session).map(|()| Strays::default()),
            (true, false) => Strays::read(context.renderer, session).map_err(Stop::database),
        }
    }

    fn check_strays(&self, session: &mut dyn Session, before: &Strays) -> Result<(), Stop> {
        let context = self.running.context;
        match (self.is_detached, context.is_offline) {
            (false, _) => Ok(()),
            (true, true) => check_references(context.renderer, session),
            (true, false) => Strays::read(context.renderer, session)
                .map_err(Stop::database)?
                .check_against(before)
                .map_err(Stop::Failed),
        }
    }
}
