//! Checks what revisions say about themselves.
//!
//! Works on ranks: the distinct ids, sorted. Since everything after the first
//! sort sees ranks only, the order of input cannot influence anything but the
//! `index` fields of problems. Every check runs, whatever the others found.

use std::collections::{HashMap, HashSet};

use super::cycles::cycles;
use super::links::{Linked, Links};
use super::store::BuiltReference;
use super::{GraphProblem, RevisionSpec};
use crate::base::{check_label, check_revision_id, nearest};

/// Near misses are searched for this many unknown names: each search looks at
/// every id, and nobody reads more of them.
const MAX_NEAR_MISSES: usize = 20;

/// What the checks find out.
pub(super) struct Checked<'a> {
    /// The ids and edges by rank; a revision that is listed is known.
    pub(super) edges: Linked<&'a str>,
    /// The unknown parents and dependencies, by rank.
    pub(super) external: Vec<BuiltReference>,
    /// The same as problems.
    pub(super) unknown: Vec<GraphProblem>,
    /// All other problems.
    pub(super) problems: Vec<GraphProblem>,
}

/// Runs all checks.
pub(super) fn check(specs: &[RevisionSpec]) -> Checked<'_> {
    let mut ranked = Ranked::new(specs);
    ranked.check_names();
    ranked.resolve();
    ranked.check_cycles();
    ranked.checked
}

/// The input by rank. Revisions with the same id share a rank, and their edges
/// are thrown together: it is an error anyway, and cycles are still found.
struct Ranked<'a> {
    specs: &'a [RevisionSpec],
    /// Indexes into `specs`, sorted by id.
    sorted: Vec<usize>,
    /// For each rank, where its first revision stands in `sorted`.
    starts: Vec<usize>,
    ranks: HashMap<&'a str, u32>,
    /// For each label, the rank that declares it; the smallest if several do.
    labels: HashMap<&'a str, u32>,
    checked: Checked<'a>,
}

impl<'a> Ranked<'a> {
    fn new(specs: &'a [RevisionSpec]) -> Self {
        let id_of = |&index: &usize| specs.get(index).map_or("", |spec| spec.id.as_str());
        let mut sorted: Vec<usize> = (0..specs.len()).collect();
        sorted.sort_by(|a, b| id_of(a).cmp(id_of(b)));
        let mut starts = Vec::with_capacity(sorted.len());
        let mut ids: Vec<&str> = Vec::with_capacity(sorted.len());
        for (place, index) in sorted.iter().enumerate() {
            if ids.last() != Some(&id_of(index)) {
                starts.push(place);
                ids.push(id_of(index));
            }
        }
        let ranks = ids.iter().copied().zip(0_u32..).collect();
        Self {
            specs,
            sorted,
            starts,
            ranks,
            labels: HashMap::new(),
            checked: Checked {
                edges: Linked {
                    ids,
                    ..Linked::default()
                },
                external: Vec::new(),
                unknown: Vec::new(),
                problems: Vec::new(),
            },
        }
    }

    /// Returns the input revisions of a rank as (index, spec).
    fn of_rank(&self, rank: u32) -> impl Iterator<Item = (usize, &'a RevisionSpec)> + use<'a, '_> {
        let start = self
            .starts
            .get(rank as usize)
            .copied()
            .unwrap_or(usize::MAX);
        let end = self
            .starts
            .get(rank as usize + 1)
            .copied()
            .unwrap_or(self.sorted.len());
        let indexes = self.sorted.get(start..end).unwrap_or_default();
        indexes
            .iter()
            .filter_map(|&index| Some((index, self.specs.get(index)?)))
    }

    fn index_of(&self, rank: u32) -> usize {
        self.of_rank(rank).next().map_or(0, |(index, _)| index)
    }

    fn all_ranks(&self) -> impl Iterator<Item = u32> + use<> {
        (0_u32..).take(self.starts.len())
    }

    fn check_names(&mut self) {
        let mut declared: HashMap<&str, Vec<(u32, usize)>> = HashMap::new();
        let mut problems = Vec::new();
        for rank in self.all_ranks() {
            let indexes: Vec<usize> = self.of_rank(rank).map(|(index, _)| index).collect();
            for (index, spec) in self.of_rank(rank) {
                if let Err(reason) = check_revision_id(&spec.id) {
                    problems.push(GraphProblem::IllegalId {
                        index,
                        id: spec.id.clone(),
                        reason,
                    });
                }
                for label in &spec.labels {
                    declared.entry(label).or_default().push((rank, index));
                    problems.extend(self.label_problem(index, spec, label));
                }
            }
            if indexes.len() > 1 {
                let id = self.checked.edges.id(rank).to_owned();
                problems.push(GraphProblem::DuplicateId { id, indexes });
            }
        }
        for (label, places) in declared {
            self.labels
                .extend(places.first().map(|&(rank, _)| (label, rank)));
            if places.len() > 1 {
                let ids = places
                    .iter()
                    .map(|&(rank, _)| self.checked.edges.id(rank).to_owned())
                    .collect();
                let indexes = places.into_iter().map(|(_, index)| index).collect();
                let label = label.to_owned();
                problems.push(GraphProblem::DuplicateLabel {
                    label,
                    ids,
                    indexes,
                });
            }
        }
        self.checked.problems.append(&mut problems);
    }

