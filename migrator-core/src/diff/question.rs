//! What a comparison cannot know.

use std::fmt;

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

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Renamed {
                kind,
                table,
                from,
                candidates,
            } => {
                let place = table.as_ref().map(|it| format!("{it}."));
                let place = place.unwrap_or_default();
                let names = candidates
                    .iter()
                    .map(|(name, _)| format!("`{place}{name}`"));
                let names: Vec<String> = names.collect();
                let names = names.join(" or ");
                write!(f, "{kind} `{place}{from}` is gone: is it {names} now?")
            }
            Self::Backfill { table, column } => write!(
                f,
                "column `{table}.{column}` bears no `NULL`: what do rows get that are there?"
            ),
            Self::EnumValue {
                enumeration, value, ..
            } => write!(
                f,
                "enum `{enumeration}` loses `{value}`: what becomes of rows that have it?"
            ),
            Self::Conversion {
                table,
                column,
                from,
                to,
            } => write!(
                f,
                "column `{table}.{column}` changes from {from} to {to}: how do its values?"
            ),
        }
    }
}
