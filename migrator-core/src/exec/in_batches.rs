//! Operations in batches, delivered batch after batch.
//!
//! | where | a batch is |
//! |---|---|
//! | in a transaction | a statement in it |
//! | outside | a transaction, with a note of how far the operation has come in the step's history row, in the place of the note before |
//!
//! A batch and its note are kept together, so that the next run goes on behind the last batch
//! that was kept, and no row is in two. Where no lock is held between two batches, the notes are
//! read again before each: two processes share the batches between them. In a script all batches
//! are one statement.

use crate::base::{ChecksumBuilder, Location, Value};
use crate::dialect::DialectError;
use crate::exec::Event;
use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::journal::{Journal, Undelivered, short};
use crate::exec::running::Running;
use crate::exec::step_error::StepCause;
use crate::exec::stop::Stop;
use crate::exec::transaction::Guarded;
use crate::exec::wait::Wait;
use crate::exec::walk::{Key, Range, Writer};
use crate::history::Walk;
use crate::ops::InBatches;
use crate::session::{Row, Rows, Session, Statement, always};

/// An operation in batches on its way.
struct Walker<'w, 'r, 'a> {
    running: &'r Running<'r, 'a>,
    operation: &'w InBatches,
    writer: Writer<'w>,
    location: &'w Location,
    hash: String,
    /// Its number in the migration, from 1.
    number: usize,
    /// The key, once somebody has looked.
    key: Option<Key>,
}

/// Where an operation stands between two batches.
struct Place {
    n_rows: u64,
    left: Range,
}

/// A batch that is about to run.
struct Batch {
    statement: Statement,
    /// Where the operation will stand.
    after: Place,
    /// Whether it is the last.
    is_last: bool,
}

impl Delivery<'_, '_, '_> {
    /// Takes an operation in batches, and runs it.
    pub(crate) fn take_in_batches(
        &mut self,
        operation: &InBatches,
        location: &Location,
    ) -> Result<(), Stop> {
        let running = self.running;
        let writer = Writer::new(running.context.renderer, operation);
        let mut walker = Walker {
            running,
            operation,
            writer: writer.map_err(|source| refused(source, location))?,
            location,
            hash: hash(operation),
            number: self.n_taken() + 1,
            key: None,
        };
        if running.context.is_offline {
            return self.write_in_batches(&walker);
        }
        self.flush()?;
        if self.wrap == Wrap::Single {
            let (session, journal) = self.session_and_journal();
            if let Some(journal) = journal {
                walker.run_outside(session, journal)?;
            }
        } else {
            self.run_inside(&mut walker)?;
        }
        self.count_taken(1);
        Ok(())
    }

    /// Writes the operation as one statement: a script cannot look where a batch ends.
    fn write_in_batches(&mut self, walker: &Walker<'_, '_, '_>) -> Result<(), Stop> {
        if self.wrap == Wrap::Own {
            let passed = self.pass_hash(&walker.hash);
            if passed.map_err(|error| walker.undelivered(error))? {
                return Ok(());
            }
        }
        let statement = walker.written(walker.writer.change_all())?;
        let statement = statement.at(Some(walker.location.clone()));
        let n_rows = walker.operation.batches.rows();
        self.remark(&format!(
            "At once; the program does it {n_rows} rows at a time."
        ))?;
        if self.wrap != Wrap::Single {
            self.take_unit(vec![statement], walker.hash.clone());
            return Ok(());
        }
        let (running, context) = (self.running, self.running.context);
        let (session, journal) = self.session_and_journal();
        if let Some(journal) = journal {
            let has_run = journal.has_run(&walker.hash);
            if has_run.map_err(|error| walker.undelivered(error))? {
                journal.pass_over();
                return Ok(());
            }
            let mut guarded = Guarded::new(session);
            guarded.begin(context).map_err(Stop::run)?;
            running.tell_statement(walker.number, &statement);
            let kept = journal.deliver_batch(
                context,
                &mut guarded,
                Some(statement.clone()),
                Err(&walker.hash),
            );
            kept.map_err(|error| error.into_stop(&statement, walker.number, walker.number))?;
            journal.pass_over();
        }
        self.count_taken(1);
        Ok(())
    }

    /// Runs all batches in the open transaction.
    fn run_inside(&mut self, walker: &mut Walker<'_, '_, '_>) -> Result<(), Stop> {
        self.ensure_open()?;
        // An earlier run can have begun outside a transaction.
        let mut place = self.journal_walk().cloned().map(Place::of);
        if self.wrap == Wrap::Own {
            let passed = self.pass_hash(&walker.hash);
            if passed.map_err(|error| walker.undelivered(error))? {
                return Ok(());
            }
            self.note_as(walker.hash.clone());
        }
        self.send_before()?;
        loop {
            let context = self.running.context;
            context.check_cancelled().map_err(Stop::run)?;
            let Some(batch) = walker.next(self.session(), place.take())? else {
                return Ok(());
            };
            walker.announce(&batch.statement);
            let one = std::slice::from_ref(&batch.statement);
            let ran = self.session().execute(one, &mut always);
            ran.map_err(|failed| {
                Stop::of_statement(&batch.statement, failed.error, walker.number, walker.number)
            })?;
            self.check_still_inside(Some(walker.location))?;
            walker.tell(batch.after.n_rows);
            if batch.is_last {
                return Ok(());
            }
            place = Some(batch.after);
        }
    }
}

