//! `heads`: the revisions that no other names as a parent.

use crate::command::info::all;
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
        let all = all(self.loaded()?);
        Ok(all.filter(|revision| revision.is_head).collect())
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
}
