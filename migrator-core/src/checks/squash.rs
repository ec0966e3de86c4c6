//! A squash beside the files of what it stands for: run in their place, and held against what they leave.
//!
//! ```text
//!  where the range begins ─► rows ─► the range, one by one ─► schema and rows
//!            └─► the same rows ─► the squash ─► the same? ─► down ─► up again
//! ```
//!
//! Where it stands in the graph it is only counted, so that nobody would see what it does before the others are gone.

use std::sync::Arc;

use super::contents::Contents;
use super::crew::{Crew, Turn};
use super::error::ChecksError;
use super::look::Look;
use super::place::{Going, Place};
use super::survival::{Moment, others};
use super::trial::{Trial, said, section};
use super::verdict::Verdict;
use super::walk::Walk;
use crate::plan::Direction;
use crate::script::RevisionCheck;
use crate::session::Workshop;

/// What the revisions leave that a squash stands for.
struct Left {
    look: Arc<Look>,
    contents: Arc<Contents>,
    /// Whether tables had rows before.
    has_rows: bool,
}

impl Walk<'_> {
    /// Tries the squashes that have only been counted so far.
    pub(super) fn squashes(&mut self, workshop: &mut dyn Workshop) -> Result<(), ChecksError> {
        let crew = self.crew;
        for squash in crew.set.graph.squashes().filter(|it| !it.is_alone()) {
            let turn = Turn::instead(squash);
            // If anything below fails, that is told.
            if self.broken.contains(turn.position) {
                continue;
            }
            let left = match left(crew, workshop, &turn, true)? {
                Some(left) => Some(left),
                None => left(crew, workshop, &turn, false)?,
            };
            if let Some(left) = left {
                self.squash(workshop, turn, &left)?;
            }
        }
        Ok(())
    }

    fn squash(
        &mut self,
        workshop: &mut dyn Workshop,
        turn: Turn,
        left: &Left,
    ) -> Result<(), ChecksError> {
        let mut place = Place::open(self.crew, workshop)?;
        let Some((before, has_rows)) = beginning(&mut place, &turn, left.has_rows)? else {
            return Ok(());
        };
        let rows = has_rows.then(|| place.contents(&before));
        let mut trial = Trial::new(turn.clone(), before, rows);
        let n_up = match place.step(&turn, Direction::Up) {
            Ok(n_up) => n_up,
            Err(why) => {
                trial.upgrade_fails(format!(
                    "in the place of what it replaces the upgrade fails: {why}"
                ));
                self.keep(trial);
                return Ok(());
            }
        };
        let after = place.look(&[&left.look])?;
        let held = place.compared(&left.look, &after);
        let contents = place.contents(&after);
        let rows = others(
            moment(&left.look, &left.contents),
            moment(&after, &contents),
            place.introspection(),
        );
        trial.rows_after_up(&mut place, &after);
        let is_clean = trial.way_back(&mut place, &after, n_up)?;
        let lines = section("it leaves another schema than what it replaces", &held);
        trial.add(RevisionCheck::RoundTrip, &lines);
        for order in held.orders {
            trial.seen.note(RevisionCheck::RoundTrip, order);
        }
        if let Verdict::Failed(text) = said("it leaves other rows than what it replaces", &rows) {
            trial.add(RevisionCheck::RowsSurvive, &[text]);
        }
        self.script(turn, after, is_clean);
        self.keep(trial);
        Ok(())
    }
}

/// Runs what a squash stands for, one by one; `None` if that fails.
fn left(
    crew: &Crew<'_>,
    workshop: &mut dyn Workshop,
    turn: &Turn,
    has_rows: bool,
) -> Result<Option<Left>, ChecksError> {
    let mut place = Place::open(crew, workshop)?;
    let Some((_, has_rows)) = beginning(&mut place, turn, has_rows)? else {
        return Ok(None);
    };
    for member in &turn.instead_of {
        if place.step(&Turn::alone(*member), Direction::Up).is_err() {
            return Ok(None);
        }
    }
    let look = place.look(&[])?;
    let contents = place.contents(&look);
    Ok(Some(Left {
        look,
        contents,
        has_rows,
    }))
}

/// Brings a new database to where a squash begins, with rows if that is wanted; returns whether there are any.
fn beginning(
    place: &mut Place<'_>,
    turn: &Turn,
    has_rows: bool,
) -> Result<Option<(Arc<Look>, bool)>, ChecksError> {
    let Going::There = place.go_to(&place.crew.needs_of(turn), |_| false) else {
        return Ok(None);
    };
    let before = place.look(&[])?;
    let has_rows = has_rows && place.fill(&before, None)?;
    Ok(Some((before, has_rows)))
}

fn moment<'m>(look: &'m Look, contents: &'m Contents) -> Moment<'m> {
    Moment {
        catalog: &look.catalog,
        contents,
    }
}
