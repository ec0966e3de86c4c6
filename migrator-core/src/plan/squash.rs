//! Which way a plan goes where a squash stands for other revisions.
//!
//! ```text
//!  of the revisions that S replaces   up                        down
//!  all are to go                      S runs instead of them    S is reverted instead of them
//!  some are to go                     they run, S is counted    S is no longer counted, they go
//!  none is to go                      S is counted              S is no longer counted
//! ```
//!
//! Both ways end on the same rows: they depend on what is applied, and never on what ran.

use crate::graph::{Graph, Position, RevisionSet, Squash};

/// One step to be: a revision, and what goes along with it.
pub(super) struct Leg {
    pub(super) position: Position,
    /// The revisions that it stands for, in the order of the plan.
    pub(super) along: Vec<Position>,
    pub(super) is_counted_only: bool,
}

impl Leg {
    /// A revision that stands for itself.
    pub(super) fn run(position: Position) -> Self {
        Self {
            is_counted_only: false,
            ..Self::counted(position)
        }
    }

    /// A squash that stands for revisions that are applied.
    pub(super) fn counted(position: Position) -> Self {
        Self {
            position,
            along: Vec::new(),
            is_counted_only: true,
        }
    }
}

/// Makes steps of the revisions that a plan changes, in their order.
pub(super) fn legs(graph: &Graph, order: Vec<Position>, changed: &RevisionSet) -> Vec<Leg> {
    let squashes: Vec<Squash<'_>> = graph
        .squashes()
        .filter(|squash| !squash.is_alone() && changed.contains(squash.revision.position()))
        .collect();
    let (whole, parted): (Vec<&Squash<'_>>, Vec<&Squash<'_>>) = squashes
        .iter()
        .partition(|squash| squash.members().all(|member| changed.contains(member)));
    let mut skipped = RevisionSet::with_capacity(graph.len());
    skipped.extend(whole.iter().flat_map(|squash| squash.members()));
    let parted: Vec<Position> = parted.iter().map(|it| it.revision.position()).collect();
    let leg = |&position: &Position| {
        let squash = whole.iter().find(|it| it.revision.position() == position);
        let along = |squash: &&Squash<'_>| -> Vec<Position> {
            let members: RevisionSet = squash.members().collect();
            let along = order.iter().copied();
            along.filter(|&it| members.contains(it)).collect()
        };
        Leg {
            position,
            along: squash.map(along).unwrap_or_default(),
            is_counted_only: parted.contains(&position),
        }
    };
    let walked = order
        .iter()
        .filter(|&&position| !skipped.contains(position));
    walked.map(leg).collect()
}
