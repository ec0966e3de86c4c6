//! Drops a column from a table.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::TableName;

/// A column to drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropColumn {
    /// The table it is in.
    pub table: TableName,
    /// The column's name.
    pub column: String,
}

impl Op<'_> {
    /// Drops a column with its values.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" DROP COLUMN "active"`; indexes and constraints of the column go with it, a view of it is an error of PostgreSQL's |
    /// | SQLite | `ALTER TABLE "users" DROP COLUMN "active"` (SQLite 3.35 or newer); a column of a key, an index, a constraint, a trigger or a view is an error of SQLite's |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_column("users", "active");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_column(&mut self, table: impl Into<TableName>, column: impl AsRef<str>) {
        self.record_drop_column(table.into(), column.as_ref(), Caller::caller());
    }

    #[inline(never)]
    fn record_drop_column(
        &mut self,
        table: TableName,
        column: &str,
        caller: &'static Caller<'static>,
    ) {
        let column = column.to_owned();
        self.record(Operation::DropColumn(DropColumn { table, column }), caller);
    }
}
