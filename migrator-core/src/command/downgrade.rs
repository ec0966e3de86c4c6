//! `downgrade`: revert what stands above a target.

use crate::command::verbs::open;
use crate::command::{IntoTarget, Verbs};
use crate::error::Result;
use crate::exec::{self, Goal, Options, Report};
use crate::session::Connect;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Reverts every applied revision that stands on the target's children, newest first.
    ///
    /// `-1` at a merge point reverts the merge and leaves its parents as heads. What the target
    /// stands on stays, and so does what a reverted revision merely depended on. Transactions are as for
    /// [`upgrade`](Self::upgrade).
    ///
    /// # Errors
    /// As for [`upgrade`](Self::upgrade); a target that leads up, or is not below where the database stands,
    /// is of kind `Target`. Of kind `Irreversible` if one of the revisions has no downgrade: then nothing
    /// ran.
    ///
    /// # Panics
    /// As for [`upgrade`](Self::upgrade).
    pub fn downgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<Report> {
        let goal = Goal::Downgrade(target.into_target()?);
        let mut session = open(connection)?;
        self.run(&mut *session, |context, session| {
            exec::run(context, session, &goal)
        })
    }
}

impl Migrations {
    /// Reverts every applied revision that stands on the target's children. See [`Verbs::downgrade`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn downgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<Report> {
        self.with(Options::new()).downgrade(connection, target)
    }
}
