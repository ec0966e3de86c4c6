//! Walks along parents and children: what `+N` and `-N` mean.
//!
//! Each step must be unambiguous, or the target's branch must decide. Walking past the
//! end is an error. Only the last step down may leave a merge point: its parents
//! then are the landing, and the caller decides whether that will do.

use super::resolve::Resolver;
use super::{Candidate, Edges, Graph, Position, ResolveError, Revision};

impl Resolver<'_> {
    /// Walks up from the current revision.
    pub(super) fn walk_up_from_here(&self, steps: i32) -> Result<Position, ResolveError> {
        let rows = self.rows()?;
        let mut starts = self.in_branch(rows.iter().copied());
        if starts.is_empty() && self.branch.is_some() {
            // Nothing of the branch itself is a row, but revisions it grows from
            // may be applied.
            let active = self.graph.ancestors(rows.iter().copied(), Edges::All);
            let active = self.in_branch(active.iter()).into_iter().collect();
            starts = self.graph.maximal(&active);
        }
        if starts.len() > 1 {
            return Err(self.many_rows(starts));
        }
        self.walk_up(starts.first().copied(), steps)
    }

    /// Walks down from the current revision; returns the last revision left and the landing.
    pub(super) fn landing_from_here(&self) -> Result<(Position, Vec<Position>), ResolveError> {
        let rows = self.rows()?;
        let mut starts = self.in_branch(rows.iter().copied());
        if starts.is_empty() && self.branch.is_some() {
            // A tip of the branch may be applied without being a row, because
            // another branch depends on it.
            starts = self.in_branch(tips(self.graph, rows));
        }
        match *starts.as_slice() {
            [start] => self.walk_down(Some(start), self.target.steps().unwrap_or(0)),
            [] => Err(ResolveError::NothingApplied {
                target: self.text(),
                branch: self.target.branch().map(str::to_owned),
            }),
            _ => Err(self.many_rows(starts)),
        }
    }

    pub(super) fn below_real_heads(&self, steps: i32) -> Result<Vec<Position>, ResolveError> {
        let mut found = Vec::new();
        for head in self.in_branch(self.graph.real_heads().map(Revision::position)) {
            let (_, landing) = self.walk_down(Some(head), steps)?;
            for position in self.only_way_down(landing)? {
                if !found.contains(&position) {
                    found.push(position);
                }
            }
        }
        Ok(found)
    }

    /// Walks up along children, from the bases if there is no start.
    pub(super) fn walk_up(
        &self,
        start: Option<Position>,
        steps: i32,
    ) -> Result<Position, ResolveError> {
        let mut at = start;
        for n_done in 0..steps.unsigned_abs() {
            let ways = match at.and_then(|at| self.graph.at(at)) {
                Some(at) => self.in_branch(at.children().map(Revision::position)),
                None => self.in_branch(self.graph.bases().map(Revision::position)),
            };
            at = match *ways.as_slice() {
                [way] => Some(way),
                [] => return Err(self.too_far(n_done)),
                _ => return Err(self.parting_up(at, ways)),
            };
        }
        at.ok_or_else(|| self.too_far(0))
    }

    /// Walks down along parents; returns the last revision left, and its parents.
    ///
    /// Only the last step may leave a merge point.
    pub(super) fn walk_down(
        &self,
        start: Option<Position>,
        steps: i32,
    ) -> Result<(Position, Vec<Position>), ResolveError> {
        let mut left = start.ok_or_else(|| self.too_far(0))?;
        let mut landing = vec![left];
        for n_done in 0..steps.unsigned_abs() {
            left = match *landing.as_slice() {
                [one] => one,
                [] => return Err(self.too_far(n_done)),
                _ => return Err(self.parting_down(Some(left), landing)),
            };
            let left = self.graph.at(left);
            landing = left
                .into_iter()
                .flat_map(Revision::parents)
                .map(Revision::position)
                .collect();
        }
        Ok((left, landing))
    }

    /// Refuses a landing on several parents.
    pub(super) fn only_way_down(
        &self,
        landing: Vec<Position>,
    ) -> Result<Vec<Position>, ResolveError> {
        if landing.len() < 2 {
            return Ok(landing);
        }
        let child = landing.first().and_then(|&parent| self.graph.at(parent));
        let merge = child
            .into_iter()
            .flat_map(Revision::children)
            .find(|child| {
                child
                    .parents()
                    .map(Revision::position)
                    .eq(landing.iter().copied())
            });
        Err(self.parting_down(merge.map(Revision::position), landing))
    }

    fn too_far(&self, n_steps: u32) -> ResolveError {
        ResolveError::TooFar {
            target: self.text(),
            n_steps,
        }
    }

    fn many_rows(&self, rows: Vec<Position>) -> ResolveError {
        ResolveError::ManyRows {
            target: self.text(),
            rows: self.by_branch(rows),
        }
    }

    fn parting_up(&self, at: Option<Position>, ways: Vec<Position>) -> ResolveError {
        self.parting(at, self.by_branch(ways))
    }

    fn parting_down(&self, at: Option<Position>, ways: Vec<Position>) -> ResolveError {
        self.parting(at, self.candidates(ways, |way| way.id().to_owned()))
    }

    fn parting(&self, at: Option<Position>, ways: Vec<Candidate>) -> ResolveError {
        let at = at.map(|at| self.graph.id_at(at).to_owned());
        ResolveError::AmbiguousWalk {
            target: self.text(),
            at,
            ways,
        }
    }

    /// Offers the same target in the branch of each revision.
    fn by_branch(&self, revisions: Vec<Position>) -> Vec<Candidate> {
        let names = self.telling_names(&revisions);
        self.candidates(revisions, |revision| {
            let name = names
                .get(&revision.position())
                .copied()
                .unwrap_or(revision.id());
            self.target.clone().in_branch(name).to_string()
        })
    }
}

/// Returns what `current` lists: what is applied and has no applied child.
fn tips(graph: &Graph, rows: &[Position]) -> Vec<Position> {
    let active = graph.ancestors(rows.iter().copied(), Edges::All);
    let has_active_child = |position: &Position| {
        let children = graph.at(*position).into_iter().flat_map(Revision::children);
        children
            .map(Revision::position)
            .any(|child| active.contains(child))
    };
    active
        .iter()
        .filter(|position| !has_active_child(position))
        .collect()
}
