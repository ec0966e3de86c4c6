//! Creates, replaces and drops functions and procedures, as units of SQL.

use std::panic::Location as Caller;

use super::{DropFunction, Function, FunctionOperation, Op, Operation, Replacing};

impl Op<'_> {
    /// Creates a function or a procedure.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ … $$`; `CREATE PROCEDURE …` |
    /// | SQLite | refused before anything runs, unless its text for SQLite is empty: functions belong to the connection, not to the file |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Function, Op, Sql};
    /// fn upgrade(op: &mut Op) {
    ///     op.create_function(Function::new(
    ///         "touch()",
    ///         Sql::sqlite("").postgres(
    ///             "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$",
    ///         ),
    ///     ));
    /// }
    /// ```
    #[track_caller]
    pub fn create_function(&mut self, function: Function) {
        self.record_function(FunctionOperation::Create(function), Caller::caller());
    }

    /// Puts another function in the place of the one with that signature; triggers and
    /// views that use it stay.
    ///
    /// If the former definition has another signature, that one is dropped first, since a
    /// function with other arguments is another function.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE OR REPLACE FUNCTION touch() RETURNS trigger …`; it cannot change what is returned, or the names of arguments |
    /// | SQLite | refused before anything runs, unless its text for SQLite is empty |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Function, Op};
    /// fn upgrade(op: &mut Op) {
    ///     let tax = |percent| {
    ///         let sql = format!("RETURNS numeric LANGUAGE sql AS $$ SELECT price * 0.{percent} $$");
    ///         Function::new("tax(price numeric)", sql)
    ///     };
    ///     op.replace_function(tax(21).instead_of(tax(19)));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn replace_function(&mut self, function: impl Into<Replacing<Function>>) {
        self.record_function(
            FunctionOperation::Replace(function.into()),
            Caller::caller(),
        );
    }

    /// Drops a function or a procedure. To be reversible it needs the definition.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP FUNCTION touch()`; with everything: `DROP FUNCTION IF EXISTS touch() CASCADE`, which drops triggers that use it |
    /// | SQLite | refused before anything runs, unless its text for SQLite is empty |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropFunction, Function, Op};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_function("touch()");
    ///     op.drop_function(DropFunction::new("tax(numeric)").if_exists().cascade());
    ///     op.drop_function(Function::new("one()", "RETURNS integer LANGUAGE sql AS 'SELECT 1'"));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_function(&mut self, function: impl Into<DropFunction>) {
        self.record_function(FunctionOperation::Drop(function.into()), Caller::caller());
    }

    #[inline(never)]
    fn record_function(&mut self, operation: FunctionOperation, caller: &'static Caller<'static>) {
        self.record(Operation::Function(operation), caller);
    }
}
