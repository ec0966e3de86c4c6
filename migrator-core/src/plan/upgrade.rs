//! Which revisions an upgrade runs.

use super::rows::RowKeeper;
use super::{Applied, Plan, PlanError};
use crate::graph::{Edges, Graph, Position, ResolveError, RevisionSet, Target, TargetRange};

/// Returns the steps that lead from version rows up to a target.
///
/// Whatever the target needs and the rows do not cover runs; a target below or
/// beside the rows is no error, and an empty plan means there is nothing to do.
///
/// # Errors
/// [`PlanError::UnknownRows`]; [`PlanError::Resolve`] if the target means no
/// revision, or too many, or leads down.
///
/// # Complexity
/// O(V + E).
///
/// # Examples
/// ```
/// # use migrator_core::graph::{Graph, RevisionSpec, Target};
/// # use migrator_core::plan;
/// let graph = Graph::build([
///     RevisionSpec::new("a1"),
///     RevisionSpec::new("b2").parent("a1"),
///     RevisionSpec::new("c3").parent("b2"),
/// ])?;
/// let plan = plan::upgrade(&graph, &["a1"], &Target::head())?;
/// let ids: Vec<&str> = plan.steps().iter().map(|step| graph.id_at(step.position)).collect();
/// assert_eq!(ids, ["b2", "c3"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn upgrade<S: AsRef<str>>(
    graph: &Graph,
    rows: &[S],
    target: &Target,
) -> Result<Plan, PlanError> {
    upgrade_from(
        graph,
        &Applied::closure_of(graph, rows)?,
        std::slice::from_ref(target),
    )
}

/// Returns the steps that lead from what is applied up to all of some targets.
///
/// A revision that `applied` misses below its rows is run when a target needs it.
///
/// # Errors
/// [`PlanError::Resolve`] as in [`upgrade`], and [`ResolveError::Overlap`] if one
/// target is an ancestor of another.
pub fn upgrade_from(
    graph: &Graph,
    applied: &Applied,
    targets: &[Target],
) -> Result<Plan, PlanError> {
    let goals = goals(graph, applied, targets)?;
    Ok(lay_out(graph, applied, &goals))
}

/// Returns the steps of a range such as an offline script covers: from its
/// start, taken as the rows, up to its end.
///
/// A missing start is `base`, a missing end `heads`.
///
/// # Errors
/// As [`upgrade`], and [`ResolveError::NotAncestor`] if a start is not below the
/// end: a range the wrong way round is never an empty script.
pub fn upgrade_range(graph: &Graph, range: &TargetRange) -> Result<Plan, PlanError> {
    let start = range
        .start()
        .map(|start| graph.resolve(start))
        .transpose()?
        .unwrap_or_default();
    let rows: Vec<&str> = start
        .iter()
        .map(|&position| graph.id_at(position))
        .collect();
    let applied = Applied::closure_of(graph, &rows)?;
    let end = range.end().cloned().unwrap_or_else(Target::heads);
    let goals = goals(graph, &applied, &[end])?;
    let needed = graph.ancestors(goals.iter().copied(), Edges::All);
    if let Some(&stranger) = start.iter().find(|&&position| !needed.contains(position)) {
        let (range, start) = (range.to_string(), graph.id_at(stranger).to_owned());
        return Err(ResolveError::NotAncestor { range, start }.into());
    }
    Ok(lay_out(graph, &applied, &goals))
}

fn goals(graph: &Graph, applied: &Applied, targets: &[Target]) -> Result<Vec<Position>, PlanError> {
    let mut goals: Vec<Position> = Vec::new();
    for target in targets {
        let found: RevisionSet = graph
            .upgrade_goals(target, applied.current())?
            .into_iter()
            .collect();
        // Heads of a branch may need each other; the targets themselves must not.
        goals.extend(graph.maximal(&found));
    }
    graph.check_overlap(&goals)?;
    Ok(goals)
}

fn lay_out(graph: &Graph, applied: &Applied, goals: &[Position]) -> Plan {
    let mut needed = graph.ancestors(goals.iter().copied(), Edges::All);
    needed.subtract(applied.set());
    let mut rows = RowKeeper::new(graph, applied);
    for position in graph.newest_first(&needed).into_iter().rev() {
        rows.up(position);
    }
    rows.finish()
}
