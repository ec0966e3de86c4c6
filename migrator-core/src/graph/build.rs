//! Puts checked revisions in order and makes a graph of them.

use std::collections::HashMap;

use super::check::{Checked, check};
use super::fold::fold;
use super::labels::inherit;
use super::links::{Linked, Links};
use super::order::newest_first;
use super::replaced::BuiltSquash;
use super::store::BuiltGraph;
use super::{Graph, GraphProblem, GraphProblems, Position, RevisionSet, RevisionSpec};

/// A graph some of whose parents or dependencies are elsewhere.
#[derive(Debug, Clone)]
pub struct PartialGraph {
    /// The graph, with the unknown references left out; they are its
    /// [`external_references`](Graph::external_references).
    pub graph: Graph,
    /// The same references as problems, for a caller that does not accept them.
    pub unknown: Vec<GraphProblem>,
}

impl Graph {
    /// Builds a graph, or reports everything that is wrong.
    ///
    /// The order of input does not matter. A dependency that is also a parent
    /// is legal and changes nothing.
    ///
    /// # Errors
    /// Every [`GraphProblem`] of the input, never only the first.
    ///
    /// # Complexity
    /// O(V log V + E) plus the sizes of the label sets.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::graph::{Graph, RevisionSpec};
    /// let problems = Graph::build([
    ///     RevisionSpec::new("a1").parent("b1"),
    ///     RevisionSpec::new("b1").parent("a1").depends_on("c9"),
    /// ])
    /// .unwrap_err();
    /// let texts: Vec<String> = problems.iter().map(|problem| problem.to_string()).collect();
    /// assert_eq!(texts, [
    ///     "revisions need each other: `a1` needs `b1` needs `a1`",
    ///     "revision `b1`: it depends on `c9`, which does not exist",
    /// ]);
    /// ```
    pub fn build(revisions: impl IntoIterator<Item = RevisionSpec>) -> Result<Self, GraphProblems> {
        let PartialGraph { graph, unknown } = assemble(revisions.into_iter().collect(), false)?;
        debug_assert!(unknown.is_empty(), "unknown references are problems here");
        Ok(graph)
    }

    /// Builds a graph whose unknown parents and dependencies are left to
    /// another graph that it will be combined with.
    ///
    /// # Errors
    /// Every [`GraphProblem`] but unknown parents and dependencies.
    pub fn build_partial(
        revisions: impl IntoIterator<Item = RevisionSpec>,
    ) -> Result<PartialGraph, GraphProblems> {
        assemble(revisions.into_iter().collect(), true)
    }
}

fn assemble(specs: Vec<RevisionSpec>, is_partial: bool) -> Result<PartialGraph, GraphProblems> {
    let folded = fold(specs);
    let mut checked = check(&folded.specs);
    let unknown = std::mem::take(&mut checked.unknown);
    let mut problems = folded.problems;
    problems.append(&mut checked.problems);
    if !is_partial {
        problems.extend(unknown.iter().cloned());
    }
    if !problems.is_empty() {
        return Err(GraphProblems::new(problems));
    }
    let graph = with_edges(checked);
    Ok(PartialGraph {
        graph: with_texts(graph, folded.specs, folded.squashes),
        unknown,
    })
}

/// Exchanges ranks for positions.
fn with_edges(checked: Checked<'_>) -> BuiltGraph {
    let Checked {
        edges,
        mut external,
        ..
    } = checked;
    let mut all = RevisionSet::with_capacity(edges.n_revisions());
    all.extend((0_u32..).take(edges.n_revisions()).map(Position));
    let mut order = newest_first(&edges, &all);
    order.reverse();
    let mut position_of = vec![0; order.len()];
    for (position, &rank) in (0_u32..).zip(&order) {
        if let Some(of_rank) = position_of.get_mut(rank as usize) {
            *of_rank = position;
        }
    }
    let parents = edges.parents.renumbered(&order, &position_of);
    let dependencies = edges.dependencies.renumbered(&order, &position_of);
    let (children, dependents) = (parents.reversed(), dependencies.reversed());
    let is_real_head =
        |&position: &u32| children.of(position).is_empty() && dependents.of(position).is_empty();
    let real_heads = (0_u32..).take(order.len()).filter(is_real_head).collect();
    for reference in &mut external {
        reference.revision = position_of
            .get(reference.revision as usize)
            .copied()
            .unwrap_or(0);
    }
    external.sort_by_key(|reference| (reference.revision, !reference.is_parent, reference.place));
    BuiltGraph {
        linked: Linked {
            ids: Vec::with_capacity(order.len()),
            parents,
            dependencies,
            children,
            dependents,
        },
        by_id: position_of,
        real_heads,
        external,
        ..BuiltGraph::default()
    }
}

/// Moves ids, messages and labels into the graph; ids are distinct by now.
fn with_texts(
    mut graph: BuiltGraph,
    mut specs: Vec<RevisionSpec>,
    squashes: Vec<(String, Vec<String>)>,
) -> Graph {
    specs.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut in_order: Vec<(u32, RevisionSpec)> = graph.by_id.iter().copied().zip(specs).collect();
    in_order.sort_unstable_by_key(|&(position, _)| position);
    graph.labels = in_order
        .iter()
        .flat_map(|(_, spec)| spec.labels.iter().cloned())
        .collect();
    graph.labels.sort_unstable();
    for (_, spec) in in_order {
        let index_of = |label: &String| {
            graph
                .labels
                .binary_search(label)
                .ok()
                .and_then(|index| u32::try_from(index).ok())
        };
        let declared: Vec<u32> = spec.labels.iter().filter_map(index_of).collect();
        graph.declared.push(&declared);
        graph.linked.ids.push(spec.id);
        graph.messages.push(spec.message);
    }
    let label_sets = inherit(&graph.linked, &graph.declared);
    let squashes = with_positions(&graph, squashes);
    Graph::built(BuiltGraph {
        label_sets,
        squashes,
        ..graph
    })
}

/// Finds the squashes and what they replace in the graph.
fn with_positions(graph: &BuiltGraph, squashes: Vec<(String, Vec<String>)>) -> Vec<BuiltSquash> {
    if squashes.is_empty() {
        return Vec::new();
    }
    let ids = graph.linked.ids.iter().map(String::as_str).zip(0_u32..);
    let positions: HashMap<&str, u32> = ids.collect();
    let found = squashes.into_iter().filter_map(|(id, replaces)| {
        let members = replaces.iter().map(String::as_str);
        let mut members: Vec<u32> = members
            .filter_map(|id| positions.get(id).copied())
            .collect();
        members.sort_unstable();
        Some(BuiltSquash {
            revision: *positions.get(id.as_str())?,
            replaces,
            members,
        })
    });
    let mut found: Vec<BuiltSquash> = found.collect();
    found.sort_unstable_by_key(|squash| squash.revision);
    found
}
