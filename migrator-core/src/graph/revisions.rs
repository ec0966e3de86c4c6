//! The revisions of a graph: all, by name, and those that stand at its ends and forks.

use super::links::Links;
use super::{Graph, Position, Revision, RevisionSpec};

impl Graph {
    /// Returns the revision at a position; `None` if it is another graph's.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<Revision<'_>> {
        (position.index() < self.len()).then_some(Revision {
            graph: self,
            position,
        })
    }

    /// Returns the revision with exactly this id.
    ///
    /// # Complexity
    /// O(log V).
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Revision<'_>> {
        let by_id = self.by_id();
        let found = by_id
            .binary_search_by(|&number| Links::id(self, number).cmp(id))
            .ok()?;
        by_id.get(found).map(|&number| self.revision(number))
    }

    /// Returns the revision that declares this label.
    ///
    /// # Complexity
    /// O(V).
    #[must_use]
    pub fn find_label(&self, label: &str) -> Option<Revision<'_>> {
        self.revisions()
            .find(|revision| revision.labels().any(|declared| declared == label))
    }

    /// Iterates over all revisions in the graph's order, parents and dependencies first.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = Revision<'_>> + ExactSizeIterator {
        (0..self.len()).map(|index| self.revision(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// Iterates over all revisions sorted by id.
    pub fn revisions_by_id(&self) -> impl DoubleEndedIterator<Item = Revision<'_>> {
        self.by_id().iter().map(|&number| self.revision(number))
    }

    /// Iterates over the heads: no revision has them as a parent.
    pub fn heads(&self) -> impl Iterator<Item = Revision<'_>> {
        self.revisions().filter(|revision| revision.is_head())
    }

    /// Iterates over the real heads: no revision has them as a parent or dependency.
    pub fn real_heads(&self) -> impl Iterator<Item = Revision<'_>> {
        let real_heads = self.real_head_numbers().iter();
        real_heads.map(|&number| self.revision(number))
    }

    /// Iterates over the bases: revisions without parents.
    pub fn bases(&self) -> impl Iterator<Item = Revision<'_>> {
        self.revisions().filter(|revision| revision.is_base())
    }

    /// Returns what the graph was built from, in the graph's order.
    ///
    /// Dependencies named by label come back as ids; external references come
    /// back as they were. Specs of several graphs, concatenated, build the combined graph.
    #[must_use]
    pub fn to_specs(&self) -> Vec<RevisionSpec> {
        let mut specs: Vec<RevisionSpec> = self.revisions().map(Revision::to_spec).collect();
        for reference in self.external_references() {
            if let Some(spec) = specs.get_mut(reference.revision.index()) {
                let list = if reference.is_parent {
                    &mut spec.parents
                } else {
                    &mut spec.depends_on
                };
                // References come in the order of their places, so each finds
                // those before it already in the list.
                list.insert(
                    list.len().min(reference.place as usize),
                    reference.name.to_owned(),
                );
            }
        }
        for squash in self.squashes() {
            squash.unfold(&mut specs);
        }
        specs
    }

    fn revision(&self, number: u32) -> Revision<'_> {
        Revision {
            graph: self,
            position: Position(number),
        }
    }
}
