//! Finds revisions by name: an id, a label, or how one of them begins.
//!
//! Whole ids come before whole labels, and both before beginnings. The beginning
//! may be as short as one character if it is unique; ids and labels shorter than
//! four characters are only matched whole, as in Alembic.

use super::{Candidate, Graph, Position, ResolveError, Revision, Standing};
use crate::base::nearest;

/// Shorter ids and labels are only matched whole, never by their beginning.
const MIN_CHARS_FOR_PREFIX: usize = 4;

/// An error lists this many matches of an ambiguous text.
const MAX_LISTED: usize = 10;

/// Names longer than this are not compared with every id to find near misses.
const MAX_NAME_FOR_NEAR_MISSES: usize = 128;

/// Returns the revision with this id, or the squash that it means since its file is gone, or else the one that declares this label.
pub(super) fn exact(graph: &Graph, name: &str) -> Option<Position> {
    let standing = graph.standing(name).and_then(Standing::revision);
    standing
        .or_else(|| graph.find_label(name))
        .map(Revision::position)
}

/// Returns the revisions whose id, or one of whose labels, begins with the text.
pub(super) fn prefixed(graph: &Graph, prefix: &str) -> Vec<Position> {
    let is_long = |name: &str| name.chars().nth(MIN_CHARS_FOR_PREFIX - 1).is_some();
    let is_match = |name: &str| !prefix.is_empty() && name.starts_with(prefix) && is_long(name);
    let mut found: Vec<Position> = graph
        .revisions()
        .filter(|revision| is_match(revision.id()) || revision.labels().any(is_match))
        .map(Revision::position)
        .collect();
    let former = graph
        .squashes()
        .filter(|squash| squash.is_alone() && is_match(squash.last()));
    found.extend(former.map(|squash| squash.revision.position()));
    found.sort_by_key(|&position| graph.id_at(position));
    found.dedup();
    found
}

pub(super) fn ambiguous(graph: &Graph, prefix: &str, matches: &[Position]) -> ResolveError {
    let listed = matches
        .iter()
        .take(MAX_LISTED)
        .filter_map(|&position| graph.at(position));
    ResolveError::AmbiguousTarget {
        prefix: prefix.to_owned(),
        matches: listed
            .map(|revision| Candidate::new(revision, shortest_prefix(graph, revision.id())))
            .collect(),
        n_more: matches.len().saturating_sub(MAX_LISTED),
    }
}

/// Returns as much of an id as tells it from all others.
fn shortest_prefix(graph: &Graph, id: &str) -> String {
    let (before, after) = graph.neighbors_by_id(id);
    let n_shared = |other: Option<&str>| {
        let pairs = id.chars().zip(other.unwrap_or_default().chars());
        pairs.take_while(|(mine, theirs)| mine == theirs).count()
    };
    id.chars()
        .take(n_shared(before).max(n_shared(after)) + 1)
        .collect()
}

/// Tells of a name that nothing is called by.
pub(super) fn unknown(graph: &Graph, name: &str) -> ResolveError {
    let name = name.to_owned();
    match graph.standing(&name) {
        Some(Standing::Inside(squash)) => ResolveError::Replaced {
            name,
            squash: squash.revision.id().to_owned(),
        },
        _ => ResolveError::UnknownTarget {
            near: near_target(graph, &name),
            name,
        },
    }
}

/// Returns the ids, labels and symbols that look like a target's name.
fn near_target(graph: &Graph, name: &str) -> Vec<String> {
    near(graph, name, &["head", "heads", "base"])
}

/// Returns the ids and labels that look like the name of a branch.
pub(super) fn near_branch(graph: &Graph, name: &str) -> Vec<String> {
    near(graph, name, &[])
}

fn near(graph: &Graph, name: &str, symbols: &[&str]) -> Vec<String> {
    if name.len() > MAX_NAME_FOR_NEAR_MISSES {
        return Vec::new();
    }
    let labels = graph.revisions().flat_map(Revision::labels);
    let candidates = graph.revisions_by_id().map(Revision::id).chain(labels);
    nearest(name, candidates.chain(symbols.iter().copied()))
        .into_iter()
        .map(str::to_owned)
        .collect()
}
