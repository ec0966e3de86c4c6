//! Ancestors, descendants, lineage: sets of revisions found by following edges.
//!
//! Iterative: a chain of a hundred thousand revisions needs no stack. All of it
//! is O(V + E) over what is reached.

use super::links::Links;
use super::{Graph, Position, RevisionSet};

/// Which edges to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edges {
    /// Parent edges only: what makes a line and a branch.
    Parents,
    /// Parents and dependencies: what must be applied before.
    All,
}

impl Graph {
    /// Returns the given revisions and all their ancestors.
    pub fn ancestors(&self, of: impl IntoIterator<Item = Position>, edges: Edges) -> RevisionSet {
        let of: Vec<u32> = self.numbers(of);
        match edges {
            Edges::All => reach(self, of, |revision| self.below(revision)),
            Edges::Parents => reach(self, of, |revision| self.parents(revision).iter().copied()),
        }
    }

    /// Returns the given revisions and all their descendants.
    pub fn descendants(&self, of: impl IntoIterator<Item = Position>, edges: Edges) -> RevisionSet {
        let of: Vec<u32> = self.numbers(of);
        match edges {
            Edges::All => reach(self, of, |revision| self.above(revision)),
            Edges::Parents => reach(self, of, |revision| self.children(revision).iter().copied()),
        }
    }

    /// Returns the revision, its ancestors and its descendants: the branch it stands for.
    #[must_use]
    pub fn lineage(&self, of: Position, edges: Edges) -> RevisionSet {
        let mut lineage = self.ancestors([of], edges);
        lineage.extend(self.descendants([of], edges).iter());
        lineage
    }

    /// Returns the maximal members of `set`: those with no strict descendant in
    /// it, through revisions inside or outside of it; in the graph's order.
    #[must_use]
    pub fn maximal(&self, set: &RevisionSet) -> Vec<Position> {
        if set.len() <= 1 {
            return set.iter().collect();
        }
        let mut listed = RevisionSet::with_capacity(self.len());
        for number in set.numbers() {
            listed.extend(self.below(number).map(Position));
        }
        let below = self.ancestors(listed.iter(), Edges::All);
        set.iter()
            .filter(|&position| !below.contains(position))
            .collect()
    }

    /// Drops positions that are not of this graph, so that no walk can leave it.
    fn numbers(&self, positions: impl IntoIterator<Item = Position>) -> Vec<u32> {
        positions
            .into_iter()
            .map(|p| p.0)
            .filter(|&n| (n as usize) < self.len())
            .collect()
    }
}

/// Returns the start and everything `next` leads to.
pub(super) fn reach<L: Links, I: Iterator<Item = u32>>(
    links: &L,
    start: Vec<u32>,
    next: impl Fn(u32) -> I,
) -> RevisionSet {
    let mut reached = RevisionSet::with_capacity(links.n_revisions());
    let mut to_visit = start;
    to_visit.retain(|&revision| reached.put(revision));
    while let Some(revision) = to_visit.pop() {
        to_visit.extend(next(revision).filter(|&neighbor| reached.put(neighbor)));
    }
    reached
}
