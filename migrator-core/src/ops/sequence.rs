//! Creates, alters, renames and drops sequences.

use std::panic::Location as Caller;

use super::{DropSequence, Op, Operation, Rename, Replacing, Sequence, SequenceOperation};
use crate::base::TableName;

impl Op<'_> {
    /// Creates a sequence.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE SEQUENCE "numbers"`; with everything: `CREATE SEQUENCE IF NOT EXISTS "numbers" AS INTEGER INCREMENT BY 10 MINVALUE 1 MAXVALUE 9999 START WITH 1000 CACHE 20 CYCLE OWNED BY "invoices"."number"` |
    /// | SQLite | refused before anything runs: only the key of a table counts |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{base::Dialect, ops::{Op, Sequence}};
    /// fn upgrade(op: &mut Op) {
    ///     if op.dialect() == Dialect::Postgres {
    ///         op.create_sequence("tickets");
    ///         op.create_sequence(Sequence::new("numbers").start(1000).owned_by("invoices", "number"));
    ///     }
    /// }
    /// ```
    #[track_caller]
    pub fn create_sequence(&mut self, sequence: impl Into<Sequence>) {
        self.record_sequence(SequenceOperation::Create(sequence.into()), Caller::caller());
    }

    /// Changes what is said about a sequence; what is not mentioned stays.
    ///
    /// With the former definition, given by [`Sequence::instead_of`], what only the former
    /// one says goes back to the default, and the change is reversible. The value at which the sequence stands is
    /// not touched, unless it comes to count the other way round: `ALTER SEQUENCE … RESTART` is for
    /// [`execute`](Self::execute).
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER SEQUENCE "numbers" INCREMENT BY 10 CACHE 20` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, Sequence};
    /// fn upgrade(op: &mut Op) {
    ///     let numbers = || Sequence::new("numbers").start(1000);
    ///     op.alter_sequence(numbers().increment(10).cache(20).instead_of(numbers()));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn alter_sequence(&mut self, sequence: impl Into<Replacing<Sequence>>) {
        self.record_sequence(SequenceOperation::Alter(sequence.into()), Caller::caller());
    }

    /// Renames a sequence, or moves it to another schema; defaults that count with it follow.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER SEQUENCE "numbers" RENAME TO "invoice_numbers"`; into another schema: `ALTER SEQUENCE "numbers" SET SCHEMA "app"` before it |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_sequence("numbers", "invoice_numbers");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_sequence(&mut self, from: impl Into<TableName>, to: impl Into<TableName>) {
        let rename = Rename {
            from: from.into(),
            to: to.into(),
        };
        self.record_sequence(SequenceOperation::Rename(rename), Caller::caller());
    }

    /// Drops a sequence. To be reversible it needs the definition; the value at which it
    /// stood is lost in any case.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP SEQUENCE "numbers"`; with everything: `DROP SEQUENCE IF EXISTS "numbers" CASCADE` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropSequence, Op, Sequence};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_sequence("numbers");
    ///     op.drop_sequence(DropSequence::new("others").if_exists());
    ///     op.drop_sequence(Sequence::new("invoice_numbers").start(1000));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_sequence(&mut self, sequence: impl Into<DropSequence>) {
        self.record_sequence(SequenceOperation::Drop(sequence.into()), Caller::caller());
    }

    #[inline(never)]
    fn record_sequence(&mut self, operation: SequenceOperation, caller: &'static Caller<'static>) {
        self.record(Operation::Sequence(operation), caller);
    }
}
