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
    /// It says that the targets and everything below them are there: for a schema that was made by other
    /// means, or that was put in order by hand after a migration outside a transaction was cut off, which
    /// is then given up. Rows of branches that no target touches stay. With
    /// [`Options::purge`](crate::exec::Options::purge) every row is forgotten first.
    /// The report has no steps; `before` and `after` tell. Where the rows are right already
    /// nothing is written.
    ///
    /// # Errors
    /// Of [kind](crate::error::ErrorKind) `Target` if a target means nothing, counts from where the database
    /// stands, or is an ancestor of another; `UnknownRevision` if a row is unknown and not purged; `Busy`,
    /// `Cancelled`, `ReadOnly` and `InsideTransaction` as for [`upgrade`](Self::upgrade).
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
