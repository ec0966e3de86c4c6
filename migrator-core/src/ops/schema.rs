//! Creates, drops and renames schemas.

use std::panic::Location as Caller;

use super::{DropSchema, Op, Operation, Schema, SchemaOperation};

impl Op<'_> {
    /// Creates a schema.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE SCHEMA "app"`; with everything: `CREATE SCHEMA IF NOT EXISTS "app" AUTHORIZATION "app_owner"` |
    /// | SQLite | refused before anything runs: there are no schemas to create |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{base::Dialect, ops::{Op, Schema}};
    /// fn upgrade(op: &mut Op) {
    ///     if op.dialect() == Dialect::Postgres {
    ///         op.create_schema("app");
    ///         op.create_schema(Schema::new("reports").if_not_exists());
    ///     }
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn create_schema(&mut self, schema: impl Into<Schema>) {
        self.record_schema(SchemaOperation::Create(schema.into()), Caller::caller());
    }

    /// Drops a schema.
    ///
    /// It must be empty, unless `DropSchema::new("app").cascade()` says that everything in it
    /// is to go; then it cannot be reversed.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP SCHEMA "app"`; with everything: `DROP SCHEMA IF EXISTS "app" CASCADE` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropSchema, Op};
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_schema("app");
    ///     op.drop_schema(DropSchema::new("reports").if_exists().cascade());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_schema(&mut self, schema: impl Into<DropSchema>) {
        self.record_schema(SchemaOperation::Drop(schema.into()), Caller::caller());
    }

    /// Gives a schema another name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER SCHEMA "app" RENAME TO "core"` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_schema("app", "core");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_schema(&mut self, from: impl AsRef<str>, to: impl AsRef<str>) {
        let rename = SchemaOperation::Rename {
            from: from.as_ref().to_owned(),
            to: to.as_ref().to_owned(),
        };
        self.record_schema(rename, Caller::caller());
    }

    #[inline(never)]
    fn record_schema(&mut self, operation: SchemaOperation, caller: &'static Caller<'static>) {
        self.record(Operation::Schema(operation), caller);
    }
}
