//! Changes or deletes the rows of a large table in batches.
//!
//! Which rows a batch has, and that none comes twice, is `exec`'s business.

use std::panic::Location as Caller;

use super::{BatchChange, Batches, Expression, InBatches, Op, Operation};

impl Op<'_> {
    /// Sets columns of the rows of a large table, some rows at a time in the order of a key.
    ///
    /// Each batch is one statement. After each the observer gets an
    /// `Event::BatchFinished`, and between two of them the run can be cancelled.
    ///
    /// | | |
    /// |---|---|
    /// | inside a transaction | all batches are in it, and are kept with the migration or not at all |
    /// | outside: `Transaction::None`, [`op.autocommit`](Self::autocommit) | each batch is a transaction of its own, in which the history notes how far it has come: the table is locked for a short while only, and a run that was killed is taken up by the next one behind the last batch that was kept. No row is changed twice, so that `n + 1` is right. |
    ///
    /// The last key is looked up at the start: rows that are added behind it meanwhile are not
    /// changed. The key itself cannot be set. In a
    /// script it is one statement, because a script cannot look where a batch ends. An expression is SQL as text, an [`Sql`](super::Sql) with a text for each dialect,
    /// or an expression of sea-query; it may use the columns of the row.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `UPDATE "events" SET "n" = (n + 1) WHERE "id" > $1 AND "id" <= $2 AND (state IS NULL)` |
    /// | SQLite | ``UPDATE `events` SET `n` = (n + 1) WHERE `id` > ? AND `id` <= ? AND (state IS NULL)`` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Batches, Op};
    /// # use sea_query::{Expr, ExprTrait};
    /// // pub const TRANSACTION: Transaction = Transaction::None;
    /// fn upgrade(op: &mut Op) {
    ///     op.update_in_batches(
    ///         Batches::of("events").filter("state IS NULL").size(5_000),
    ///         [("state", "'old'"), ("n", "n + 1")],
    ///     );
    ///     op.update_in_batches(Batches::of("users"), [("active", Expr::val(true))]);
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn update_in_batches<N: Into<String>, E: Into<Expression>>(
        &mut self,
        batches: Batches,
        assignments: impl IntoIterator<Item = (N, E)>,
    ) {
        let assignments = assignments.into_iter();
        let assignments = assignments.map(|(name, value)| (name.into(), value.into()));
        let change = BatchChange::Update(assignments.collect());
        self.record_in_batches(batches, change, Caller::caller());
    }

    /// Deletes rows of a large table, some at a time in the order of a key.
    ///
    /// All that is said of [`update_in_batches`](Self::update_in_batches) holds here.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DELETE FROM "events" WHERE "id" > $1 AND "id" <= $2 AND (at < '2020-01-01')` |
    /// | SQLite | ``DELETE FROM `events` WHERE `id` > ? AND `id` <= ? AND (at < '2020-01-01')`` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Batches, Op};
    /// fn upgrade(op: &mut Op) {
    ///     op.delete_in_batches(Batches::of("events").filter("at < '2020-01-01'"));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn delete_in_batches(&mut self, batches: Batches) {
        self.record_in_batches(batches, BatchChange::Delete, Caller::caller());
    }

    #[inline(never)]
    fn record_in_batches(
        &mut self,
        batches: Batches,
        change: BatchChange,
        caller: &'static Caller<'static>,
    ) {
        self.record(Operation::InBatches(InBatches { batches, change }), caller);
    }
}
