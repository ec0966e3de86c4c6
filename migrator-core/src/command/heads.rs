//! `heads` and `branches`: what the graph looks like.

use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the heads: the revisions that no other names as a parent, in the
    /// graph's order. Asks no database.
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn heads(&self) -> Result<Vec<RevisionInfo>> {
        self.those(|revision| revision.is_head)
    }

    /// Returns the branch points: the revisions with several children, in the
    /// graph's order. Asks no database.
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn branches(&self) -> Result<Vec<RevisionInfo>> {
        self.those(RevisionInfo::is_branch_point)
    }

    fn those(&self, wanted: impl Fn(&RevisionInfo) -> bool) -> Result<Vec<RevisionInfo>> {
        let set = self.loaded()?;
        let all = set
            .graph
            .revisions()
            .map(|revision| RevisionInfo::of(set, revision));
        Ok(all.filter(wanted).collect())
    }
}

impl Migrations {
    /// Returns the heads. See [`Verbs::heads`].
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn heads(&self) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).heads()
    }

    /// Returns the branch points. See [`Verbs::branches`].
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn branches(&self) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).branches()
    }
}
