//! What is applied to a database: the input of every plan.

use super::PlanError;
use crate::graph::{Edges, Graph, Position, RevisionSet};

/// The applied revisions, and the version rows that were read.
///
/// The rows alone say that all their ancestors are applied. A history may know
/// better: a revision spliced in below the rows later is not; take it out by
/// [`without`](Self::without).
///
/// Rows that are ancestors of other rows, as Alembic may leave them, do no harm:
/// they add nothing, and the first step of a plan removes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    rows: Vec<Position>,
    tops: Vec<Position>,
    set: RevisionSet,
}

impl Applied {
    /// Returns the rows and all their ancestors.
    ///
    /// The order of the rows does not matter, nor do repeats.
    ///
    /// # Errors
    /// [`PlanError::UnknownRows`], listing every row the graph does not have.
    pub fn closure_of<S: AsRef<str>>(graph: &Graph, rows: &[S]) -> Result<Self, PlanError> {
        let mut known = RevisionSet::with_capacity(graph.len());
        let mut unknown: Vec<String> = Vec::new();
        for row in rows.iter().map(AsRef::as_ref) {
            match graph.find(row) {
                Some(revision) => known.extend([revision.position()]),
                None => unknown.push(row.to_owned()),
            }
        }
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            return Err(PlanError::UnknownRows { rows: unknown });
        }
        let set = graph.ancestors(known.iter(), Edges::All);
        Ok(Self {
            rows: known.iter().collect(),
            tops: graph.maximal(&known),
            set,
        })
    }

    /// Takes out revisions that are known not to be applied.
    #[must_use]
    pub fn without(mut self, positions: impl IntoIterator<Item = Position>) -> Self {
        for position in positions {
            self.set.remove(position);
        }
        self
    }

    /// Returns whether a revision is applied.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        self.set.contains(position)
    }

    /// Returns all applied revisions.
    #[must_use]
    pub fn set(&self) -> &RevisionSet {
        &self.set
    }

    /// Returns the rows as they were read, in the graph's order.
    #[must_use]
    pub fn rows(&self) -> &[Position] {
        &self.rows
    }

    /// Returns the rows that no other row stands on: the current revisions, in the graph's order.
    #[must_use]
    pub fn current(&self) -> &[Position] {
        &self.tops
    }
}
