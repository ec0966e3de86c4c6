//! The rule about several heads.
//!
//! A graph with several heads is legal; two heads that carry the same labels
//! usually are two pull requests off one head. The compiler refuses them unless
//! told otherwise, and so does combining sets at run time.

use std::collections::BTreeMap;

use super::{Graph, Revision};

/// Returns the groups of heads that inherit the same set of labels, the empty set included.
///
/// Groups have two or more heads, sorted by id; the groups are sorted by labels.
/// A head here has no child by parent edge; whether others depend on it does not matter.
#[must_use]
pub fn clashing_heads(graph: &Graph) -> Vec<Vec<Revision<'_>>> {
    let mut groups: BTreeMap<Vec<&str>, Vec<Revision<'_>>> = BTreeMap::new();
    for head in graph.heads() {
        groups
            .entry(head.all_labels().collect())
            .or_default()
            .push(head);
    }
    let mut clashing: Vec<Vec<Revision<'_>>> = groups
        .into_values()
        .filter(|heads| heads.len() > 1)
        .collect();
    for heads in &mut clashing {
        heads.sort_by_key(|head| head.id());
    }
    clashing
}
