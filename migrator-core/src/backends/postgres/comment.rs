//! `COMMENT ON` tables and columns.

use super::literal::text_literal;
use super::names;
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::schema::{Column, Table};

/// Returns the statement that sets or drops a table's comment.
///
/// # Errors
/// A name PostgreSQL cannot have, and a NUL byte.
pub(super) fn on_table(table: &TableName, comment: Option<&str>) -> Result<String, Refusal> {
    let table = names::table(table)?;
    Ok(format!("COMMENT ON TABLE {table} IS {}", text(comment)?))
}

/// Returns the statement that sets or drops a column's comment.
///
/// # Errors
/// As for [`on_table`].
pub(super) fn on_column(
    table: &TableName,
    column: &str,
    comment: Option<&str>,
) -> Result<String, Refusal> {
    Ok(format!(
        "COMMENT ON COLUMN {}.{} IS {}",
        names::table(table)?,
        names::quoted(column)?,
        text(comment)?
    ))
}

/// Returns the statements that comment a new column.
///
/// `may_exist` says that the column is added only if it is missing, which cannot be said of
/// a comment.
///
/// # Errors
/// As for [`on_table`].
pub(super) fn of_column(
    table: &TableName,
    column: &Column,
    may_exist: bool,
) -> Result<Vec<String>, Refusal> {
    let Some(comment) = column.comment_text() else {
        return Ok(Vec::new());
    };
    if may_exist {
        return Err(unconditional().in_column(column.name()));
    }
    Ok(vec![on_column(table, column.name(), Some(comment))?])
}

/// Returns the statements that comment a new table and its columns.
///
/// # Errors
/// As for [`on_table`].
pub(super) fn of_table(table: &Table) -> Result<Vec<String>, Refusal> {
    let mut sql = Vec::new();
    if let Some(comment) = table.comment_text() {
        if table.is_if_not_exists() {
            return Err(unconditional());
        }
        sql.push(on_table(table.name(), Some(comment))?);
    }
    for column in table.columns() {
        sql.extend(of_column(table.name(), column, table.is_if_not_exists())?);
    }
    Ok(sql)
}

fn unconditional() -> Refusal {
    Refusal::unsupported("a comment cannot be made only if what it describes was missing")
        .help("leave `.comment(…)` or the condition out")
}

fn text(comment: Option<&str>) -> Result<String, Refusal> {
    comment.map_or_else(|| Ok("NULL".to_owned()), text_literal)
}
