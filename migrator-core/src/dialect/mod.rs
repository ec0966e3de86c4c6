//! What a backend provides so that operations become SQL.
//!
//! Pure: a [`Renderer`] turns an operation into statements or says why the
//! database cannot do it, before anything runs. The files here hold what all
//! backends share:
//!
//! | file | what it knows |
//! |---|---|
//! | `error` | why an operation cannot be written for a database |
//! | `raw` | raw SQL becomes statements, or is refused |
//! | `expression` | an SQL expression cannot reach out of its place |
//! | `guard`, `binder` | sea-query statements without its panics, with bound values |
//!
//! Invariant: sea-query's own builders are never called with a user's
//! statement, because they panic on what a database lacks. A backend has its own
//! implementation of `sea_query::QueryBuilder`, made of the parts in `guard`.

mod binder;
mod error;
mod expression;
mod guard;
mod raw;

pub use error::{DialectError, Refusal};

pub(crate) use binder::{Binder, bindable};
pub(crate) use expression::check_expression;
pub(crate) use guard::{
    DefaultParts, Guard, common_operator, custom_expression, is_incomplete_with, is_unnamed_table,
    is_without_tables, nulls_text,
};
pub(crate) use raw::{raw_statements, single_statement};

use crate::base::{Dialect, TableName};
use crate::ops::{Operation, Query};
use crate::session::Statement;

/// Writes operations as SQL of one database.
pub trait Renderer {
    /// Returns the dialect that is written.
    fn dialect(&self) -> Dialect;

    /// Returns the statements that do an operation, in the order they must run.
    ///
    /// An empty list means that there is nothing to do. The statements have no
    /// location; the runner adds that of the `op.` call.
    ///
    /// # Errors
    /// [`DialectError`] if the database cannot do it, or the operation makes no
    /// sense; nothing has run.
    fn render(&self, operation: &Operation) -> Result<Vec<Statement>, DialectError>;

    /// Returns the statement that reads what a migration asked for.
    ///
    /// # Errors
    /// As [`render`](Self::render); also if the SQL is not exactly one statement.
    fn render_query(&self, query: &Query) -> Result<Statement, DialectError>;

    /// Returns an identifier quoted for use in SQL.
    ///
    /// # Errors
    /// [`DialectError::IllegalName`] if no quoting can hold it.
    fn quote(&self, identifier: &str) -> Result<String, DialectError>;

    /// Returns a table's name quoted for use in SQL, with its schema.
    ///
    /// # Errors
    /// [`DialectError::IllegalName`] as for [`quote`](Self::quote);
    /// [`DialectError::Unsupported`] if the database has no such schemas.
    fn quote_table(&self, table: &TableName) -> Result<String, DialectError>;

    /// Returns the name under which the library's own tables are found. On SQLite whatever
    /// the connection has attached and whichever temporary tables it has; on PostgreSQL a name
    /// without a schema is left to the `search_path`, as Alembic leaves it.
    ///
    /// # Errors
    /// As for [`quote_table`](Self::quote_table).
    fn quote_own_table(&self, table: &TableName) -> Result<String, DialectError>;

    /// Tells whether a statement changes a setting of the connection, and not the
    /// database: a resumed step must run it again, having another connection.
    fn sets_connection(&self, statement: &Statement) -> bool;

    /// Tells whether the database lets a statement run inside a transaction, and
    /// lets it have its effect there.
    fn runs_in_transaction(&self, statement: &Statement) -> bool;

    /// Tells what to do with a statement that ran outside a transaction and of which
    /// nobody saw the end. Asked only for those that cannot run inside one.
    fn recovery(&self, statement: &Statement) -> Recovery;

    /// Returns the placeholder of the parameter with this number, from 1.
    fn placeholder(&self, number: usize) -> String;

    /// Returns the column types of the history table.
    fn history_types(&self) -> HistoryTypes;

    /// Returns an expression for the present time, in UTC.
    fn now(&self) -> String;

    /// Returns an expression for the time at which the step under way began, which by
    /// our own clock was so many microseconds ago.
    fn step_began(&self, micros: u64) -> String;

    /// Returns what runs before a step's statements: it notes, for the transaction or for
    /// the session, when the step began and the settings that decide which tables our own
    /// statements mean.
    fn opening(&self, extent: Extent) -> Option<Statement>;

    /// Returns what runs before our own statements: it puts the noted settings back, for
    /// the rest of the transaction or for good.
    fn closing(&self, extent: Extent) -> Option<Statement>;

    /// Returns an expression that tells whether the connection was inside a transaction
    /// before the statement in which it stands; `None` where the driver knows.
    fn was_inside_transaction(&self) -> Option<&'static str>;

    /// Returns a query that tells which of the library's own tables exist and may be
    /// read; `None` where a missing table is found before anything runs and disturbs nothing.
    ///
    /// Its one row has the truth values `has_version`, `has_history`, `has_schema` (of the
    /// version table; true where it has none), `inside_transaction`, `may_write` (the version table,
    /// or, where it is missing, a table in its place).
    fn presence(&self, version: &TableName, history: &TableName) -> Option<Statement>;

    /// Returns the statement that creates a schema; `None` where that cannot be done.
    fn create_schema(&self, schema: &str) -> Option<Statement>;
}

/// How long a setting lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// To the end of the transaction.
    Transaction,
    /// As long as the connection.
    Session,
}

/// What to do with a statement of which nobody saw the end.
#[derive(Debug, Clone, PartialEq)]
pub enum Recovery {
    /// It bears repetition.
    Repeat,
    /// The catalogue shows whether it had its effect.
    Check(Effect),
    /// It must not be repeated, and nothing shows what it did.
    Refuse,
}

/// How to see whether a statement had its effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// A query with one row and one text: `absent`, `done`, or `broken` if the
    /// statement was cut off and left something useless behind.
    pub check: Statement,
    /// Removes what is broken; cannot run inside a transaction either.
    pub remove: Option<Statement>,
}

/// The column types of the history table that differ between databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryTypes {
    /// An integer that the database counts up.
    pub counter: &'static str,
    /// A point in time.
    pub timestamp: &'static str,
}
