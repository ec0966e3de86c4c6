//! Sets and drops the comment of a table.

use std::panic::Location as Caller;

use super::{Op, TableChange};
use crate::base::TableName;

impl Op<'_> {
    /// Describes a table for readers of the schema, in place of what was said before:
    /// undone, there is no comment.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `COMMENT ON TABLE "users" IS 'who may log in'` |
    /// | SQLite | refused before anything runs: it has no comments |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.create_table_comment("users", "who may log in");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn create_table_comment(&mut self, table: impl Into<TableName>, comment: impl AsRef<str>) {
        let change = TableChange::Comment(Some(comment.as_ref().to_owned()));
        self.record_change(
            table.into(),
            change,
            "create_table_comment",
            Caller::caller(),
        );
    }

    /// Drops a table's comment.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `COMMENT ON TABLE "users" IS NULL` |
    /// | SQLite | refused before anything runs: it has no comments |
    #[track_caller]
    #[inline(never)]
    pub fn drop_table_comment(&mut self, table: impl Into<TableName>) {
        let change = TableChange::Comment(None);
        self.record_change(table.into(), change, "drop_table_comment", Caller::caller());
    }
}
