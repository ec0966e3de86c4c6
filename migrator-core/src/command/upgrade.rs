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
    /// those before it stay, and the error's report names them. The version table and the history are
    /// created with the first step. A transaction is joined: each migration is then a savepoint
    /// in it, and the commit is the caller's.
    ///
    /// # Errors
    /// By [kind](crate::error::ErrorKind), `Database` and `Set` aside:
    ///
    /// | | |
    /// |---|---|
    /// | `Target` | the target means nothing in the graph, or leads down; the database is as it was |
    /// | `Migration` | a statement or the migration's function failed; its transaction is rolled back |
    /// | `Unsupported` | a migration or an option asks for what the database cannot do |
    /// | `Busy`, `Cancelled` | the deadline passed, or the cancel handle was used |
    /// | `ReadOnly` | something is pending, and may not be written |
    /// | `HalfDone` | a migration outside a transaction was cut off, and cannot be resumed by itself |
    /// | `ChangedChecksum`, `UnknownRevision`, `NewerDatabase`, `OutOfOrder` | the history speaks against it, and no policy of [`Options`] allows it; nothing ran |
    /// | `InsideTransaction` | the connection is inside a transaction that was not passed |
    /// | `ChangedMeanwhile` | another process moved the database during a run whose target counts from where it stands |
    ///
    /// # Panics
    /// If a migration panics: it is rolled back, the lock is given back, and the panic goes on.
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
