//! The rows of a large table, changed or deleted some at a time.
//!
//! Which rows a batch has, and that none comes twice, is `exec`'s business.

use sea_query::{Condition, Expr};

use super::Sql;
use crate::base::TableName;

/// The rows of a table, some at a time in the order of a key.
///
/// ```
/// # use migrator_core::ops::Batches;
/// # use sea_query::{Expr, ExprTrait};
/// Batches::of("events");
/// Batches::of(("app", "events")).by("code").size(1_000);
/// Batches::of("events").filter("state IS NULL").filter(Expr::col("id").gt(7));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Batches {
    table: TableName,
    key: Option<String>,
    size: u64,
    conditions: Vec<Expression>,
}

/// How many rows a batch has where nothing is said.
const SIZE: u64 = 10_000;

impl Batches {
    /// Creates batches of 10,000 rows of a table, in the order of its primary key.
    #[inline(never)]
    pub fn of(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: None,
            size: SIZE,
            conditions: Vec::new(),
        }
    }

    /// Names the column to go by instead of the primary key: it has a unique index of its own,
    /// its type has an order, and no row has `NULL` in it.
    #[inline(never)]
    pub fn by(mut self, column: impl Into<String>) -> Self {
        self.key = Some(column.into());
        self
    }

    /// Sets how many rows a batch has, at least one.
    #[inline(never)]
    pub fn size(mut self, rows: u64) -> Self {
        self.size = rows;
        self
    }

    /// Leaves the rows out for which a condition does not hold, beside those left out already.
    /// Rows that are left out do not count for the size.
    #[inline(never)]
    pub fn filter(mut self, condition: impl Into<Expression>) -> Self {
        self.conditions.push(condition.into());
        self
    }

    /// Returns the table.
    #[must_use]
    pub fn table(&self) -> &TableName {
        &self.table
    }

    /// Returns the column that was named.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns how many rows a batch has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.size
    }

    /// Returns the conditions, all of which must hold.
    #[must_use]
    pub fn conditions(&self) -> &[Expression] {
        &self.conditions
    }
}

/// An SQL expression: a text, a text for each dialect, or an expression of sea-query.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// SQL.
    Sql(Sql),
    /// An expression of sea-query.
    Query(Box<Expr>),
}

impl From<&str> for Expression {
    fn from(sql: &str) -> Self {
        Self::Sql(Sql::new(sql))
    }
}

impl From<String> for Expression {
    fn from(sql: String) -> Self {
        Self::Sql(Sql::new(sql))
    }
}

impl From<Sql> for Expression {
    fn from(sql: Sql) -> Self {
        Self::Sql(sql)
    }
}

impl From<Expr> for Expression {
    fn from(expression: Expr) -> Self {
        Self::Query(Box::new(expression))
    }
}

impl From<Condition> for Expression {
    fn from(condition: Condition) -> Self {
        Self::Query(Box::new(condition.into()))
    }
}

/// What happens to the rows of each batch.
#[derive(Debug, Clone, PartialEq)]
pub enum BatchChange {
    /// Columns are set.
    Update(Vec<(String, Expression)>),
    /// The rows are deleted.
    Delete,
}

/// Batches, and what happens to the rows in them.
#[derive(Debug, Clone, PartialEq)]
pub struct InBatches {
    /// Which rows.
    pub batches: Batches,
    /// What happens to them.
    pub change: BatchChange,
}

impl InBatches {
    /// Returns the name of the method that recorded it.
    #[must_use]
    pub const fn called(&self) -> &'static str {
        match self.change {
            BatchChange::Update(_) => "update_in_batches",
            BatchChange::Delete => "delete_in_batches",
        }
    }
}
