//! Gives a migration the driver's own connection.

use std::panic::Location as Caller;

use super::{Op, OpError};
use crate::base::Location;
use crate::session::Raw;

impl Op<'_> {
    /// Runs everything recorded so far, then `work` with the driver's own connection: for
    /// what no operation can say, such as `COPY`, a blob that is written in pieces, or a function
    /// of SQLite.
    ///
    /// The connection is inside the migration's transaction, and must be left there. What is done
    /// with it is not seen by the library: it is not journaled, so it is an error in a migration
    /// outside a transaction and in one with an [`autocommit`](Self::autocommit) block. It needs the Cargo feature
    /// `raw-driver`, and its types follow the driver's versions, not this library's.
    ///
    /// # Errors
    /// A statement recorded before it failed, or the migration is not in one transaction. The
    /// migration fails in any case: an error that is swallowed here is found again at its end.
    /// What `work` returns is handed on.
    ///
    /// # Examples
    /// ```
    /// # #[cfg(feature = "postgres")] {
    /// # use migrator_core::{error::{Error, Result}, ops::Op, session::Raw};
    /// use std::io::Write;
    ///
    /// fn upgrade(op: &mut Op) -> Result {
    ///     op.raw_driver(|driver| -> Result {
    ///         let Raw::Postgres(client) = driver else { return Ok(()) };
    ///         let copy = client.copy_in("COPY countries (code) FROM STDIN");
    ///         let mut rows = copy.map_err(Error::other)?;
    ///         rows.write_all(b"DE\nFR\n").map_err(Error::other)?;
    ///         rows.finish().map_err(Error::other)?;
    ///         Ok(())
    ///     })?
    /// }
    /// # }
    /// ```
    #[track_caller]
    pub fn raw_driver<T>(&mut self, work: impl FnOnce(Raw<'_, '_>) -> T) -> Result<T, OpError> {
        let location = Location::of_caller(Caller::caller());
        let (mut work, mut outcome) = (Some(work), None);
        self.sink().raw(
            &mut |driver| outcome = work.take().map(|work| work(driver)),
            location,
        )?;
        outcome.ok_or_else(|| OpError {
            message: "the driver's connection was not given".to_owned(),
        })
    }
}
