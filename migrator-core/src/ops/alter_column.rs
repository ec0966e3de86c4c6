//! Changes a column that is there.

use std::panic::Location as Caller;

use super::{Op, TableChange};
use crate::base::TableName;
use crate::schema::AlterColumn;

impl Op<'_> {
    /// Changes a column's type, nullability, default, collation, comment or counting.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER TABLE "users" ALTER COLUMN "age" TYPE INTEGER USING (age::integer), ALTER COLUMN "age" SET NOT NULL` |
    /// | SQLite | the table is built anew, see [`alter_table`](Self::alter_table); without `using` the values stay as they are, but for what the new type's affinity makes of them |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// # use migrator_core::schema::{AlterColumn, Column, integer, text};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     op.alter_column(
    ///         "users",
    ///         AlterColumn::new("age")
    ///             .kind(integer())
    ///             .using("CAST(age AS INTEGER)")
    ///             .not_null()
    ///             .was(Column::new("age", text())),
    ///     );
    ///     Ok(())
    /// }
    ///
    /// fn downgrade(op: &mut Op) -> Result {
    ///     op.reverse_of(upgrade)
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn alter_column(&mut self, table: impl Into<TableName>, column: AlterColumn) {
        let change = TableChange::AlterColumn(column);
        self.record_change(table.into(), change, "alter_column", Caller::caller());
    }
}
