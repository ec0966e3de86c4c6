//! `merge`: a revision that makes several heads one.

use migrator_core::graph::{Edges, Graph, Revision};

use super::create::{create, resolve};
use super::revision::{add, check_heads};
use super::{AuthoringError, Changes, Folder, NewRevision};

/// As much of an id as a message shows at least.
const MIN_CHARS: usize = 4;

/// Decides about the file of a revision that merges others.
///
/// `new.heads` names what to merge; without any, or with `heads`, it is all heads:
/// also one that others depend on, which Alembic leaves out. Without a message it
/// is `merge ae10 and 27c6`.
///
/// # Errors
/// [`AuthoringError`]: there are not two heads, or a revision is no head and `splice` is
/// not set.
pub fn merge(folder: &Folder, new: &NewRevision) -> Result<Changes, AuthoringError> {
    let graph = folder.graph();
    let mut parents = Vec::new();
    if new.heads.is_empty() {
        parents = heads(graph);
    }
    for target in &new.heads {
        let found = match target.as_str() {
            "heads" => heads(graph),
            target => resolve(folder, target)?,
        };
        add(&mut parents, found)?;
    }
    if parents.len() < 2 {
        let head = parents.into_iter().next();
        return Err(match head.filter(|head| heads(graph) != [head.as_str()]) {
            Some(id) => AuthoringError::MergeOfOne { id },
            None => AuthoringError::NothingToMerge {
                head: heads(graph).into_iter().next(),
            },
        });
    }
    if !new.splice {
        check_heads(folder, &parents)?;
    }
    check_overlap(graph, &parents)?;
    let mut new = new.clone();
    if new.message.trim().is_empty() {
        new.message = format!("merge {}", listed(graph, &parents));
    }
    create(folder, parents, &new)
}

/// The heads in the order of the graph, those that others depend on included.
fn heads(graph: &Graph) -> Vec<String> {
    graph.heads().map(|head| head.id().to_owned()).collect()
}

/// Refuses parents of which one stands on another. A dependency does not count: what
/// it leads to still is a head of its own.
fn check_overlap(graph: &Graph, parents: &[String]) -> Result<(), AuthoringError> {
    for descendant in parents {
        let Some(position) = graph.find(descendant).map(Revision::position) else {
            continue;
        };
        let below = graph.ancestors([position], Edges::Parents);
        let is_below = |id: &&String| {
            let other = graph.find(id).map(Revision::position);
            other.is_some_and(|other| other != position && below.contains(other))
        };
        if let Some(ancestor) = parents.iter().find(is_below) {
            return Err(AuthoringError::Overlap {
                ancestor: ancestor.clone(),
                descendant: descendant.clone(),
            });
        }
    }
    Ok(())
}

/// Names revisions by as much of their ids as tells them apart: `ae10, 27c6 and 53ff`.
fn listed(graph: &Graph, ids: &[String]) -> String {
    let mut names: Vec<String> = ids.iter().map(|id| short(graph, id)).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

fn short(graph: &Graph, id: &str) -> String {
    let shared = |other: Revision<'_>| {
        let pairs = id.chars().zip(other.id().chars());
        pairs.take_while(|(a, b)| a == b).count()
    };
    let others = graph.revisions().filter(|other| other.id() != id);
    let n_shared = others.map(shared).max().unwrap_or(0);
    id.chars().take(MIN_CHARS.max(n_shared + 1)).collect()
}
