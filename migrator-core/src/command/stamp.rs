//! `stamp`: say where a database stands, without running anything.

use crate::command::verbs::open;
use crate::command::{IntoTargets, Verbs};
use crate::error::Result;
use crate::exec::{self, Options, Report};
use crate::session::Connect;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Sets the version rows to the targets and runs no migration.
    ///
    /// Rows of branches that no target touches stay. With
    /// [`Options::purge`](crate::exec::Options::purge) every row is forgotten first.
    /// The report has no steps; `before` and `after` tell.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind); targets that are ancestors of
    /// each other are refused.
    pub fn stamp<'c>(
        &self,
        connection: impl Connect<'c>,
        targets: impl IntoTargets,
    ) -> Result<Report> {
        let targets = targets.into_targets()?;
        let mut session = open(connection)?;
        self.run(&mut *session, |context, session| {
            exec::stamp(context, session, &targets)
        })
    }
}

impl Migrations {
    /// Sets the version rows and runs no migration. See [`Verbs::stamp`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn stamp<'c>(
        &self,
        connection: impl Connect<'c>,
        targets: impl IntoTargets,
    ) -> Result<Report> {
        self.with(Options::new()).stamp(connection, targets)
    }
}
