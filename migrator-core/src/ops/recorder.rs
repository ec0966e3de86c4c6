//! The recorder that is handed to `upgrade(op)` and `downgrade(op)`.
//!
//! Invariant: what fails stays failed. The sink keeps the first failure, so a
//! migration that swallows an error cannot be committed.

use std::fmt;
use std::panic::Location as Caller;

use thiserror::Error;

use crate::base::{Arguments, Dialect, Location, NO_ARGUMENTS};
use crate::ops::{Irreversible, Operation, Query};
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
/// | create, drop, rename a table | [`create_table`](Op::create_table), [`drop_table`](Op::drop_table), [`drop_table_if_exists`](Op::drop_table_if_exists), [`rename_table`](Op::rename_table) |
/// | change a table, in several ways at once | [`alter_table`](Op::alter_table) |
/// | add, drop, rename, change a column | [`add_column`](Op::add_column), [`add_column_if_not_exists`](Op::add_column_if_not_exists), [`drop_column`](Op::drop_column), [`rename_column`](Op::rename_column), [`alter_column`](Op::alter_column) |
/// | add, drop, rename, validate a constraint | [`add_constraint`](Op::add_constraint), [`drop_constraint`](Op::drop_constraint), [`rename_constraint`](Op::rename_constraint), [`validate_constraint`](Op::validate_constraint) |
/// | describe a table | [`create_table_comment`](Op::create_table_comment), [`drop_table_comment`](Op::drop_table_comment) |
/// | create, rename, drop an index | [`create_index`](Op::create_index), [`rename_index`](Op::rename_index), [`drop_index`](Op::drop_index), [`drop_index_if_exists`](Op::drop_index_if_exists), [`drop_index_concurrently`](Op::drop_index_concurrently) |
/// | create, change, drop an enumeration | [`create_enum`](Op::create_enum), [`add_enum_value`](Op::add_enum_value), [`rename_enum_value`](Op::rename_enum_value), [`replace_enum`](Op::replace_enum), [`rename_enum`](Op::rename_enum), [`drop_enum`](Op::drop_enum) |
/// | create, change, drop a view | [`create_view`](Op::create_view), [`replace_view`](Op::replace_view), [`rename_view`](Op::rename_view), [`refresh_view`](Op::refresh_view), [`drop_view`](Op::drop_view) |
/// | create, replace, drop a function or a trigger | [`create_function`](Op::create_function), [`replace_function`](Op::replace_function), [`drop_function`](Op::drop_function), [`create_trigger`](Op::create_trigger), [`replace_trigger`](Op::replace_trigger), [`drop_trigger`](Op::drop_trigger) |
/// | create, change, drop a domain | [`create_domain`](Op::create_domain), [`replace_domain`](Op::replace_domain), [`rename_domain`](Op::rename_domain), [`drop_domain`](Op::drop_domain) |
/// | create, change, drop a sequence | [`create_sequence`](Op::create_sequence), [`alter_sequence`](Op::alter_sequence), [`rename_sequence`](Op::rename_sequence), [`drop_sequence`](Op::drop_sequence) |
/// | create, rename, drop a schema | [`create_schema`](Op::create_schema), [`rename_schema`](Op::rename_schema), [`drop_schema`](Op::drop_schema) |
/// | create, update, drop an extension | [`create_extension`](Op::create_extension), [`alter_extension`](Op::alter_extension), [`drop_extension`](Op::drop_extension) |
/// | insert, read, change data | [`bulk_insert`](Op::bulk_insert), [`query`](Op::query), [`execute`](Op::execute) |
/// | change or delete the rows of a large table | [`update_in_batches`](Op::update_in_batches), [`delete_in_batches`](Op::delete_in_batches) |
/// | do different things on different databases | [`dialect`](Op::dialect) |
/// | do what whoever runs it says | [`tag`](Op::tag), [`argument`](Op::argument), [`arguments`](Op::arguments) |
/// | anything else in SQL | [`execute`](Op::execute) |
/// | undo what the upgrade does | [`reverse_of`](Op::reverse_of) |
/// | leave the migration's transaction for a while | [`autocommit`](Op::autocommit) |
/// | use the driver's own connection (feature `raw-driver`) | `raw_driver` |
/// | do something only where there is a database to ask | [`online`](Op::online), [`is_offline`](Op::is_offline) |
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
    arguments: &'run Arguments,
}

impl<'run> Op<'run> {
    /// Creates a recorder that hands everything to `sink`.
    #[doc(hidden)]
    pub fn new(sink: &'run mut dyn Sink) -> Self {
        Self::with(sink, &NO_ARGUMENTS)
    }

    /// The same where something is said to the migrations.
    pub(crate) fn with(sink: &'run mut dyn Sink, arguments: &'run Arguments) -> Self {
        Self { sink, arguments }
    }

    /// Returns what is said to the migrations.
    pub(crate) fn said(&self) -> &'run Arguments {
        self.arguments
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

    /// Gives the sink to who only asks about it.
    pub(crate) fn sink_ref(&self) -> &dyn Sink {
        self.sink
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

    /// Tells whether a script is written, so that there is no database to ask.
    fn is_offline(&self) -> bool {
        false
    }

    /// Notes that the migration goes by what is said to the run.
    fn asked(&self, _location: Location) {}

    /// Notes that a part of the migration is left out of the script.
    fn leave_out(&mut self, _location: Location) {}

    /// Ends the migration's transaction for a block; a refusal is remembered like
    /// [`record`](Self::record)'s.
    fn enter_autocommit(&mut self, location: Location);

    /// Ends the block.
    fn leave_autocommit(&mut self);

    /// Fails the migration because a call that it wants to undo cannot be undone; remembered like
    /// [`record`](Self::record)'s refusal. The place is that of the call.
    fn refuse(&mut self, why: Irreversible, location: Location);

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
