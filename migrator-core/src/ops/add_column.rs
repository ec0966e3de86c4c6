//! Adds a column to a table.

use std::panic::Location as Caller;

use super::{Op, TableChange};
use crate::base::TableName;
use crate::schema::Column;

impl Op<'_> {
    /// Adds a column after those the table has; existing rows get its default.
    ///
    /// So `NOT NULL` without a default fails where there are rows: add the column without it, fill
    /// it, and call [`alter_column`](Self::alter_column) with `not_null()`.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT TRUE`; an enumeration's type is created first |
    /// | SQLite | `ALTER TABLE "users" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT 1`; a unique column, a key, a stored computed one, a default that is an expression and a reference with a default build the table anew, see [`alter_table`](Self::alter_table) |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::{Column, boolean};
    /// fn upgrade(op: &mut Op) {
    ///     op.add_column("users", Column::new("active", boolean()).not_null().default(true));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn add_column(&mut self, table: impl Into<TableName>, column: Column) {
        self.record_add_column(table.into(), column, false, Caller::caller());
    }

    /// Adds a column unless the table has one of that name, whatever it is.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ADD COLUMN IF NOT EXISTS "active" BOOLEAN` |
    /// | SQLite | looks first, then as [`add_column`](Self::add_column), or nothing |
    #[track_caller]
    #[inline(never)]
    pub fn add_column_if_not_exists(&mut self, table: impl Into<TableName>, column: Column) {
        self.record_add_column(table.into(), column, true, Caller::caller());
    }

    #[inline(never)]
    fn record_add_column(
        &mut self,
        table: TableName,
        column: Column,
        if_not_exists: bool,
        caller: &'static Caller<'static>,
    ) {
        let column = Box::new(column);
        let change = TableChange::AddColumn {
            column,
            if_not_exists,
        };
        self.record_change(table, change, "add_column", caller);
    }
}
