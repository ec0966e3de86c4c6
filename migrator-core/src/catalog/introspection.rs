//! What a backend provides to be read and compared.

use super::{Catalog, CatalogError};
use crate::base::{Dialect, TableName, Value};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

/// Which part of a database is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// The schemas.
    pub schemas: Schemas,
    /// Tables that are nobody's: the version table and the history.
    pub leave_out: Vec<TableName>,
}

/// The schemas that are read; SQLite has `main` only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Schemas {
    /// The connection's own.
    #[default]
    Own,
    /// The connection's own and these.
    Named(Vec<String>),
    /// All but the database's.
    All,
}

/// What becomes of a column's values when its type changes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conversion {
    /// The database converts them by itself.
    Implicit,
    /// By this expression over the column's quoted name; it may fail for some values.
    Using(String),
    /// Nobody knows; only a person can give an expression.
    Unknown,
}

/// In what two kinds of database differ for a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// The kind of database, whose rules its SQL is read by.
    pub dialect: Dialect,
    /// Whether enumerations are types of their own, and not checks of their columns.
    pub has_enumerations: bool,
    /// Whether names that differ in the case of letters only are one.
    pub ignores_case: bool,
    /// Whether a table is built anew to change a part of it, so that what hangs on it stays as it is.
    pub builds_anew: bool,
    /// Whether foreign keys of a table that is created may refer to tables that are not there yet.
    pub bears_dangling_references: bool,
    /// Whether a column takes no value that is none of its type.
    pub refuses_values: bool,
}

/// How a database is read and its objects compared. Pure.
pub trait Introspection {
    /// Returns the queries whose answers make a catalog: a handful, whatever the number of tables.
    fn questions(&self, scope: &Scope) -> Vec<Statement>;

    /// Makes a catalog of the answers, one for each question, in that order.
    ///
    /// # Errors
    /// [`CatalogError`] for an answer that is no answer to its question.
    fn catalog(&self, scope: &Scope, answers: &[Rows]) -> Result<Catalog, CatalogError>;

    /// Returns the query of one row whose values name the server as far as catalogs depend on it:
    /// its version, and what else changes how it prints things.
    fn identity(&self) -> Statement;

    /// Tells how a column's values come from one type to another; both types are canonical.
    fn conversion(&self, column: &str, from: &ColumnType, to: &ColumnType) -> Conversion;

    /// Returns the name the database gives such a constraint if it is given none.
    ///
    /// `None`: none at all, or nobody knows. `taken` are names that are in use already.
    fn default_name(
        &self,
        table: &TableName,
        constraint: &Constraint,
        taken: &[&str],
    ) -> Option<String>;

    /// Returns the value whose literal a default is, in a column of this type.
    ///
    /// `None` unless a column with that value for its default is read as one with this expression.
    fn literal(&self, kind: &ColumnType, default: &str) -> Option<Value>;

    /// Returns the statement by which a column that begins to count goes on after the greatest value of its rows.
    ///
    /// `None` where it does by itself.
    fn count_on(&self, table: &TableName, column: &str) -> Option<String>;

    /// Returns the statement by which a column that counts does not begin again at the end any more.
    ///
    /// `None` where none begins again.
    fn count_once(&self, table: &TableName, column: &str) -> Option<String>;

    /// Returns the statement by which constraints are looked at that wait for the end of the transaction.
    ///
    /// `None` where a table can be altered while they wait.
    fn look_now(&self) -> Option<String>;

    /// Returns the statement by which a connection keeps a question under a name, and the one that asks it then:
    /// it is planned once, however often it is asked.
    ///
    /// `None` where planning costs nothing.
    fn kept(&self, _name: &str, _question: &Statement) -> Option<(Statement, Statement)> {
        None
    }

    /// Returns the query whose only column tells, a line for each, what is there and catalogs do not say: comments on
    /// other things than tables and columns, rights, rules.
    ///
    /// `None` where they say everything.
    fn unsaid(&self) -> Option<Statement> {
        None
    }

    /// Returns the query for the numbers at which sequences stand that go up: schema, table, column, number; without a
    /// column it is a sequence by itself, without a number it has not begun.
    ///
    /// `None` where there are none.
    fn counters(&self) -> Option<Statement> {
        None
    }

    /// Returns the expression for a column's value as a literal, in text; `NULL` is the word.
    fn literal_of(&self, quoted: &str) -> String;

    /// Returns in what it differs from others.
    fn habits(&self) -> Habits;
}
