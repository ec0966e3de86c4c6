//! Creates, replaces, renames and drops domains.

use std::panic::Location as Caller;

use super::{Domain, DomainOperation, DropDomain, Op, Operation, Rename, Replacing};
use crate::base::TableName;

impl Op<'_> {
    /// Creates a domain: a type with a default and conditions of its own.
    ///
    /// A column has it as `custom("email")`.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE DOMAIN "email" AS TEXT NOT NULL CONSTRAINT "ck_email_at" CHECK (VALUE LIKE '%@%')` |
    /// | SQLite | refused before anything runs: a condition is a check of each column |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{base::Dialect, ops::{Domain, Op}, schema::{Check, Column, Table, custom, text}};
    /// fn upgrade(op: &mut Op) {
    ///     if op.dialect() == Dialect::Postgres {
    ///         let at = Check::new("VALUE LIKE '%@%'").named("ck_email_at");
    ///         op.create_domain(Domain::new("email", text()).not_null().check(at));
    ///         op.create_table(Table::new("users").column(Column::new("email", custom("email"))));
    ///     }
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn create_domain(&mut self, domain: impl Into<Domain>) {
        self.record_domain(DomainOperation::Create(domain.into()), Caller::caller());
    }

    /// Gives a domain another default and other conditions, and says anew whether it bears `NULL`.
    ///
    /// With the former definition, given by [`Domain::instead_of`], only what differs is changed, and the
    /// change is reversible: a condition that has another name now is renamed, one that was [not
    /// valid](crate::schema::Check::not_valid) is validated. Without it all conditions are dropped and added.
    /// The values of all columns that have the domain are checked. The type under it cannot be changed, nor how its texts are compared.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER DOMAIN "email" DROP NOT NULL`, a statement for each difference |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{ops::{Domain, Op}, schema::{Check, text}};
    /// fn upgrade(op: &mut Op) {
    ///     let email = || Domain::new("email", text());
    ///     let at = Check::new("VALUE LIKE '%@%'").named("ck_email_at");
    ///     op.replace_domain(email().check(at).instead_of(email().not_null()));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn replace_domain(&mut self, domain: impl Into<Replacing<Domain>>) {
        self.record_domain(DomainOperation::Replace(domain.into()), Caller::caller());
    }

    /// Renames a domain, or moves it to another schema; columns that have it follow.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER DOMAIN "email" RENAME TO "address"`; into another schema: `ALTER DOMAIN "email" SET SCHEMA "app"` before it |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_domain("email", "address");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_domain(&mut self, from: impl Into<TableName>, to: impl Into<TableName>) {
        let rename = Rename {
            from: from.into(),
            to: to.into(),
        };
        self.record_domain(DomainOperation::Rename(rename), Caller::caller());
    }

    /// Drops a domain. To be reversible it needs the definition.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP DOMAIN "email"`; with everything: `DROP DOMAIN IF EXISTS "email" CASCADE`, which drops the columns that have it |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{ops::{Domain, DropDomain, Op}, schema::text};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_domain("email");
    ///     op.drop_domain(DropDomain::new("address").if_exists());
    ///     op.drop_domain(Domain::new("phone", text()));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_domain(&mut self, domain: impl Into<DropDomain>) {
        self.record_domain(DomainOperation::Drop(domain.into()), Caller::caller());
    }

    #[inline(never)]
    fn record_domain(&mut self, operation: DomainOperation, caller: &'static Caller<'static>) {
        self.record(Operation::Domain(operation), caller);
    }
}
