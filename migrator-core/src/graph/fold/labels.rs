//! Which revision a label in a header means where squashes declare the labels of what they replace.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::graph::RevisionSpec;

/// Which revision a label names: one that is replaced rather than the squash, which inherits it.
pub(super) struct Labels {
    declared: HashMap<String, String>,
}

impl Labels {
    pub(super) fn new(specs: &[RevisionSpec]) -> Self {
        let mut declared = HashMap::new();
        // Outer ones first, so that the innermost that is there has the last word.
        let mut outer_first: Vec<&RevisionSpec> = specs.iter().collect();
        outer_first.sort_by_key(|spec| Reverse(spec.replaces.len()));
        for spec in outer_first {
            for label in &spec.labels {
                declared.insert(label.clone(), spec.id.clone());
            }
        }
        for spec in specs {
            declared.remove(&spec.id);
        }
        Self { declared }
    }

    /// Returns the id that a name in a header means.
    pub(super) fn meant<'n>(&'n self, name: &'n str) -> &'n str {
        self.declared.get(name).map_or(name, String::as_str)
    }
}
