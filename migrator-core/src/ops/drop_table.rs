//! Drops a table.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::TableName;

/// A table to drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropTable {
    /// The table's name.
    pub table: TableName,
    /// Whether a missing table is fine.
    pub if_exists: bool,
}

impl Op<'_> {
    /// Drops a table with its rows and indexes.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TABLE "users"`; a key or a view that refers to it is an error of PostgreSQL's; the types of its enumerations stay, and `DROP TYPE` is for `op.execute` |
    /// | SQLite | `DROP TABLE "users"`; with `foreign_keys` on, rows that refer to it are deleted or changed as their keys say |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_table("users");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_table(&mut self, table: impl Into<TableName>) {
        self.record_drop_table(table.into(), false, Caller::caller());
    }

    /// Drops a table if there is one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TABLE IF EXISTS "users"` |
    /// | SQLite | `DROP TABLE IF EXISTS "users"` |
    #[track_caller]
    #[inline(never)]
    pub fn drop_table_if_exists(&mut self, table: impl Into<TableName>) {
        self.record_drop_table(table.into(), true, Caller::caller());
    }

    #[inline(never)]
    fn record_drop_table(
        &mut self,
        table: TableName,
        if_exists: bool,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::DropTable(DropTable { table, if_exists }), caller);
    }
}
