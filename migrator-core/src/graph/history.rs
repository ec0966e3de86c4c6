//! Which revisions a range contains, newest first.
//!
//! Inclusive on both sides. Only descendants of the start by parent edges belong
//! to it; without a start, everything the end needs. A start `label@…` restricts
//! the ends to that branch. A bare `-N` counts from the current revision, and
//! `x:+N` from `x`.

use super::resolve::Resolver;
use super::{Edges, Graph, Position, ResolveError, RevisionSet, Target, TargetRange};

impl Graph {
    /// Returns the revisions of a range, newest first, without a database.
    ///
    /// # Errors
    /// [`ResolveError`]; a range that [needs rows](TargetRange::needs_rows) is
    /// [`ResolveError::NeedsRows`], one whose start is not below its end
    /// [`ResolveError::NotAncestor`].
    pub fn history(&self, range: &TargetRange) -> Result<Vec<Position>, ResolveError> {
        self.range(range, None)
    }

    /// Returns the revisions of a range, newest first, for a database that stands on `rows`.
    ///
    /// # Errors
    /// As [`history`](Self::history).
    pub fn history_at(
        &self,
        range: &TargetRange,
        rows: &[Position],
    ) -> Result<Vec<Position>, ResolveError> {
        self.range(range, Some(rows))
    }

    fn range(
        &self,
        range: &TargetRange,
        rows: Option<&[Position]>,
    ) -> Result<Vec<Position>, ResolveError> {
        let start = match range.start() {
            None => Vec::new(),
            Some(target) => self.side(target, rows, range)?,
        };
        let mut end = match range.end() {
            None => self.resolve(&Target::heads())?,
            Some(target) if target.symbol().is_none() && target.steps() > Some(0) => {
                self.upgrade_goals(target, &start)?
            }
            Some(target) => self.side(target, rows, range)?,
        };
        if let Some(branch) = range.start().and_then(Target::branch) {
            // Every form `label@…` of the start restricts the end to the branch.
            let target = Target::base().in_branch(branch);
            let lineage = Resolver::new(self, &target, None)?
                .into_lineage()
                .unwrap_or_default();
            end.retain(|&position| lineage.contains(position));
        }
        self.between(&start, &end).map_err(|error| match error {
            ResolveError::NotAncestor { start, .. } => ResolveError::NotAncestor {
                range: range.to_string(),
                start,
            },
            other => other,
        })
    }

    /// Returns one side of a range.
    fn side(
        &self,
        target: &Target,
        rows: Option<&[Position]>,
        range: &TargetRange,
    ) -> Result<Vec<Position>, ResolveError> {
        let is_here = target.symbol().is_none();
        match rows {
            None if target.needs_rows() => Err(ResolveError::NeedsRows {
                target: range.to_string(),
            }),
            None => self.resolve(target),
            Some(_) if is_here && target.steps() > Some(0) => Err(ResolveError::NotHere {
                target: target.to_string(),
            }),
            // The parents of a merge point are as good a start as one revision.
            Some(rows) if is_here && target.steps() < Some(0) => {
                Ok(self.downgrade_goal(target, rows)?.landing)
            }
            Some(rows) => self.resolve_at(target, rows),
        }
    }

    /// Returns `end` and what it needs, down to `start`, newest first, both included.
    ///
    /// With an empty start, everything `end` needs; otherwise only what descends
    /// from `start` by parent edges.
    ///
    /// # Errors
    /// [`ResolveError::NotAncestor`] if a start is not below the end,
    /// [`ResolveError::Overlap`] if one start or end is an ancestor of another.
    ///
    /// # Complexity
    /// O(V + E).
    pub fn between(
        &self,
        start: &[Position],
        end: &[Position],
    ) -> Result<Vec<Position>, ResolveError> {
        self.check_overlap(end)?;
        self.check_overlap(start)?;
        let mut members = self.ancestors(end.iter().copied(), Edges::All);
        if let Some(&stranger) = start.iter().find(|&&position| !members.contains(position)) {
            let start = self.id_at(stranger).to_owned();
            return Err(ResolveError::NotAncestor {
                range: String::new(),
                start,
            });
        }
        members.subtract(&self.ancestors(start.iter().copied(), Edges::All));
        members.extend(start.iter().copied());
        if !start.is_empty() {
            members.intersect(&self.descendants(start.iter().copied(), Edges::Parents));
        }
        Ok(self.newest_first(&members))
    }

    /// Refuses a list in which one revision is an ancestor of another.
    ///
    /// # Errors
    /// [`ResolveError::Overlap`], naming the first such pair.
    pub fn check_overlap(&self, positions: &[Position]) -> Result<(), ResolveError> {
        let set: RevisionSet = positions.iter().copied().collect();
        let maximal: RevisionSet = self.maximal(&set).into_iter().collect();
        let Some(&covered) = positions
            .iter()
            .find(|&&position| !maximal.contains(position))
        else {
            return Ok(());
        };
        let mut above = self.descendants([covered], Edges::All);
        above.intersect(&maximal);
        Err(ResolveError::Overlap {
            ancestor: self.id_at(covered).to_owned(),
            descendant: above
                .iter()
                .next()
                .map_or("", |above| self.id_at(above))
                .to_owned(),
        })
    }
}
