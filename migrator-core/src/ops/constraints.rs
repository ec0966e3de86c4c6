//! Adds, drops, renames and validates constraints of a table that is there.

use std::panic::Location as Caller;

use super::{Op, TableChange};
use crate::base::TableName;
use crate::schema::{Check, Constraint, Exclude, ForeignKey, PrimaryKey, Unique};

/// A constraint to drop: its name, or its definition, from which it can be restored.
///
/// A definition without a name finds a constraint by what it says: by its columns, or a check by
/// its condition.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropConstraint {
    target: ConstraintTarget,
    expected_name: Option<String>,
    if_exists: bool,
    cascade: bool,
}

/// How a constraint that exists is addressed.
#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintTarget {
    /// By its name.
    Named(String),
    /// By its definition: its name if it has one, else what it says.
    Defined(Box<Constraint>),
}

impl ConstraintTarget {
    /// Returns the constraint's name, if it is known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Defined(constraint) => constraint.name(),
        }
    }
}

impl DropConstraint {
    /// Names the constraint.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self::of(ConstraintTarget::Named(name.as_ref().to_owned()))
    }

    const fn of(target: ConstraintTarget) -> Self {
        Self {
            target,
            expected_name: None,
            if_exists: false,
            cascade: false,
        }
    }

    /// Takes a missing constraint for done.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what depends on it, such as foreign keys that refer to a key, on PostgreSQL.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }

    /// Returns how it is addressed.
    #[must_use]
    pub fn target(&self) -> &ConstraintTarget {
        &self.target
    }

    /// Returns what the naming convention calls a constraint that is addressed by a definition
    /// without a name.
    ///
    /// The constraint may be called so, or otherwise if it was made by other means, or not at all. So it
    /// is found by what it says; where several say the same, or the database cannot compare
    /// what they say, the one of this name is meant.
    #[must_use]
    pub fn expected_name(&self) -> Option<&str> {
        self.expected_name.as_deref()
    }

    pub(super) fn expect_name(&mut self, name: Option<String>) {
        self.expected_name = name;
    }

    /// Tells whether a missing constraint is fine.
    #[must_use]
    pub fn is_if_exists(&self) -> bool {
        self.if_exists
    }

    /// Tells whether what depends on it goes with it.
    #[must_use]
    pub fn is_cascade(&self) -> bool {
        self.cascade
    }
}

impl From<&str> for DropConstraint {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropConstraint {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<Constraint> for DropConstraint {
    fn from(constraint: Constraint) -> Self {
        Self::of(ConstraintTarget::Defined(Box::new(constraint)))
    }
}

impl From<PrimaryKey> for DropConstraint {
    fn from(key: PrimaryKey) -> Self {
        Constraint::from(key).into()
    }
}

impl From<Unique> for DropConstraint {
    fn from(unique: Unique) -> Self {
        Constraint::from(unique).into()
    }
}

impl From<Check> for DropConstraint {
    fn from(check: Check) -> Self {
        Constraint::from(check).into()
    }
}

impl From<ForeignKey> for DropConstraint {
    fn from(key: ForeignKey) -> Self {
        Constraint::from(key).into()
    }
}

impl From<Exclude> for DropConstraint {
    fn from(exclude: Exclude) -> Self {
        Constraint::from(exclude).into()
    }
}

impl Op<'_> {
    /// Adds a constraint to a table: a [`PrimaryKey`], [`Unique`], [`Check`], [`ForeignKey`] or
    /// [`Exclude`]. Rows that break it make it fail.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ADD CONSTRAINT "uq_users_email" UNIQUE ("email")` |
    /// | SQLite | the table is built anew, see [`alter_table`](Self::alter_table) |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::{Action, ForeignKey, Unique};
    /// fn upgrade(op: &mut Op) {
    ///     op.add_constraint("users", Unique::new(["email"]));
    ///     let role = ForeignKey::new(["role_id"]).references("roles", ["id"]);
    ///     op.add_constraint("users", role.on_delete(Action::Cascade));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn add_constraint(
        &mut self,
        table: impl Into<TableName>,
        constraint: impl Into<Constraint>,
    ) {
        let change = TableChange::AddConstraint(constraint.into());
        self.record_change(table.into(), change, "add_constraint", Caller::caller());
    }

    /// Drops a constraint: by its name, or by its definition, from which
    /// [`reverse_of`](Self::reverse_of) restores it.
    ///
    /// A definition without a name finds one that has none either, or that was named by the naming
    /// convention: `Unique::new(["email"])` is the one over that column.
    /// Restored it is called as the convention would call it now, beside the columns: after a table or a
    /// column was renamed, and for a check in the line of its column, give the name, so that it comes back.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" DROP CONSTRAINT "uq_users_email"`; without a name it is looked up by a `DO` block |
    /// | SQLite | the table is built anew, see [`alter_table`](Self::alter_table) |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::{ForeignKey, Unique};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_constraint("users", "ck_users_age");
    ///     op.drop_constraint("users", Unique::new(["email"]));
    ///     op.drop_constraint("users", ForeignKey::new(["role_id"]).references("roles", ["id"]));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_constraint(
        &mut self,
        table: impl Into<TableName>,
        constraint: impl Into<DropConstraint>,
    ) {
        let change = TableChange::DropConstraint(constraint.into());
        self.record_change(table.into(), change, "drop_constraint", Caller::caller());
    }

    /// Renames a constraint.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" RENAME CONSTRAINT "a" TO "b"` |
    /// | SQLite | the table is built anew, see [`alter_table`](Self::alter_table) |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_constraint("users", "users_email_key", "uq_users_email");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_constraint(
        &mut self,
        table: impl Into<TableName>,
        from: impl AsRef<str>,
        to: impl AsRef<str>,
    ) {
        let (from, to) = (from.as_ref().to_owned(), to.as_ref().to_owned());
        let change = TableChange::RenameConstraint { from, to };
        self.record_change(table.into(), change, "rename_constraint", Caller::caller());
    }

    /// Checks the rows that a constraint added with `not_valid` has left unchecked, without
    /// keeping writers out meanwhile.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" VALIDATE CONSTRAINT "ck_users_age"` |
    /// | SQLite | refused before anything runs: its constraints are always valid |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::Check;
    /// fn upgrade(op: &mut Op) {
    ///     op.add_constraint("users", Check::new("age > 0").named("ck_users_age").not_valid());
    ///     op.validate_constraint("users", "ck_users_age");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn validate_constraint(&mut self, table: impl Into<TableName>, name: impl AsRef<str>) {
        let name = name.as_ref().to_owned();
        let change = TableChange::ValidateConstraint { name };
        self.record_change(
            table.into(),
            change,
            "validate_constraint",
            Caller::caller(),
        );
    }
}
