//! Graphs and answers as text, so that a test shows what it is about.

use std::collections::BTreeSet;

use migrator_core::graph::{Graph, Position, RevisionSpec, Target};
use migrator_core::plan::{Direction, Plan, RowChange, Step};

/// Reads `a <- b <- c; b <- d; d <~ c; e[label]` into specs, in the order of first mention.
///
/// `a <- b`: b has the parent a. `a <~ b`: b depends on a; what stands
/// before `<~` may be a label, written `'label`.
pub(crate) fn specs(text: &str) -> Vec<RevisionSpec> {
    let mut specs: Vec<RevisionSpec> = Vec::new();
    for chain in text.split(';') {
        let mut below: Option<(String, &str)> = None;
        for word in chain.split_whitespace() {
            if matches!(word, "<-" | "<~") {
                below = below.map(|(id, _)| (id, word));
                continue;
            }
            if let Some(label) = word.strip_prefix('\'') {
                below = Some((label.to_owned(), ""));
                continue;
            }
            let (id, labels) = word.split_once('[').unwrap_or((word, ""));
            let place = specs
                .iter()
                .position(|spec| spec.id == id)
                .unwrap_or_else(|| {
                    specs.push(RevisionSpec::new(id));
                    specs.len() - 1
                });
            let spec = &mut specs[place];
            let labels = labels
                .trim_end_matches(']')
                .split(',')
                .filter(|label| !label.is_empty());
            spec.labels.extend(labels.map(str::to_owned));
            match below {
                Some((parent, "<-")) => spec.parents.push(parent),
                Some((dependency, "<~")) => spec.depends_on.push(dependency),
                _ => {}
            }
            below = Some((id.to_owned(), ""));
        }
    }
    specs
}

pub(crate) fn graph(text: &str) -> Graph {
    Graph::build(specs(text)).unwrap()
}

pub(crate) fn target(text: &str) -> Target {
    Target::parse(text).unwrap()
}

/// Splits a list of ids.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

pub(crate) fn positions(graph: &Graph, ids: &str) -> Vec<Position> {
    words(ids)
        .iter()
        .map(|id| graph.find(id).unwrap().position())
        .collect()
}

/// Returns ids separated by blanks, in the order given.
pub(crate) fn ids(graph: &Graph, positions: impl IntoIterator<Item = Position>) -> String {
    let ids: Vec<&str> = positions.into_iter().map(|p| graph.id_at(p)).collect();
    ids.join(" ")
}

/// Returns ids separated by blanks, sorted.
pub(crate) fn sorted_ids(graph: &Graph, positions: impl IntoIterator<Item = Position>) -> String {
    let mut ids: Vec<&str> = positions.into_iter().map(|p| graph.id_at(p)).collect();
    ids.sort_unstable();
    ids.join(" ")
}

/// Shows a plan as `^b -a +b; vc …`: direction, revision, rows deleted and inserted.
pub(crate) fn show(graph: &Graph, plan: &Plan) -> String {
    let steps = plan.steps().iter().map(|step| {
        let direction = if step.direction == Direction::Up {
            '^'
        } else {
            'v'
        };
        let note = if step.is_below_rows {
            " (below rows)"
        } else {
            ""
        };
        format!(
            "{direction}{}{}{note}",
            graph.id_at(step.position),
            show_change(graph, &step.rows)
        )
    });
    steps.collect::<Vec<_>>().join("; ")
}

pub(crate) fn show_change(graph: &Graph, change: &RowChange) -> String {
    let removed = change
        .removed()
        .iter()
        .map(|&row| format!(" -{}", graph.id_at(row)));
    let added = change
        .added()
        .iter()
        .map(|&row| format!(" +{}", graph.id_at(row)));
    removed.chain(added).collect()
}

/// Returns the version rows after each step, in the graph's order.
pub(crate) fn rows_after_each(plan: &Plan) -> Vec<Vec<Position>> {
    let mut rows: BTreeSet<Position> = plan.rows_before().iter().copied().collect();
    let after = |step: &Step| {
        step.rows.apply(&mut rows);
        rows.iter().copied().collect()
    };
    plan.steps().iter().map(after).collect()
}
