//! Creates an index.

use std::panic::Location as Caller;

use super::{CreateIndex, Op, Operation};
use crate::schema::Index;

impl Op<'_> {
    /// Creates an index on a table. One without a name gets it by the
    /// [naming convention](crate::schema::NamingConvention).
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE UNIQUE INDEX "ix_users_name" ON "users" ("name")`; the index is in its table's schema |
    /// | SQLite | ``CREATE UNIQUE INDEX "ix_users_name" ON "users" (`name`)``; the backticks make a misspelled column an error, where SQLite would index the text `'nmae'` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::Index;
    /// fn upgrade(op: &mut Op) {
    ///     op.create_index(Index::new("ix_users_name").on("users", ["name"]).unique());
    ///     op.create_index(Index::of("users", ["email"])); // "ix_users_email"
    /// }
    /// ```
    #[track_caller]
    pub fn create_index(&mut self, index: Index) {
        self.record(
            Operation::CreateIndex(CreateIndex { index }),
            Caller::caller(),
        );
    }
}
