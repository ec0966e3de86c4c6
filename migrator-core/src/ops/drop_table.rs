//! Drops a table.

use std::panic::Location as Caller;

use super::{DropTable, Op, Operation};

impl Op<'_> {
    /// Drops a table with its rows and indexes.
    ///
    /// With the table's definition instead of its name it is reversible; the rows do not
    /// come back, and indexes only if they are dropped by themselves before. A temporary table that is
    /// dropped by its definition is never taken for a lasting one of its name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TABLE "users"`; with everything: `DROP TABLE IF EXISTS "users" CASCADE`. Without `CASCADE` a key or a view that refers to it is an error of PostgreSQL's; the types of its enumerations go with it if its definition is given and nothing else has them, see also [`drop_enum`](Self::drop_enum) |
    /// | SQLite | `DROP TABLE "main"."users"`, or of `"temp"` if there is one; with `foreign_keys` on and another table referring to it, SQLite would delete or change the rows there, so that is refused; `CASCADE`, too |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropTable, Op};
    /// fn downgrade(op: &mut Op) {
    ///     op.drop_table("users");
    ///     op.drop_table(DropTable::new("roles").if_exists());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_table(&mut self, table: impl Into<DropTable>) {
        self.record_drop_table(table.into(), Caller::caller());
    }

    /// Drops a table if there is one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP TABLE IF EXISTS "users"` |
    /// | SQLite | `DROP TABLE IF EXISTS "main"."users"` |
    #[track_caller]
    #[inline(never)]
    pub fn drop_table_if_exists(&mut self, table: impl Into<DropTable>) {
        self.record_drop_table(table.into().if_exists(), Caller::caller());
    }

    #[inline(never)]
    fn record_drop_table(&mut self, drop: DropTable, caller: &'static Caller<'static>) {
        self.record(Operation::DropTable(drop), caller);
    }
}
