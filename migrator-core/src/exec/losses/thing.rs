//! What can be lost, and what becomes of it.

use std::fmt;

/// Something that is created or lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Table(String),
    Column { table: String, column: String },
    Rows { table: String },
    Other(String),
}

impl Thing {
    pub(super) fn column(table: &impl ToString, column: &str) -> Self {
        Self::Column {
            table: table.to_string(),
            column: column.to_owned(),
        }
    }

    /// Returns the same part of another table.
    pub(super) fn in_table(self, table: &str) -> Self {
        let table = table.to_owned();
        match self {
            Self::Table(_) => Self::Table(table),
            Self::Column { column, .. } => Self::Column { table, column },
            Self::Rows { .. } => Self::Rows { table },
            Self::Other(text) => Self::Other(text),
        }
    }

    /// Returns the table that it is, or is a part of.
    pub(super) fn table(&self) -> Option<&str> {
        match self {
            Self::Table(table) | Self::Column { table, .. } | Self::Rows { table } => Some(table),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(table) => write!(f, "table `{table}`"),
            Self::Column { table, column } => write!(f, "column `{table}.{column}`"),
            Self::Rows { table } => write!(f, "rows of `{table}`"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// What becomes of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Created(Thing),
    Lost(Thing),
    RenamedTable {
        from: String,
        to: String,
    },
    RenamedColumn {
        table: String,
        from: String,
        to: String,
    },
}
