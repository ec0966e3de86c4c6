//! What a migration asked for, as data: one operation per file.
//!
//! Nothing here knows how it is asked for: that is [`Op`](super::Op), one file per call
//! beside this one.

mod alter_table;
mod bulk_insert;
mod command;
mod create_index;
mod create_table;
mod domain;
mod drop_column;
mod drop_constraint;
mod drop_index;
mod drop_table;
mod dropping;
mod enum_values;
mod enumeration;
mod execute;
mod extension;
mod function;
mod in_batches;
mod query;
mod rename_index;
mod rename_table;
mod schema;
mod sequence;
mod trigger;
mod view;

pub use alter_table::{AlterTable, TableChange, TableChanges};
pub use bulk_insert::BulkInsert;
pub use command::{Command, IntoCommand, Sql};
pub use create_index::CreateIndex;
pub use create_table::CreateTable;
pub use domain::{Domain, DomainOperation, DropDomain};
pub use drop_column::DropColumn;
pub use drop_constraint::{ConstraintTarget, DropConstraint};
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use dropping::{Dropping, Object, Rename, Replacing};
pub use enum_values::{EnumPlace, EnumValue, ReplaceEnum};
pub use enumeration::{DropEnum, EnumOperation, Enumeration};
pub use execute::Execute;
pub use extension::{DropExtension, Extension, ExtensionOperation};
pub use function::{DropFunction, Function, FunctionKind, FunctionOperation};
pub use in_batches::{BatchChange, Batches, Expression, InBatches};
pub use query::Query;
pub use rename_index::RenameIndex;
pub use rename_table::RenameTable;
pub use schema::{DropSchema, Schema, SchemaOperation};
pub use sequence::{DropSequence, Sequence, SequenceOperation, SequenceOptions};
pub use trigger::{DropTrigger, Trigger, TriggerOperation};
pub use view::{DropView, RefreshView, ReplaceView, View, ViewOperation};

/// Everything that can be recorded.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Creates a table.
    CreateTable(CreateTable),
    /// Drops a table.
    DropTable(DropTable),
    /// Renames a table.
    RenameTable(RenameTable),
    /// Changes parts of a table.
    AlterTable(AlterTable),
    /// Creates an index.
    CreateIndex(CreateIndex),
    /// Drops an index.
    DropIndex(DropIndex),
    /// Renames an index.
    RenameIndex(RenameIndex),
    /// Does something to the type of an enumeration.
    Enumeration(EnumOperation),
    /// Does something to a domain.
    Domain(DomainOperation),
    /// Does something to a schema.
    Schema(SchemaOperation),
    /// Does something to a sequence.
    Sequence(SequenceOperation),
    /// Does something to a view.
    View(ViewOperation),
    /// Does something to a function or a procedure.
    Function(FunctionOperation),
    /// Does something to a trigger.
    Trigger(TriggerOperation),
    /// Does something to an extension.
    Extension(ExtensionOperation),
    /// Runs raw SQL or a statement of the query builder.
    Execute(Execute),
    /// Inserts many rows.
    BulkInsert(BulkInsert),
    /// Changes or deletes rows, some at a time.
    InBatches(InBatches),
}

impl Operation {
    /// Returns the name of the method that recorded it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateTable(_) => "create_table",
            Self::DropTable(_) => "drop_table",
            Self::RenameTable(_) => "rename_table",
            Self::AlterTable(alter) => alter.called,
            Self::CreateIndex(_) => "create_index",
            Self::DropIndex(_) => "drop_index",
            Self::RenameIndex(_) => "rename_index",
            Self::Enumeration(operation) => operation.name(),
            Self::Domain(operation) => operation.name(),
            Self::Schema(operation) => operation.name(),
            Self::Sequence(operation) => operation.name(),
            Self::View(operation) => operation.name(),
            Self::Function(operation) => operation.name(),
            Self::Trigger(operation) => operation.name(),
            Self::Extension(operation) => operation.name(),
            Self::Execute(_) => "execute",
            Self::BulkInsert(_) => "bulk_insert",
            Self::InBatches(in_batches) => in_batches.called(),
        }
    }

    /// Returns what it is done to, for messages: the name of a table, an index or another
    /// object, or `table.column`; empty for `execute`.
    #[must_use]
    pub fn object(&self) -> String {
        match self {
            Self::CreateTable(create) => create.table.name().to_string(),
            Self::DropTable(drop) => drop.table.to_string(),
            Self::RenameTable(rename) => rename.from.to_string(),
            Self::AlterTable(alter) => alter.object(),
            Self::CreateIndex(create) => create.index.name().to_owned(),
            Self::DropIndex(drop) => drop.index.to_string(),
            Self::RenameIndex(rename) => rename.from.to_string(),
            Self::Enumeration(operation) => operation.object(),
            Self::Domain(operation) => operation.object(),
            Self::Schema(operation) => operation.object(),
            Self::Sequence(operation) => operation.object(),
            Self::View(operation) => operation.object(),
            Self::Function(operation) => operation.object(),
            Self::Trigger(operation) => operation.object(),
            Self::Extension(operation) => operation.object(),
            Self::Execute(_) => String::new(),
            Self::BulkInsert(insert) => insert.table.to_string(),
            Self::InBatches(in_batches) => in_batches.batches.table().to_string(),
        }
    }
}
