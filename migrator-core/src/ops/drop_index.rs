//! Drops an index.

use std::panic::Location as Caller;

use super::{DropIndex, Op, Operation};

impl Op<'_> {
    /// Drops an index. With its definition instead of its name it is reversible.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX "ix_users_name"`; with everything: `DROP INDEX IF EXISTS "ix_users_name" CASCADE`; the index of a table in another schema is named with it: `("app", "ix_users_name")` |
    /// | SQLite | `DROP INDEX "main"."ix_users_name"`; `CASCADE` is refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{ops::{DropIndex, Op}, schema::Index};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_index("ix_users_name");
    ///     op.drop_index(DropIndex::new("ix_users_mail").if_exists());
    ///     op.drop_index(Index::new("ix_users_age").on("users", ["age"]));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_index(&mut self, index: impl Into<DropIndex>) {
        self.record_drop_index(index.into(), Caller::caller());
    }

    /// Drops an index if there is one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX IF EXISTS "ix_users_name"` |
    /// | SQLite | `DROP INDEX IF EXISTS "main"."ix_users_name"` |
    #[track_caller]
    #[inline(never)]
    pub fn drop_index_if_exists(&mut self, index: impl Into<DropIndex>) {
        self.record_drop_index(index.into().if_exists(), Caller::caller());
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
    /// | SQLite | `DROP INDEX "main"."ix_users_name"`: there is one writer at a time anyway |
    #[track_caller]
    #[inline(never)]
    pub fn drop_index_concurrently(&mut self, index: impl Into<DropIndex>) {
        self.record_drop_index(index.into().concurrently(), Caller::caller());
    }

    #[inline(never)]
    fn record_drop_index(&mut self, drop: DropIndex, caller: &'static Caller<'static>) {
        self.record(Operation::DropIndex(drop), caller);
    }
}
