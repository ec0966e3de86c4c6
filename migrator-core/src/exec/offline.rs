//! Writing a run down as a script, by the same code that runs it.
//!
//! ```text
//!  for each step:  header · begin · guard · statements · version rows · history row · commit
//! ```
//!
//! The rows that the script begins with are given instead of read, and each step's guard sees to
//! it that they are there. Nothing waits, nothing is resumed, and the history is not asked what
//! speaks against the run: a history row counts as settled only where the row before it is.

use std::fmt::Write as _;
use std::time::Duration;

use crate::base::Transaction;
use crate::dialect::Expected;
use crate::exec::delivery::Wrap;
use crate::exec::recorder::chain;
use crate::exec::references::References;
use crate::exec::running::Running;
use crate::exec::stamp::{rows_after, statements};
use crate::exec::state::found;
use crate::exec::step::{self, Ran, check_runnable};
use crate::exec::transaction::Guarded;
use crate::exec::undisturbed::keep;
use crate::exec::{Context, ExecError, Goal};
use crate::graph::{Revision, Target};
use crate::history::State;
use crate::offline::ScriptSession;
use crate::plan::Step;
use crate::session::{Session, SessionError, SessionErrorKind, Statement};

const RULE: &str = "----------------------------------------------------------------------------";

/// Writes steps down, from these version rows on.
///
/// # Errors
/// Those of a migration, and those that are found before one runs.
pub fn write_steps(
    context: &mut Context<'_>,
    session: &mut ScriptSession<'_>,
    steps: &[Step],
    rows: &[String],
) -> Result<(), ExecError> {
    context.is_offline = true;
    check_runnable(context, session, steps)?;
    let mut writing = Writing {
        steps,
        rows: rows.to_vec(),
        before: opening(context, rows, true)?,
    };
    if context.options.transaction_mode() == Transaction::WholeRun {
        return writing.at_once(context, session);
    }
    steps
        .iter()
        .try_for_each(|step| writing.one(context, session, step))
}

/// Writes down what creates the library's own tables where they are missing.
///
/// # Errors
/// If the version table cannot be had.
pub fn write_tables(
    context: &mut Context<'_>,
    session: &mut ScriptSession<'_>,
) -> Result<bool, ExecError> {
    context.is_offline = true;
    let ours = create(context, &[])?;
    let mut guarded = Guarded::new(session);
    guarded.begin(context)?;
    keep(context, &mut guarded, &ours)?;
    Ok(true)
}

/// Writes a stamp down.
///
/// # Errors
/// If the targets mean nothing, or the version table cannot be had.
pub fn write_stamp(
    context: &mut Context<'_>,
    session: &mut ScriptSession<'_>,
    rows: &[String],
    targets: &[Target],
) -> Result<bool, ExecError> {
    context.is_offline = true;
    let state = State {
        rows: rows.to_vec(),
        has_version: true,
        has_history: true,
        has_schema: true,
        last_digest: Some(context.set.digest),
        last_rows: Some(rows.to_vec()),
        ..State::default()
    };
    let after = rows_after(context, &state, targets)?;
    let purges = context.options.purges();
    if after == rows && !purges {
        return Ok(false);
    }
    let mut ours = match purges {
        true => {
            let mut ours = create(context, &[])?;
            ours.push(context.ledger.forget_rows());
            ours
        }
        false => opening(context, rows, false)?,
    };
    let from = State {
        rows: if purges {
            Vec::new()
        } else {
            state.rows.clone()
        },
        ..state
    };
    ours.extend(statements(context, &from, &after, Duration::ZERO)?);
    session.remark(&format!("{RULE}\nstamp {}", listed(&after)));
    let mut guarded = Guarded::new(session);
    guarded.begin(context)?;
    keep(context, &mut guarded, &ours)?;
    Ok(true)
}

/// A script under way.
pub(super) struct Writing<'p> {
    steps: &'p [Step],
    /// The version rows by now.
    pub(super) rows: Vec<String>,
    /// Our own statements that go before the next step.
    before: Vec<Statement>,
}

