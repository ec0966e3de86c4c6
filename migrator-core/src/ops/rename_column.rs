//! Renames a column.

use std::panic::Location as Caller;

use super::{Op, TableChange};
use crate::base::TableName;

impl Op<'_> {
    /// Renames a column; its values stay, and what refers to it follows.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" RENAME COLUMN "nick" TO "name"`; functions do not follow |
    /// | SQLite | `ALTER TABLE "users" RENAME COLUMN "nick" TO "name"`; views and triggers follow, too |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_column("users", "nick", "name");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_column(
        &mut self,
        table: impl Into<TableName>,
        from: impl AsRef<str>,
        to: impl AsRef<str>,
    ) {
        let (from, to) = (from.as_ref().to_owned(), to.as_ref().to_owned());
        let change = TableChange::RenameColumn { from, to };
        self.record_change(table.into(), change, "rename_column", Caller::caller());
    }
}
