//! `heads`: the revisions that no other names as a parent.

use crate::command::info::infos_of;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::graph::Revision;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the heads: the revisions that no other names as a parent, in the
    /// graph's order. Asks no database.
    ///
    /// # Errors
    /// Only if the set itself is not usable.
    pub fn heads(&self) -> Result<Vec<RevisionInfo>> {
        let set = self.loaded()?;
        let heads: Vec<_> = set.graph.heads().map(Revision::position).collect();
        Ok(infos_of(set, &heads, &[]))
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
