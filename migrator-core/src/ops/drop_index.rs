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
}

impl Op<'_> {
    /// Drops an index.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
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
        self.record_drop_index(index.into(), false, Caller::caller());
    }

    /// Drops an index if there is one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | SQLite | `DROP INDEX IF EXISTS "ix_users_name"` |
    #[track_caller]
    #[inline(never)]
    pub fn drop_index_if_exists(&mut self, index: impl Into<TableName>) {
        self.record_drop_index(index.into(), true, Caller::caller());
    }

    #[inline(never)]
    fn record_drop_index(
        &mut self,
        index: TableName,
        if_exists: bool,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::DropIndex(DropIndex { index, if_exists }), caller);
    }
}
