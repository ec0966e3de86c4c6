//! Inserting many rows within SQLite's limits.

use super::names;
use crate::base::Value;
use crate::dialect::{Refusal, check_rows};
use crate::ops::BulkInsert;
use crate::session::Statement;

/// How many values one statement can have bound: the default of
/// `SQLITE_MAX_VARIABLE_NUMBER` since 3.32
/// (<https://sqlite.org/limits.html#max_variable_number>).
pub(super) const MAX_PARAMS: usize = 32_766;

/// Returns the statements that insert rows, as few as the limit allows.
///
/// # Errors
/// [`DialectError::RaggedRow`](crate::dialect::DialectError::RaggedRow); no columns, or more than one statement can
/// bind; and `NaN`, which SQLite would store as `NULL`.
pub(super) fn insert(insert: &BulkInsert) -> Result<Vec<Statement>, Refusal> {
    let width = insert.columns.len();
    if width > MAX_PARAMS {
        let what = format!("a row of more than {MAX_PARAMS} values");
        return Err(Refusal::unsupported(what));
    }
    check_rows(insert, check_bound)?;
    let start = format!(
        "INSERT INTO {} ({}) VALUES ",
        names::table(&insert.table)?,
        names::quoted_list(&insert.columns)?
    );
    let row = format!("({})", vec!["?"; width].join(", "));
    let rows_per_statement = (MAX_PARAMS / width.max(1)).max(1);
    let chunks = insert.rows.chunks(rows_per_statement);
    Ok(chunks.map(|rows| statement(&start, &row, rows)).collect())
}

fn statement(start: &str, row: &str, rows: &[Vec<Value>]) -> Statement {
    let sql = format!("{start}{}", vec![row; rows.len()].join(", "));
    Statement::new(sql).with_params(rows.concat())
}

/// Checks that a bound value is stored as it is.
///
/// # Errors
/// [`Refusal::Unsupported`] for `NaN`.
pub(super) fn check_bound(value: &Value) -> Result<(), Refusal> {
    match value {
        Value::Real(number) if number.is_nan() => Err(Refusal::unsupported(
            "`NaN` cannot be stored: SQLite would store `NULL`",
        )
        .help("pass `None` where `NULL` is meant")),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Real(_)
        | Value::Text(_)
        | Value::Bytes(_) => Ok(()),
    }
}
