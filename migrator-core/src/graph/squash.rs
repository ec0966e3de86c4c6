//! Revisions that stand for others.
//!
//! ```text
//!  files there   a ── r1 ── r2 ── r3 ── S ── c        S replaces r1, r2, r3
//!  files gone    a ───────────────────── S ── c        `r3` is another name of S
//! ```
//!
//! Nothing but `S` stands on the last of them, and nothing outside stands on any other, so
//! a database on which something above `S` is applied has all of them, whichever way it went.

use std::collections::HashSet;

use super::fold::outside;
use super::replaced::Replaced;
use super::{Graph, Position, Revision, RevisionSpec};

/// A revision that stands for others: a cheap handle.
#[derive(Debug, Clone, Copy)]
pub struct Squash<'g> {
    /// The revision itself.
    pub revision: Revision<'g>,
    place: usize,
    replaced: Replaced<'g>,
}

impl<'g> Squash<'g> {
    /// Returns the ids it stands for, in the order of its header: the last one last.
    pub fn replaces(self) -> impl DoubleEndedIterator<Item = &'g str> {
        self.replaced.ids()
    }

    /// Returns the last of the ids: on it a database stands that has them all.
    #[must_use]
    pub fn last(self) -> &'g str {
        self.replaced.last()
    }

    /// Returns where the revisions it stands for are, in the graph's order; none when their
    /// files are gone.
    pub fn members(self) -> impl ExactSizeIterator<Item = Position> + DoubleEndedIterator {
        self.replaced.members.iter().map(|&number| Position(number))
    }

    /// Tells whether the files of the revisions it stands for are gone.
    #[must_use]
    pub fn is_alone(self) -> bool {
        self.replaced.members.is_empty()
    }

    /// Returns the position that the last of the ids has as a version row when its file is gone.
    fn former(self) -> Position {
        let place = u32::try_from(self.revision.graph.len() + self.place);
        Position(place.unwrap_or(u32::MAX))
    }
}

/// What an id means that may be that of a replaced revision whose file is gone.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'g> {
    /// The graph has the revision.
    Here(Revision<'g>),
    /// Its file is gone, and it was the last one of what the squash stands for: it means the squash.
    Last(Squash<'g>),
    /// Its file is gone, and it was another one of them.
    Inside(Squash<'g>),
}

impl<'g> Standing<'g> {
    /// Returns the revision that the id means; `None` if it lay inside of what a squash stands for.
    #[must_use]
    pub fn revision(self) -> Option<Revision<'g>> {
        match self {
            Self::Here(revision) => Some(revision),
            Self::Last(squash) => Some(squash.revision),
            Self::Inside(_) => None,
        }
    }

    /// Returns the position that a version row with this id has.
    #[must_use]
    pub fn row(self) -> Option<Position> {
        match self {
            Self::Here(revision) => Some(revision.position()),
            Self::Last(squash) => Some(squash.former()),
            Self::Inside(_) => None,
        }
    }
}

impl Graph {
    /// Iterates over the revisions that stand for others, in the graph's order.
    pub fn squashes(&self) -> impl Iterator<Item = Squash<'_>> {
        self.replaced().enumerate().map(|(place, replaced)| Squash {
            revision: Revision {
                graph: self,
                position: Position(replaced.revision),
            },
            place,
            replaced,
        })
    }

    /// Returns what an id means: a revision, or one that is gone since a squash stands for it.
    ///
    /// # Complexity
    /// O(log V), and for an id that the graph does not have the number of ids that squashes replace.
    #[must_use]
    pub fn standing(&self, id: &str) -> Option<Standing<'_>> {
        if let Some(revision) = self.find(id) {
            return Some(Standing::Here(revision));
        }
        let mut squashes = self.squashes().filter(|squash| squash.is_alone());
        // Of squashes that replace each other the last one is left, and has the ids of all.
        let squash = squashes.find(|squash| squash.replaces().any(|replaced| replaced == id))?;
        Some(if squash.last() == id {
            Standing::Last(squash)
        } else {
            Standing::Inside(squash)
        })
    }

    /// Returns the revisions on which version rows stand, as far as the graph knows them.
    #[must_use]
    pub fn rows<S: AsRef<str>>(&self, rows: &[S]) -> Vec<Position> {
        let known = rows.iter().filter_map(|row| self.standing(row.as_ref()));
        let known = known.filter_map(Standing::revision);
        known.map(Revision::position).collect()
    }

    /// Returns the version rows that the graph does not know, also not by a squash.
    #[must_use]
    pub fn unknown_rows(&self, rows: &[String]) -> Vec<String> {
        let unknown = rows.iter().filter(|row| self.standing(row).is_none());
        unknown.cloned().collect()
    }

    /// Returns the squash that a revision is, if it is one.
    #[must_use]
    pub fn squash_at(&self, position: Position) -> Option<Squash<'_>> {
        self.squashes()
            .find(|it| it.revision.position() == position)
    }

    /// Returns the squash that stands for a revision, the innermost if there are several.
    #[must_use]
    pub fn replaced_by(&self, position: Position) -> Option<Squash<'_>> {
        self.squashes()
            .find(|it| it.replaced.members.binary_search(&position.0).is_ok())
    }
}

impl<'g> Revision<'g> {
    /// Returns the squash that it is, if it is one.
    #[must_use]
    pub fn squash(self) -> Option<Squash<'g>> {
        self.graph.squash_at(self.position)
    }
}

impl Squash<'_> {
    /// Has its header say again what it said before it was folded in.
    pub(super) fn unfold(self, specs: &mut [RevisionSpec]) {
        let members: HashSet<&str> = self.replaces().collect();
        let is_member = |spec: &&RevisionSpec| members.contains(spec.id.as_str());
        let (parents, dependencies) =
            outside(specs.iter().filter(is_member), &|id| members.contains(id));
        let replaced = specs.iter().filter(is_member);
        let labels: Vec<String> = replaced.flat_map(|spec| spec.labels.clone()).collect();
        let Some(spec) = specs.get_mut(self.revision.position().index()) else {
            return;
        };
        spec.replaces = self.replaces().map(str::to_owned).collect();
        if !self.is_alone() {
            (spec.parents, spec.depends_on) = (parents, dependencies);
            spec.labels.extend(labels);
        }
    }
}
