//! Gives the revisions that stand for others their place among plain ones.
//!
//! A squash says what it needs once the others are gone. While they are there it stands on the
//! last of them, and what stands on that one stands on the squash:
//!
//! ```text
//!  as the headers say     a ── r1 ── r2 ── c       S: parent a, replaces r1, r2
//!  folded                 a ── r1 ── r2 ── S ── c
//! ```
//!
//! Pure text: what comes out is checked as any other input. Without a squash nothing happens.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{GraphProblem, RevisionSpec, SquashFault};
use crate::base::nearest;

/// The input with every squash in its place.
pub(super) struct Folded {
    /// The revisions, in the order of the input.
    pub(super) specs: Vec<RevisionSpec>,
    /// What the squashes replace, by their ids.
    pub(super) squashes: Vec<(String, Vec<String>)>,
    pub(super) problems: Vec<GraphProblem>,
}

/// Folds the squashes in and checks what they say.
pub(super) fn fold(mut specs: Vec<RevisionSpec>) -> Folded {
    if specs.iter().all(|spec| spec.replaces.is_empty()) {
        let (squashes, problems) = (Vec::new(), Vec::new());
        return Folded {
            specs,
            squashes,
            problems,
        };
    }
    let ranges = Range::all(&specs);
    let mut folder = Folder::new(&specs);
    for range in &ranges {
        folder.check_list(range);
        folder.check_overlaps(range, &ranges);
    }
    let mut problems = folder.problems;
    if !problems.is_empty() {
        // Where squashes are unclear, so is where they stand.
        let squashes = Vec::new();
        return Folded {
            specs,
            squashes,
            problems,
        };
    }
    let labels = Labels::new(&specs);
    for (index, spec) in specs.iter_mut().enumerate() {
        point_at_squashes(index, spec, &ranges, &labels, &mut problems);
    }
    // Inner ones first: to the outer ones they are revisions like others.
    for range in ranges.iter().filter(|range| !range.is_alone) {
        problems.extend(check_place(range, &specs, &labels));
        stand_on_last(range, &mut specs);
    }
    let replaced = |range: Range| (range.id, range.list);
    Folded {
        specs,
        squashes: ranges.into_iter().map(replaced).collect(),
        problems,
    }
}

/// Returns what revisions have as parents and as dependencies outside of themselves.
pub(super) fn outside<'a>(
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

/// What a squash replaces.
struct Range {
    index: usize,
    id: String,
    list: Vec<String>,
    set: HashSet<String>,
    last: String,
    /// Whether none of them is in the input.
    is_alone: bool,
}

impl Range {
    /// Returns those of the input, inner ones before those that replace them.
    fn all(specs: &[RevisionSpec]) -> Vec<Self> {
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
    fn is_outside(&self, id: &str) -> bool {
        self.id != id && !self.set.contains(id)
    }

    fn problem(&self, fault: SquashFault) -> GraphProblem {
        let (index, id) = (self.index, self.id.clone());
        GraphProblem::Squash { index, id, fault }
    }
}

struct Folder<'a> {
    known: HashSet<&'a str>,
    problems: Vec<GraphProblem>,
}

impl<'a> Folder<'a> {
    fn new(specs: &'a [RevisionSpec]) -> Self {
        Self {
            known: specs.iter().map(|spec| spec.id.as_str()).collect(),
            problems: Vec::new(),
        }
    }

    fn check_list(&mut self, range: &Range) {
        let mut seen = HashSet::new();
        for (place, id) in range.list.iter().enumerate() {
            if *id == range.id {
                let fault = SquashFault::Itself { place };
                self.problems.push(range.problem(fault));
            } else if !seen.insert(id) {
                let replaced = id.clone();
                let fault = SquashFault::Repeated { replaced, place };
                self.problems.push(range.problem(fault));
            }
        }
    }

