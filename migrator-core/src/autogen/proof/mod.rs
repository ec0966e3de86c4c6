//! A revision is tried on a scratch database before it is written: up and down, with rows in the tables.
//!
//! ```text
//!  a database where the revision begins ─► a few rows ─► up ─► as wanted? rows still there?
//!                                                         └─► down ─► as before? rows still there?
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `task` | what is tried, and what that shows |
//! | `round` | one try, from the beginning to the end |
//! | `touched`, `fill` | which tables need rows, and making them |
//! | `names` | what tables and columns are called afterwards |
//! | `rows` | the rows before and after |
//! | `excuse` | failures that say more of the scratch database than of the step |
//! | `verdict` | what is held against which step |
//!
//! A step that fails for rows that were made up is tried once more with none that has a `NULL`, then without
//! rows. A step that no scratch database can run is left out and marked. Everything else that fails is an error: then nothing is written.
//!
//! Invariant: a step is only called seen if the whole way ran with it.

mod error;
mod excuse;
mod fill;
mod names;
mod round;
mod rows;
mod task;
#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests;
mod touched;
mod verdict;

use std::error::Error;

pub use self::error::ProofError;
use self::excuse::{excuse, step_name};
#[cfg(feature = "testing")]
pub(crate) use self::fill::{Ground, fill};
use self::round::{Manner, Rows, Seen, Stopped};
use self::task::InTheWay;
pub(super) use self::task::{Evidence, Task, Way};
use crate::exec::{StepCause, TrialError};
use crate::plan::Direction;
use crate::session::{self, Session};

/// So many times a revision is tried at most: each time with what stopped it left out.
const MOST: usize = 8;

/// Opens scratch databases that stand where the revision begins.
pub(super) trait Beginning {
    /// Opens one, configured; gone when the session is dropped, which is before the next is asked for.
    fn open(&mut self) -> Result<Box<dyn Session + '_>, Box<dyn Error + Send + Sync>>;
}

/// Tries a revision.
///
/// # Errors
/// [`ProofError`] if a way does not run; then it should not be written.
pub(super) fn prove(
    task: &Task<'_>,
    beginning: &mut dyn Beginning,
) -> Result<Evidence, ProofError> {
    let mut manner = Manner::default();
    let mut in_the_way = None;
    for _ in 0..MOST {
        let mut session = beginning
            .open()
            .map_err(|source| ProofError::Ground { source })?;
        let is_within = session.scope() == session::Scope::Joined;
        let stopped = match round::run(task, &mut *session, &manner) {
            Ok(seen) => return Ok(verdict::verdict(task, &seen, &manner, in_the_way)),
            Err(stopped) => stopped,
        };
        drop(session);
        learn(task, stopped, is_within, &mut manner, &mut in_the_way)?;
    }
    let why = "what it needs could not be tried either".to_owned();
    for way in [Direction::Up, Direction::Down] {
        for at in 0..task.way(way).steps.len() {
            manner.skipped(way).entry(at).or_insert_with(|| why.clone());
        }
    }
    Ok(verdict::verdict(
        task,
        &Seen::default(),
        &manner,
        in_the_way,
    ))
}

/// Decides how the next try goes.
fn learn(
    task: &Task<'_>,
    stopped: Stopped,
    is_within: bool,
    manner: &mut Manner,
    in_the_way: &mut Option<InTheWay>,
) -> Result<(), ProofError> {
    let (way, at, error, has_rows) = match stopped {
        Stopped::Proof(error) => return Err(error),
        Stopped::Step {
            way,
            at,
            error,
            has_rows,
        } => (way, at, error, has_rows),
    };
    let step = at.and_then(|at| Some((at, task.way(way).steps.get(at)?)));
    if let Some((at, step)) = step {
        if let Some(why) = excuse(&step.operation, &error, is_within) {
            manner.skipped(way).insert(at, why);
            return Ok(());
        }
        if let Some(why) = for_want(task, manner) {
            manner.skipped(way).insert(at, why);
            return Ok(());
        }
    }
    let is_refused = matches!(&error, TrialError::Failed { cause, .. } if is_of_data(cause));
    if has_rows && is_refused {
        let (rows, what) = match manner.rows {
            Rows::Any => (Rows::Full, "where columns are NULL that may be"),
            Rows::Full | Rows::None => (Rows::None, "with rows that were made up"),
        };
        manner.rows = rows;
        let why = format!("{what} it fails: {}", told(&error));
        *in_the_way = Some(InTheWay { way, at, why });
        return Ok(());
    }
    Err(ProofError::fails(way, error, task.rules.hints))
}

/// Returns why a step may fail that others go before which were left out.
fn for_want(task: &Task<'_>, manner: &Manner) -> Option<String> {
    let of = |way: Direction, at: usize| Some(step_name(&task.way(way).steps.get(at)?.operation));
    let up = manner
        .up
        .keys()
        .next()
        .and_then(|at| of(Direction::Up, *at));
    let name = up.or_else(|| {
        manner
            .down
            .keys()
            .next()
            .and_then(|at| of(Direction::Down, *at))
    })?;
    Some(format!("{name} could not be tried, on which it may depend"))
}

fn is_of_data(cause: &StepCause) -> bool {
    cause.refusal().is_some()
        || matches!(
            cause,
            StepCause::StrayReferences { .. } | StepCause::NoKey { .. }
        )
}

/// Returns what the database says, or the error itself.
fn told(error: &TrialError) -> String {
    match error.source() {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}
