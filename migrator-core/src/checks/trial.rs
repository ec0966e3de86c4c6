//! One revision under trial: what its steps leave of the schema and of the rows.

use std::sync::Arc;

use super::contents::Contents;
use super::crew::Turn;
use super::difference::{Difference, difference};
use super::error::ChecksError;
use super::look::Look;
use super::place::Place;
use super::survival::{Moment, lost};
use super::verdict::{Seen, Verdict};
use crate::plan::Direction;
use crate::script::RevisionCheck;

/// One revision under trial.
pub(super) struct Trial {
    pub(super) turn: Turn,
    pub(super) before: Arc<Look>,
    /// The rows before; `None` if there are none.
    pub(super) rows: Option<Arc<Contents>>,
    pub(super) seen: Seen,
}

impl Trial {
    /// Nothing has been seen yet.
    pub(super) fn new(turn: Turn, before: Arc<Look>, rows: Option<Arc<Contents>>) -> Self {
        Self {
            turn,
            before,
            rows,
            seen: Seen::default(),
        }
    }

    /// Notes that nothing can be judged, because the upgrade fails.
    pub(super) fn upgrade_fails(&mut self, what: String) {
        self.seen
            .set(RevisionCheck::RoundTrip, Verdict::Failed(what));
        let rest = "its upgrade fails, as `round_trip` says";
        self.seen.rest(&Verdict::PassedOver(rest.to_owned()));
    }

    /// Adds what speaks against a check.
    pub(super) fn add(&mut self, check: RevisionCheck, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let former = match self.seen.verdict(check) {
            Verdict::Failed(text) => Some(text),
            _ => None,
        };
        let all: Vec<String> = lines.iter().cloned().chain(former).collect();
        self.seen.set(check, Verdict::Failed(all.join("\n")));
    }

    /// Looks at the rows after the upgrade.
    pub(super) fn rows_after_up(&mut self, place: &mut Place<'_>, after: &Look) {
        for note in std::mem::take(&mut place.notes) {
            self.seen.note(RevisionCheck::RowsSurvive, note);
        }
        let Some(rows) = &self.rows else {
            self.seen.set(RevisionCheck::RowsSurvive, Verdict::Passed);
            return;
        };
        let contents = place.contents(after);
        let (was, is) = (
            Moment {
                catalog: &self.before.catalog,
                contents: rows,
            },
            Moment {
                catalog: &after.catalog,
                contents: &contents,
            },
        );
        let lines = lost(was, is, &[]);
        let verdict = said("the upgrade loses rows or values that were there", &lines);
        self.seen.set(RevisionCheck::RowsSurvive, verdict);
    }

    /// Goes down and up again; tells whether the downgrade leads back.
    pub(super) fn way_back(
        &mut self,
        place: &mut Place<'_>,
        after: &Arc<Look>,
        n_up: usize,
    ) -> Result<bool, ChecksError> {
        if !place.has_downgrade(self.turn.position) {
            return Ok(self.no_way_back("there is no downgrade".to_owned()));
        }
        let rows = self.rows.is_some().then(|| place.contents(after));
        match place.step(&self.turn, Direction::Down) {
            Err(why) => {
                let verdict = Verdict::Failed(format!("the downgrade fails: {why}"));
                self.seen.set(RevisionCheck::RoundTrip, verdict);
                self.seen.set(RevisionCheck::Downgrade, Verdict::Passed);
                let look = place.look(&[after])?;
                place.is_spoilt |= !Arc::ptr_eq(&look, after) || !place.is_as_noted();
                return Ok(false);
            }
            Ok(0) if n_up > 0 && is_untouched(place, after, rows.as_ref())? => {
                let statements = if n_up == 1 { "statement" } else { "statements" };
                place.stamp(&self.turn);
                return Ok(self.no_way_back(format!(
                    "the downgrade does nothing, and the upgrade ran {n_up} {statements}"
                )));
            }
            Ok(_) => {}
        }
        self.seen.set(RevisionCheck::Downgrade, Verdict::Passed);
        self.and_up_again(place, after, rows)
    }

