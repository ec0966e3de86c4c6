//! How the statements of a step reach the database, and how the step is kept.
//!
//! ```text
//!  Shared   ours · statements · rows                                 somebody else commits
//!  Own      begin · ours · statements · rows · commit                one exchange, unless something is read
//!  Single   begin · ours · history row `started` · commit
//!           for each statement:  begin · statement · its hash into the row · commit
//!           begin · version rows · history row `done` instead of `started` · commit
//! ```
//!
//! An `op.autocommit` block turns `Own` into `Single` and back: what came before it is
//! committed with the notes, and what comes after it with the next notes or with the
//! version rows. Whatever interrupts a step that has a journal, the next run finds it,
//! passes over what has run, and goes on; a migration that has changed in between is refused.

mod blocks;
mod reading;
mod sending;
mod taken;

pub(crate) use taken::Taken;

use taken::Noted;

use crate::base::Location;
use crate::dialect::{DialectError, Extent};
use crate::exec::journal::{Journal, Undelivered, hash};
use crate::exec::references::check_references;
use crate::exec::running::Running;
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::stop::Stop;
use crate::exec::strays::Strays;
use crate::exec::transaction::Guarded;
use crate::history::{NewRow, Status, Walk};
use crate::session::{Session, Statement, always};

/// What transactions a step runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// One that outlives it: the whole run's, or the application's.
    Shared,
    /// Its own.
    Own,
    /// None: each statement has one of its own, if it bears one.
    Single,
}

impl Wrap {
    /// Returns what a step runs in that need not share a transaction.
    pub(crate) fn of(running: &Running<'_, '_>) -> Self {
        match running.is_unwrapped() {
            true => Self::Single,
            false => Self::Own,
        }
    }
}

/// The way to the database for the statements of one step.
pub(crate) struct Delivery<'r, 'a, 's> {
    pub(in crate::exec) running: &'r Running<'r, 'a>,
    guarded: Guarded<'s>,
    pub(in crate::exec) wrap: Wrap,
    /// How many `op.autocommit` blocks the migration is in.
    depth: usize,
    journal: Option<Journal>,
    rows: Vec<String>,
    /// Our own statements that go before the next one of the migration.
    before: Vec<Statement>,
    /// What the migration has asked for and is not sent yet.
    pending: Vec<Taken>,
    /// The hashes of statements that are sent, or pending with a journal, and not noted.
    unnoted: Vec<String>,
    n_taken: usize,
    /// Whether the settings of the connection are noted, for what a migration changes of them
    /// outside a transaction to be put back.
    has_noted: bool,
    /// Whether the migration has read, since the last commit, what might have written as well.
    has_read: bool,
    /// Whether the migration has used the driver's own connection.
    has_unseen: bool,
    /// Whether the connection obeyed foreign keys before the migration changed a setting of it.
    obeyed: Option<bool>,
}

impl<'r, 'a, 's> Delivery<'r, 'a, 's> {
    /// Begins the step; `before` are our own statements that must go first.
    pub(crate) fn begin(
        running: &'r Running<'r, 'a>,
        guarded: Guarded<'s>,
        wrap: Wrap,
        rows: &[String],
        before: Vec<Statement>,
    ) -> Result<Self, Stop> {
        let mut delivery = Self {
            running,
            guarded,
            wrap,
            depth: 0,
            journal: None,
            rows: rows.to_vec(),
            before,
            pending: Vec::new(),
            unnoted: Vec::new(),
            n_taken: 0,
            has_noted: false,
            has_read: false,
            has_unseen: false,
            obeyed: None,
        };
        if running.has_begun() && wrap != Wrap::Shared {
            delivery.journal = delivery.read_journal()?;
        }
        if wrap == Wrap::Single {
            delivery.begin_single()?;
        } else {
            delivery.open_settings(Extent::Transaction);
        }
        Ok(delivery)
    }

    /// Returns what is kept whatever happens to the rest.
    pub(crate) fn kept(&self) -> Kept {
        self.journal.as_ref().map(Journal::kept).unwrap_or_default()
    }

    /// Takes a statement of the migration.
    pub(crate) fn take(&mut self, statement: Statement) -> Result<(), Stop> {
        self.check_obeyed(&statement)?;
        self.note_obeyed(&statement)?;
        self.n_taken += 1;
        let number = self.n_taken;
        if self.wrap == Wrap::Own && self.pass(&statement, number)? {
            return Ok(());
        }
        self.pending.push(Taken {
            number,
            statement,
            noted: Noted::Itself,
        });
        Ok(())
    }

