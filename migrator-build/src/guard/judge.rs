//! What is wrong with a folder itself.

use super::finding::{Finding, Rule};
use crate::check::{Collected, Options};
use crate::link::{self, Node, Policy};

/// Builds the graph: what is wrong with the folder itself, and the heads.
pub(super) fn judge(collected: &Collected, options: &Options) -> (Vec<Finding>, Vec<String>) {
    let mut problems = collected.problems.clone();
    let nodes: Vec<Node<'_>> = collected.migrations.iter().map(Node::of).collect();
    let policy = Policy {
        allow_heads: true,
        is_partial: options.combined,
    };
    let graph = link::graph(&nodes, &collected.unread, policy, &mut problems);
    problems.sort();
    problems.dedup();
    let invalid = problems
        .into_iter()
        .map(|it| Finding::of_problem(Rule::Invalid, it));
    let mut findings: Vec<Finding> = invalid.collect();
    let Some(graph) = graph else {
        return (findings, Vec::new());
    };
    if !options.allow_heads && !options.combined {
        let several = link::several_heads(&nodes, &collected.unread, &graph);
        findings.extend(
            several
                .into_iter()
                .map(|it| Finding::of_problem(Rule::SeveralHeads, it)),
        );
    }
    let mut heads: Vec<String> = graph.heads().map(|head| head.id().to_owned()).collect();
    heads.sort_unstable();
    (findings, heads)
}
