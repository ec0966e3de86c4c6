//! Adds, renames, removes and reorders the values of an enumeration.

use std::panic::Location as Caller;

use super::{EnumOperation, EnumValue, Op, ReplaceEnum};
use crate::base::TableName;

impl Op<'_> {
    /// Adds a value to an enumeration.
    ///
    /// Other statements of the same transaction cannot use the value yet, unless the type was made in it as well: fill
    /// the rows in the next migration, or add the value in an [`autocommit`](Self::autocommit) block.
    /// It cannot be taken away again in a transaction that has just added it, either.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TYPE "mood" ADD VALUE 'fine'`; with everything: `ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'fine' BEFORE 'ok'` |
    /// | SQLite | refused before anything runs: change the type of each column with `op.alter_column` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{EnumValue, Op};
    /// fn upgrade(op: &mut Op) {
    ///     op.add_enum_value("mood", "great");
    ///     op.add_enum_value("mood", EnumValue::new("fine").after("ok").if_not_exists());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn add_enum_value(&mut self, name: impl Into<TableName>, value: impl Into<EnumValue>) {
        let add = EnumOperation::AddValue {
            name: name.into(),
            value: value.into(),
        };
        self.record_enum(add, Caller::caller());
    }

    /// Gives a value of an enumeration another text; rows and defaults that have it follow.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TYPE "mood" RENAME VALUE 'ok' TO 'fine'` |
    /// | SQLite | refused before anything runs: change the type of each column with `op.alter_column` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_enum_value("mood", "ok", "fine");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_enum_value(
        &mut self,
        name: impl Into<TableName>,
        from: impl AsRef<str>,
        to: impl AsRef<str>,
    ) {
        let rename = EnumOperation::RenameValue {
            name: name.into(),
            from: from.as_ref().to_owned(),
            to: to.as_ref().to_owned(),
        };
        self.record_enum(rename, Caller::caller());
    }

    /// Gives an enumeration other values, or another order of them: the way to remove one.
    ///
    /// Every column of the type, in whichever table, keeps its rows and its default, arrays
    /// included; a default that works out its value from texts is set again as it is. A row that holds a value that goes, and is not in the [mapping](ReplaceEnum::map),
    /// fails the migration with the table's, the column's and the value's name.
    ///
    /// Each table that has such columns is locked and written anew. What depends on the type in other ways
    /// stands in the way and is named by the error: views of such columns, checks and indexes whose
    /// conditions mention a value, foreign keys between such columns, functions, domains, generated columns, keys of
    /// partitions. Drop them before, and create them again afterwards.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | a `DO` block: `ALTER TYPE … RENAME TO`, `CREATE TYPE "mood" AS ENUM ('ok', 'sad')`, `ALTER TABLE … ALTER COLUMN … TYPE "mood" USING …` for each table, `DROP TYPE` of the renamed one; owner, grants and comment stay |
    /// | SQLite | refused before anything runs: change the type of each column with `op.alter_column` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, ReplaceEnum};
    /// fn upgrade(op: &mut Op) {
    ///     op.replace_enum(
    ///         ReplaceEnum::new("mood", ["ok", "sad"])
    ///             .instead_of(["sad", "meh", "ok"])
    ///             .map("meh", "sad"),
    ///     );
    /// }
    /// ```
    #[track_caller]
    pub fn replace_enum(&mut self, replace: ReplaceEnum) {
        self.record_enum(EnumOperation::Replace(replace), Caller::caller());
    }
}
