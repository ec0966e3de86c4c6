//! Creates, drops and renames schemas.

use std::panic::Location as Caller;

use super::{Dropping, Op, Operation};

/// A schema.
///
/// # Examples
/// ```
/// # use migrator_core::ops::Schema;
/// let schema = Schema::new("app").owner("app_owner").if_not_exists();
/// assert_eq!(schema.name(), "app");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Schema {
    name: String,
    owner: Option<String>,
    if_not_exists: bool,
}

impl Schema {
    /// Names a schema.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self {
            name: name.as_ref().to_owned(),
            owner: None,
            if_not_exists: false,
        }
    }

    /// Gives it to a role.
    #[inline(never)]
    pub fn owner(mut self, role: impl AsRef<str>) -> Self {
        self.owner = Some(role.as_ref().to_owned());
        self
    }

    /// Leaves a schema of that name alone if there is one.
    pub fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the role it is given to.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// Tells whether an existing schema is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.if_not_exists
    }
}

impl From<&str> for Schema {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Schema {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// A schema to drop.
pub type DropSchema = Dropping<Schema>;

/// What is done to a schema.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaOperation {
    /// Creates it.
    Create(Schema),
    /// Drops it.
    Drop(DropSchema),
    /// Gives it another name.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
}

impl SchemaOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_schema",
            Self::Drop(_) => "drop_schema",
            Self::Rename { .. } => "rename_schema",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(schema) => schema.name.clone(),
            Self::Drop(drop) => drop.object.name.clone(),
            Self::Rename { from, .. } => from.clone(),
        }
    }
}

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
