//! Creates, updates and drops extensions of the database.

use std::panic::Location as Caller;

use super::{DropExtension, Extension, ExtensionOperation, Op, Operation, Replacing};

impl Op<'_> {
    /// Creates an extension.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE EXTENSION "citext"`; with everything: `CREATE EXTENSION IF NOT EXISTS "citext" SCHEMA "public" VERSION '1.6' CASCADE` |
    /// | SQLite | refused before anything runs: extensions belong to the connection, not to the file |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{base::Dialect, ops::{Extension, Op}};
    /// fn upgrade(op: &mut Op) {
    ///     if op.dialect() == Dialect::Postgres {
    ///         op.create_extension(Extension::new("citext").if_not_exists());
    ///     }
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn create_extension(&mut self, extension: impl Into<Extension>) {
        let create = ExtensionOperation::Create(extension.into());
        self.record_extension(create, Caller::caller());
    }

    /// Updates an extension to a version, or moves it to a schema.
    ///
    /// Without a version and a schema it is updated to the server's default version.
    /// [`Extension::instead_of`] makes it reversible; whether there is a way back from a
    /// version is the extension's to say.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER EXTENSION "citext" UPDATE TO '1.6'`, `ALTER EXTENSION "citext" SET SCHEMA "app"` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Extension, Op};
    /// fn upgrade(op: &mut Op) {
    ///     let citext = || Extension::new("citext");
    ///     op.alter_extension(citext().version("1.6").instead_of(citext().version("1.5")));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn alter_extension(&mut self, extension: impl Into<Replacing<Extension>>) {
        let alter = ExtensionOperation::Alter(extension.into());
        self.record_extension(alter, Caller::caller());
    }

    /// Drops an extension.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP EXTENSION "citext"`; with everything: `DROP EXTENSION IF EXISTS "citext" CASCADE` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropExtension, Op};
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_extension("citext");
    ///     op.drop_extension(DropExtension::new("hstore").if_exists().cascade());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_extension(&mut self, extension: impl Into<DropExtension>) {
        let drop = ExtensionOperation::Drop(extension.into());
        self.record_extension(drop, Caller::caller());
    }

    #[inline(never)]
    fn record_extension(
        &mut self,
        operation: ExtensionOperation,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::Extension(operation), caller);
    }
}
