//! Values as literals.

use std::fmt::Write;

use crate::base::Value;
use crate::dialect::Refusal;

/// Returns a value as a literal that reads back as the same value, whatever
/// `standard_conforming_strings` is set to.
///
/// # Errors
/// [`Refusal::Unsupported`] for a NUL byte in a text, which no text can hold
/// (<https://www.postgresql.org/docs/current/datatype-character.html>).
pub(super) fn literal(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(truth) => Ok(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        // `Debug` writes the shortest digits that read back as the same number.
        Value::Real(number) if number.is_finite() => Ok(format!("{number:?}")),
        Value::Real(number) => Ok(not_finite(*number).to_owned()),
        Value::Text(text) => text_literal(text),
        Value::Bytes(bytes) => Ok(bytes_literal(bytes)),
    }
}

/// Returns a text as a literal.
///
/// # Errors
/// [`Refusal::Unsupported`] for a NUL byte.
pub(super) fn text_literal(text: &str) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::unsupported("a text cannot hold a NUL byte")
            .help("store bytes instead of text, or leave the NUL out"));
    }
    let doubled = text.replace('\'', "''");
    // A backslash means itself only where `standard_conforming_strings` is on.
    // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
    if text.contains('\\') {
        return Ok(format!("E'{}'", doubled.replace('\\', "\\\\")));
    }
    Ok(format!("'{doubled}'"))
}

const fn not_finite(number: f64) -> &'static str {
    if number.is_nan() {
        "'NaN'::float8"
    } else if number > 0.0 {
        "'Infinity'::float8"
    } else {
        "'-Infinity'::float8"
    }
}

fn bytes_literal(bytes: &[u8]) -> String {
    let mut sql = String::with_capacity(bytes.len() * 2 + 14);
    sql.push_str("E'\\\\x");
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push_str("'::bytea");
    sql
}