impl Writing<'_> {
    /// Begins where nothing of our own has to be written before the first step.
    pub(super) fn from(rows: Vec<String>) -> Self {
        Self {
            steps: &[],
            rows,
            before: Vec::new(),
        }
    }

    /// Writes one step, in transactions of its own.
    fn one(
        &mut self,
        context: &mut Context<'_>,
        session: &mut ScriptSession<'_>,
        step: &Step,
    ) -> Result<(), ExecError> {
        session.remark(&heading(context, step)?);
        self.step(context, session, step)?;
        self.before = guard(context, &self.rows, true);
        Ok(())
    }

    /// Writes one step, with foreign keys off if need be.
    pub(super) fn step(
        &mut self,
        context: &mut Context<'_>,
        session: &mut ScriptSession<'_>,
        step: &Step,
    ) -> Result<(), ExecError> {
        let mark = session.mark();
        if self.attempt(context, session, step, false)? {
            return Ok(());
        }
        session.go_back(mark);
        if let Some(rehearsal) = &context.rehearsal {
            rehearsal.start_over();
        }
        match self.attempt(context, session, step, true)? {
            true => Ok(()),
            false => Err(unended()),
        }
    }

    /// Writes a step; false if it must be written with foreign keys off.
    fn attempt(
        &mut self,
        context: &mut Context<'_>,
        session: &mut ScriptSession<'_>,
        step: &Step,
        is_detached: bool,
    ) -> Result<bool, ExecError> {
        let mut references = references(context, session, is_detached)?;
        let running = Running::new(context, step)?;
        let guarded = Guarded::new(references.session());
        let before = self.before_of(context, is_detached);
        match step::run(
            &running,
            guarded,
            Wrap::of(&running),
            &mut self.rows,
            before,
        )? {
            Ran::Done(_) => Ok(true),
            Ran::MustDetach => Ok(false),
            Ran::Overtaken | Ran::MustOnlyRead { .. } => Err(unended()),
        }
    }

    /// Writes all steps in one transaction.
    fn at_once(
        &mut self,
        context: &mut Context<'_>,
        session: &mut ScriptSession<'_>,
    ) -> Result<(), ExecError> {
        let (mark, rows) = (session.mark(), self.rows.clone());
        if self.attempt_all(context, session, false)? {
            return Ok(());
        }
        session.go_back(mark);
        self.rows = rows;
        match self.attempt_all(context, session, true)? {
            true => Ok(()),
            false => Err(unended()),
        }
    }

    fn attempt_all(
        &mut self,
        context: &mut Context<'_>,
        session: &mut ScriptSession<'_>,
        is_detached: bool,
    ) -> Result<bool, ExecError> {
        let mut references = references(context, session, is_detached)?;
        let mut before = self.before_of(context, is_detached);
        let mut guarded = Guarded::new(references.session());
        guarded.begin(context)?;
        for step in self.steps {
            guarded.session().remark(&heading(context, step)?);
            let running = Running::new(context, step)?;
            let inner = Guarded::new(guarded.session());
            let before = std::mem::take(&mut before);
            match step::run(&running, inner, Wrap::Shared, &mut self.rows, before)? {
                Ran::Done(_) => {}
                Ran::MustDetach => return Ok(false),
                Ran::Overtaken | Ran::MustOnlyRead { .. } => return Err(unended()),
            }
        }
        keep(context, &mut guarded, &[])?;
        Ok(true)
    }

    fn before_of(&self, context: &Context<'_>, is_detached: bool) -> Vec<Statement> {
        let mut before = self.before.clone();
        if is_detached {
            before.extend(context.renderer.shell().note_references());
        }
        before
    }
}

fn references<'s>(
    context: &mut Context<'_>,
    session: &'s mut ScriptSession<'_>,
    is_detached: bool,
) -> Result<References<'s>, ExecError> {
    context.strays_before = is_detached.then(Default::default);
    match is_detached {
        true => References::off(session),
        false => Ok(References::kept(session)),
    }
}

/// Creates what may be missing, and fails unless the database is where the script begins.
fn opening(
    context: &Context<'_>,
    rows: &[String],
    must_be_whole: bool,
) -> Result<Vec<Statement>, ExecError> {
    let mut statements = create(context, rows)?;
    statements.extend(guard(context, rows, must_be_whole));
    if !rows.is_empty() {
        statements.push(context.ledger.record_found(&found(context, rows)));
    }
    Ok(statements)
}

/// Creates the tables that may be missing where the database has these rows.
fn create(context: &Context<'_>, rows: &[String]) -> Result<Vec<Statement>, ExecError> {
    let ledger = &context.ledger;
    let mut statements = Vec::new();
    if rows.is_empty() {
        statements.extend(ledger.create_schema());
        let create = ledger.create_version_if_missing();
        statements.push(create.map_err(|source| ExecError::Tables { source })?);
    }
    statements.push(ledger.create_history());
    Ok(statements)
}

fn guard(context: &Context<'_>, rows: &[String], must_be_whole: bool) -> Vec<Statement> {
    context.renderer.shell().guard(&Expected {
        rows,
        version: context.ledger.version_name(),
        history: context.ledger.history_name(),
        must_be_whole,
    })
}

/// Names a step: its direction, its id, its parents, its message, its file.
fn heading(context: &Context<'_>, step: &Step) -> Result<String, ExecError> {
    let running = Running::new(context, step)?;
    let revision = running.revision;
    let ids = |ids: Vec<&str>| ids.join(", ");
    let parents = ids(revision.parents().map(Revision::id).collect());
    let dependencies = ids(revision.dependencies().map(Revision::id).collect());
    let mut text = format!("{RULE}\n{} {}", step.direction, revision.id());
    // Writing to a `String` cannot fail.
    let _ = match parents.is_empty() {
        true => write!(text, ", the first of its line"),
        false => write!(text, ", which follows {parents}"),
    };
    if !dependencies.is_empty() {
        let _ = write!(text, " and depends on {dependencies}");
    }
    for line in [revision.message(), running.migration().file] {
        if !line.is_empty() {
            let _ = write!(text, "\n{line}");
        }
    }
    Ok(text)
}

/// Names version rows for a comment.
pub fn listed(rows: &[String]) -> String {
    if rows.is_empty() {
        return "base".to_owned();
    }
    rows.join(", ")
}

/// Brings a scratch database to where a script begins.
///
/// # Errors
/// What a migration fails with, as the driver's error of a session's.
pub fn replay(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    rows: &[String],
) -> Result<(), SessionError> {
    context.is_silent = true;
    let replayed = rows.iter().try_for_each(|row| {
        let goal = Goal::Upgrade(Target::revision(row));
        crate::exec::run(context, session, &goal)
    });
    replayed.map_err(|error| {
        let text = format!(
            "the earlier revisions cannot be replayed: {}",
            chain(&error)
        );
        SessionError {
            help: Some(
                "have every revision run on an empty database, or start the script behind this one \
                 and do it by hand",
            ),
            driver: Box::new(error),
            ..SessionError::new(SessionErrorKind::Other, text)
        }
    })
}

fn unended() -> ExecError {
    ExecError::Bug {
        what: "a step that is only written down does not end",
    }
}
