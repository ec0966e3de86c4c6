//! The graph as data that generated code holds in a `static`.
//!
//! The migration compiler writes these values after it has checked and sorted
//! the graph, so that nothing is parsed, checked or sorted when a program runs.
//! Not meant to be written by hand: a wrong position would make a wrong graph.

/// One revision of an embedded graph.
#[derive(Debug)]
pub struct EmbeddedRevision {
    /// The revision's id.
    pub id: &'static str,
    /// The first paragraph of its description on one line; may be empty.
    pub message: &'static str,
    /// Positions of the parents, in the order of the header.
    pub parents: &'static [u32],
    /// Positions of the dependencies, in the order of the header.
    pub dependencies: &'static [u32],
    /// The labels the header declares, in its order.
    pub labels: &'static [&'static str],
    /// Positions of the revisions that name this one as a parent, ascending.
    pub children: &'static [u32],
    /// Positions of the revisions that name this one as a dependency, ascending.
    pub dependents: &'static [u32],
    /// Declared and inherited labels, sorted.
    pub all_labels: &'static [&'static str],
}

/// A checked graph: revisions in the graph's own order, parents and
/// dependencies before those that need them.
#[derive(Debug)]
pub struct EmbeddedGraph {
    /// The revisions; a position is an index into this slice.
    pub revisions: &'static [EmbeddedRevision],
    /// All positions, sorted by id (byte order).
    pub by_id: &'static [u32],
    /// Positions of the real heads: nothing has them as parent or dependency; ascending.
    pub real_heads: &'static [u32],
    /// Parents and dependencies that other graphs must bring, in the order of
    /// revision, kind and place; empty unless the graph waits to be combined.
    pub external: &'static [EmbeddedReference],
    /// The revisions that stand for others, in the graph's order; most graphs have none.
    pub squashes: &'static [EmbeddedSquash],
}

/// A revision that stands for others.
#[derive(Debug)]
pub struct EmbeddedSquash {
    /// Its position.
    pub revision: u32,
    /// The ids of the others, in the order of the header.
    pub replaces: &'static [&'static str],
    /// Their positions, ascending; empty when their files are gone.
    pub members: &'static [u32],
}

/// A parent or dependency outside the graph.
#[derive(Debug)]
pub struct EmbeddedReference {
    /// Position of the revision that names it.
    pub revision: u32,
    /// Whether it is a parent; otherwise it is a dependency.
    pub is_parent: bool,
    /// Its index in the list of the header.
    pub place: u32,
    /// The id, or for a dependency also a label.
    pub name: &'static str,
}
