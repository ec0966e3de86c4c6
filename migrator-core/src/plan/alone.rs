//! One revision by itself, where everything it needs is applied and nothing that needs it.

use super::rows::RowKeeper;
use super::squash::Leg;
use super::{Applied, Direction, Step};
use crate::graph::{Graph, Position};

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
    let mut rows = RowKeeper::new(graph, applied);
    let mut squashes = graph.squashes();
    let leg = match squashes.find(|squash| squash.revision.position() == position) {
        Some(squash) if !squash.is_alone() => Leg::counted(position),
        _ => Leg::run(position),
    };
    match direction {
        Direction::Up => rows.up(&leg),
        Direction::Down => rows.down(&leg),
    }
    rows.finish().into_steps()
}
