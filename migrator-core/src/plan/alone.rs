//! One revision by itself, where everything it needs is applied and nothing that needs it.

use super::rows::RowKeeper;
use super::{Applied, Direction, Step};
use crate::graph::{Graph, Position};

/// Returns the step that applies or reverts one revision, whatever else is applied.
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
    match direction {
        Direction::Up => rows.up(position),
        Direction::Down => rows.down(position),
    }
    rows.finish().into_steps()
}
