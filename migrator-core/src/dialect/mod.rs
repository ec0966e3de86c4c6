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
//! | `definition` | views, functions and triggers as units of SQL |
//! | `expression` | an SQL expression cannot reach out of its place |
//! | `contradiction` | columns, constraints and rows that contradict themselves |
//! | `description` | a constraint in words |
//! | `names` | names in quotes |
//! | `inline` | literals in the place of parameters |
//! | `shell` | what a script for the database's own shell is made of |
//! | `query`, `guard`, `default_parts`, `binder` | sea-query statements without its panics, with bound values |
//!
//! Invariant: sea-query's own builders are never called with a user's
//! statement, because they panic on what a database lacks. A backend has its own
//! implementation of `sea_query::QueryBuilder`, made of the parts in `query` and `guard`.

mod binder;
mod contradiction;
mod default_parts;
mod definition;
mod description;
mod error;
mod expression;
mod guard;
mod inline;
mod names;
mod query;
mod raw;
mod shell;

pub(crate) use error::counted;
pub use error::{DialectError, Refusal};
pub use shell::{Expected, Shell};

pub(crate) use binder::bindable;
pub(crate) use contradiction::{check_column, check_rows, check_target, table_constraints};
pub(crate) use default_parts::DefaultParts;
pub(crate) use definition::{definition, is_absent};
pub(crate) use description::{compared, description};
pub(crate) use expression::check_expression;
pub(crate) use guard::{Guard, custom_expression, write_text};
pub(crate) use inline::{as_operand, with_literals};
pub(crate) use names::enclosed;
pub(crate) use query::{
    bound, common_operator, inner_statement, order, with_clause, with_query, with_table,
};
pub(crate) use raw::{raw_statements, single_statement, the_only};
pub(crate) use shell::terminated;