    /// What is told by one check is not told by another.
    fn no_way_back(&mut self, why: String) -> bool {
        let over = Verdict::PassedOver(why.clone());
        self.seen.set(RevisionCheck::RoundTrip, over);
        self.seen
            .set(RevisionCheck::Downgrade, Verdict::Failed(why));
        false
    }

    fn and_up_again(
        &mut self,
        place: &mut Place<'_>,
        after: &Arc<Look>,
        rows: Option<Arc<Contents>>,
    ) -> Result<bool, ChecksError> {
        let down = place.look(&[&self.before, after])?;
        let back = place.compared(&self.before, &down);
        let mut lines = section(
            "after up and down, the schema is not as it was before",
            &back,
        );
        if let Err(why) = place.step(&self.turn, Direction::Up) {
            place.is_spoilt = true;
            lines.push(format!("after up and down the upgrade fails: {why}"));
            self.seen
                .set(RevisionCheck::RoundTrip, Verdict::Failed(lines.join("\n")));
            return Ok(false);
        }
        let end = place.look(&[after])?;
        let again = place.compared(after, &end);
        place.is_spoilt |= !again.lines.is_empty();
        lines.extend(section(
            "after up, down and up again, the schema is not as after the first time",
            &again,
        ));
        for order in back.orders.iter().chain(&again.orders) {
            let is_told = self
                .seen
                .notes_of(RevisionCheck::RoundTrip)
                .any(|it| it == order);
            if !is_told {
                self.seen.note(RevisionCheck::RoundTrip, order.clone());
            }
        }
        let is_clean = lines.is_empty();
        let verdict = match is_clean {
            true => Verdict::Passed,
            false => Verdict::Failed(lines.join("\n")),
        };
        self.seen.set(RevisionCheck::RoundTrip, verdict);
        if let Some(rows) = rows {
            self.rows_at_the_end(place, after, &rows, &end, &down);
        }
        Ok(is_clean)
    }

    fn rows_at_the_end(
        &mut self,
        place: &mut Place<'_>,
        after: &Look,
        rows: &Contents,
        end: &Look,
        down: &Look,
    ) {
        if self.seen.verdict(RevisionCheck::RowsSurvive) != Verdict::Passed {
            return;
        }
        let contents = place.contents(end);
        let (was, is) = (
            Moment {
                catalog: &after.catalog,
                contents: rows,
            },
            Moment {
                catalog: &end.catalog,
                contents: &contents,
            },
        );
        let lines = lost(was, is, &[&self.before.catalog, &down.catalog]);
        let verdict = said("the way down and up again loses rows or values", &lines);
        self.seen.set(RevisionCheck::RowsSurvive, verdict);
    }
}

impl Place<'_> {
    /// Compares what is there with what should be.
    pub(super) fn compared(&self, wanted: &Arc<Look>, found: &Arc<Look>) -> Difference {
        if Arc::ptr_eq(wanted, found) {
            return Difference::default();
        }
        difference(wanted, found, self.introspection())
    }
}

/// Passes, or fails with these lines.
pub(super) fn said(what: &str, lines: &[String]) -> Verdict {
    match lines.is_empty() {
        true => Verdict::Passed,
        false => Verdict::Failed(format!("{what}:\n  {}", lines.join("\n  "))),
    }
}

pub(super) fn section(what: &str, difference: &Difference) -> Vec<String> {
    let lines = &difference.lines;
    let text = || format!("{what}:\n  {}", lines.join("\n  "));
    (!lines.is_empty()).then(text).into_iter().collect()
}

/// Tells whether everything is as the upgrade has left it: what is done by the driver itself is no statement of ours.
fn is_untouched(
    place: &mut Place<'_>,
    after: &Arc<Look>,
    rows: Option<&Arc<Contents>>,
) -> Result<bool, ChecksError> {
    let look = place.look(&[after])?;
    let is_same = Arc::ptr_eq(&look, after);
    Ok(is_same && rows.is_none_or(|it| *it == place.contents(&look)))
}
