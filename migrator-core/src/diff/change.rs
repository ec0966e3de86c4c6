//! One difference between two catalogs.

use crate::base::TableName;
use crate::ops::{Domain, Enumeration, Extension, Function, Schema, Sequence, Trigger, View};
use crate::schema::{Column, Constraint, Index, Table};

/// What became of a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<T> {
    /// It is new.
    Added(T),
    /// It is gone.
    Removed(T),
    /// It is another under the same name.
    Changed {
        /// As it was, by the name it has now.
        from: T,
        /// As it is to be.
        to: T,
    },
    /// It has another name; what else is different of it is a change of its own.
    Renamed {
        /// As it was.
        from: T,
        /// The same with the new name.
        to: T,
    },
}

/// One difference between two catalogs.
///
/// The tables that parts belong to are called by their names now.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Of a schema.
    Schema(Difference<Schema>),
    /// Of an extension.
    Extension(Difference<Extension>),
    /// Of the type of an enumeration.
    Enum {
        /// What became of it.
        difference: Difference<Enumeration>,
        /// Former values and what they are now, of those that are not the same.
        values: Vec<(String, String)>,
    },
    /// Of a domain.
    Domain(Difference<Domain>),
    /// Of a sequence.
    Sequence(Difference<Sequence>),
    /// Of a table as a whole: added with all its parts but its indexes, removed, renamed. Never `Changed`.
    Table(Difference<Table>),
    /// Of a table's comment.
    Comment {
        /// The table.
        table: TableName,
        /// As it was.
        from: Option<String>,
        /// As it is to be.
        to: Option<String>,
    },
    /// Of a column of a table that is there before and after.
    Column {
        /// The table.
        table: TableName,
        /// What became of it.
        difference: Difference<Column>,
        /// For rows that are there: an expression for the values of a column that is added or no
        /// longer bears `NULL`.
        backfill: Option<String>,
        /// How the values come to the new type, if the database does not know by itself.
        using: Option<String>,
    },
    /// Of a constraint of a table that is there before and after.
    Constraint {
        /// The table.
        table: TableName,
        /// What became of it.
        difference: Difference<Constraint>,
    },
    /// Of an index.
    Index(Difference<Index>),
    /// Of a view.
    View(Difference<View>),
    /// Of a function or procedure.
    Function(Difference<Function>),
    /// Of a trigger.
    Trigger(Difference<Trigger>),
}
