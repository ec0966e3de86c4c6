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
//! | file | what it knows |
//! |---|---|
//! | `range` | what a squash replaces |
//! | `lists` | whether the lists can be |
//! | `place` | whether a squash stands where they stood |
//! | `outside` | what revisions need beside themselves |
//! | `labels` | which revision a label means |
//!
//! Pure text: what comes out is checked as any other input. Without a squash nothing happens.

mod labels;
mod lists;
mod outside;
mod place;
mod range;

use std::collections::HashSet;

use self::labels::Labels;
use self::lists::Lists;
pub(super) use self::outside::outside;
use self::place::check_place;
use self::range::Range;
use super::{GraphProblem, RevisionSpec};

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
    let mut lists = Lists::new(&specs);
    for range in &ranges {
        lists.check_list(range);
        lists.check_overlaps(range, &ranges);
    }
    let mut problems = lists.problems;
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
