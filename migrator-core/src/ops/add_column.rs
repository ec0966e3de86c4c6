//! Adds a column to a table.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::TableName;
use crate::schema::Column;

/// A column to add.
#[derive(Debug, Clone, PartialEq)]
pub struct AddColumn {
    /// The table it is added to.
    pub table: TableName,
    /// The column.
    pub column: Column,
}

impl Op<'_> {
    /// Adds a column after those the table has; existing rows get its default.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT TRUE`; an enumeration's type is created first |
    /// | SQLite | `ALTER TABLE "users" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT 1`; a primary key or unique column, `NOT NULL` without a default, and a default that is no constant are refused before anything runs |
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
        self.record_add_column(table.into(), column, Caller::caller());
    }

    #[inline(never)]
    fn record_add_column(
        &mut self,
        table: TableName,
        column: Column,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::AddColumn(AddColumn { table, column }), caller);
    }
}
