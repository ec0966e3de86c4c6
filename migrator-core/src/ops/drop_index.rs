//! Drops an index.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::base::TableName;
use crate::schema::Index;

/// An index to drop.
///
/// # Examples
/// ```
/// # use migrator_core::ops::DropIndex;
/// let drop = DropIndex::new("ix_users_name").if_exists().concurrently();
/// assert!(drop.concurrently);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropIndex {
    /// The index's name, qualified like a table's.
    pub index: TableName,
    /// Whether a missing index is fine.
    pub if_exists: bool,
    /// Whether readers and writers are not to be locked out meanwhile.
    pub concurrently: bool,
    /// Whether what depends on it goes too.
    pub cascade: bool,
    /// What the index is, if that was given: for the way back.
    pub definition: Option<Index>,
}

impl DropIndex {
    /// Drops an index.
    #[inline(never)]
    pub fn new(index: impl Into<TableName>) -> Self {
        Self {
            index: index.into(),
            if_exists: false,
            concurrently: false,
            cascade: false,
            definition: None,
        }
    }

    /// Takes a missing index as dropped.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Does not lock out readers and writers of its table meanwhile, where the database can; see
    /// [`drop_index_concurrently`](Op::drop_index_concurrently).
    pub fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }

    /// Drops what depends on it as well: foreign keys that refer to a unique index; that cannot be
    /// reversed.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }
}

impl From<&str> for DropIndex {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropIndex {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<&String> for DropIndex {
    fn from(name: &String) -> Self {
        Self::new(name)
    }
}

impl From<(&str, &str)> for DropIndex {
    fn from(name: (&str, &str)) -> Self {
        Self::new(name)
    }
}

impl From<TableName> for DropIndex {
    fn from(name: TableName) -> Self {
        Self::new(name)
    }
}

impl From<&TableName> for DropIndex {
    fn from(name: &TableName) -> Self {
        Self::new(name)
    }
}

/// The index is in the schema of its table.
impl From<Index> for DropIndex {
    #[inline(never)]
    fn from(index: Index) -> Self {
        Self {
            concurrently: index.is_concurrent(),
            definition: Some(index.clone()),
            ..Self::new(index.table().sibling(index.name().to_owned()))
        }
    }
}

impl Op<'_> {
    /// Drops an index. With its definition instead of its name it is reversible.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP INDEX "ix_users_name"`; with everything: `DROP INDEX IF EXISTS "ix_users_name" CASCADE`; the index of a table in another schema is named with it: `("app", "ix_users_name")` |
    /// | SQLite | `DROP INDEX "ix_users_name"`; `CASCADE` is refused before anything runs |
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
    /// | SQLite | `DROP INDEX IF EXISTS "ix_users_name"` |
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
    /// | SQLite | `DROP INDEX "ix_users_name"`: there is one writer at a time anyway |
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
