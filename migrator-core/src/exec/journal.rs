//! The notes of a step outside a transaction: what has run, and how far this process is in it.
//!
//! Where no lock keeps others out between two statements, the notes and the version
//! rows are read again before every statement. Two processes in the same step therefore
//! share its statements between them instead of repeating them, and one whose version
//! rows are moved away stops.

use crate::base::{Checksum, ChecksumBuilder};
use crate::dialect::Extent;
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::stop::Stop;
use crate::exec::transaction::{Guarded, Unkept};
use crate::exec::{Context, ExecError, until_free};
use crate::history::{Asking, EntryDirection, Unfinished, Walk};
use crate::session::{Exclusion, Session, SessionError, Statement, always};

/// The notes of one step, and how far this process has come in it.
pub(crate) struct Journal {
    revision: String,
    direction: EntryDirection,
    pub(super) unfinished: Unfinished,
    /// The version rows that the step was planned for.
    rows: Vec<String>,
    pub(super) n_passed: usize,
    /// Whether the statement at this place has run outside a transaction and is not noted.
    pub(super) awaits_note: bool,
}

/// Why a statement was not delivered.
pub(crate) enum Undelivered {
    /// The database refused it.
    Refused(SessionError),
    /// Another statement stood at this place when the step began.
    Differs,
    /// It ran before, nobody saw its end, and nothing shows what it did.
    Unseen,
    /// It passed over something broken of the same name.
    LeftBroken,
    /// Another process has finished the step, or moved the version rows: the plan is void.
    Overtaken,
    /// The deadline passed, or the run was cancelled.
    Run(ExecError),
}

impl Undelivered {
    /// Names the statement.
    pub(crate) fn into_stop(self, statement: &Statement, number: usize, total: usize) -> Stop {
        let location = statement.location.clone();
        let sql = || statement.sql.clone().into_owned();
        match self {
            Self::Refused(error) => Stop::of_statement(statement, error, number, total),
            Self::Differs => StepCause::JournalDiffers { number, location }.into(),
            Self::Unseen => Stop::Failed(StepCause::Unseen {
                number,
                location,
                sql: sql(),
            }),
            Self::LeftBroken => Stop::Failed(StepCause::LeftBroken {
                number,
                location,
                sql: sql(),
            }),
            Self::Overtaken => Stop::Overtaken,
            Self::Run(error) => Stop::run(error),
        }
    }
}

impl From<Unkept> for Undelivered {
    fn from(unkept: Unkept) -> Self {
        match unkept {
            Unkept::Refused(_, error) => Self::Refused(error),
            Unkept::Waited(error) => Self::Run(error),
        }
    }
}

impl Journal {
    /// Takes up the notes of a step that has begun.
    pub(crate) fn new(
        revision: &str,
        direction: EntryDirection,
        unfinished: Unfinished,
        rows: &[String],
    ) -> Self {
        Self {
            revision: revision.to_owned(),
            direction,
            unfinished,
            rows: rows.to_vec(),
            n_passed: 0,
            awaits_note: false,
        }
    }

    /// Begins the notes of a step that is only written down: they are for its last row.
    pub(crate) fn unwritten(
        revision: &str,
        direction: EntryDirection,
        hashes: Vec<String>,
        rows: &[String],
    ) -> Self {
        let n_passed = hashes.len();
        let unfinished = Unfinished {
            id: 0,
            hashes,
            in_flight: None,
            walk: None,
        };
        Self::new(revision, direction, unfinished, rows).after(n_passed)
    }

    /// Passes over what this process has run, and noted, before it had a journal.
    pub(crate) fn after(mut self, n_passed: usize) -> Self {
        self.n_passed = n_passed;
        self
    }

    /// Returns how many statements have run, by whichever process.
    fn n_done(&self) -> usize {
        self.unfinished.hashes.len()
    }

    /// Returns what has run, by whichever process.
    pub(crate) fn kept(&self) -> Kept {
        Kept {
            n_statements: self.n_done(),
            n_rows: self.unfinished.walk.as_ref().map_or(0, |walk| walk.n_rows),
        }
    }

    /// Tells whether more is noted than the migration has asked for.
    pub(crate) fn has_more(&self) -> bool {
        let is_one_begun = self.unfinished.in_flight.is_some() || self.unfinished.walk.is_some();
        self.n_passed < self.n_done() + usize::from(is_one_begun)
    }

    /// Returns the notes as they will be with more statements.
    pub(crate) fn with(&self, hashes: &[String]) -> Unfinished {
        let mut noted = self.unfinished.clone();
        noted.hashes.extend_from_slice(hashes);
        noted.in_flight = None;
        noted.walk = None;
        noted
    }

