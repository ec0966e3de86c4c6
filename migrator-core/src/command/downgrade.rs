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
    /// `-1` at a merge point reverts the merge and leaves its parents as heads. A
    /// revision without a downgrade is an error before anything runs.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
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
