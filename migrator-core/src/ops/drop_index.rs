//! Drops an index.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::TableName;

/// An index to drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropIndex {
    /// The index's name, qualified like a table's.
    pub index: TableName,
    /// Whether a missing index is fine.
    pub if_exists: bool,
    /// Whether readers and writers are not to be locked out meanwhile.
    pub concurrently: bool,
}

impl Op<'_> {
    /// Drops an index.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX "ix_users_name"`; the index of a table in another schema is named with it: `("app", "ix_users_name")` |
    /// | SQLite | `DROP INDEX "ix_users_name"` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_index("ix_users_name");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_index(&mut self, index: impl Into<TableName>) {
        self.record_drop_index(index.into(), false, false, Caller::caller());
    }

    /// Drops an index if there is one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX IF EXISTS "ix_users_name"` |
    /// | SQLite | `DROP INDEX IF EXISTS "ix_users_name"` |
    #[track_caller]
    #[inline(never)]
    pub fn drop_index_if_exists(&mut self, index: impl Into<TableName>) {
        self.record_drop_index(index.into(), true, false, Caller::caller());
    }

    /// Drops an index without locking out readers and writers of its table meanwhile, where
    /// the database can.
    ///
    /// PostgreSQL does so outside a transaction only: in [`autocommit`](Self::autocommit), or
    /// in a migration with `Transaction::None`. Should the migration be cut off there, the next run sees whether
    /// the index is gone.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX CONCURRENTLY "ix_users_name"` |
    /// | SQLite | `DROP INDEX "ix_users_name"`: there is one writer at a time anyway |
    #[track_caller]
    #[inline(never)]
    pub fn drop_index_concurrently(&mut self, index: impl Into<TableName>) {
        self.record_drop_index(index.into(), false, true, Caller::caller());
    }

    #[inline(never)]
    fn record_drop_index(
        &mut self,
        index: TableName,
        if_exists: bool,
        concurrently: bool,
        caller: &'static Caller<'static>,
    ) {
        let drop = DropIndex {
            index,
            if_exists,
            concurrently,
        };
        self.record(Operation::DropIndex(drop), caller);
    }
}