    /// Returns how far the operation at this place has come in batches, if it has begun.
    pub(crate) fn walk(&self) -> Option<&Walk> {
        let is_here = self.n_passed == self.n_done();
        self.unfinished.walk.as_ref().filter(|_| is_here)
    }

    /// Takes the notes as they are now, after they were written.
    pub(crate) fn set(&mut self, noted: Unfinished) {
        self.unfinished = noted;
    }

    /// Notes that a statement has run which could not share a transaction with its note.
    pub(super) fn note_done(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        hash: &str,
    ) -> Result<(), Undelivered> {
        guarded.begin(context).map_err(Undelivered::Run)?;
        self.refresh(context, guarded.session())?;
        // Another process may have noted the same statement, and later ones, by now.
        if self.has_run(hash)? {
            return Ok(());
        }
        let noted = self.with(&[hash.to_owned()]);
        if !context.is_offline {
            guarded.finish(context, &note(context, &noted), &mut always)?;
        }
        self.unfinished = noted;
        Ok(())
    }

    /// Notes which statement is about to run, of which nobody may see the end; `None` if none is.
    pub(super) fn note_in_flight(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        hash: Option<&str>,
    ) -> Result<(), Undelivered> {
        let mut noted = self.unfinished.clone();
        noted.in_flight = hash.map(str::to_owned);
        guarded.begin(context).map_err(Undelivered::Run)?;
        guarded.finish(context, &note(context, &noted), &mut always)?;
        self.unfinished = noted;
        Ok(())
    }

    /// Tells whether the statement at this place has run.
    pub(crate) fn has_run(&self, hash: &str) -> Result<bool, Undelivered> {
        let in_flight = self.unfinished.in_flight.as_ref();
        let begun = in_flight.or(self.unfinished.walk.as_ref().map(|walk| &walk.hash));
        match self.unfinished.hashes.get(self.n_passed) {
            None if begun.is_some_and(|noted| noted != hash) => Err(Undelivered::Differs),
            None => Ok(false),
            Some(noted) if noted == hash => Ok(true),
            Some(_) => Err(Undelivered::Differs),
        }
    }

    /// Tells whether the statement at this place has run, and passes over the place.
    pub(crate) fn pass(&mut self, hash: &str) -> Result<bool, Undelivered> {
        let has_run = self.has_run(hash)?;
        self.n_passed += 1;
        Ok(has_run)
    }

    /// Passes over a place of which is known what became of it.
    pub(crate) fn pass_over(&mut self) {
        self.n_passed += 1;
    }

    /// Notes what has run in the open transaction, and commits.
    pub(crate) fn note_done_here(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        hash: &str,
    ) -> Result<(), Undelivered> {
        let noted = self.with(&[hash.to_owned()]);
        guarded.finish(context, &note(context, &noted), &mut always)?;
        self.unfinished = noted;
        Ok(())
    }

    /// Reads the notes again, where others may have written them meanwhile.
    pub(crate) fn refresh(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), Undelivered> {
        if session.exclusion() == Exclusion::Lock {
            return Ok(());
        }
        let found = until_free(context, session, |context, session| {
            context
                .ledger
                .unfinished(session, &self.revision, self.direction)
        })
        .map_err(Undelivered::Run)?;
        self.unfinished = found.ok_or(Undelivered::Overtaken)?;
        let state = until_free(context, session, |context, session| {
            context.ledger.state(session, Asking::Freely)
        })
        .map_err(Undelivered::Run)?;
        if state.rows != self.rows {
            return Err(Undelivered::Overtaken);
        }
        Ok(())
    }
}

/// Writes the notes to the table that they were in when the step began, whatever the
/// migration has set since.
pub(super) fn note(context: &Context<'_>, noted: &Unfinished) -> Vec<Statement> {
    if context.is_offline {
        return Vec::new();
    }
    let closing = context.renderer.closing(Extent::Transaction);
    let note = context.ledger.note_progress(noted);
    closing.into_iter().chain([note]).collect()
}

/// Sixteen hexadecimal digits that stand for a statement with its values.
pub(crate) fn hash(statement: &Statement) -> String {
    let mut builder = ChecksumBuilder::new();
    builder.part(statement.sql.as_bytes());
    for value in &statement.params {
        builder.part(format!("{value:?}"));
    }
    short(&builder.finish())
}

/// The beginning of a checksum, as the notes have it.
pub(crate) fn short(digest: &Checksum) -> String {
    digest
        .bytes()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
