//! Inserts many rows with few statements.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::{TableName, Value};
use crate::schema::IntoNames;

/// Rows to insert.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkInsert {
    /// The table they go to.
    pub table: TableName,
    /// The columns the values are for.
    pub columns: Vec<String>,
    /// The rows, each with one value per column; possibly none.
    pub rows: Vec<Vec<Value>>,
}

impl Op<'_> {
    /// Inserts rows, many per statement, with their values bound.
    ///
    /// No rows is no statement. A row with more or fewer values than there are
    /// columns fails the migration before anything runs.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `INSERT INTO "roles" ("name", "rank") VALUES ($1, $2), ($3, $4)`; at most 10,000 values or a megabyte of text per statement; each value takes its column's type, so that `1` fits a `BOOLEAN` and a text fits a `DATE` |
    /// | SQLite | `INSERT INTO "roles" ("name", "rank") VALUES (?, ?), (?, ?)`; at most 32,766 values per statement; `NaN` is refused, since SQLite would store `NULL` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.bulk_insert("roles", ["name", "rank"], [("admin", 1), ("guest", 9)]);
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn bulk_insert<R: IntoRow>(
        &mut self,
        table: impl Into<TableName>,
        columns: impl IntoNames,
        rows: impl IntoIterator<Item = R>,
    ) {
        let rows = rows.into_iter().map(R::into_row).collect();
        self.record_bulk_insert(table.into(), columns.into_names(), rows, Caller::caller());
    }

    #[inline(never)]
    fn record_bulk_insert(
        &mut self,
        table: TableName,
        columns: Vec<String>,
        rows: Vec<Vec<Value>>,
        caller: &'static Caller<'static>,
    ) {
        self.record(
            Operation::BulkInsert(BulkInsert {
                table,
                columns,
                rows,
            }),
            caller,
        );
    }
}

/// A row as callers write it: a tuple of up to eight values of any kinds, or an
/// array or a vector of values of one kind.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of values",
    note = "write a row as a tuple such as `(1, \"admin\")`, or as a `Vec<Value>`"
)]
pub trait IntoRow {
    /// Returns the values in the order of the columns.
    fn into_row(self) -> Vec<Value>;
}

impl<T: Into<Value>, const N: usize> IntoRow for [T; N] {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T: Into<Value>> IntoRow for Vec<T> {
    fn into_row(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<A: Into<Value>> IntoRow for (A,) {
    fn into_row(self) -> Vec<Value> {
        vec![self.0.into()]
    }
}

impl<A: Into<Value>, B: Into<Value>> IntoRow for (A, B) {
    fn into_row(self) -> Vec<Value> {
        vec![self.0.into(), self.1.into()]
    }
}

impl<A: Into<Value>, B: Into<Value>, C: Into<Value>> IntoRow for (A, B, C) {
    fn into_row(self) -> Vec<Value> {
        vec![self.0.into(), self.1.into(), self.2.into()]
    }
}

impl<A: Into<Value>, B: Into<Value>, C: Into<Value>, D: Into<Value>> IntoRow for (A, B, C, D) {
    fn into_row(self) -> Vec<Value> {
        vec![self.0.into(), self.1.into(), self.2.into(), self.3.into()]
    }
}

impl<A: Into<Value>, B: Into<Value>, C: Into<Value>, D: Into<Value>, E: Into<Value>> IntoRow
    for (A, B, C, D, E)
{
    fn into_row(self) -> Vec<Value> {
        vec![
            self.0.into(),
            self.1.into(),
            self.2.into(),
            self.3.into(),
            self.4.into(),
        ]
    }
}

impl<A: Into<Value>, B: Into<Value>, C: Into<Value>, D: Into<Value>, E: Into<Value>, F: Into<Value>>
    IntoRow for (A, B, C, D, E, F)
{
    fn into_row(self) -> Vec<Value> {
        vec![
            self.0.into(),
            self.1.into(),
            self.2.into(),
            self.3.into(),
            self.4.into(),
            self.5.into(),
        ]
    }
}

impl<
    A: Into<Value>,
    B: Into<Value>,
    C: Into<Value>,
    D: Into<Value>,
    E: Into<Value>,
    F: Into<Value>,
    G: Into<Value>,
> IntoRow for (A, B, C, D, E, F, G)
{
    fn into_row(self) -> Vec<Value> {
        vec![
            self.0.into(),
            self.1.into(),
            self.2.into(),
            self.3.into(),
            self.4.into(),
            self.5.into(),
            self.6.into(),
        ]
    }
}

impl<
    A: Into<Value>,
    B: Into<Value>,
    C: Into<Value>,
    D: Into<Value>,
    E: Into<Value>,
    F: Into<Value>,
    G: Into<Value>,
    H: Into<Value>,
> IntoRow for (A, B, C, D, E, F, G, H)
{
    fn into_row(self) -> Vec<Value> {
        vec![
            self.0.into(),
            self.1.into(),
            self.2.into(),
            self.3.into(),
            self.4.into(),
            self.5.into(),
            self.6.into(),
            self.7.into(),
        ]
    }
}
