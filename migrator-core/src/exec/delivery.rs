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

use crate::base::Location;
use crate::dialect::{DialectError, Extent};
use crate::exec::ExecError;
use crate::exec::batch::Batch;
use crate::exec::journal::{Journal, hash};
use crate::exec::running::Running;
use crate::exec::step::why_wrapped;
use crate::exec::step_error::StepCause;
use crate::exec::transaction::{Guarded, Unkept};
use crate::history::{NewRow, Status, Unfinished};
use crate::session::{Rows, SessionErrorKind, Statement, always};

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

/// The way to the database for the statements of one step.
pub(crate) struct Delivery<'r, 'a, 's> {
    pub(super) running: &'r Running<'r, 'a>,
    guarded: Guarded<'s>,
    wrap: Wrap,
    /// How many `op.autocommit` blocks the migration is in.
    depth: usize,
    journal: Option<Journal>,
    rows: Vec<String>,
    /// Our own statements that go before the next one of the migration.
    before: Vec<Statement>,
    /// Statements of the migration, each with its number in it, from 1.
    pending: Vec<(usize, Statement)>,
    /// The hashes of statements that are sent, or pending with a journal, and not noted.
    unnoted: Vec<String>,
    n_taken: usize,
    /// Whether the settings of the connection are noted, for what a migration changes of them
    /// outside a transaction to be put back.
    has_noted: bool,
    /// Whether the migration has used the driver's own connection.
    has_unseen: bool,
}

