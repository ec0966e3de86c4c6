//! What a migration may ask for, as data.
//!
//! `upgrade(op)` gets an [`Op`]; each call on it becomes an [`Operation`] that is
//! handed to a [`Sink`]. Nothing here renders SQL or reaches a database.
//!
//! | file | what all operations have in common |
//! |---|---|
//! | `operation` | [`Operation`], and the data of each |
//! | `recorder` | [`Op`], with the table of all its methods, and the [`Sink`] |
//! | `naming` | names for what has been left without one |
//! | `reverse` | what undoes an operation |
//!
//! To add one: a file in `operation` with its data, one line in [`Operation`], the match
//! arms the compiler then asks for, a file here with its `impl Op` method, and what no
//! compiler asks for: `CONTRIBUTING.md` has the list.

mod add_column;
mod alter_column;
mod alter_table;
mod arguments;
mod autocommit;
mod bulk_insert;
mod constraints;
mod create_index;
mod create_table;
mod domain;
mod drop_column;
mod drop_index;
mod drop_table;
mod enum_values;
mod enumeration;
mod execute;
mod extension;
mod function;
mod in_batches;
mod into_row;
mod naming;
mod online;
mod operation;
mod query;
#[cfg(feature = "raw-driver")]
mod raw_driver;
mod recorder;
mod rename_column;
mod rename_index;
mod rename_table;
mod reverse;
mod schema;
mod sequence;
mod table_comment;
mod trigger;
mod view;

#[cfg(test)]
pub(crate) mod recorded;
#[cfg(test)]
mod tests;

pub use into_row::IntoRow;
pub use online::LeftOut;
pub use operation::{
    AlterTable, BatchChange, Batches, BulkInsert, Command, ConstraintTarget, CreateIndex,
    CreateTable, Domain, DomainOperation, DropColumn, DropConstraint, DropDomain, DropEnum,
    DropExtension, DropFunction, DropIndex, DropSchema, DropSequence, DropTable, DropTrigger,
    DropView, Dropping, EnumOperation, EnumPlace, EnumValue, Enumeration, Execute, Expression,
    Extension, ExtensionOperation, Function, FunctionKind, FunctionOperation, InBatches,
    IntoCommand, Object, Operation, Query, RefreshView, Rename, RenameIndex, RenameTable,
    ReplaceEnum, ReplaceView, Replacing, Schema, SchemaOperation, Sequence, SequenceOperation,
    SequenceOptions, Sql, TableChange, TableChanges, Trigger, TriggerOperation, View,
    ViewOperation,
};
pub use recorder::{Op, OpError, Outcome, Sink};
pub use reverse::Irreversible;
