//! Whether the lists of what is replaced can be: each for itself, and beside the others.

use std::collections::{BTreeSet, HashSet};

use crate::base::nearest;
use crate::graph::fold::range::Range;
use crate::graph::{GraphProblem, RevisionSpec, SquashFault};

/// Finds what is wrong with the lists by themselves.
pub(super) struct Lists<'a> {
    known: HashSet<&'a str>,
    pub(super) problems: Vec<GraphProblem>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(specs: &'a [RevisionSpec]) -> Self {
        Self {
            known: specs.iter().map(|spec| spec.id.as_str()).collect(),
            problems: Vec::new(),
        }
    }

    pub(super) fn check_list(&mut self, range: &Range) {
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
    pub(super) fn check_overlaps(&mut self, range: &Range, ranges: &[Range]) {
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
