//! `branches`: the revisions that several others name as a parent.

use crate::command::info::all;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the branch points: the revisions with several children, in the
    /// graph's order. Asks no database.
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn branches(&self) -> Result<Vec<RevisionInfo>> {
        let all = all(self.loaded()?);
        Ok(all.filter(RevisionInfo::is_branch_point).collect())
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
