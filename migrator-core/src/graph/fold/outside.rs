//! What revisions need beside themselves.

use crate::graph::RevisionSpec;

/// Returns what revisions have as parents and as dependencies outside of themselves.
pub(in crate::graph) fn outside<'a>(
    specs: impl Iterator<Item = &'a RevisionSpec> + Clone,
    is_inside: &dyn Fn(&str) -> bool,
) -> (Vec<String>, Vec<String>) {
    let collect = |list: fn(&RevisionSpec) -> &[String], known: &[String]| {
        let mut found: Vec<String> = Vec::new();
        for id in specs.clone().flat_map(list) {
            if !is_inside(id) && !found.contains(id) && !known.contains(id) {
                found.push(id.clone());
            }
        }
        found
    };
    let parents = collect(|spec| &spec.parents, &[]);
    let dependencies = collect(|spec| &spec.depends_on, &parents);
    (parents, dependencies)
}
