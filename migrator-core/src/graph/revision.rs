//! One revision of a graph, and where it stands.

use super::links::Links;
use super::store::Labels;
use super::{Graph, Position, RevisionSpec};

/// A revision of a graph: a cheap handle with everything a log entry shows.
#[derive(Clone, Copy)]
pub struct Revision<'g> {
    pub(super) graph: &'g Graph,
    pub(super) position: Position,
}

impl<'g> Revision<'g> {
    /// Returns where the revision stands.
    #[must_use]
    pub fn position(self) -> Position {
        self.position
    }

    /// Returns the id.
    #[must_use]
    pub fn id(self) -> &'g str {
        Links::id(self.graph, self.position.0)
    }

    /// Returns the message; may be empty.
    #[must_use]
    pub fn message(self) -> &'g str {
        self.graph.message(self.position.0)
    }

    /// Iterates over the parents as the header lists them.
    pub fn parents(self) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        self.graph
            .parents(self.position.0)
            .iter()
            .map(move |&number| self.other(number))
    }

    /// Iterates over the dependencies as the header lists them, labels resolved.
    pub fn dependencies(self) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        self.graph
            .dependencies(self.position.0)
            .iter()
            .map(move |&number| self.other(number))
    }

    /// Iterates over the revisions that have this one as a parent, in the graph's order.
    pub fn children(self) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        self.graph
            .children(self.position.0)
            .iter()
            .map(move |&number| self.other(number))
    }

    /// Iterates over the revisions that depend on this one, in the graph's order.
    pub fn dependents(self) -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator {
        self.graph
            .dependents(self.position.0)
            .iter()
            .map(move |&number| self.other(number))
    }

    /// Iterates over the labels the header declares, in its order.
    pub fn labels(self) -> impl Iterator<Item = &'g str> {
        Labels::iter(self.graph.declared_labels(self.position.0))
    }

    /// Iterates over the labels declared or inherited, sorted.
    ///
    /// A label is inherited by all descendants. If they form one line, it also
    /// belongs to the revisions below, down to the first branch or merge point.
    pub fn all_labels(self) -> impl Iterator<Item = &'g str> {
        Labels::iter(self.graph.all_labels(self.position.0))
    }

    /// Returns whether nothing has this revision as a parent.
    #[must_use]
    pub fn is_head(self) -> bool {
        self.children().len() == 0
    }

    /// Returns whether nothing has this revision as a parent or dependency.
    #[must_use]
    pub fn is_real_head(self) -> bool {
        self.is_head() && self.dependents().len() == 0
    }

    /// Returns whether this is a head that some other revision depends on.
    ///
    /// It has no version row of its own while that one is applied.
    #[must_use]
    pub fn is_effective_head(self) -> bool {
        self.is_head() && self.dependents().len() > 0
    }

    /// Returns whether the revision has no parents.
    #[must_use]
    pub fn is_base(self) -> bool {
        self.parents().len() == 0
    }

    /// Returns whether the revision has neither parents nor dependencies.
    #[must_use]
    pub fn is_real_base(self) -> bool {
        self.is_base() && self.dependencies().len() == 0
    }

    /// Returns whether the revision has two or more children.
    #[must_use]
    pub fn is_branch_point(self) -> bool {
        self.children().len() > 1
    }

    /// Returns whether the revision has two or more parents.
    #[must_use]
    pub fn is_merge_point(self) -> bool {
        self.parents().len() > 1
    }

    /// Returns the revision as it was given to [`Graph::build`], labels of
    /// dependencies resolved, external references left out.
    pub(super) fn to_spec(self) -> RevisionSpec {
        RevisionSpec {
            id: self.id().to_owned(),
            message: self.message().to_owned(),
            parents: self
                .parents()
                .map(|parent| parent.id().to_owned())
                .collect(),
            depends_on: self
                .dependencies()
                .map(|other| other.id().to_owned())
                .collect(),
            labels: self.labels().map(str::to_owned).collect(),
            replaces: Vec::new(),
        }
    }

    fn other(self, number: u32) -> Self {
        Self {
            position: Position(number),
            ..self
        }
    }
}

impl std::fmt::Debug for Revision<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Revision").field(&self.id()).finish()
    }
}

/// Revisions are compared by position: both sides are of the same graph.
impl PartialEq for Revision<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl Eq for Revision<'_> {}
