//! Keeps the version rows right while the steps of a plan are laid out.
//!
//! *Covered* revisions are the applied ones and everything below them; the rows
//! are the covered revisions that no covered revision lists as parent or
//! dependency. Usually covered and applied are the same; a revision spliced in
//! below the rows is covered before it is applied, so that applying it changes no row.
//! Each step looks only at the edges of the revisions that change, so a whole
//! plan costs O(V + E).

use std::collections::BTreeSet;

use super::squash::Leg;
use super::{Applied, Direction, Plan, RowChange, Step};
use crate::graph::{Edges, Graph, Position, Revision, RevisionSet};

pub(super) struct RowKeeper<'g> {
    graph: &'g Graph,
    applied: RevisionSet,
    covered: RevisionSet,
    /// For each revision, how many edges lead up to covered revisions.
    n_above: Vec<u32>,
    /// The rows after the steps so far.
    rows: BTreeSet<Position>,
    rows_before: Vec<Position>,
    steps: Vec<Step>,
}

impl<'g> RowKeeper<'g> {
    pub(super) fn new(graph: &'g Graph, applied: &Applied) -> Self {
        let covered = graph.ancestors(applied.set().iter(), Edges::All);
        let mut n_above = vec![0_u32; graph.len()];
        for below in covered.iter().flat_map(|position| below(graph, position)) {
            if let Some(n_above) = n_above.get_mut(below.index()) {
                *n_above += 1;
            }
        }
        let is_row = |position: &Position| n_above.get(position.index()) == Some(&0);
        let rows = covered.iter().filter(is_row).collect();
        let rows_before = applied.rows().to_vec();
        Self {
            graph,
            applied: applied.set().clone(),
            covered,
            n_above,
            rows,
            rows_before,
            steps: Vec::new(),
        }
    }

    /// Adds the step that applies a revision.
    pub(super) fn up(&mut self, leg: &Leg) {
        let position = leg.position;
        let mut change = RowChange::default();
        // A squash that the rows call by another name is covered, and they show it.
        let is_below_rows = self.covered.contains(position) && !leg.is_counted_only;
        for position in leg.along.iter().copied().chain([position]) {
            self.cover(position, &mut change);
        }
        self.push(leg, Direction::Up, change, is_below_rows);
    }

    /// Adds the step that reverts a revision on which nothing applied stands.
    pub(super) fn down(&mut self, leg: &Leg) {
        let position = leg.position;
        let mut change = RowChange::default();
        let is_below_rows = self.n_above.get(position.index()) != Some(&0);
        for position in [position].into_iter().chain(leg.along.iter().copied()) {
            self.applied.remove(position);
            if self.n_above.get(position.index()) == Some(&0) {
                change.remove(position);
                self.uncover(position, &mut change);
            }
        }
        self.push(leg, Direction::Down, change, is_below_rows);
    }

    /// Takes a revision to those that are applied and covered.
    fn cover(&mut self, position: Position, change: &mut RowChange) {
        self.applied.insert(position);
        if !self.covered.insert(position) {
            return;
        }
        change.added.push(position);
        for below in below(self.graph, position) {
            let Some(n_above) = self.n_above.get_mut(below.index()) else {
                continue;
            };
            if *n_above == 0 {
                change.remove(below);
            }
            *n_above += 1;
        }
    }

    /// Takes a reverted revision out of the covered ones, and with it whatever
    /// was covered only for its sake.
    fn uncover(&mut self, position: Position, change: &mut RowChange) {
        let mut uncovered = vec![position];
        while let Some(position) = uncovered.pop() {
            self.covered.remove(position);
            for below in below(self.graph, position) {
                let Some(n_above) = self.n_above.get_mut(below.index()) else {
                    continue;
                };
                *n_above = n_above.saturating_sub(1);
                if *n_above > 0 {
                    continue;
                }
                if self.applied.contains(below) {
                    change.added.push(below);
                } else {
                    uncovered.push(below);
                }
            }
        }
    }

    fn push(&mut self, leg: &Leg, direction: Direction, rows: RowChange, is_below_rows: bool) {
        let mut step = Step {
            position: leg.position,
            direction,
            rows,
            is_below_rows,
            is_counted_only: leg.is_counted_only,
        };
        step.rows.apply(&mut self.rows);
        if self.steps.is_empty() {
            // The rows that were read may hold more than the rule says: ancestors
            // of other rows. The first step puts that right.
            step.rows = difference(&self.rows_before, &self.rows);
        }
        step.rows.sort(self.graph);
        self.steps.push(step);
    }

    pub(super) fn finish(self) -> Plan {
        let rows_after = if self.steps.is_empty() {
            self.rows_before.clone()
        } else {
            self.rows.into_iter().collect()
        };
        Plan {
            steps: self.steps,
            rows_before: self.rows_before,
            rows_after,
        }
    }
}

/// Returns the change that leads from some rows, in the graph's order, to others.
pub(super) fn difference(before: &[Position], after: &BTreeSet<Position>) -> RowChange {
    let removed = before
        .iter()
        .copied()
        .filter(|row| !after.contains(row))
        .collect();
    let added = after
        .iter()
        .copied()
        .filter(|row| before.binary_search(row).is_err())
        .collect();
    RowChange { removed, added }
}

impl RowChange {
    /// Takes a row away, also one that the change itself adds.
    fn remove(&mut self, row: Position) {
        match self.added.iter().position(|added| *added == row) {
            Some(place) => drop(self.added.remove(place)),
            None => self.removed.push(row),
        }
    }

    /// Sorts both lists by id.
    pub(super) fn sort(&mut self, graph: &Graph) {
        self.removed.sort_by_key(|&row| graph.id_at(row));
        self.added.sort_by_key(|&row| graph.id_at(row));
    }
}

fn below(graph: &Graph, position: Position) -> impl Iterator<Item = Position> {
    graph
        .at(position)
        .into_iter()
        .flat_map(|revision| revision.parents().chain(revision.dependencies()))
        .map(Revision::position)
}
