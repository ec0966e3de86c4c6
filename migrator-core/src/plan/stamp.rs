//! Which rows a stamp writes; it runs nothing.

use std::collections::BTreeSet;

use super::rows::difference;
use super::{Applied, PlanError, RowChange};
use crate::graph::{Edges, Graph, Position, ResolveError, RevisionSet, Target};

/// The rows a stamp leads to, in one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampPlan {
    /// What becomes of the version rows; empty if they are right already.
    pub rows: RowChange,
    /// The rows afterwards, in the graph's order.
    pub rows_after: Vec<Position>,
    /// Revisions that count as applied from then on, oldest first.
    pub marked: Vec<Position>,
    /// Revisions that no longer count as applied, newest first.
    pub unmarked: Vec<Position>,
}

/// Returns the rows that say that the targets, and what they need, are applied.
///
/// Rows that are ancestors or descendants of a target, by parents or
/// dependencies, make way for it; others stay. `base` clears all rows,
/// `label@base` those of that branch. To ignore the rows there are, even unknown
/// ones, pass none.
///
/// # Errors
/// [`PlanError::UnknownRows`]; [`PlanError::Resolve`] if a target means no
/// revision, counts from the current rows, or is an ancestor of another target.
///
/// # Complexity
/// O(V + E) for each target.
pub fn stamp<S: AsRef<str>>(
    graph: &Graph,
    rows: &[S],
    targets: &[Target],
) -> Result<StampPlan, PlanError> {
    let applied = Applied::closure_of(graph, rows)?;
    let mut after: BTreeSet<Position> = applied.rows().iter().copied().collect();
    // What is called by the name of a revision that is gone gets its own.
    after.retain(|row| row.index() < graph.len());
    after.extend(applied.uncounted(graph));
    let mut goals: Vec<Position> = Vec::new();
    for target in targets {
        let found = goals_of(graph, target)?;
        let affected = affected(graph, target, &found)?;
        after.retain(|&row| !affected.as_ref().is_none_or(|set| set.contains(row)));
        if let (Some(affected), true) = (affected, found.is_empty()) {
            // What the branch stood on is applied still, and needs rows of its own now.
            let mut left = applied.set().clone();
            left.subtract(&affected);
            let covered = graph.ancestors(after.iter().copied().chain(goals.clone()), Edges::All);
            left.subtract(&covered);
            after.extend(graph.maximal(&left));
        }
        goals.extend(found);
    }
    graph.check_overlap(&goals)?;
    after.extend(goals);
    Ok(compare(graph, &applied, &after))
}

fn goals_of(graph: &Graph, target: &Target) -> Result<Vec<Position>, PlanError> {
    if target.needs_rows() {
        return Err(ResolveError::NotHere {
            target: target.to_string(),
        }
        .into());
    }
    let found: RevisionSet = graph.resolve(target)?.into_iter().collect();
    Ok(graph.maximal(&found))
}

/// Returns the revisions whose rows make way; `None` means all of them.
fn affected(
    graph: &Graph,
    target: &Target,
    goals: &[Position],
) -> Result<Option<RevisionSet>, PlanError> {
    let roots = match (target.branch(), goals) {
        (None, []) => return Ok(None),
        (Some(branch), []) => graph.resolve(&Target::revision(branch))?,
        (_, goals) => goals.to_vec(),
    };
    // A branch that is forgotten takes nothing with it that it only depends on.
    let below = if goals.is_empty() {
        Edges::Parents
    } else {
        Edges::All
    };
    let mut affected = graph.ancestors(roots.iter().copied(), below);
    affected.extend(graph.descendants(roots, Edges::All).iter());
    Ok(Some(affected))
}

fn compare(graph: &Graph, applied: &Applied, after: &BTreeSet<Position>) -> StampPlan {
    let mut rows = difference(applied.rows(), after);
    rows.sort(graph);
    let mut marked = graph.ancestors(after.iter().copied(), Edges::All);
    let mut unmarked = applied.set().clone();
    unmarked.subtract(&marked);
    marked.subtract(applied.set());
    StampPlan {
        rows,
        rows_after: after.iter().copied().collect(),
        marked: graph.newest_first(&marked).into_iter().rev().collect(),
        unmarked: graph.newest_first(&unmarked),
    }
}
