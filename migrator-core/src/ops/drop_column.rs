//! Drops a column from a table.

use std::panic::Location as Caller;

use super::{DropColumn, Op, TableChange};
use crate::base::TableName;

impl Op<'_> {
    /// Drops a column with its values: by its name, or by its definition, from which
    /// [`reverse_of`](Self::reverse_of) restores it, empty.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" DROP COLUMN "active"`; indexes and constraints of the column go with it, a view of it is an error of PostgreSQL's; the type of an enumeration that is defined here goes with it unless something else has it |
    /// | SQLite | `ALTER TABLE "users" DROP COLUMN "active"`, or the table is built anew, see [`alter_table`](Self::alter_table); indexes and constraints of this column alone go with it; what has other columns, too, a trigger or a view is an error that names it |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// # use migrator_core::schema::{Column, boolean};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     op.drop_column("users", Column::new("active", boolean()));
    ///     Ok(())
    /// }
    ///
    /// fn downgrade(op: &mut Op) -> Result {
    ///     op.reverse_of(upgrade)
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_column(&mut self, table: impl Into<TableName>, column: impl Into<DropColumn>) {
        let change = TableChange::DropColumn(column.into());
        self.record_change(table.into(), change, "drop_column", Caller::caller());
    }
}