    /// Takes the statements of an operation that is noted as one.
    pub(in crate::exec) fn take_unit(&mut self, statements: Vec<Statement>, hash: String) {
        let mut noted = Noted::As(hash.clone());
        // Nothing to do is noted as well, for the operations after it to find their places.
        let is_noted_now =
            self.wrap == Wrap::Own && (self.journal.is_some() || statements.is_empty());
        if is_noted_now {
            self.unnoted.push(hash);
        }
        for statement in statements {
            self.n_taken += 1;
            self.pending.push(Taken {
                number: self.n_taken,
                statement,
                noted: std::mem::replace(&mut noted, Noted::WithOthers),
            });
        }
    }

    /// Gives access to the session.
    pub(in crate::exec) fn session(&mut self) -> &mut dyn Session {
        self.guarded.session()
    }

    /// Gives access to the session, outside a transaction, and to the notes.
    pub(in crate::exec) fn session_and_journal(
        &mut self,
    ) -> (&mut dyn Session, Option<&mut Journal>) {
        (self.guarded.session(), self.journal.as_mut())
    }

    /// Returns how many statements the migration has asked for.
    pub(in crate::exec) fn n_taken(&self) -> usize {
        self.n_taken
    }

    /// Counts statements that have been delivered already.
    pub(in crate::exec) fn count_taken(&mut self, n_statements: usize) {
        self.n_taken += n_statements;
    }

    pub(in crate::exec) fn has_journal(&self) -> bool {
        self.journal.is_some()
    }

    pub(in crate::exec) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Returns how far an earlier run has come with the operation at this place.
    pub(in crate::exec) fn journal_walk(&self) -> Option<&Walk> {
        self.journal.as_ref().and_then(Journal::walk)
    }

    /// Has the next notes say that what this stands for has run.
    pub(in crate::exec) fn note_as(&mut self, hash: String) {
        self.unnoted.push(hash);
    }

    /// Tells whether an earlier run has noted this, and passes over its place.
    pub(in crate::exec) fn pass_hash(&mut self, hash: &str) -> Result<bool, Undelivered> {
        match &mut self.journal {
            Some(journal) => journal.pass(hash),
            None => Ok(false),
        }
    }

    /// Tells whether an earlier run has noted the statement, so that nothing is left to do.
    fn pass(&mut self, statement: &Statement, number: usize) -> Result<bool, Stop> {
        // Where no lock is held the notes are true only inside a transaction.
        if self.journal.is_some() {
            self.ensure_open()?;
        }
        let Some(journal) = &mut self.journal else {
            return Ok(false);
        };
        let hash = hash(statement);
        let has_run = journal
            .pass(&hash)
            .map_err(|error| error.into_stop(statement, number, number))?;
        if !has_run {
            self.unnoted.push(hash);
            return Ok(false);
        }
        Ok(!self.running.context.renderer.sets_connection(statement))
    }

    /// Says in the script that a part of the migration is not in it.
    pub(crate) fn leave_out(&mut self, location: &Location) -> Result<(), Stop> {
        self.remark(&format!(
            "Left out, because it needs the database: {location}"
        ))
    }

    /// Says something in the script, behind what was taken.
    pub(in crate::exec) fn remark(&mut self, text: &str) -> Result<(), Stop> {
        if self.running.context.rehearsal.is_some() {
            return Ok(());
        }
        self.flush()?;
        if self.wrap != Wrap::Single {
            self.ensure_open()?;
            self.send_before()?;
        }
        self.guarded.session().remark(text);
        Ok(())
    }

