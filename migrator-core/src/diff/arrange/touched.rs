//! The names of what cannot stay as it is.

use std::collections::BTreeSet;

use crate::base::TableName;

/// A column, by its table's former name and its own.
pub(super) type ColumnName = (TableName, String);

/// What cannot stay as it is, all by the former names.
#[derive(Debug, Default)]
pub(super) struct Disturbed {
    /// Columns that go.
    pub(super) gone: BTreeSet<ColumnName>,
    /// Columns that get another type.
    pub(super) retyped: BTreeSet<ColumnName>,
    /// Columns that are computed in another way, and so dropped and added.
    pub(super) recreated: BTreeSet<ColumnName>,
    /// Columns of an enumeration that is replaced.
    pub(super) revalued: BTreeSet<ColumnName>,
    /// The columns of keys that go, for a while at least.
    pub(super) keys: BTreeSet<(TableName, BTreeSet<String>)>,
    /// Views.
    pub(super) views: BTreeSet<TableName>,
    /// Triggers.
    pub(super) triggers: BTreeSet<(TableName, String)>,
    /// The names of functions that are dropped and created again, without their arguments.
    pub(super) remade: BTreeSet<String>,
    /// Columns whose default calls one of those, and so is dropped and set again.
    pub(super) defaults: BTreeSet<ColumnName>,
    /// Functions.
    pub(super) functions: BTreeSet<String>,
}
