//! Adds, drops, renames and validates constraints of a table that is there.

use std::panic::Location as Caller;

use super::{DropConstraint, Op, TableChange};
use crate::base::TableName;
use crate::schema::Constraint;

impl Op<'_> {
    /// Adds a constraint to a table: a [`PrimaryKey`](crate::schema::PrimaryKey),
    /// [`Unique`](crate::schema::Unique), [`Check`](crate::schema::Check),
    /// [`ForeignKey`](crate::schema::ForeignKey) or [`Exclude`](crate::schema::Exclude). Rows that break it make it fail.
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
