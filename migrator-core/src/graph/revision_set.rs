//! A set of revisions of one graph.

use super::Position;

/// A set of positions, iterated in the graph's order: parents first.
///
/// One bit per revision of the graph, so membership is a shift and a mask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevisionSet {
    words: Vec<u64>,
    n_members: usize,
}

impl RevisionSet {
    /// Creates an empty set with room for a graph of `n_revisions`; it grows if needed.
    #[must_use]
    pub fn with_capacity(n_revisions: usize) -> Self {
        Self {
            words: vec![0; n_revisions.div_ceil(64)],
            n_members: 0,
        }
    }

    /// Adds a revision; returns whether it was missing.
    pub fn insert(&mut self, position: Position) -> bool {
        self.put(position.0)
    }

    /// Removes a revision; returns whether it was there.
    pub fn remove(&mut self, position: Position) -> bool {
        self.take(position.0)
    }

    /// Returns whether the revision is in the set.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        self.has(position.0)
    }

    /// Returns how many revisions are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n_members
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n_members == 0
    }

    /// Iterates in the graph's order, parents and dependencies first.
    pub fn iter(&self) -> impl Iterator<Item = Position> + '_ {
        self.numbers().map(Position)
    }

    /// Removes every revision that is in `other`.
    pub fn subtract(&mut self, other: &Self) {
        self.combine(other, |mine, theirs| mine & !theirs);
    }

    /// Removes every revision that is not in `other`.
    pub fn intersect(&mut self, other: &Self) {
        self.combine(other, |mine, theirs| mine & theirs);
    }

    fn combine(&mut self, other: &Self, operation: fn(u64, u64) -> u64) {
        let theirs = other.words.iter().copied().chain(std::iter::repeat(0));
        self.n_members = 0;
        for (mine, theirs) in self.words.iter_mut().zip(theirs) {
            *mine = operation(*mine, theirs);
            self.n_members += mine.count_ones() as usize;
        }
    }

    pub(super) fn put(&mut self, number: u32) -> bool {
        let (word, bit) = place(number);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        match self.words.get_mut(word) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                self.n_members += 1;
                true
            }
            _ => false,
        }
    }

    pub(super) fn take(&mut self, number: u32) -> bool {
        let (word, bit) = place(number);
        match self.words.get_mut(word) {
            Some(word) if *word & bit != 0 => {
                *word &= !bit;
                self.n_members -= 1;
                true
            }
            _ => false,
        }
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let (word, bit) = place(number);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.words).flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    index * 64 + bit
                })
            })
        })
    }
}

fn place(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}

impl FromIterator<Position> for RevisionSet {
    fn from_iter<I: IntoIterator<Item = Position>>(positions: I) -> Self {
        let mut set = Self::default();
        set.extend(positions);
        set
    }
}

impl Extend<Position> for RevisionSet {
    fn extend<I: IntoIterator<Item = Position>>(&mut self, positions: I) {
        for position in positions {
            self.insert(position);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, RevisionSet};

    fn set(numbers: &[u32]) -> RevisionSet {
        numbers.iter().copied().map(Position).collect()
    }

    #[test]
    fn members_come_out_in_order_across_words() {
        let set = set(&[200, 63, 0, 64, 63]);
        assert_eq!(set.numbers().collect::<Vec<_>>(), [0, 63, 64, 200]);
        assert_eq!(set.len(), 4);
    }

    #[test]
    fn sets_of_different_length_combine() {
        let mut left = set(&[1, 70, 300]);
        left.subtract(&set(&[70]));
        assert_eq!(left.numbers().collect::<Vec<_>>(), [1, 300]);
        left.intersect(&set(&[1, 5]));
        assert_eq!(left.numbers().collect::<Vec<_>>(), [1]);
        assert!(!left.take(300));
        assert_eq!(left.len(), 1);
    }
}
