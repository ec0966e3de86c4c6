//! Whether a squash stands where the revisions stood that it replaces.

use std::collections::{BTreeSet, HashSet};

use crate::graph::fold::labels::Labels;
use crate::graph::fold::outside::outside;
use crate::graph::fold::range::Range;
use crate::graph::{GraphProblem, RevisionSpec, SquashFault};

/// Checks that a squash stands where the revisions stood that it replaces.
pub(super) fn check_place(
    range: &Range,
    specs: &[RevisionSpec],
    labels: &Labels,
) -> Vec<GraphProblem> {
    let Some(squash) = specs.get(range.index) else {
        return Vec::new();
    };
    let members = specs.iter().filter(|spec| range.set.contains(&spec.id));
    let is_inside = |name: &str| range.set.contains(labels.meant(name));
    let (parents, dependencies) = outside(members.clone(), &is_inside);
    let own_dependencies = squash.depends_on.iter();
    let own_dependencies = own_dependencies.filter(|name| !parents.contains(name));
    let ids = |names: &mut dyn Iterator<Item = &String>| -> Vec<String> {
        let ids: BTreeSet<&str> = names.map(|name| labels.meant(name)).collect();
        ids.into_iter().map(str::to_owned).collect()
    };
    let mut faults = Vec::new();
    for (is_parent, found, expected) in [
        (
            true,
            ids(&mut squash.parents.iter()),
            ids(&mut parents.iter()),
        ),
        (
            false,
            ids(&mut { own_dependencies }),
            ids(&mut dependencies.iter()),
        ),
    ] {
        if found != expected {
            faults.push(SquashFault::Ancestors {
                is_parent,
                found,
                expected,
            });
        }
    }
    for member in members.clone() {
        let declared = member.labels.iter();
        let lost = declared.filter(|label| !squash.labels.contains(label));
        faults.extend(lost.map(|label| SquashFault::Label {
            replaced: member.id.clone(),
            label: label.clone(),
        }));
    }
    faults.extend(not_leading_on(range, members, labels));
    faults
        .into_iter()
        .map(|fault| range.problem(fault))
        .collect()
}

/// Only the last one may be without another that needs it: then all the others lead to it.
fn not_leading_on<'a>(
    range: &Range,
    members: impl Iterator<Item = &'a RevisionSpec> + Clone,
    labels: &Labels,
) -> Vec<SquashFault> {
    let needed = members
        .clone()
        .flat_map(|spec| spec.parents.iter().chain(&spec.depends_on));
    let needed: HashSet<&str> = needed.map(|name| labels.meant(name)).collect();
    let there: HashSet<&str> = members.map(|spec| spec.id.as_str()).collect();
    let places = range.list.iter().enumerate();
    let is_end =
        |id: &str| there.contains(id) && !needed.contains(id) && id != range.last && id != range.id;
    let ends = places.filter(|(_, id)| is_end(id));
    ends.map(|(place, id)| SquashFault::NotLast {
        replaced: id.clone(),
        last: range.last.clone(),
        place,
    })
    .collect()
}
