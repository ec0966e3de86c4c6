//! Where a revision stands in its graph.

/// Where a revision stands in its graph: an index into the graph's order.
///
/// Only meaningful with the graph it came from. Smaller is older: parents and
/// dependencies stand before those who need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub(super) u32);

impl Position {
    /// Returns the position as an index, for data kept beside the graph.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
