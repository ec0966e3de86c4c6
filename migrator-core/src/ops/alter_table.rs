//! Changes parts of a table: the one operation behind `op.add_column`, `op.alter_column` and
//! the others of their kind, and several of them at once.

use std::panic::Location as Caller;

use super::{AlterTable, Op, Operation, TableChange, TableChanges};
use crate::base::TableName;

impl Op<'_> {
    /// Makes several changes of a table at once.
    ///
    /// On SQLite what `ALTER TABLE` cannot do is done by building the table anew, once for all
    /// changes: rows, rowids, indexes, triggers, views, collations, generated columns, `STRICT`,
    /// `WITHOUT ROWID` and the counter of `AUTOINCREMENT` are kept. On PostgreSQL the table is
    /// rewritten once at most.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ADD COLUMN "born" DATE, ALTER COLUMN "age" TYPE INTEGER USING (age::integer)` |
    /// | SQLite | `CREATE TABLE "users (new)" (…)`, `INSERT INTO "users (new)" … SELECT … FROM "users"`, `DROP TABLE "users"`, `ALTER TABLE "users (new)" RENAME TO "users"`, and what hung on it again |
    ///
    /// If a foreign key refers to the table, SQLite's foreign keys are off while the migration
    /// runs, and checked before it is committed: then no `DELETE` of the same migration cascades. Inside
    /// the application's transaction that is impossible, and an error of kind `Unsupported`.
    /// <https://sqlite.org/lang_altertable.html#otheralter>
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::{AlterColumn, Check, Column, date, integer};
    /// fn upgrade(op: &mut Op) {
    ///     op.alter_table("users", |users| {
    ///         users
    ///             .add_column(Column::new("born", date()))
    ///             .alter_column(AlterColumn::new("age").kind(integer()).using("age::integer"))
    ///             .add_constraint(Check::new("age > 0"));
    ///     });
    /// }
    /// ```
    #[track_caller]
    pub fn alter_table(
        &mut self,
        table: impl Into<TableName>,
        changes: impl FnOnce(&mut TableChanges),
    ) {
        let mut collected = TableChanges::default();
        changes(&mut collected);
        let changes = collected.into_changes();
        self.record_alter(table.into(), changes, "alter_table", Caller::caller());
    }

    /// Records one change.
    pub(super) fn record_change(
        &mut self,
        table: TableName,
        change: TableChange,
        called: &'static str,
        caller: &'static Caller<'static>,
    ) {
        self.record_alter(table, vec![change], called, caller);
    }

    #[inline(never)]
    fn record_alter(
        &mut self,
        table: TableName,
        changes: Vec<TableChange>,
        called: &'static str,
        caller: &'static Caller<'static>,
    ) {
        let alter = AlterTable {
            table,
            changes,
            called,
        };
        self.record(Operation::AlterTable(alter), caller);
    }
}
