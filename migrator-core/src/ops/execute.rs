//! Runs raw SQL or a statement of the query builder.

use std::panic::Location as Caller;

use super::{Command, Execute, IntoCommand, Op, Operation};

impl Op<'_> {
    /// Runs SQL: a text, an [`Sql`](super::Sql) with a text per dialect, or a
    /// statement made with sea-query's `Query`.
    ///
    /// A text may hold several statements. Transaction control, an open quote
    /// or an open comment in it is refused before anything runs, and so is what would give
    /// up the lock of the run. Values of
    /// sea-query statements are bound, not written into the SQL.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `COPY` with the client, commands of psql and `DISCARD ALL` are refused too; a dump of `pg_dump --inserts` is fine |
    /// | SQLite | identifiers of sea-query statements are quoted with backticks, so that a misspelled column is an error instead of a text |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, Sql};
    /// # use sea_query::{Expr, ExprTrait, Query};
    /// fn upgrade(op: &mut Op) {
    ///     op.execute("UPDATE users SET name = trim(name)");
    ///     op.execute(Sql::sqlite("PRAGMA optimize").postgres("ANALYZE"));
    ///     op.execute(Query::delete().from_table("users").and_where(Expr::col("name").eq("")));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn execute(&mut self, command: impl IntoCommand) {
        self.record_execute(command.into_command(), Caller::caller());
    }

    #[inline(never)]
    fn record_execute(&mut self, command: Command, caller: &'static Caller<'static>) {
        self.record(Operation::Execute(Execute { command }), caller);
    }
}
