//! Changes or deletes the rows of a large table in batches.
//!
//! Which rows a batch has, and that none comes twice, is `exec`'s business.

use std::panic::Location as Caller;

use sea_query::{Condition, Expr};

use super::{Op, Operation, Sql};
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

impl Op<'_> {
    /// Sets columns of the rows of a large table, some rows at a time in the order of a key.
    ///
    /// Each batch is one statement. After each the observer gets an
    /// `Event::BatchFinished`, and between two of them the run can be cancelled.
    ///
    /// | | |
    /// |---|---|
    /// | inside a transaction | all batches are in it, and are kept with the migration or not at all |
    /// | outside: `Transaction::None`, [`op.autocommit`](Self::autocommit) | each batch is a transaction of its own, in which the history notes how far it has come: the table is locked for a short while only, and a run that was killed is taken up by the next one behind the last batch that was kept. No row is changed twice, so that `n + 1` is right. |
    ///
    /// The last key is looked up at the start: rows that are added behind it meanwhile are not
    /// changed. The key itself cannot be set. In a
    /// script it is one statement, because a script cannot look where a batch ends. An expression is SQL as text, an [`Sql`] with a text for each dialect,
    /// or an expression of sea-query; it may use the columns of the row.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `UPDATE "events" SET "n" = (n + 1) WHERE "id" > $1 AND "id" <= $2 AND (state IS NULL)` |
    /// | SQLite | ``UPDATE `events` SET `n` = (n + 1) WHERE `id` > ? AND `id` <= ? AND (state IS NULL)`` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Batches, Op};
    /// # use sea_query::{Expr, ExprTrait};
    /// // pub const TRANSACTION: Transaction = Transaction::None;
    /// fn upgrade(op: &mut Op) {
    ///     op.update_in_batches(
    ///         Batches::of("events").filter("state IS NULL").size(5_000),
    ///         [("state", "'old'"), ("n", "n + 1")],
    ///     );
    ///     op.update_in_batches(Batches::of("users"), [("active", Expr::val(true))]);
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn update_in_batches<N: Into<String>, E: Into<Expression>>(
        &mut self,
        batches: Batches,
        assignments: impl IntoIterator<Item = (N, E)>,
    ) {
        let assignments = assignments.into_iter();
        let assignments = assignments.map(|(name, value)| (name.into(), value.into()));
        let change = BatchChange::Update(assignments.collect());
        self.record_in_batches(batches, change, Caller::caller());
    }

    /// Deletes rows of a large table, some at a time in the order of a key.
    ///
    /// All that is said of [`update_in_batches`](Self::update_in_batches) holds here.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DELETE FROM "events" WHERE "id" > $1 AND "id" <= $2 AND (at < '2020-01-01')` |
    /// | SQLite | ``DELETE FROM `events` WHERE `id` > ? AND `id` <= ? AND (at < '2020-01-01')`` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Batches, Op};
    /// fn upgrade(op: &mut Op) {
    ///     op.delete_in_batches(Batches::of("events").filter("at < '2020-01-01'"));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn delete_in_batches(&mut self, batches: Batches) {
        self.record_in_batches(batches, BatchChange::Delete, Caller::caller());
    }

    #[inline(never)]
    fn record_in_batches(
        &mut self,
        batches: Batches,
        change: BatchChange,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::InBatches(InBatches { batches, change }), caller);
    }
}
