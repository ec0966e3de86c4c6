//! Inserting many rows with few statements.

use super::default::plain;
use super::names;
use crate::base::Value;
use crate::dialect::{Refusal, check_rows};
use crate::ops::BulkInsert;
use crate::session::Statement;

/// How many values one statement gets. PostgreSQL has no limit for values that are written
/// into the statement; beyond some thousand, more rows make it no faster.
pub(super) const MAX_VALUES: usize = 10_000;

/// How many bytes of texts one statement gets, so that it stays a message of a few megabytes.
pub(super) const MAX_BYTES: usize = 1024 * 1024;

/// Returns the statements that insert rows, many rows in each.
///
/// # Errors
/// [`DialectError::RaggedRow`](crate::dialect::DialectError::RaggedRow); no columns; and a NUL byte in a text.
pub(super) fn insert(insert: &BulkInsert) -> Result<Vec<Statement>, Refusal> {
    let width = insert.columns.len();
    check_rows(insert, check_value)?;
    let start = format!(
        "INSERT INTO {} ({}) VALUES ",
        names::table(&insert.table)?,
        names::quoted_list(&insert.columns)?
    );
    let mut statements = Vec::new();
    let mut rest = insert.rows.as_slice();
    while !rest.is_empty() {
        let (rows, more) = rest.split_at(n_rows(rest, width).min(rest.len()));
        statements.push(statement(&start, width, rows));
        rest = more;
    }
    Ok(statements)
}

/// Returns how many of the rows fit into one statement, at least one.
fn n_rows(rows: &[Vec<Value>], width: usize) -> usize {
    let most = (MAX_VALUES / width.max(1)).max(1);
    let mut bytes = 0;
    let fits = |row: &&Vec<Value>| {
        bytes += row.iter().map(size).sum::<usize>();
        bytes <= MAX_BYTES
    };
    rows.iter().take(most).take_while(fits).count().max(1)
}

const fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        // Two digits a byte.
        Value::Bytes(bytes) => 2 * bytes.len(),
        Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Real(_) => 8,
    }
}

fn statement(start: &str, width: usize, rows: &[Vec<Value>]) -> Statement {
    let mut sql = start.to_owned();
    for at in 0..rows.len() {
        sql.push_str(if at == 0 { "(" } else { ", (" });
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push('$');
            sql.push_str(&(at * width + column + 1).to_string());
        }
        sql.push(')');
    }
    let params = rows.iter().flatten().map(fitting).collect();
    Statement::new(sql).with_params(params)
}

/// Returns a value in the form that fits most columns: a literal in quotes takes its
/// column's type, so that `1` goes into a `BOOLEAN` or a `JSONB` too.
/// <https://www.postgresql.org/docs/current/typeconv-query.html>
fn fitting(value: &Value) -> Value {
    plain(value).map_or_else(|| value.clone(), Value::Text)
}

/// Checks that a value has a literal.
///
/// # Errors
/// [`Refusal::Unsupported`] for a NUL byte in a text.
pub(super) fn check_value(value: &Value) -> Result<(), Refusal> {
    match value {
        Value::Text(text) if text.contains('\0') => {
            Err(Refusal::unsupported("a text cannot hold a NUL byte")
                .help("store bytes instead of text, or leave the NUL out"))
        }
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Real(_)
        | Value::Text(_)
        | Value::Bytes(_) => Ok(()),
    }
}
