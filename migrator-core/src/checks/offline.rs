//! Scripts, tried beside the runs: each where its revision begins, on a database without rows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::crew::{Crew, Turn};
use super::difference::difference;
use super::error::{ChecksError, told};
use super::look::Look;
use super::place::{Going, Place, caught};
use super::trial::said;
use super::verdict::Verdict;
use crate::backends;
use crate::exec::{self, Context, write_steps};
use crate::graph::{Position, RevisionSet, Target};
use crate::offline::ScriptSession;
use crate::plan::Direction;
use crate::session::{Session, SessionError, SessionErrorKind, Workshop};

/// A revision that was tried by a run.
pub(super) struct Job {
    pub(super) turn: Turn,
    /// What the run left.
    pub(super) after: Arc<Look>,
    /// Whether its downgrade leads back.
    pub(super) is_clean: bool,
}

/// What came of the scripts, and what is worth telling.
pub(super) type Found = BTreeMap<Position, (Verdict, Vec<String>)>;

/// Tries the scripts of revisions until no more come.
pub(super) fn walk(
    crew: &Crew<'_>,
    workshop: &mut dyn Workshop,
    jobs: &Receiver<Job>,
) -> Result<Found, ChecksError> {
    let mut found = Found::new();
    let mut clean = RevisionSet::with_capacity(crew.set.graph.len());
    let mut pending: Option<Job> = None;
    loop {
        let mut place = Place::open(crew, workshop)?;
        while !place.is_spoilt {
            let Some(job) = pending.take().or_else(|| jobs.recv().ok()) else {
                return Ok(found);
            };
            let position = job.turn.position;
            match place.go_to(&crew.needs_of(&job.turn), |it| clean.contains(it)) {
                Going::There => {
                    let verdict = tried(crew, &mut place, &job)?;
                    found.insert(position, verdict);
                    if job.is_clean {
                        clean.insert(position);
                    }
                }
                Going::Anew => {
                    pending = Some(job);
                    break;
                }
                Going::Failed(why) => {
                    found.insert(position, (Verdict::Unseen(why), Vec::new()));
                }
            }
        }
    }
}

/// Runs the script of an upgrade and looks at what comes of it.
fn tried(
    crew: &Crew<'_>,
    place: &mut Place<'_>,
    job: &Job,
) -> Result<(Verdict, Vec<String>), ChecksError> {
    // What a failure leaves is nothing to go on from.
    let fails = |what: &str, why: String| {
        let verdict = Verdict::Failed(format!("{what}: {why}"));
        (verdict, Vec::new())
    };
    let mut is_written = false;
    let ran = run(crew, place, &job.turn, &mut is_written);
    if let Err(why) = ran {
        place.is_spoilt = is_written;
        return Ok(match is_written {
            true => fails("the script fails where the run does not", why),
            false => fails("the script cannot be written", why),
        });
    }
    place.is_applied(&job.turn, Direction::Up);
    let look = place.look(&[&job.after])?;
    if Arc::ptr_eq(&look, &job.after) {
        return Ok((Verdict::Passed, Vec::new()));
    }
    let difference = difference(&job.after, &look, crew.introspection());
    place.is_spoilt = !difference.lines.is_empty();
    let what = "the script leaves another schema than the run";
    Ok((said(what, &difference.lines), difference.orders))
}

fn run(
    crew: &Crew<'_>,
    place: &mut Place<'_>,
    turn: &Turn,
    is_written: &mut bool,
) -> Result<(), String> {
    let steps = place.planned(turn, Direction::Up)?;
    let rows = place.rows();
    let options = crew.options.for_script();
    let mut context =
        Context::new(crew.set, &options, crew.renderer()).map_err(|error| told(&error))?;
    context.ledger = context.ledger.for_script();
    let settings = options.settings(context.ledger.version_name());
    let original = RefCell::new(&mut *place.session);
    let replica = || {
        let mut original = original.borrow_mut();
        let mut copy = backends::scratch_like(&mut **original)?;
        copy.configure(&settings)?;
        stamped(crew, &mut *copy, &rows)?;
        Ok(copy)
    };
    let mut script = ScriptSession::new(crew.renderer(), &replica);
    script.configure(&settings).map_err(|error| told(&error))?;
    let wrote = caught(|| write_steps(&mut context, &mut script, &steps, &rows));
    wrote?.map_err(|error| told(&error))?;
    let script = script.into_acts().map_err(|error| told(&error))?;
    *is_written = true;
    let session = original.into_inner();
    let ran = script.run(&mut *session);
    ran.map_err(|error| {
        let _ = session.rollback();
        told(&error)
    })
}

/// Gives a copy, which has no rows, those of the version table.
fn stamped(
    crew: &Crew<'_>,
    session: &mut dyn Session,
    rows: &[String],
) -> Result<(), SessionError> {
    let targets: Vec<Target> = rows.iter().map(Target::revision).collect();
    let stamped = Context::new(crew.set, &crew.options, crew.renderer()).and_then(|mut context| {
        context.is_silent = true;
        exec::stamp(&mut context, session, &targets)
    });
    stamped.map_err(|error| SessionError::new(SessionErrorKind::Other, told(&error)))
}
