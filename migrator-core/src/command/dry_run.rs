//! Dry runs: what `upgrade`, `downgrade` and `stamp` would do to a database, and nothing of it done.

use crate::backends::scratch_like;
use crate::command::verbs::open;
use crate::command::{IntoTarget, IntoTargets, Verbs};
use crate::error::Result;
use crate::exec::{DryRun, ExecError, Goal, Options, rehearse, rehearse_stamp};
use crate::session::{Connect, Session};
use crate::set::Migrations;

impl Verbs<'_> {
    /// Tells what [`upgrade`](Self::upgrade) would do to the database as it is now. Writes nothing and
    /// locks nothing, and so works on a standby and with a role that may only read, too.
    ///
    /// The database is looked at as `upgrade` does, with the same policies: what it would refuse before a
    /// migration runs is an error here. The migrations' functions are called, so that what they do beside `op` is
    /// done; what they ask for is told in [`PlannedStep::statements`](crate::exec::PlannedStep::statements). Where
    /// one reads rows, the rest of it is not known, and the steps behind it still are. On SQLite, where the
    /// statements for some operations depend on the tables that are there, a database in memory with the same
    /// tables is asked; behind a step that is not known, that step is run on it.
    ///
    /// # Errors
    /// Those of `upgrade` that are found before a migration runs; also if a migration asks for what the database
    /// cannot do, or returns an error of its own.
    ///
    /// # Panics
    /// If a migration panics.
    pub fn plan_upgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<DryRun> {
        let goal = Goal::Upgrade(target.into_target()?);
        self.rehearse(&mut *open(connection)?, &goal)
    }

    /// Tells what [`downgrade`](Self::downgrade) would do to the database as it is now, and which data would
    /// be lost by it. As [`plan_upgrade`](Self::plan_upgrade) otherwise.
    ///
    /// # Errors
    /// As for [`plan_upgrade`](Self::plan_upgrade), and of kind `Irreversible` if a revision has no downgrade.
    ///
    /// # Panics
    /// If a migration panics.
    pub fn plan_downgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<DryRun> {
        let goal = Goal::Downgrade(target.into_target()?);
        self.rehearse(&mut *open(connection)?, &goal)
    }

    /// Tells which version rows [`stamp`](Self::stamp) would leave. There are no steps; what it would give up
    /// that is half-done is among the warnings. Writes nothing and locks nothing.
    ///
    /// # Errors
    /// As for [`stamp`](Self::stamp).
    pub fn plan_stamp<'c>(
        &self,
        connection: impl Connect<'c>,
        targets: impl IntoTargets,
    ) -> Result<DryRun> {
        let targets = targets.into_targets()?;
        let mut session = open(connection)?;
        let mut planned = DryRun::default();
        self.run(&mut *session, |context, session| -> Result<(), ExecError> {
            planned = rehearse_stamp(context, session, &targets)?;
            Ok(())
        })?;
        Ok(planned)
    }

    fn rehearse(&self, session: &mut dyn Session, goal: &Goal) -> Result<DryRun> {
        let mut planned = DryRun::default();
        self.run(session, |context, session| -> Result<(), ExecError> {
            planned = rehearse(context, session, goal, &scratch_like)?;
            Ok(())
        })?;
        Ok(planned)
    }
}

impl Migrations {
    /// Tells what `upgrade` would do, and does nothing of it. See [`Verbs::plan_upgrade`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn plan_upgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<DryRun> {
        self.with(Options::new()).plan_upgrade(connection, target)
    }

    /// Tells what `downgrade` would do, and does nothing of it. See [`Verbs::plan_downgrade`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn plan_downgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<DryRun> {
        self.with(Options::new()).plan_downgrade(connection, target)
    }

    /// Tells which version rows `stamp` would leave. See [`Verbs::plan_stamp`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn plan_stamp<'c>(
        &self,
        connection: impl Connect<'c>,
        targets: impl IntoTargets,
    ) -> Result<DryRun> {
        self.with(Options::new()).plan_stamp(connection, targets)
    }
}
