//! The edges of a graph as numbers: what the algorithms of this room walk on.
//!
//! Two things have edges: a stored [`Graph`](super::Graph), and a graph that is
//! still being checked, where a number is a rank by id.

/// Numbered revisions and their edges in both directions.
pub(super) trait Links {
    /// Returns how many revisions there are; numbers are below it.
    fn n_revisions(&self) -> usize;
    /// Returns the id.
    fn id(&self, revision: u32) -> &str;
    /// Returns the parents as listed.
    fn parents(&self, revision: u32) -> &[u32];
    /// Returns the dependencies as listed, labels resolved.
    fn dependencies(&self, revision: u32) -> &[u32];
    /// Returns the revisions that have this one as a parent.
    fn children(&self, revision: u32) -> &[u32];
    /// Returns the revisions that have this one as a dependency.
    fn dependents(&self, revision: u32) -> &[u32];

    /// Iterates over parents, then dependencies; one that is both comes twice.
    fn below(&self, revision: u32) -> impl Iterator<Item = u32> {
        self.parents(revision)
            .iter()
            .chain(self.dependencies(revision))
            .copied()
    }

    /// Iterates over children, then dependents; one that is both comes twice.
    fn above(&self, revision: u32) -> impl Iterator<Item = u32> {
        self.children(revision)
            .iter()
            .chain(self.dependents(revision))
            .copied()
    }
}

/// One list of numbers for each revision, in two flat arrays: a graph has
/// hundreds of thousands of mostly empty lists, and walking them should stay in
/// the processor's cache.
#[derive(Debug, Default)]
pub(super) struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Adds the list of the next revision.
    pub(super) fn push(&mut self, list: &[u32]) {
        self.items.extend_from_slice(list);
        // Edges are counted in `u32`, as revisions are.
        self.ends
            .push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// Returns a revision's list; empty if there is none.
    pub(super) fn of(&self, revision: u32) -> &[u32] {
        let index = revision as usize;
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied();
        self.items
            .get(start.unwrap_or(0) as usize..end)
            .unwrap_or_default()
    }

    /// Turns edges around: for each revision, who lists it, ascending.
    pub(super) fn reversed(&self) -> Self {
        let mut next = vec![0_u32; self.ends.len() + 1];
        for &item in &self.items {
            if let Some(n_listed) = next.get_mut(item as usize + 1) {
                *n_listed += 1;
            }
        }
        let mut sum = 0;
        for n_listed in &mut next {
            sum += *n_listed;
            *n_listed = sum;
        }
        let ends = next.get(1..).unwrap_or_default().to_vec();
        let mut items = vec![0; self.items.len()];
        for revision in (0_u32..).take(self.ends.len()) {
            for &item in self.of(revision) {
                let Some(place) = next.get_mut(item as usize) else {
                    continue;
                };
                if let Some(item) = items.get_mut(*place as usize) {
                    *item = revision;
                }
                *place += 1;
            }
        }
        Self { ends, items }
    }

    /// Returns the same edges with other numbers: `order` gives the old number
    /// of each new one, `new_of` the new number of each old one.
    pub(super) fn renumbered(&self, order: &[u32], new_of: &[u32]) -> Self {
        let mut lists = Self::default();
        let mut list = Vec::new();
        for &old in order {
            list.clear();
            list.extend(
                self.of(old)
                    .iter()
                    .filter_map(|&old| new_of.get(old as usize).copied()),
            );
            lists.push(&list);
        }
        lists
    }
}

/// Revisions and the edges between them, numbered alike.
#[derive(Debug, Default)]
pub(super) struct Linked<I> {
    pub(super) ids: Vec<I>,
    pub(super) parents: Lists,
    pub(super) dependencies: Lists,
    pub(super) children: Lists,
    pub(super) dependents: Lists,
}

impl<I: AsRef<str>> Links for Linked<I> {
    fn n_revisions(&self) -> usize {
        self.ids.len()
    }

    fn id(&self, revision: u32) -> &str {
        self.ids.get(revision as usize).map_or("", I::as_ref)
    }

    fn parents(&self, revision: u32) -> &[u32] {
        self.parents.of(revision)
    }

    fn dependencies(&self, revision: u32) -> &[u32] {
        self.dependencies.of(revision)
    }

    fn children(&self, revision: u32) -> &[u32] {
        self.children.of(revision)
    }

    fn dependents(&self, revision: u32) -> &[u32] {
        self.dependents.of(revision)
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    fn lists(rows: &[&[u32]]) -> Lists {
        let mut lists = Lists::default();
        rows.iter().for_each(|row| lists.push(row));
        lists
    }

    fn rows(lists: &Lists) -> Vec<&[u32]> {
        (0..3).map(|revision| lists.of(revision)).collect()
    }

    #[test]
    fn edges_are_turned_around() {
        let edges = lists(&[&[], &[0, 2], &[0]]);
        assert_eq!(rows(&edges.reversed()), [[1, 2].as_slice(), &[], &[1]]);
        assert_eq!(edges.of(9), [] as [u32; 0]);
    }

    #[test]
    fn numbers_are_exchanged() {
        let edges = lists(&[&[], &[0, 2], &[0]]);
        let renumbered = edges.renumbered(&[2, 0, 1], &[1, 2, 0]);
        assert_eq!(rows(&renumbered), [[1].as_slice(), &[], &[1, 0]]);
    }
}
