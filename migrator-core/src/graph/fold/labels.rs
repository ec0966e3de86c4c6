//! Which revision a label in a header means where squashes declare the labels of what they replace.

use std::collections::HashMap;

use crate::graph::RevisionSpec;

/// Which revision a label names: one that is replaced rather than the squash, which inherits it.
pub(super) struct Labels {
    declared: HashMap<String, String>,
}

impl Labels {
    pub(super) fn new(specs: &[RevisionSpec]) -> Self {
        let mut declared = HashMap::new();
        let (squashes, others): (Vec<_>, Vec<_>) =
            specs.iter().partition(|spec| !spec.replaces.is_empty());
        for spec in squashes.into_iter().chain(others) {
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
