//! What a comparison cannot know.

use crate::base::TableName;
use crate::schema::ObjectKind;

/// Something only a person knows; each is answered by a hint of the same name.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// Something went and others of its kind came: is it one of them?
    Renamed {
        /// What kind of thing.
        kind: ObjectKind,
        /// For a column its table, by its name now.
        table: Option<TableName>,
        /// What went.
        from: TableName,
        /// What came, the likeliest first, with a score from 0 to 100.
        candidates: Vec<(TableName, u8)>,
    },
    /// A column that bears no `NULL` and has no default: what do rows get that are there?
    Backfill {
        /// The table, by its name now.
        table: TableName,
        /// The column.
        column: String,
    },
    /// An enumeration loses a value: what becomes of rows that have it?
    EnumValue {
        /// The enumeration, by its name now.
        enumeration: TableName,
        /// The value.
        value: String,
        /// The values it may become, the likeliest first.
        candidates: Vec<String>,
    },
    /// A type changes in a way that the database cannot do by itself.
    Conversion {
        /// The table, by its name now.
        table: TableName,
        /// The column.
        column: String,
        /// The type it has.
        from: String,
        /// The type it is to have.
        to: String,
    },
}
