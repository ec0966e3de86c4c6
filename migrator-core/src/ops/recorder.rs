//! The recorder that is handed to `upgrade(op)` and `downgrade(op)`.
//!
//! Invariant: what fails stays failed. The sink keeps the first failure, so a
//! migration that swallows an error cannot be committed.

use std::fmt;
use std::panic::Location as Caller;

use thiserror::Error;

use crate::base::{Dialect, Location};
use crate::ops::{Operation, Query};
use crate::session::Rows;

/// What a migration's function returns, whatever error type it is written with.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Records what a migration asks for.
///
/// Operations are recorded and run in order when the function returns; reading
/// from the database runs what was recorded before it. So most of them return
/// nothing, and what fails is the verb: its error names the revision, the
/// statement and the line of the `op.` call.
///
/// | to | call |
/// |---|---|
/// | create, drop, rename a table | [`create_table`](Op::create_table), [`drop_table`](Op::drop_table), [`rename_table`](Op::rename_table) |
/// | add, drop a column | [`add_column`](Op::add_column), [`drop_column`](Op::drop_column) |
/// | create, drop an index | [`create_index`](Op::create_index), [`drop_index`](Op::drop_index), [`drop_index_concurrently`](Op::drop_index_concurrently) |
/// | insert, read, change data | [`bulk_insert`](Op::bulk_insert), [`query`](Op::query), [`execute`](Op::execute) |
/// | anything else in SQL | [`execute`](Op::execute) |
/// | leave the migration's transaction for a while | [`autocommit`](Op::autocommit) |
///
/// The examples take `use migrator::prelude::*;` as given.
///
/// ```
/// # use migrator_core::{error::Result, ops::Op, schema::*, sea_query::{Expr, ExprTrait, Query}};
/// pub fn upgrade(op: &mut Op) -> Result {
///     op.add_column("users", Column::new("first_name", text()));
///     for user in op.query("SELECT id, name FROM users")? {
///         let (id, name): (i64, String) = (user.get("id")?, user.get("name")?);
///         let first = name.split(' ').next().unwrap_or_default();
///         op.execute(
///             Query::update()
///                 .table("users")
///                 .value("first_name", first)
///                 .and_where(Expr::col("id").eq(id)),
///         );
///     }
///     Ok(())
/// }
/// ```
pub struct Op<'run> {
    sink: &'run mut dyn Sink,
}

impl<'run> Op<'run> {
    /// Creates a recorder that hands everything to `sink`.
    pub fn new(sink: &'run mut dyn Sink) -> Self {
        Self { sink }
    }

    /// Returns the dialect of the database the migration runs on, so that a
    /// migration can do different things on different databases.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.sink.dialect()
    }

    /// Hands one operation on. The sink remembers a refusal, so there is no
    /// result to swallow.
    pub(crate) fn record(&mut self, operation: Operation, caller: &'static Caller<'static>) {
        self.sink.record(operation, Location::of_caller(caller));
    }

    /// Gives the sink to an operation that reads.
    pub(crate) fn sink(&mut self) -> &mut dyn Sink {
        self.sink
    }
}

impl fmt::Debug for Op<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Op")
    }
}

/// Where recorded operations go: the runner, or a test's list.
pub trait Sink {
    /// Takes an operation. An operation that cannot be done is remembered as the
    /// migration's failure, and nothing recorded after it runs.
    fn record(&mut self, operation: Operation, location: Location);

    /// Runs everything recorded before, then reads.
    ///
    /// # Errors
    /// What ran failed, or there is no database to read from. The sink
    /// remembers the failure, whatever the migration does with the error.
    fn query(&mut self, query: Query, location: Location) -> Result<Rows, OpError>;

    /// Runs everything recorded before, then `work` with the driver's own connection.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        work: &mut crate::session::RawWork<'_>,
        location: Location,
    ) -> Result<(), OpError>;

    /// Ends the migration's transaction for a block; a refusal is remembered like
    /// [`record`](Self::record)'s.
    fn enter_autocommit(&mut self, location: Location);

    /// Ends the block.
    fn leave_autocommit(&mut self);

    /// Returns the dialect of the database the migration runs on.
    fn dialect(&self) -> Dialect;
}

/// Why reading inside a migration failed.
///
/// A copy for the migration's eyes: the runner keeps the original and fails the
/// migration with it, whatever the migration does with this one.
#[derive(Debug, Clone, Error)]
#[error("{message}")]
pub struct OpError {
    /// What went wrong, with the statement and its place.
    pub message: String,
}
