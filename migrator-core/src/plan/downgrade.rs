//! Which revisions a downgrade reverts.

use super::rows::RowKeeper;
use super::squash::legs;
use super::upgrade::standing_on;
use super::{Applied, Plan, PlanError};
use crate::graph::{Edges, Graph, Target, TargetRange};

/// Returns the steps that lead from version rows down to a target.
///
/// Everything applied that stands on the target goes, newest first, including
/// revisions that only depend on something that goes; mere dependencies of what
/// goes stay. A common ancestor as target reverts all branches above it,
/// `label@ancestor` only that branch. `-1` at a merge point reverts the merge
/// revision and leaves its parents as rows.
///
/// # Errors
/// [`PlanError::UnknownRows`]; [`PlanError::Resolve`] if the target means no
/// revision, or several, or leads up; [`PlanError::NotBelow`] if nothing that is
/// applied stands on it.
///
/// # Complexity
/// O(V + E).
pub fn downgrade<S: AsRef<str>>(
    graph: &Graph,
    rows: &[S],
    target: &Target,
) -> Result<Plan, PlanError> {
    downgrade_from(graph, &Applied::closure_of(graph, rows)?, target)
}

/// Returns the steps that lead from what is applied down to a target.
///
/// # Errors
/// As [`downgrade`].
pub fn downgrade_from(
    graph: &Graph,
    applied: &Applied,
    target: &Target,
) -> Result<Plan, PlanError> {
    let destination = graph.downgrade_goal(target, applied.current())?;
    let mut doomed = graph.descendants(destination.roots, Edges::All);
    doomed.intersect(applied.set());
    let is_there = destination
        .landing
        .iter()
        .all(|landing| applied.rows().contains(landing) || applied.current().contains(landing));
    if doomed.is_empty() && !is_there {
        let mut rows: Vec<String> = applied
            .current()
            .iter()
            .map(|&row| graph.id_at(row).to_owned())
            .collect();
        rows.sort_unstable();
        return Err(PlanError::NotBelow {
            target: target.to_string(),
            rows,
        });
    }
    let mut rows = RowKeeper::new(graph, applied);
    for leg in legs(graph, graph.newest_first(&doomed), &doomed) {
        rows.down(&leg);
    }
    Ok(rows.finish())
}

/// Returns the steps of a range such as an offline script covers: from its
/// start, taken as the rows, down to its end.
///
/// A missing start is `heads`, a missing end `base`.
///
/// # Errors
/// As [`downgrade`]; a range that leads up is [`PlanError::NotBelow`].
pub fn downgrade_range(graph: &Graph, range: &TargetRange) -> Result<Plan, PlanError> {
    let start = range.start().cloned().unwrap_or_else(Target::heads);
    let end = range.end().cloned().unwrap_or_else(Target::base);
    downgrade_between(graph, &[start], &end)
}

/// Returns the steps from several starts, taken together as the rows, down to an end.
///
/// # Errors
/// As [`downgrade_range`].
pub fn downgrade_between(
    graph: &Graph,
    starts: &[Target],
    end: &Target,
) -> Result<Plan, PlanError> {
    downgrade_from(graph, &standing_on(graph, starts)?, end)
}
