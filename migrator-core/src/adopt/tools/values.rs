//! Values of rows, which some drivers give as text.

use crate::adopt::tools::told::Entry;
use crate::base::Value;
use crate::session::{Row, RowError, Rows};

/// Reads rows that say no more than a version, in their first column.
pub(super) fn versions(rows: &Rows) -> Result<Vec<Entry>, RowError> {
    rows.iter().map(|row| text(row, 0).map(Entry::of)).collect()
}

/// Reads a text or a number as text, without the blanks that a column of fixed width adds; `None` for `NULL`.
pub(super) fn optional(row: &Row, column: usize) -> Result<Option<String>, RowError> {
    Ok(match row.get::<Value>(column)? {
        Value::Null => None,
        Value::Text(text) => Some(text.trim_end_matches(' ').to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        _ => Some(row.get::<String>(column)?),
    })
}

/// Reads a text or a number as text.
pub(super) fn text(row: &Row, column: usize) -> Result<String, RowError> {
    match optional(row, column)? {
        Some(text) => Ok(text),
        None => row.get::<String>(column),
    }
}

/// Reads a truth value; `NULL` is none.
pub(super) fn truth(row: &Row, column: usize) -> Result<bool, RowError> {
    Ok(match row.get::<Value>(column)? {
        Value::Null => false,
        Value::Integer(number) => number != 0,
        Value::Text(text) => matches!(text.as_str(), "t" | "true" | "1"),
        _ => row.get::<bool>(column)?,
    })
}