    fn label_problem(
        &self,
        index: usize,
        spec: &RevisionSpec,
        label: &str,
    ) -> Option<GraphProblem> {
        let (id, label) = (spec.id.clone(), label.to_owned());
        if let Err(reason) = check_label(&label) {
            return Some(GraphProblem::IllegalLabel {
                index,
                id,
                label,
                reason,
            });
        }
        let other_index = self.index_of(*self.ranks.get(label.as_str())?);
        Some(GraphProblem::LabelIsId {
            index,
            id,
            label,
            other_index,
        })
    }

    /// Turns names into ranks.
    fn resolve(&mut self) {
        for rank in self.all_ranks() {
            let (mut parents, mut dependencies) = (Vec::new(), Vec::new());
            let specs: Vec<(usize, &RevisionSpec)> = self.of_rank(rank).collect();
            for spec in specs {
                self.resolve_list(rank, spec, true, &mut parents);
                self.resolve_list(rank, spec, false, &mut dependencies);
            }
            self.checked.edges.parents.push(&parents);
            self.checked.edges.dependencies.push(&dependencies);
        }
        self.checked.edges.children = self.checked.edges.parents.reversed();
        self.checked.edges.dependents = self.checked.edges.dependencies.reversed();
    }

    /// Resolves the parents or the dependencies of one revision of the input.
    fn resolve_list(
        &mut self,
        rank: u32,
        (index, spec): (usize, &RevisionSpec),
        is_parent: bool,
        found: &mut Vec<u32>,
    ) {
        let names = if is_parent {
            &spec.parents
        } else {
            &spec.depends_on
        };
        let mut seen = HashSet::new();
        for (place, name) in names.iter().enumerate() {
            let at = Place {
                index,
                id: &spec.id,
                name,
                place,
                is_parent,
            };
            let other = self.rank_of(name, is_parent);
            let is_repeat = names.len() > 1 && !seen.insert(other.ok_or(name));
            match other {
                _ if is_repeat => self.checked.problems.push(at.repeated()),
                Some(other) if other == rank => self.checked.problems.push(at.itself()),
                Some(other) => found.push(other),
                None => {
                    let labelled = self.labels.get(name.as_str());
                    let labelled = labelled.map(|&rank| self.checked.edges.id(rank).to_owned());
                    let near = self.near(name, !is_parent);
                    self.checked.unknown.push(at.unknown(labelled, near));
                    let place = u32::try_from(place).unwrap_or(u32::MAX);
                    let name = name.clone();
                    let reference = BuiltReference {
                        revision: rank,
                        is_parent,
                        place,
                        name,
                    };
                    self.checked.external.push(reference);
                }
            }
        }
    }

    /// Returns what a name in a list means: an id, or for a dependency also a label.
    fn rank_of(&self, name: &str, is_parent: bool) -> Option<u32> {
        let label = || self.labels.get(name).filter(|_| !is_parent);
        self.ranks.get(name).or_else(label).copied()
    }

    fn near(&self, name: &str, with_labels: bool) -> Vec<String> {
        if self.checked.unknown.len() >= MAX_NEAR_MISSES {
            return Vec::new();
        }
        let mut labels: Vec<&str> = Vec::new();
        if with_labels {
            labels.extend(self.labels.keys());
            labels.sort_unstable();
        }
        let candidates = self.checked.edges.ids.iter().copied().chain(labels);
        nearest(name, candidates)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    fn check_cycles(&mut self) {
        for cycle in cycles(&self.checked.edges) {
            let ids = cycle
                .iter()
                .map(|&rank| self.checked.edges.id(rank).to_owned())
                .collect();
            let indexes = cycle.iter().map(|&rank| self.index_of(rank)).collect();
            self.checked
                .problems
                .push(GraphProblem::Cycle { ids, indexes });
        }
    }
}

/// A name in a list of parents or dependencies.
struct Place<'a> {
    index: usize,
    id: &'a str,
    name: &'a str,
    place: usize,
    is_parent: bool,
}

impl Place<'_> {
    fn repeated(&self) -> GraphProblem {
        let (index, id, name, place) = self.parts();
        if self.is_parent {
            GraphProblem::RepeatedParent {
                index,
                id,
                parent: name,
                place,
            }
        } else {
            GraphProblem::RepeatedDependency {
                index,
                id,
                dependency: name,
                place,
            }
        }
    }

    fn itself(&self) -> GraphProblem {
        let (index, id, name, _) = self.parts();
        if self.is_parent {
            GraphProblem::SelfParent { index, id }
        } else {
            GraphProblem::SelfDependency {
                index,
                id,
                dependency: name,
            }
        }
    }

    fn unknown(&self, labelled: Option<String>, near: Vec<String>) -> GraphProblem {
        let (index, id, name, place) = self.parts();
        if self.is_parent {
            GraphProblem::UnknownParent {
                index,
                id,
                parent: name,
                place,
                labelled,
                near,
            }
        } else {
            GraphProblem::UnknownDependency {
                index,
                id,
                dependency: name,
                place,
                near,
            }
        }
    }

    fn parts(&self) -> (usize, String, String, usize) {
        (
            self.index,
            self.id.to_owned(),
            self.name.to_owned(),
            self.place,
        )
    }
}
