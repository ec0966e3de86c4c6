//! One revision by itself, where everything it needs is applied and nothing that needs it; a squash also in the place of
//! what it stands for.

use super::rows::RowKeeper;
use super::squash::Leg;
use super::{Applied, Direction, Step};
use crate::graph::{Graph, Position, Squash};

/// Returns the step that applies or reverts one revision, whatever else is applied.
///
/// A squash beside the revisions that it stands for is counted: they have done what it would do.
///
/// Whether it can be is the caller's affair: what it needs must be applied, or nothing that needs it.
///
/// # Complexity
/// O(V + E).
#[must_use]
pub fn alone(
    graph: &Graph,
    applied: &Applied,
    position: Position,
    direction: Direction,
) -> Vec<Step> {
    let leg = match graph.squash_at(position) {
        Some(squash) if !squash.is_alone() => Leg::counted(position),
        _ => Leg::run(position),
    };
    step(graph, applied, &leg, direction)
}

/// Returns the step in which a squash runs, or is reverted, in the place of all the revisions that it stands for.
///
/// Whether it can be is the caller's affair: what they need must be applied and none of them, or all of them and
/// nothing that needs it.
///
/// # Complexity
/// O(V + E).
#[must_use]
pub fn instead(
    graph: &Graph,
    applied: &Applied,
    squash: Squash<'_>,
    direction: Direction,
) -> Vec<Step> {
    let along = match direction {
        Direction::Up => squash.members().collect(),
        Direction::Down => squash.members().rev().collect(),
    };
    let leg = Leg {
        along,
        ..Leg::run(squash.revision.position())
    };
    step(graph, applied, &leg, direction)
}

fn step(graph: &Graph, applied: &Applied, leg: &Leg, direction: Direction) -> Vec<Step> {
    let mut rows = RowKeeper::new(graph, applied);
    match direction {
        Direction::Up => rows.up(leg),
        Direction::Down => rows.down(leg),
    }
    rows.finish().into_steps()
}
