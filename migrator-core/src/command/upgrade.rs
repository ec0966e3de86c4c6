//! `upgrade`: apply what is missing.

use crate::command::verbs::open;
use crate::command::{IntoTarget, Verbs};
use crate::error::Result;
use crate::exec::{self, Goal, Options, Report};
use crate::session::Connect;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Applies every revision that the target needs and the database lacks, parents first.
    ///
    /// A database that is already there is left alone: one query, no lock, no write.
    /// Each migration is committed together with its version row; if one fails,
    /// those before it stay, and the error's report names them.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn upgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<Report> {
        let goal = Goal::Upgrade(target.into_target()?);
        let mut session = open(connection)?;
        self.run(&mut *session, |context, session| {
            exec::run(context, session, &goal)
        })
    }
}

impl Migrations {
    /// Applies every revision that the target needs and the database lacks. See [`Verbs::upgrade`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn upgrade<'c>(
        &self,
        connection: impl Connect<'c>,
        target: impl IntoTarget,
    ) -> Result<Report> {
        self.with(Options::new()).upgrade(connection, target)
    }
}
