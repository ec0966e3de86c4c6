//! Values as literals, for the places where SQLite cannot bind them.

use std::fmt::Write;

use crate::base::Value;
use crate::dialect::Refusal;

/// Returns a value as a literal that reads back as the same value.
///
/// # Errors
/// [`Refusal::Unsupported`] for infinities and `NaN`, which have no literal,
/// and for a NUL byte in a text, at which SQLite stops reading.
pub(super) fn literal(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(truth) => Ok(if *truth { "1" } else { "0" }.to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        // `Debug` writes the shortest digits that read back as the same number,
        // and always a point or an exponent, so that it stays a REAL.
        Value::Real(number) if number.is_finite() => Ok(format!("{number:?}")),
        Value::Real(number) => Err(Refusal::unsupported(format!(
            "the number {number} has no literal"
        ))),
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
        return Err(
            Refusal::unsupported("a text literal cannot hold a NUL byte")
                .help("store bytes instead of text, or leave the NUL out"),
        );
    }
    Ok(format!("'{}'", text.replace('\'', "''")))
}

fn bytes_literal(bytes: &[u8]) -> String {
    let mut sql = String::with_capacity(bytes.len() * 2 + 3);
    sql.push_str("x'");
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push('\'');
    sql
}
