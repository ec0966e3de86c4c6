//! `show`: the revisions that a target names.

use crate::command::info::infos_of;
use crate::command::{IntoTarget, RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the revisions that a target names: one for an id, a prefix, a label
    /// or `head`; several for `heads`; none for `base`. Asks no database.
    ///
    /// # Errors
    /// If the target means nothing in the graph.
    pub fn show(&self, target: impl IntoTarget) -> Result<Vec<RevisionInfo>> {
        let target = target.into_target()?;
        let set = self.loaded()?;
        Ok(infos_of(set, &set.graph.resolve(&target)?, &[]))
    }
}

impl Migrations {
    /// Returns the revisions that a target names. See [`Verbs::show`].
    ///
    /// # Errors
    /// If the target means nothing in the graph.
    pub fn show(&self, target: impl IntoTarget) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).show(target)
    }
}
