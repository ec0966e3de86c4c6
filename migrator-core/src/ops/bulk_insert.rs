//! Inserts many rows with few statements.

use std::panic::Location as Caller;

use super::{BulkInsert, IntoRow, Op, Operation};
use crate::base::{TableName, Value};
use crate::schema::IntoNames;

impl Op<'_> {
    /// Inserts rows, many per statement, with their values bound.
    ///
    /// A row is a tuple of up to sixteen values of any kinds, an array or vector of values of one
    /// kind, or a `Vec<Value>`. Which types are values is said at [`Value`].
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
    ///     op.bulk_insert("roles", ["name", "rank"], [("nobody", None::<i64>)]);
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