    /// Runs what is left, moves the version rows, writes the history row and commits,
    /// if it is ours to commit. Returns the number of statements and the version rows.
    pub(crate) fn finish(&mut self) -> Result<(usize, Vec<String>), Stop> {
        if self.wrap == Wrap::Single {
            self.flush()?;
        }
        self.ensure_open()?;
        if self.journal.as_ref().is_some_and(Journal::has_more) {
            let (number, location) = (self.n_taken + 1, None);
            return Err(StepCause::JournalDiffers { number, location }.into());
        }
        self.check_references()?;
        let after = self.running.rows_after(&self.rows);
        let mut ours: Vec<Statement> = self.closing().into_iter().collect();
        ours.extend(self.running.row_changes());
        let ledger = &self.running.context.ledger;
        let mut row = NewRow {
            n_statements: self.n_taken,
            ..self.running.history_row(Status::Done, &after)
        };
        let noted = self.journal.as_ref().map(|it| it.with(&self.unnoted));
        if let Some(noted) = &noted {
            if !self.running.context.is_offline {
                ours.push(ledger.forget(noted));
            }
            row.statement_hashes = &noted.hashes;
        }
        ours.push(ledger.record(&row));
        match self.wrap {
            Wrap::Shared => self.send(ours)?,
            Wrap::Own | Wrap::Single => self.commit(ours)?,
        }
        self.has_noted = false;
        Ok((self.n_taken, after))
    }

    /// Runs what is left and commits; nothing is noted anywhere.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn finish_unrecorded(&mut self) -> Result<(), Stop> {
        self.ensure_open()?;
        self.check_references()?;
        self.commit(self.closing().into_iter().collect())
    }

    /// With foreign keys off: fails if a row has lost what it refers to.
    fn check_references(&mut self) -> Result<(), Stop> {
        let context = self.running.context;
        let Some(before) = &context.strays_before else {
            return Ok(());
        };
        self.flush()?;
        self.send_before()?;
        if context.is_offline {
            return check_references(context.renderer, self.guarded.session());
        }
        let after = Strays::read(context.renderer, self.guarded.session());
        after.map_err(Stop::database)?.check_against(before)?;
        Ok(())
    }

    fn open_settings(&mut self, extent: Extent) {
        let renderer = self.running.context.renderer;
        self.before.extend(renderer.opening(extent));
    }

    fn closing(&self) -> Option<Statement> {
        self.running.context.renderer.closing(Extent::Session)
    }

    pub(in crate::exec) fn ensure_open(&mut self) -> Result<(), Stop> {
        if self.wrap == Wrap::Shared || self.guarded.is_open() {
            return Ok(());
        }
        let context = self.running.context;
        self.guarded.begin(context).map_err(Stop::run)?;
        if let Some(journal) = &mut self.journal {
            let refreshed = journal.refresh(context, self.guarded.session());
            let ours = Statement::new("");
            refreshed.map_err(|error| error.into_stop(&ours, self.n_taken, self.n_taken))?;
        }
        Ok(())
    }

    /// A statement such as `INSERT OR ROLLBACK` can end the transaction and succeed.
    pub(in crate::exec) fn check_still_inside(
        &mut self,
        location: Option<&Location>,
    ) -> Result<(), StepCause> {
        if self.guarded.session().in_transaction() {
            return Ok(());
        }
        Err(StepCause::TransactionEnded {
            location: location.cloned(),
        })
    }

    /// Notes, outside a transaction, whether foreign keys are obeyed before a statement that may
    /// change that.
    fn note_obeyed(&mut self, statement: &Statement) -> Result<(), Stop> {
        let context = self.running.context;
        let may_change = self.wrap == Wrap::Single && context.renderer.sets_connection(statement);
        if may_change && self.obeyed.is_none() {
            let obeys = self.guarded.session().obeys_references();
            self.obeyed = Some(obeys.map_err(Stop::database)?);
        }
        Ok(())
    }

    /// Refuses what the database would refuse or ignore where the step runs.
    fn check_obeyed(&self, statement: &Statement) -> Result<(), StepCause> {
        let renderer = self.running.context.renderer;
        if self.wrap == Wrap::Single || renderer.runs_in_transaction(statement) {
            return Ok(());
        }
        Err(StepCause::Refused {
            location: statement.location.clone(),
            source: DialectError::NeedsNoTransaction {
                dialect: renderer.dialect(),
                statement: statement.sql.clone().into_owned(),
            },
        })
    }
}

impl Drop for Delivery<'_, '_, '_> {
    fn drop(&mut self) {
        let closing = self.closing().filter(|_| self.has_noted);
        if let Some(closing) = closing {
            self.guarded.abandon();
            // What ended the step is what will be reported.
            let _ = self.guarded.session().execute(&[closing], &mut always);
        }
        if let Some(obeyed) = self.obeyed {
            self.guarded.abandon();
            let _ = self.guarded.session().obey_references(obeyed);
        }
    }
}
