//! What a migration may ask for, as data.
//!
//! `upgrade(op)` gets an [`Op`]; each call on it becomes an [`Operation`] that is
//! handed to a [`Sink`]. Nothing here renders SQL or reaches a database.
//!
//! To add one: a file here with the operation's data and its `impl Op` method, one
//! line in [`Operation`], and the match arms the compiler then asks for.

mod add_column;
mod autocommit;
mod bulk_insert;
mod command;
mod create_index;
mod create_table;
mod drop_column;
mod drop_index;
mod drop_table;
mod execute;
mod query;
#[cfg(feature = "raw-driver")]
mod raw_driver;
mod recorder;
mod rename_table;

#[cfg(test)]
mod tests;

pub use add_column::AddColumn;
pub use bulk_insert::{BulkInsert, IntoRow};
pub use command::{Command, IntoCommand, Sql};
pub use create_index::CreateIndex;
pub use create_table::CreateTable;
pub use drop_column::DropColumn;
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use execute::Execute;
pub use query::Query;
pub use recorder::{Op, OpError, Outcome, Sink};
pub use rename_table::RenameTable;

/// Everything that can be recorded.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Creates a table.
    CreateTable(CreateTable),
    /// Drops a table.
    DropTable(DropTable),
    /// Renames a table.
    RenameTable(RenameTable),
    /// Adds a column to a table.
    AddColumn(AddColumn),
    /// Drops a column from a table.
    DropColumn(DropColumn),
    /// Creates an index.
    CreateIndex(CreateIndex),
    /// Drops an index.
    DropIndex(DropIndex),
    /// Runs raw SQL or a statement of the query builder.
    Execute(Execute),
    /// Inserts many rows.
    BulkInsert(BulkInsert),
}

impl Operation {
    /// Returns the name of the method that recorded it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateTable(_) => "create_table",
            Self::DropTable(_) => "drop_table",
            Self::RenameTable(_) => "rename_table",
            Self::AddColumn(_) => "add_column",
            Self::DropColumn(_) => "drop_column",
            Self::CreateIndex(_) => "create_index",
            Self::DropIndex(_) => "drop_index",
            Self::Execute(_) => "execute",
            Self::BulkInsert(_) => "bulk_insert",
        }
    }

    /// Returns what it is done to, for messages: a table, `table.column` or an
    /// index; empty for `execute`.
    #[must_use]
    pub fn object(&self) -> String {
        match self {
            Self::CreateTable(create) => create.table.name().to_string(),
            Self::DropTable(drop) => drop.table.to_string(),
            Self::RenameTable(rename) => rename.from.to_string(),
            Self::AddColumn(add) => format!("{}.{}", add.table, add.column.name()),
            Self::DropColumn(drop) => format!("{}.{}", drop.table, drop.column),
            Self::CreateIndex(create) => create.index.name().to_owned(),
            Self::DropIndex(drop) => drop.index.to_string(),
            Self::Execute(_) => String::new(),
            Self::BulkInsert(insert) => insert.table.to_string(),
        }
    }
}
