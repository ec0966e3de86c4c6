//! Creates a table with its columns and constraints.

use std::panic::Location as Caller;

use super::{Op, Operation};
use crate::schema::Table;

/// A table to create.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTable {
    /// The table.
    pub table: Table,
}

impl Op<'_> {
    /// Creates a table.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | SQLite | `CREATE TABLE "roles" ("name" VARCHAR(16) NOT NULL PRIMARY KEY)` |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// # use migrator_core::schema::{Column, Table, string};
    /// fn upgrade(op: &mut Op) {
    ///     op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
    /// }
    /// ```
    #[track_caller]
    pub fn create_table(&mut self, table: Table) {
        self.record(
            Operation::CreateTable(CreateTable { table }),
            Caller::caller(),
        );
    }
}