    /// Squashes are apart, or one replaces the other as a whole; what is neither there nor
    /// replaced by a squash that is there is missing.
    fn check_overlaps(&mut self, range: &Range, ranges: &[Range]) {
        let mut gone: HashSet<&str> = HashSet::new();
        for other in ranges.iter().filter(|other| other.index != range.index) {
            let is_inner = range.set.contains(&other.id);
            if is_inner {
                gone.extend(other.set.iter().map(String::as_str));
            }
            // The larger one answers for both.
            let is_larger = (range.set.len(), &range.id) > (other.set.len(), &other.id);
            let mut shared: Vec<String> = range.set.intersection(&other.set).cloned().collect();
            if !is_inner && (shared.is_empty() || !is_larger) {
                continue;
            }
            let mut missing: Vec<String> = other.set.difference(&range.set).cloned().collect();
            if is_inner {
                shared.push(other.id.clone());
            } else {
                missing.push(other.id.clone());
            }
            if !missing.is_empty() {
                shared.sort_unstable();
                missing.sort_unstable();
                let other = other.id.clone();
                let fault = SquashFault::Overlap {
                    other,
                    shared,
                    missing,
                };
                self.problems.push(range.problem(fault));
            }
        }
        self.check_presence(range, &gone);
    }

    fn check_presence(&mut self, range: &Range, gone: &HashSet<&str>) {
        let is_known = |id: &&String| self.known.contains(id.as_str());
        let Some(present) = range.list.iter().find(is_known) else {
            return;
        };
        let places = range.list.iter().enumerate();
        let missing = places.filter(|(_, id)| !is_known(id) && !gone.contains(id.as_str()));
        let problems = missing.map(|(place, id)| {
            let near = nearest(id, self.known.iter().copied().collect::<BTreeSet<_>>());
            range.problem(SquashFault::Missing {
                replaced: id.clone(),
                present: present.clone(),
                place,
                near: near.into_iter().map(str::to_owned).collect(),
            })
        });
        let problems: Vec<GraphProblem> = problems.collect();
        self.problems.extend(problems);
    }
}

/// Lets a revision need a squash instead of the last one of what it replaces.
fn point_at_squashes(
    index: usize,
    spec: &mut RevisionSpec,
    ranges: &[Range],
    labels: &Labels,
    problems: &mut Vec<GraphProblem>,
) {
    let id = spec.id.clone();
    let lists = [(true, &mut spec.parents), (false, &mut spec.depends_on)];
    for (is_parent, list) in lists {
        for (place, name) in list.iter_mut().enumerate() {
            for range in ranges.iter().filter(|range| range.is_outside(&id)) {
                let meant = labels.meant(name);
                if !range.set.contains(meant) {
                    continue;
                }
                if meant != range.last {
                    problems.push(GraphProblem::InsideSquash {
                        index,
                        id: id.clone(),
                        inner: meant.to_owned(),
                        squash: range.id.clone(),
                        last: range.last.clone(),
                        is_parent,
                        place,
                    });
                    // One mistake, one problem: nothing of what would follow from it.
                    if !range.is_alone {
                        continue;
                    }
                }
                name.clone_from(&range.id);
            }
        }
    }
}

/// Checks that a squash stands where the revisions stood that it replaces.
fn check_place(range: &Range, specs: &[RevisionSpec], labels: &Labels) -> Vec<GraphProblem> {
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

/// Has a squash stand on the last one, whose labels it inherits.
fn stand_on_last(range: &Range, specs: &mut [RevisionSpec]) {
    let members = specs.iter().filter(|spec| range.set.contains(&spec.id));
    let inherited: HashSet<String> = members.flat_map(|spec| spec.labels.clone()).collect();
    if let Some(squash) = specs.get_mut(range.index) {
        squash.parents = vec![range.last.clone()];
        squash.depends_on.clear();
        squash.labels.retain(|label| !inherited.contains(label));
    }
}

/// Which revision a label names: one that is replaced rather than the squash, which inherits it.
struct Labels {
    declared: HashMap<String, String>,
}

impl Labels {
    fn new(specs: &[RevisionSpec]) -> Self {
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
    fn meant<'n>(&'n self, name: &'n str) -> &'n str {
        self.declared.get(name).map_or(name, String::as_str)
    }
}