impl<'r, 'a, 's> Delivery<'r, 'a, 's> {
    /// Begins the step; `before` are our own statements that must go first.
    pub(crate) fn begin(
        running: &'r Running<'r, 'a>,
        guarded: Guarded<'s>,
        wrap: Wrap,
        rows: &[String],
        before: Vec<Statement>,
    ) -> Result<Self, StepCause> {
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
            has_unseen: false,
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

    /// Returns how many statements are kept whatever happens to the rest.
    pub(crate) fn n_kept(&self) -> usize {
        self.journal.as_ref().map_or(0, Journal::n_done)
    }

    /// Takes a statement of the migration.
    pub(crate) fn take(&mut self, statement: Statement) -> Result<(), StepCause> {
        self.check_obeyed(&statement)?;
        self.n_taken += 1;
        let number = self.n_taken;
        if self.wrap == Wrap::Own && self.pass(&statement, number)? {
            return Ok(());
        }
        self.pending.push((number, statement));
        Ok(())
    }

    /// Tells whether an earlier run has noted the statement, so that nothing is left to do.
    fn pass(&mut self, statement: &Statement, number: usize) -> Result<bool, StepCause> {
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
            .map_err(|error| error.into_cause(statement, number, number))?;
        if !has_run {
            self.unnoted.push(hash);
            return Ok(false);
        }
        Ok(!self.running.context.renderer.sets_connection(statement))
    }

    /// Sends what was taken, then reads.
    pub(crate) fn query(&mut self, statement: &Statement) -> Result<Rows, StepCause> {
        self.check_obeyed(statement)?;
        self.flush()?;
        let number = self.n_taken + 1;
        if self.wrap == Wrap::Single {
            return self.read(statement, number);
        }
        self.n_taken = number;
        if self.pass(statement, number)? {
            // What it wrote is kept, so it may only read this time.
            self.send_before()?;
            return self.read(statement, number);
        }
        if self.journal.is_none() && self.wrap == Wrap::Own {
            self.unnoted.push(hash(statement));
        }
        self.ensure_open()?;
        self.send_before()?;
        self.running.tell_statement(number, statement);
        let rows = self.guarded.session().query(statement);
        let rows =
            rows.map_err(|error| StepCause::of_statement(statement, error, number, number))?;
        self.check_still_inside(statement.location.as_ref())?;
        Ok(rows)
    }

    /// Reads what must not write.
    fn read(&mut self, statement: &Statement, number: usize) -> Result<Rows, StepCause> {
        let rows = self.guarded.session().read(statement);
        rows.map_err(|error| match (error.kind, &statement.location) {
            (SessionErrorKind::ReadOnly, Some(location)) => StepCause::QueryWrites {
                location: location.clone(),
            },
            _ => StepCause::of_statement(statement, error, number, number),
        })
    }

    /// Sends what was taken, then gives the driver's own connection away, inside the
    /// transaction. Nothing notes what is done with it, so it goes with no journal.
    #[cfg(feature = "raw-driver")]
    pub(crate) fn raw(
        &mut self,
        work: &mut crate::session::RawWork<'_>,
        location: &Location,
    ) -> Result<(), StepCause> {
        if self.wrap == Wrap::Single || self.journal.is_some() {
            return Err(StepCause::RawOutside {
                location: location.clone(),
            });
        }
        self.has_unseen = true;
        self.flush()?;
        self.ensure_open()?;
        self.send_before()?;
        let given = self.guarded.session().raw(work);
        given.map_err(|error| StepCause::Run(Box::new(ExecError::database(error))))?;
        self.check_still_inside(Some(location))
    }

    /// Leaves the step's transaction for a block: what was taken is kept from here on.
    pub(crate) fn enter_block(&mut self, location: &Location) -> Result<(), StepCause> {
        if let Some(because) = why_wrapped(self.running.context, self.guarded.session()) {
            return Err(StepCause::BlockInside {
                location: location.clone(),
                because,
            });
        }
        if self.has_unseen {
            return Err(StepCause::RawOutside {
                location: location.clone(),
            });
        }
        self.depth += 1;
        if self.wrap == Wrap::Single {
            return Ok(());
        }
        self.keep_so_far()?;
        self.wrap = Wrap::Single;
        Ok(())
    }

    /// Ends a block: what follows is in a transaction again.
    pub(crate) fn leave_block(&mut self, is_step_unwrapped: bool) -> Result<(), StepCause> {
        self.flush()?;
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 || is_step_unwrapped {
            return Ok(());
        }
        self.wrap = Wrap::Own;
        let renderer = self.running.context.renderer;
        self.before.extend(renderer.closing(Extent::Session));
        self.open_settings(Extent::Transaction);
        Ok(())
    }

    /// Runs what is left, moves the version rows, writes the history row and commits,
    /// if it is ours to commit. Returns the number of statements and the version rows.
    pub(crate) fn finish(&mut self) -> Result<(usize, Vec<String>), StepCause> {
        if self.wrap == Wrap::Single {
            self.flush()?;
        }
        self.ensure_open()?;
        if self.journal.as_ref().is_some_and(Journal::has_more) {
            return Err(StepCause::JournalDiffers {
                number: self.n_taken + 1,
                location: None,
            });
        }
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
            ours.push(ledger.forget(noted));
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

    fn read_journal(&mut self) -> Result<Option<Journal>, StepCause> {
        let running = self.running;
        let (revision, direction) = (running.revision.id(), running.direction());
        let ledger = &running.context.ledger;
        let unfinished = ledger.unfinished(self.guarded.session(), revision, direction);
        let unfinished =
            unfinished.map_err(|error| StepCause::Run(Box::new(ExecError::database(error))))?;
        let journal =
            |unfinished: Unfinished| Journal::new(revision, direction, unfinished, &self.rows);
        Ok(unfinished.map(journal))
    }

    fn begin_single(&mut self) -> Result<(), StepCause> {
        let renderer = self.running.context.renderer;
        let mut ours: Vec<Statement> = renderer.opening(Extent::Session).into_iter().collect();
        let is_new = self.journal.is_none();
        if is_new {
            ours.push(self.started(&[]));
        }
        if ours.is_empty() && self.before.is_empty() {
            self.guarded.abandon();
        } else {
            self.commit(ours)?;
            self.has_noted = true;
        }
        if is_new {
            self.journal = Some(self.read_own_journal()?);
        }
        Ok(())
    }

    fn started(&self, hashes: &[String]) -> Statement {
        let row = self.running.history_row(Status::Started, &self.rows);
        self.running.context.ledger.record(&NewRow {
            n_statements: hashes.len(),
            statement_hashes: hashes,
            ..row
        })
    }

    /// Where no lock is held, another process may have ended the step since we noted it.
    fn read_own_journal(&mut self) -> Result<Journal, StepCause> {
        self.read_journal()?.ok_or(StepCause::Overtaken)
    }

    /// Commits what was taken before a block, with notes of it.
    fn keep_so_far(&mut self) -> Result<(), StepCause> {
        let renderer = self.running.context.renderer;
        let mut ours: Vec<Statement> = self.closing().into_iter().collect();
        let Some(journal) = &self.journal else {
            let mut hashes = std::mem::take(&mut self.unnoted);
            hashes.extend(self.pending.iter().map(|(_, statement)| hash(statement)));
            ours.push(self.started(&hashes));
            ours.extend(renderer.opening(Extent::Session));
            self.commit(ours)?;
            self.has_noted = true;
            self.journal = Some(self.read_own_journal()?.after(hashes.len()));
            return Ok(());
        };
        let noted = journal.with(&self.unnoted);
        if !self.unnoted.is_empty() {
            ours.push(self.running.context.ledger.note_progress(&noted));
        }
        ours.extend(renderer.opening(Extent::Session));
        if self.pending.is_empty() && self.unnoted.is_empty() && ours.is_empty() {
            self.guarded.abandon();
            return Ok(());
        }
        self.ensure_open()?;
        self.commit(ours)?;
        self.has_noted = true;
        if !self.unnoted.is_empty() {
            self.unnoted.clear();
            if let Some(journal) = &mut self.journal {
                journal.set(noted);
            }
        }
        Ok(())
    }

    fn open_settings(&mut self, extent: Extent) {
        let renderer = self.running.context.renderer;
        self.before.extend(renderer.opening(extent));
    }

    fn closing(&self) -> Option<Statement> {
        self.running.context.renderer.closing(Extent::Session)
    }

    fn ensure_open(&mut self) -> Result<(), StepCause> {
        if self.wrap == Wrap::Shared || self.guarded.is_open() {
            return Ok(());
        }
        let context = self.running.context;
        let run = |error| StepCause::Run(Box::new(error));
        self.guarded.begin(context).map_err(run)?;
        if let Some(journal) = &mut self.journal {
            let refreshed = journal.refresh(context, self.guarded.session());
            let ours = Statement::new("");
            refreshed.map_err(|error| error.into_cause(&ours, self.n_taken, self.n_taken))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StepCause> {
        if self.pending.is_empty() {
            return Ok(());
        }
        if self.wrap == Wrap::Single {
            return self.flush_one_by_one();
        }
        if self.journal.is_none() && self.wrap == Wrap::Own {
            let hashes = self.pending.iter().map(|(_, statement)| hash(statement));
            self.unnoted.extend(hashes);
        }
        self.send(Vec::new())
    }

    /// Runs our own statements that must be first, if they have not run yet.
    fn send_before(&mut self) -> Result<(), StepCause> {
        if self.before.is_empty() {
            return Ok(());
        }
        self.send(Vec::new())
    }

    fn flush_one_by_one(&mut self) -> Result<(), StepCause> {
        let total = self.n_taken;
        let context = self.running.context;
        for (number, statement) in std::mem::take(&mut self.pending) {
            let Some(journal) = &mut self.journal else {
                break;
            };
            let mut announce = || self.running.tell_statement(number, &statement);
            journal
                .deliver(context, &mut self.guarded, &statement, &mut announce)
                .map_err(|error| error.into_cause(&statement, number, total))?;
        }
        Ok(())
    }

    fn batch(&mut self, after: Vec<Statement>) -> Batch {
        let before = std::mem::take(&mut self.before);
        let pending = std::mem::take(&mut self.pending);
        Batch::new(before, pending, after, self.n_taken)
    }

    /// Sends everything, with `after` behind it, and leaves the transaction open.
    fn send(&mut self, after: Vec<Statement>) -> Result<(), StepCause> {
        self.ensure_open()?;
        let batch = self.batch(after);
        let mut about_to = |index: usize| batch.announce(self.running, index);
        self.guarded
            .session()
            .execute(&batch.statements, &mut about_to)
            .map_err(|failed| batch.failed(failed.at, failed.error))?;
        self.check_still_inside(batch.last_location())
    }

    /// Sends everything, with `after` behind it, and commits.
    fn commit(&mut self, after: Vec<Statement>) -> Result<(), StepCause> {
        self.ensure_open()?;
        let batch = self.batch(after);
        let running = self.running;
        let mut about_to = |index: usize| batch.announce(running, index);
        self.guarded
            .finish(running.context, &batch.statements, &mut about_to)
            .map_err(|unkept| match unkept {
                Unkept::Refused(at, error) => batch.failed(at, error),
                Unkept::Waited(error) => StepCause::Run(Box::new(error)),
            })
    }

    /// A statement such as `INSERT OR ROLLBACK` can end the transaction and succeed.
    fn check_still_inside(&mut self, location: Option<&Location>) -> Result<(), StepCause> {
        if self.guarded.session().in_transaction() {
            return Ok(());
        }
        Err(StepCause::TransactionEnded {
            location: location.cloned(),
        })
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
    }
}
