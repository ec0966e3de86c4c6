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
    DefaultParts, Guard, custom_expression, is_incomplete_with, is_unnamed_table, is_without_tables,
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

    /// Returns the name under which the library's own tables are found, whatever
    /// the connection has attached and whichever temporary tables it has.
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

    /// Returns the placeholder of the parameter with this number, from 1.
    fn placeholder(&self, number: usize) -> String;

    /// Returns the column types of the history table.
    fn history_types(&self) -> HistoryTypes;

    /// Returns an expression for the time so many microseconds ago, in UTC.
    fn now_less(&self, micros: u64) -> String;
}

/// The column types of the history table that differ between databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryTypes {
    /// An integer that the database counts up.
    pub counter: &'static str,
    /// A point in time.
    pub timestamp: &'static str,
}
