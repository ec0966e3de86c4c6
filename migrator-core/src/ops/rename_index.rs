//! Renames an index.

use std::panic::Location as Caller;

use super::{Op, Operation, RenameIndex};
use crate::base::TableName;

impl Op<'_> {
    /// Renames an index.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER INDEX "ix_users_name" RENAME TO "ix_people_name"` |
    /// | SQLite | `DROP INDEX "main"."ix_users_name"`, `CREATE INDEX "main"."ix_people_name" ON …` as SQLite has stored it; the index of a constraint is refused |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_index("ix_users_name", "ix_people_name");
    ///     op.rename_index(("app", "ix_users_name"), "ix_people_name");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_index(&mut self, from: impl Into<TableName>, to: impl AsRef<str>) {
        self.record_rename_index(from.into(), to.as_ref().to_owned(), Caller::caller());
    }

    #[inline(never)]
    fn record_rename_index(
        &mut self,
        from: TableName,
        to: String,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::RenameIndex(RenameIndex { from, to }), caller);
    }
}
