//! What a person says about the way from one schema to the next, which no comparison can know.

use crate::base::TableName;

/// What is said about the way: renames, values for rows that are there.
///
/// Hints that do not apply (any more) are passed over, so that an attribute may stay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Hints {
    /// What has another name now, or has not.
    pub renames: Vec<RenameHint>,
    /// Values for columns of rows that are there.
    pub backfills: Vec<Backfill>,
    /// What becomes of a value that an enumeration loses.
    pub enum_values: Vec<EnumValueHint>,
    /// How values come to another type.
    pub conversions: Vec<ConversionHint>,
}

impl Hints {
    /// Adds what others say.
    pub fn extend(&mut self, other: Self) {
        self.renames.extend(other.renames);
        self.backfills.extend(other.backfills);
        self.enum_values.extend(other.enum_values);
        self.conversions.extend(other.conversions);
    }
}

/// Something that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenameHint {
    /// A table, view, sequence, enum or domain.
    Object {
        /// The former name.
        from: TableName,
        /// The name now; `None`: it is gone.
        to: Option<TableName>,
    },
    /// A column.
    Column {
        /// The table, by its name now.
        table: TableName,
        /// The former name.
        from: String,
        /// The name now; `None`: it is gone.
        to: Option<String>,
    },
}

/// A value for a column of rows that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backfill {
    /// The table, by its name now.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// An SQL expression over the row's columns; `None`: there are no rows, or the author deals with them.
    pub expression: Option<String>,
}

/// What becomes of a value that an enumeration loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValueHint {
    /// The enumeration, by its name now; on a database without such types the table and column.
    pub enumeration: TableName,
    /// The value that goes.
    pub from: String,
    /// What it becomes (also: its new name); `None`: no row has it.
    pub to: Option<String>,
}

/// How a column's values come to its new type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionHint {
    /// The table, by its name now.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// An SQL expression over the row's columns.
    pub using: String,
}