impl Walker<'_, '_, '_> {
    /// Runs each batch in a transaction of its own, and tries again while others are in the way.
    fn run_outside(
        &mut self,
        session: &mut dyn Session,
        journal: &mut Journal,
    ) -> Result<(), Stop> {
        let context = self.running.context;
        let mut wait = Wait::for_traffic();
        loop {
            context.check_cancelled().map_err(Stop::run)?;
            match self.one_outside(session, journal) {
                Ok(true) => break,
                Ok(false) => wait = Wait::for_traffic(),
                Err(Stop::Failed(StepCause::Statement { source, .. }))
                    if source.is_busy() && wait.pause(context).map_err(Stop::run)?.is_none() => {}
                Err(cause) => return Err(cause),
            }
        }
        journal.pass_over();
        Ok(())
    }

    /// Runs one batch; tells whether the operation is done.
    fn one_outside(
        &mut self,
        session: &mut dyn Session,
        journal: &mut Journal,
    ) -> Result<bool, Stop> {
        let context = self.running.context;
        let mut guarded = Guarded::new(session);
        guarded.begin(context).map_err(Stop::run)?;
        let refreshed = journal.refresh(context, guarded.session());
        refreshed.map_err(|error| self.undelivered(error))?;
        let has_run = journal.has_run(&self.hash);
        if has_run.map_err(|error| self.undelivered(error))? {
            return Ok(true);
        }
        let place = journal.walk().cloned().map(Place::of);
        let batch = self.next(guarded.session(), place)?;
        let Some(batch) = batch else {
            let kept = journal.deliver_batch(context, &mut guarded, None, Err(&self.hash));
            return kept.map(|()| true).map_err(|error| self.undelivered(error));
        };
        self.announce(&batch.statement);
        let Batch {
            statement,
            after,
            is_last,
        } = batch;
        let n_rows = after.n_rows;
        let note = match after.into_walk(&self.hash) {
            Some(walk) if !is_last => Ok(walk),
            _ => Err(self.hash.as_str()),
        };
        let kept = journal.deliver_batch(context, &mut guarded, Some(statement.clone()), note);
        kept.map_err(|error| error.into_stop(&statement, self.number, self.number))?;
        drop(guarded);
        self.tell(n_rows);
        Ok(is_last)
    }

    /// Looks for the next batch, from the beginning if there is no place; `None` if no rows are left.
    fn next(
        &mut self,
        session: &mut dyn Session,
        place: Option<Place>,
    ) -> Result<Option<Batch>, Stop> {
        let key = self.key(session)?;
        let place = match place {
            Some(place) => place,
            None => match self.begin(session, &key)? {
                Some(place) => place,
                None => return Ok(None),
            },
        };
        let next = self.written(self.writer.next(&key, &place.left))?;
        let answer = self.ask(session, next)?;
        let Some((to, n_rows)) = answer.first().and_then(end_of_batch) else {
            return Ok(None);
        };
        let Place { left, n_rows: done } = place;
        let is_last = n_rows < self.operation.batches.rows() || to == left.to;
        let range = Range {
            after: left.after,
            to,
        };
        let statement = self.written(self.writer.change(&key, &range))?;
        let left = Range {
            after: Some(range.to),
            to: left.to,
        };
        Ok(Some(Batch {
            statement: statement.at(Some(self.location.clone())),
            after: Place {
                n_rows: done + n_rows,
                left,
            },
            is_last,
        }))
    }

    /// Finds the key in the catalogue.
    fn key(&mut self, session: &mut dyn Session) -> Result<Key, Stop> {
        if let Some(key) = &self.key {
            return Ok(key.clone());
        }
        let keys = self.written(self.writer.keys())?;
        let columns = self.ask(session, keys)?;
        let key = self.written(self.writer.key(&columns))?;
        self.key = Some(key.clone());
        Ok(key)
    }

    /// Finds the last key; `None` in an empty table.
    fn begin(&self, session: &mut dyn Session, key: &Key) -> Result<Option<Place>, Stop> {
        if let Some(without) = self.written(self.writer.without_key(key))?
            && !self.ask(session, without)?.is_empty()
        {
            let refusal = DialectError::Invalid {
                operation: self.operation.called(),
                object: self.operation.batches.table().to_string(),
                what: format!(
                    "there are rows whose `{}` is NULL, which no batch would have",
                    key.column
                ),
                help: Some("change these rows before, or name another column".to_owned()),
            };
            return Ok(self.written(Err(refusal))?);
        }
        let end = self.written(self.writer.end(key))?;
        let rows = self.ask(session, end)?;
        let end: Option<Value> = rows.first().and_then(|row| row.get(0).ok());
        Ok(end.map(|to| Place {
            n_rows: 0,
            left: Range { after: None, to },
        }))
    }

    /// With a place, so that a key comes with its type, or as a text that does not depend on settings.
    fn ask(&self, session: &mut dyn Session, query: Statement) -> Result<Rows, Stop> {
        let query = query.at(Some(self.location.clone()));
        let rows = session.query(&query);
        rows.map_err(|error| Stop::of_statement(&query, error, self.number, self.number))
    }

    fn written<T>(&self, written: Result<T, DialectError>) -> Result<T, StepCause> {
        written.map_err(|source| refused(source, self.location))
    }

    fn undelivered(&self, error: Undelivered) -> Stop {
        let stand_in = Statement::new(self.operation.called()).at(Some(self.location.clone()));
        error.into_stop(&stand_in, self.number, self.number)
    }

    fn announce(&self, statement: &Statement) {
        self.running.tell_statement(self.number, statement);
    }

    fn tell(&self, n_rows: u64) {
        self.running.context.tell(&Event::BatchFinished {
            revision: self.running.revision.id(),
            statement: self.number,
            table: &self.operation.batches.table().to_string(),
            n_rows,
        });
    }
}

impl Place {
    fn of(walk: Walk) -> Self {
        Self {
            n_rows: walk.n_rows,
            left: Range {
                after: Some(walk.last),
                to: walk.end,
            },
        }
    }

    fn into_walk(self, hash: &str) -> Option<Walk> {
        Some(Walk {
            hash: hash.to_owned(),
            n_rows: self.n_rows,
            last: self.left.after?,
            end: self.left.to,
        })
    }
}

fn refused(source: DialectError, location: &Location) -> StepCause {
    StepCause::Refused {
        location: Some(location.clone()),
        source,
    }
}

/// Reads the last key of a batch and the number of its rows.
fn end_of_batch(row: &Row) -> Option<(Value, u64)> {
    let n_rows: i64 = row.get(1).ok()?;
    Some((row.get(0).ok()?, u64::try_from(n_rows).ok()?))
}

/// Stands for the operation in the notes of its step. How large its batches are may change.
fn hash(operation: &InBatches) -> String {
    let mut builder = ChecksumBuilder::new();
    let batches = operation.batches.clone().size(0);
    builder.part(format!("{batches:?} {:?}", operation.change));
    short(&builder.finish())
}
