//! `ensure_version`: the library's own tables, and nothing else.

use crate::command::verbs::open;
use crate::command::{Script, SqlVerbs, Verbs};
use crate::error::Result;
use crate::exec::{ExecError, Options, ensure_version, write_tables};
use crate::session::Connect;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Creates the version table and the history where they are missing, with the schema of the version
    /// table if need be, and writes no row; tells whether anything was missing.
    ///
    /// The other verbs create them by themselves. It is for a role that may create tables to prepare what
    /// another role then writes, and for tools that expect the table to be there.
    ///
    /// # Errors
    /// Of [kind](crate::error::ErrorKind) `Busy`, `Cancelled`, `ReadOnly` and `InsideTransaction` as for
    /// [`upgrade`](Self::upgrade); `Unsupported` if the database cannot have tables of these names.
    pub fn ensure_version<'c>(&self, connection: impl Connect<'c>) -> Result<bool> {
        let mut session = open(connection)?;
        let mut has_created = false;
        self.run(&mut *session, |context, session| -> Result<(), ExecError> {
            has_created = ensure_version(context, session)?;
            Ok(())
        })?;
        Ok(has_created)
    }
}

impl SqlVerbs<'_> {
    /// Writes the script that creates the version table and the history where they are missing.
    ///
    /// # Errors
    /// If the database cannot have tables of these names.
    pub fn ensure_version(&self) -> Result<Script> {
        self.write("ensure the version table", &[], write_tables)
    }
}

impl Migrations {
    /// Creates the version table and the history where they are missing. See [`Verbs::ensure_version`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn ensure_version<'c>(&self, connection: impl Connect<'c>) -> Result<bool> {
        self.with(Options::new()).ensure_version(connection)
    }
}
