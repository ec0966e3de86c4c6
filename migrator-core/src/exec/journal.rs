//! Statements outside a transaction, each with its note in the history.
//!
//! A statement that can run in a transaction shares one with its note, so it runs
//! exactly once. One that cannot is noted after it ran, and is repeated if the
//! process dies in between: such are VACUUM and pragmas, which bear it. What sets
//! up the connection is repeated whenever a step is resumed.
//!
//! The notes and the version rows are read again before every statement. Two
//! processes in the same step therefore share its statements between them instead
//! of repeating them, and one whose version rows are moved away stops.

use crate::base::ChecksumBuilder;
use crate::exec::error::StepCause;
use crate::exec::recorder::failed;
use crate::exec::transaction::{CommitError, Open};
use crate::exec::{Context, ExecError, until_free};
use crate::history::{EntryDirection, Unfinished};
use crate::session::{Session, SessionError, Statement, always};

/// The notes of one step, and how far this process has come in it.
pub(crate) struct Journal {
    revision: String,
    direction: EntryDirection,
    unfinished: Unfinished,
    /// The version rows that the step was planned for.
    rows: Vec<String>,
    n_passed: usize,
}

/// Why a statement was not delivered.
pub(crate) enum Undelivered {
    /// The database refused it.
    Refused(SessionError),
    /// Another statement stood at this place when the step began.
    Differs,
    /// Another process has finished the step, or moved the version rows: the plan is void.
    Overtaken,
    /// The deadline passed, or the run was cancelled.
    Run(ExecError),
}

impl Undelivered {
    /// Names the statement.
    pub(crate) fn into_cause(
        self,
        statement: &Statement,
        number: usize,
        total: usize,
    ) -> StepCause {
        match self {
            Self::Refused(error) => failed(statement, error, number, total),
            Self::Differs => StepCause::JournalDiffers {
                number,
                location: statement.location.clone(),
            },
            Self::Overtaken => StepCause::Overtaken,
            Self::Run(error) => StepCause::Run(Box::new(error)),
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
        }
    }

    /// Returns how many statements have run, by whichever process.
    pub(crate) fn n_done(&self) -> usize {
        self.unfinished.hashes.len()
    }

    /// Returns the notes as they were last read.
    pub(crate) fn unfinished(&self) -> &Unfinished {
        &self.unfinished
    }

    /// Runs a statement, unless the notes say that it has run.
    pub(crate) fn deliver(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
        statement: &Statement,
        announce: impl FnOnce(),
    ) -> Result<(), Undelivered> {
        context.check_cancelled().map_err(Undelivered::Run)?;
        let hash = hash(statement);
        if context.renderer.runs_in_transaction(statement) {
            self.deliver_inside(context, session, statement, hash, announce)?;
        } else {
            self.deliver_alone(context, session, statement, hash, announce)?;
        }
        self.n_passed += 1;
        Ok(())
    }

    /// Runs a statement and notes it, in one transaction.
    fn deliver_inside(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
        statement: &Statement,
        hash: String,
        announce: impl FnOnce(),
    ) -> Result<(), Undelivered> {
        let mut open = Open::begin(context, session).map_err(Undelivered::Run)?;
        let has_run = self.has_run(context, open.session(), &hash)?;
        if !has_run {
            announce();
        }
        if !has_run || context.renderer.sets_connection(statement) {
            run(open.session(), statement)?;
        }
        if !has_run {
            self.note(context, open.session(), &hash)?;
            open.commit(context).map_err(not_committed)?;
            self.unfinished.hashes.push(hash);
        }
        Ok(())
    }

    /// Runs a statement that no transaction bears, and notes it afterwards.
    fn deliver_alone(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
        statement: &Statement,
        hash: String,
        announce: impl FnOnce(),
    ) -> Result<(), Undelivered> {
        let has_run = self.has_run(context, session, &hash)?;
        if !has_run {
            announce();
        }
        if !has_run || context.renderer.sets_connection(statement) {
            let once = std::slice::from_ref(statement);
            until_free(context, session, |_, session| {
                session.execute(once, &mut always).map_err(|it| it.error)
            })
            .map_err(as_refusal)?;
        }
        if has_run {
            return Ok(());
        }
        // Another process may have noted the same statement, and later ones, by now.
        let mut open = Open::begin(context, session).map_err(Undelivered::Run)?;
        if !self.has_run(context, open.session(), &hash)? {
            self.note(context, open.session(), &hash)?;
            open.commit(context).map_err(not_committed)?;
            self.unfinished.hashes.push(hash);
        }
        Ok(())
    }

    /// Reads the notes again and tells whether the statement at this place has run.
    fn has_run(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
        hash: &str,
    ) -> Result<bool, Undelivered> {
        self.refresh(context, session)?;
        match self.unfinished.hashes.get(self.n_passed) {
            None => Ok(false),
            Some(noted) if noted == hash => Ok(true),
            Some(_) => Err(Undelivered::Differs),
        }
    }

    /// Reads the notes again.
    pub(crate) fn refresh(
        &mut self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), Undelivered> {
        let found = until_free(context, session, |context, session| {
            context
                .ledger
                .unfinished(session, &self.revision, self.direction)
        })
        .map_err(Undelivered::Run)?;
        self.unfinished = found.ok_or(Undelivered::Overtaken)?;
        let state = until_free(context, session, |context, session| {
            context.ledger.state(session)
        })
        .map_err(Undelivered::Run)?;
        if state.rows != self.rows {
            return Err(Undelivered::Overtaken);
        }
        Ok(())
    }

    /// Writes that one more statement has run. Our own copy of the notes follows
    /// after the commit, which may be refused.
    fn note(
        &self,
        context: &Context<'_>,
        session: &mut dyn Session,
        hash: &str,
    ) -> Result<(), Undelivered> {
        let mut noted = self.unfinished.clone();
        noted.hashes.push(hash.to_owned());
        run(session, &context.ledger.note_progress(&noted))
    }
}

fn run(session: &mut dyn Session, statement: &Statement) -> Result<(), Undelivered> {
    session
        .execute(std::slice::from_ref(statement), &mut always)
        .map_err(|failed| Undelivered::Refused(failed.error))
}

fn as_refusal(error: ExecError) -> Undelivered {
    match error {
        ExecError::Database { source } => Undelivered::Refused(source),
        error => Undelivered::Run(error),
    }
}

fn not_committed(error: CommitError) -> Undelivered {
    match error {
        CommitError::Refused(error) => Undelivered::Refused(error),
        CommitError::Waited(error) => Undelivered::Run(error),
    }
}

/// Sixteen hexadecimal digits that stand for a statement with its values.
fn hash(statement: &Statement) -> String {
    let mut builder = ChecksumBuilder::new();
    builder.part(statement.sql.as_bytes());
    for value in &statement.params {
        builder.part(format!("{value:?}"));
    }
    let digest = builder.finish();
    digest
        .bytes()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
