//! Renames a table.

use std::panic::Location as Caller;

use super::{Op, Operation, RenameTable};
use crate::base::TableName;

impl Op<'_> {
    /// Renames a table, or moves it to another schema; its rows, indexes and keys stay.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" RENAME TO "people"`; into another schema: `ALTER TABLE "users" SET SCHEMA "app"` before it |
    /// | SQLite | `ALTER TABLE "users" RENAME TO "people"`; foreign keys of other tables, triggers and views follow, and where `PRAGMA legacy_alter_table` would leave some behind it is refused; so is a move to another schema |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_table("users", "people");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_table(&mut self, from: impl Into<TableName>, to: impl Into<TableName>) {
        self.record_rename_table(from.into(), to.into(), Caller::caller());
    }

    #[inline(never)]
    fn record_rename_table(
        &mut self,
        from: TableName,
        to: TableName,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::RenameTable(RenameTable { from, to }), caller);
    }
}
