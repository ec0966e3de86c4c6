//! What is applied to a database: the input of every plan.

use std::collections::BTreeSet;

use super::PlanError;
use crate::graph::{Edges, Graph, Position, Revision, RevisionSet, Standing};

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
    /// [`PlanError::UnknownRows`], listing every row the graph does not have;
    /// [`PlanError::InsideSquash`] for one that is gone since a squash stands for it and later ones.
    pub fn closure_of<S: AsRef<str>>(graph: &Graph, rows: &[S]) -> Result<Self, PlanError> {
        let mut known = RevisionSet::with_capacity(graph.len());
        let mut found: BTreeSet<Position> = BTreeSet::new();
        let mut unknown: Vec<String> = Vec::new();
        for row in rows.iter().map(AsRef::as_ref) {
            let standing = graph.standing(row);
            match standing.map(|it| (it.revision(), it.row())) {
                Some((Some(revision), Some(row))) => {
                    known.insert(revision.position());
                    found.insert(row);
                }
                Some(_) => return Err(inside(graph, row)),
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
            rows: found.into_iter().collect(),
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

    /// Returns the squashes that the rows call by the last of what they replace.
    pub(super) fn uncounted(&self, graph: &Graph) -> Vec<Position> {
        let is_former = |row: &&Position| row.index() >= graph.len();
        let formers = self.rows.iter().filter(is_former);
        let squashes = formers.filter_map(|&row| graph.standing(graph.id_at(row))?.revision());
        squashes.map(Revision::position).collect()
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

    /// Returns the rows as they were read, in the graph's order; behind them those whose revision
    /// is gone since a squash stands for it.
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

/// The database has a part of what a squash stands for, and the rest is gone.
fn inside(graph: &Graph, row: &str) -> PlanError {
    let Some(Standing::Inside(squash)) = graph.standing(row) else {
        let rows = vec![row.to_owned()];
        return PlanError::UnknownRows { rows };
    };
    PlanError::InsideSquash {
        row: row.to_owned(),
        squash: squash.revision.id().to_owned(),
        last: squash.last().to_owned(),
    }
}
