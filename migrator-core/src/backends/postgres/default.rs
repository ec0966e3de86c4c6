//! What a column gets when an insert leaves it out.
//!
//! A literal in quotes takes any type, a number or a truth value only some. So that one
//! migration serves several databases, a default is written in the way its column takes:
//! `default(1)` of a `boolean()` is `TRUE`, `default(true)` of an `integer()` is `1`, and
//! `default(1)` of a `json()` is the document `'1'`.

use super::literal::{literal, text_literal};
use crate::base::{Dialect, Value};
use crate::dialect::{Refusal, check_expression};
use crate::schema::{ColumnDefault, ColumnType};

/// Words that are expressions by themselves, and need no parentheses.
const KEYWORDS: [&str; 6] = [
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "CURRENT_USER",
];

/// Returns what stands behind `DEFAULT`.
///
/// # Errors
/// A text no literal can hold, and an expression that reaches out of its place.
pub(super) fn default_clause(
    kind: &ColumnType,
    default: &ColumnDefault,
) -> Result<String, Refusal> {
    match default {
        ColumnDefault::Value(value) => fitting(kind, value),
        ColumnDefault::Expression(sql) => expression(sql),
    }
}

/// Without parentheses many an expression would be a syntax error here:
/// <https://www.postgresql.org/docs/current/sql-createtable.html> takes only some.
fn expression(sql: &str) -> Result<String, Refusal> {
    check_expression(Dialect::Postgres, sql)?;
    let keyword = sql.trim().to_ascii_uppercase();
    Ok(match keyword.as_str() {
        "NOW()" => "now()".to_owned(),
        keyword if KEYWORDS.contains(&keyword) => keyword.to_owned(),
        _ => format!("({sql})"),
    })
}

/// Returns a value as a literal that the column takes.
fn fitting(kind: &ColumnType, value: &Value) -> Result<String, Refusal> {
    match (value, kind) {
        (Value::Integer(number @ (0 | 1)), ColumnType::Boolean) => {
            literal(&Value::Boolean(*number == 1))
        }
        (Value::Boolean(truth), kind) if is_whole(kind) => {
            literal(&Value::Integer((*truth).into()))
        }
        (Value::Boolean(_), ColumnType::Boolean) => literal(value),
        (Value::Integer(_), kind) if is_number(kind) => literal(value),
        // As a number, `-0.0` is a `numeric` without a sign.
        (Value::Real(number), kind)
            if is_number(kind) && number.is_finite() && (*number != 0.0) =>
        {
            literal(value)
        }
        (Value::Null | Value::Text(_) | Value::Bytes(_), _) => literal(value),
        (Value::Boolean(_) | Value::Integer(_) | Value::Real(_), _) => {
            text_literal(&plain(value).unwrap_or_default())
        }
    }
}

/// Returns a number or a truth value as the text that every type reads which can hold it;
/// `None` for other values.
pub(super) fn plain(value: &Value) -> Option<String> {
    Some(match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) if number.is_nan() => "NaN".to_owned(),
        Value::Real(number) if number.is_infinite() && *number > 0.0 => "Infinity".to_owned(),
        Value::Real(number) if number.is_infinite() => "-Infinity".to_owned(),
        // `Debug` writes the shortest digits that read back as the same number; an
        // integer column would not read `1.0`.
        Value::Real(number) => {
            let digits = format!("{number:?}");
            digits
                .strip_suffix(".0")
                .map_or(digits.clone(), str::to_owned)
        }
        Value::Null | Value::Text(_) | Value::Bytes(_) => return None,
    })
}

const fn is_whole(kind: &ColumnType) -> bool {
    kind.is_integer() || matches!(kind, ColumnType::Year)
}

const fn is_number(kind: &ColumnType) -> bool {
    is_whole(kind)
        || matches!(
            kind,
            ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_) | ColumnType::Money(_)
        )
}
