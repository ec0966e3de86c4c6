//! `branches`: the revisions that several others name as a parent.

use crate::command::info::infos_of;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::graph::Revision;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the branch points: the revisions with several children, in the
    /// graph's order. Asks no database.
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn branches(&self) -> Result<Vec<RevisionInfo>> {
        let set = self.loaded()?;
        let points = set.graph.revisions().filter(|it| it.is_branch_point());
        let points: Vec<_> = points.map(Revision::position).collect();
        Ok(infos_of(set, &points, &[]))
    }
}

impl Migrations {
    /// Returns the branch points. See [`Verbs::branches`].
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn branches(&self) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).branches()
    }
}
