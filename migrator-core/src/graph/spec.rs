//! What a revision says about itself: the input from which a graph is built.

/// One revision as its header declares it.
///
/// ```
/// # use migrator_core::graph::{Graph, RevisionSpec};
/// let graph = Graph::build([
///     RevisionSpec::new("a1b2").message("create users"),
///     RevisionSpec::new("c3d4").parent("a1b2").label("billing"),
/// ])?;
/// assert_eq!(graph.heads().map(|head| head.id()).collect::<Vec<_>>(), ["c3d4"]);
/// # Ok::<(), migrator_core::graph::GraphProblems>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RevisionSpec {
    /// The revision's id.
    pub id: String,
    /// The first paragraph of its description on one line; may be empty.
    pub message: String,
    /// Ids of its parents; none for a base, two or more for a merge point.
    pub parents: Vec<String>,
    /// Ids or labels of the revisions that must be applied before it.
    pub depends_on: Vec<String>,
    /// The labels it declares.
    pub labels: Vec<String>,
    /// Ids of the revisions that it stands for, the last one last; none unless it is a squash.
    pub replaces: Vec<String>,
}

impl RevisionSpec {
    /// Creates a revision without parents, dependencies, labels and message.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Adds a parent after those already there.
    #[must_use]
    pub fn parent(mut self, id: impl Into<String>) -> Self {
        self.parents.push(id.into());
        self
    }

    /// Adds a dependency, an id or a label, after those already there.
    #[must_use]
    pub fn depends_on(mut self, id_or_label: impl Into<String>) -> Self {
        self.depends_on.push(id_or_label.into());
        self
    }

    /// Declares a label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// Has it stand for a revision, after those already there.
    #[must_use]
    pub fn replaces(mut self, id: impl Into<String>) -> Self {
        self.replaces.push(id.into());
        self
    }

    /// Sets the message.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }
}
