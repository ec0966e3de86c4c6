//! Which revisions an upgrade runs.

use super::rows::RowKeeper;
use super::squash::{Leg, legs};
use super::{Applied, Plan, PlanError};
use crate::graph::{
    Edges, Graph, Position, ResolveError, Revision, RevisionSet, Standing, Symbol, Target,
    TargetRange,
};

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

/// Tells whether the rows are themselves what the target means, so that there is nothing to do
/// if all below them is applied: how a program finds its database at nearly every start.
///
/// `false` decides nothing; [`upgrade`] does, and finds what is wrong with the target or the rows.
///
/// # Complexity
/// O(V) at most, and for a program with one head a small part of what [`upgrade`] takes.
#[must_use]
pub fn stands_on<S: AsRef<str>>(graph: &Graph, rows: &[S], target: &Target) -> bool {
    if rows.is_empty() || target.needs_rows() {
        return false;
    }
    let found = rows.iter().map(|row| graph.find(row.as_ref()));
    let Some(rows) = found
        .map(|revision| revision.map(Revision::position))
        .collect::<Option<Vec<Position>>>()
    else {
        return false;
    };
    let goals = graph.upgrade_goals(target, &rows);
    goals.is_ok_and(|goals| goals.iter().all(|goal| rows.contains(goal)))
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
    let starts: Vec<Target> = range.start().cloned().into_iter().collect();
    let end = range.end().cloned().unwrap_or_else(Target::heads);
    upgrade_between(graph, &starts, &end)
}

/// Returns the steps from several starts, taken together as the rows, up to an end.
///
/// Starts beside the way to the end stay as they are. No start is `base`.
///
/// # Errors
/// As [`upgrade_range`], if none of the starts is below the end.
pub fn upgrade_between(graph: &Graph, starts: &[Target], end: &Target) -> Result<Plan, PlanError> {
    let applied = standing_on(graph, starts)?;
    let goals = goals(graph, &applied, std::slice::from_ref(end))?;
    let needed = graph.ancestors(goals.iter().copied(), Edges::All);
    let is_below = |position: &Position| needed.contains(*position);
    let current = applied.current();
    if let (Some(&stranger), false) = (current.first(), current.iter().any(is_below)) {
        let starts: Vec<String> = starts.iter().map(Target::to_string).collect();
        let range = format!("{}:{end}", starts.join(","));
        let start = graph.id_at(stranger).to_owned();
        return Err(ResolveError::NotAncestor { range, start }.into());
    }
    Ok(lay_out(graph, &applied, &goals))
}

/// Returns what is applied where a database stands on these targets: the rows are those that no
/// other stands on.
///
/// # Errors
/// [`PlanError::Resolve`] if a target means no revision.
pub fn standing_on(graph: &Graph, targets: &[Target]) -> Result<Applied, PlanError> {
    let mut found = RevisionSet::with_capacity(graph.len());
    for target in targets {
        found.extend(graph.resolve(target)?);
    }
    let rows = graph.maximal(&found);
    let ids: Vec<&str> = rows
        .iter()
        .map(|&row| former(graph, targets, row).unwrap_or(graph.id_at(row)))
        .collect();
    Applied::closure_of(graph, &ids)
}

/// Returns what a row is called in a database that was never told of the squash: its start is then
/// named by the last one of what the squash stands for.
fn former<'g>(graph: &'g Graph, targets: &[Target], row: Position) -> Option<&'g str> {
    let squash = graph.squash_at(row).filter(|squash| squash.is_alone())?;
    let names = targets.iter().filter(|target| target.steps().is_none());
    let mut names = names.filter_map(|target| match target.symbol() {
        Some(Symbol::Name(name)) => Some(name.as_str()),
        _ => None,
    });
    let is_former = |name: &&str| {
        let named = graph.standing(name).and_then(Standing::row);
        let is_other =
            || graph.find_label(name).is_some() || squash.revision.id().starts_with(name);
        match named {
            Some(row) => row.index() >= graph.len(),
            None => squash.last().starts_with(name) && !is_other(),
        }
    };
    names.find(is_former).map(|_| squash.last())
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
    for squash in applied.uncounted(graph) {
        rows.up(&Leg::counted(squash));
    }
    let order: Vec<Position> = graph.newest_first(&needed).into_iter().rev().collect();
    for leg in legs(graph, order, &needed) {
        rows.up(&leg);
    }
    rows.finish()
}
