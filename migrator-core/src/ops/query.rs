//! Reads rows from the database, for migrations of data.

use std::panic::Location as Caller;

use super::{Command, IntoCommand, Op, OpError, Query};
use crate::base::Location;
use crate::session::Rows;

impl Op<'_> {
    /// Runs everything recorded so far, then one statement, and returns its rows.
    ///
    /// Takes what [`execute`](Self::execute) takes: SQL, [`Sql`](super::Sql)
    /// with parameters, or a sea-query statement.
    ///
    /// # Errors
    /// The statement, or one recorded before it, failed; or there is no
    /// database to read from, as in offline mode. The migration fails in any
    /// case: an error that is swallowed here is found again at its end.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     for row in op.query("SELECT id, name FROM users")? {
    ///         let (id, name): (i64, String) = (row.get("id")?, row.get("name")?);
    ///         op.bulk_insert("names", ["user_id", "name"], [(id, name)]);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn query(&mut self, query: impl IntoCommand) -> Result<Rows, OpError> {
        self.read(query.into_command(), Caller::caller())
    }

    #[inline(never)]
    fn read(
        &mut self,
        command: Command,
        caller: &'static Caller<'static>,
    ) -> Result<Rows, OpError> {
        self.sink()
            .query(Query { command }, Location::of_caller(caller))
    }
}
