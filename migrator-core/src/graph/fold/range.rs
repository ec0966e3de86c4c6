//! What the squashes of an input say that they replace.

use std::collections::HashSet;

use crate::graph::{GraphProblem, RevisionSpec, SquashFault};

/// What a squash replaces.
pub(super) struct Range {
    pub(super) index: usize,
    pub(super) id: String,
    pub(super) list: Vec<String>,
    pub(super) set: HashSet<String>,
    pub(super) last: String,
    /// Whether none of them is in the input.
    pub(super) is_alone: bool,
}

impl Range {
    /// Returns those of the input, inner ones before those that replace them.
    pub(super) fn all(specs: &[RevisionSpec]) -> Vec<Self> {
        let known: HashSet<&str> = specs.iter().map(|spec| spec.id.as_str()).collect();
        let mut ranges: Vec<Self> = specs
            .iter()
            .enumerate()
            .filter_map(|(index, spec)| {
                Some(Self {
                    index,
                    id: spec.id.clone(),
                    last: spec.replaces.last()?.clone(),
                    is_alone: !spec.replaces.iter().any(|id| known.contains(id.as_str())),
                    set: spec.replaces.iter().cloned().collect(),
                    list: spec.replaces.clone(),
                })
            })
            .collect();
        ranges.sort_by(|a, b| (a.set.len(), &a.id).cmp(&(b.set.len(), &b.id)));
        ranges
    }

    /// Tells whether a revision is beside it: neither itself nor replaced.
    pub(super) fn is_outside(&self, id: &str) -> bool {
        self.id != id && !self.set.contains(id)
    }

    pub(super) fn problem(&self, fault: SquashFault) -> GraphProblem {
        let (index, id) = (self.index, self.id.clone());
        GraphProblem::Squash { index, id, fault }
    }
}