use crate::base::{Dialect, TableName};
use crate::ops::{Operation, Query};
use crate::session::{Rows, Statement};

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

    /// Splits an operation into parts of which each is written when those before it have run,
    /// because how it is written depends on what they have made of the database.
    fn parts(&self, operation: Operation) -> Vec<Operation> {
        vec![operation]
    }

    /// Returns the queries whose answers are needed to write an operation; most need none.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    fn asks(&self, _operation: &Operation) -> Result<Vec<Statement>, DialectError> {
        Ok(Vec::new())
    }

    /// Returns the statements that do an operation, given the answers to what it
    /// [asks](Self::asks), in the same order.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    fn render_known(
        &self,
        operation: &Operation,
        _answers: &[Rows],
    ) -> Result<Rendered, DialectError> {
        self.render(operation).map(Rendered::from)
    }

    /// Returns the query that finds rows whose foreign keys lead nowhere: with a row for each,
    /// of the table, the row's number, the table referred to, and the number of the key. `None`
    /// where foreign keys are never off.
    fn stray_references(&self) -> Option<Statement> {
        None
    }

    /// Returns the query that gives, for each table with foreign keys, the query that finds its rows as
    /// [`stray_references`](Self::stray_references) finds all: for when that fails, because one
    /// of the foreign keys refers to no key. `None` where there is no such query.
    fn stray_references_by_table(&self) -> Option<Statement> {
        None
    }

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

    /// Tells whether two names, both without quotes, are those of one column.
    fn is_same_column(&self, one: &str, other: &str) -> bool;

    /// Tells whether a statement changes a setting of the connection, and not the
    /// database: a resumed step must run it again, having another connection.
    fn sets_connection(&self, statement: &Statement) -> bool;

    /// Tells whether the database lets a statement run inside a transaction, and
    /// lets it have its effect there.
    fn runs_in_transaction(&self, statement: &Statement) -> bool;

    /// Tells what to do with a statement that ran outside a transaction and of which
    /// nobody saw the end. Asked only for those that cannot run inside one.
    fn recovery(&self, statement: &Statement) -> Recovery;

    /// Tells whether processes may be in the same step outside a transaction at the same time, with
    /// nothing that keeps them apart between its statements: they then share these.
    fn shares_steps(&self) -> bool;

    /// Returns the query that tells which columns the rows of a table can be told apart by: a
    /// row for each of its columns, of the name, and 1 or 0 for: it is the primary key; it
    /// has a unique index of its own that covers all rows; it may be `NULL`.
    ///
    /// # Errors
    /// As for [`quote_table`](Self::quote_table).
    fn keys(&self, table: &TableName) -> Result<Statement, DialectError>;

    /// Returns the placeholder of the parameter with this number, from 1.
    fn placeholder(&self, number: usize) -> String;

    /// Returns the column types of the history table.
    fn history_types(&self) -> HistoryTypes;

    /// Returns an expression for the present time, in UTC.
    fn now(&self) -> String;

    /// Returns an expression for the microseconds from the beginning of 1970 to the time in a column of
    /// the history; `NULL` if there is none.
    fn unix_micros(&self, column: &str) -> String;

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

    /// Returns how to see that the rows of the library's own tables are not the ones that
    /// count; `None` where nothing can hide them.
    ///
    /// # Errors
    /// As for [`quote_table`](Self::quote_table).
    fn veils(
        &self,
        version: &TableName,
        history: &TableName,
    ) -> Result<Option<Veils>, DialectError>;

    /// Returns a query that tells which of the library's own tables exist and may be
    /// read; `None` where a missing table is found before anything runs and disturbs nothing.
    ///
    /// Its one row has the truth values `has_version`, `has_history`, `has_schema` (of the
    /// version table; true where it has none), `inside_transaction`, `may_write` (the version table,
    /// or, where it is missing, a table in its place).
    fn presence(&self, version: &TableName, history: &TableName) -> Option<Statement>;

    /// Returns the statement that creates a schema; `None` where that cannot be done.
    fn create_schema(&self, schema: &str) -> Option<Statement>;

    /// Returns the query that finds tables by their names, in any schema: a row for each column of each table, with
    /// `schema_name` (`NULL` where the database has none), `table_name`, `column_name`, `is_seen` (whether a tool
    /// that names no schema means this table), `may_hold` (whether the role may keep others from writing it) and `is_filtered` (whether the
    /// role may not see every row).
    #[cfg(feature = "adopt")]
    fn tables_named(&self, names: &[&str]) -> Statement;

    /// Returns the query that finds so many tables and views at most, whichever they are: a row for each, with
    /// `schema_name` (`NULL` where the database has none) and `table_name`.
    #[cfg(feature = "adopt")]
    fn some_tables(&self, limit: usize) -> Statement;

    /// Returns the query for the number that the database keeps for its application: a row with it, or none
    /// where it keeps no such number.
    #[cfg(feature = "adopt")]
    fn user_version(&self) -> Option<Statement>;

    /// Returns the statement that keeps others from writing a table until the transaction ends; `None` where they
    /// are kept out anyway.
    #[cfg(feature = "adopt")]
    fn hold_table(&self, table: &str) -> Option<Statement>;

    /// Returns an expression for bytes as hexadecimal digits.
    #[cfg(feature = "adopt")]
    fn hexadecimal(&self, column: &str) -> String;

    /// Returns how scripts for the database's own shell are written.
    fn shell(&self) -> &dyn Shell;
}

/// An operation as SQL.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The statements, in the order they must run, all of them in one transaction.
    pub statements: Vec<Statement>,
    /// Whether they build a table anew to which a foreign key refers: where foreign keys are
    /// obeyed, dropping the old one would delete or refuse.
    pub detaches: bool,
}

impl From<Vec<Statement>> for Rendered {
    fn from(statements: Vec<Statement>) -> Self {
        Self {
            statements,
            ..Self::default()
        }
    }
}

/// What can hide the rows of the library's own tables, as expressions that are true if it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veils {
    /// A temporary table of the connection has the name of one of them.
    pub temporary: String,
    /// The role sees such rows of the version table as its policies let it see.
    pub filtered: String,
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
