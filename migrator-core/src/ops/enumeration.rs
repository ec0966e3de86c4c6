//! Creates, renames and drops the types of enumerations; their values change in
//! `enum_values`.

use std::panic::Location as Caller;

use super::{DropEnum, EnumOperation, Enumeration, Op, Operation, Rename};
use crate::base::TableName;

impl Op<'_> {
    /// Creates the type of an enumeration.
    ///
    /// Columns of [`enumeration(…)`](crate::schema::enumeration) make their type themselves if it is
    /// missing; this is for a type that belongs to no table.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE TYPE "mood" AS ENUM ('sad', 'ok')`; with `if_not_exists` in a `DO` block that fails if the type is there with other values |
    /// | SQLite | nothing: an enumeration is a `CHECK` of its column |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{ops::{Enumeration, Op}, schema::{Column, Table}};
    /// fn upgrade(op: &mut Op) {
    ///     let mood = Enumeration::new("mood", ["sad", "ok"]);
    ///     op.create_enum(mood.clone());
    ///     op.create_table(Table::new("people").column(Column::new("mood", mood.column_type())));
    /// }
    /// ```
    #[track_caller]
    pub fn create_enum(&mut self, enumeration: Enumeration) {
        self.record_enum(EnumOperation::Create(enumeration), Caller::caller());
    }

    /// Renames the type of an enumeration, or moves it to another schema; columns of it follow.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TYPE "mood" RENAME TO "temper"`; into another schema: `ALTER TYPE "mood" SET SCHEMA "app"` before it |
    /// | SQLite | nothing: the check of a column has no name of the type |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_enum("mood", "temper");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_enum(&mut self, from: impl Into<TableName>, to: impl Into<TableName>) {
        let rename = Rename {
            from: from.into(),
            to: to.into(),
        };
        self.record_enum(EnumOperation::Rename(rename), Caller::caller());
    }

    /// Drops the type of an enumeration. Columns that have it stand in the way.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TYPE "mood"`; with everything: `DROP TYPE IF EXISTS "mood" CASCADE`, which drops the columns of it |
    /// | SQLite | nothing: the check goes with its column |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropEnum, Enumeration, Op};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_enum("mood");
    ///     op.drop_enum(DropEnum::new("shape").if_exists());
    ///     op.drop_enum(Enumeration::new("color", ["red", "blue"]));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_enum(&mut self, enumeration: impl Into<DropEnum>) {
        self.record_enum(EnumOperation::Drop(enumeration.into()), Caller::caller());
    }

    #[inline(never)]
    pub(super) fn record_enum(
        &mut self,
        operation: EnumOperation,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::Enumeration(operation), caller);
    }
}
