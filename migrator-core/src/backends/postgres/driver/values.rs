//! Rows of the driver as values.
//!
//! Truth values, integers, floating point numbers, texts and bytes become what they are;
//! everything else is text, as PostgreSQL itself writes it.

use postgres::types::{FromSql, Type};
use postgres::{Column, Error, Row, SimpleQueryMessage, SimpleQueryRow};

use crate::base::Value;

/// Tells whether values of a type are read from the binary format.
pub(super) fn is_plain(column: &Column) -> bool {
    matches!(
        *column.type_(),
        Type::BOOL
            | Type::INT2
            | Type::INT4
            | Type::INT8
            | Type::OID
            | Type::FLOAT4
            | Type::FLOAT8
            | Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
            | Type::BYTEA
    )
}

/// Returns the values of a row in the binary format, all of [plain](is_plain) types.
pub(super) fn from_binary(row: &Row) -> Result<Vec<Value>, Error> {
    let columns = row.columns().iter().enumerate();
    columns
        .map(|(at, column)| binary_value(row, at, column.type_()))
        .collect()
}

fn binary_value(row: &Row, at: usize, type_: &Type) -> Result<Value, Error> {
    Ok(match *type_ {
        Type::BOOL => row.try_get::<_, Option<bool>>(at)?.into(),
        Type::INT2 => row.try_get::<_, Option<i16>>(at)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.into(),
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.into(),
        Type::OID => row.try_get::<_, Option<u32>>(at)?.into(),
        Type::FLOAT4 => row.try_get::<_, Option<f32>>(at)?.into(),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(at)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.into(),
        _ => row
            .try_get::<_, Option<Text>>(at)?
            .map_or(Value::Null, |text| text.0),
    })
}

/// A text; bytes if it is not UTF-8, as it can be in a database whose encoding is `SQL_ASCII`.
struct Text(Value);

impl FromSql<'_> for Text {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match std::str::from_utf8(raw) {
            Ok(text) => Value::from(text),
            Err(_) => Value::from(raw),
        }))
    }

    fn accepts(type_: &Type) -> bool {
        <&str>::accepts(type_)
    }
}

/// Returns the rows of one statement in the text format.
pub(super) fn from_text(
    messages: &[SimpleQueryMessage],
    columns: &[Column],
) -> Result<Vec<Vec<Value>>, Error> {
    let value = |row: &SimpleQueryRow, at, column: &Column| {
        let text = row.try_get(at)?;
        Ok(text.map_or(Value::Null, |text| text_value(text, column.type_())))
    };
    let values = |row| {
        let columns = columns.iter().enumerate();
        columns.map(|(at, column)| value(row, at, column)).collect()
    };
    text_rows(messages).map(values).collect()
}

/// Returns the column names and the rows of one statement, as texts whatever the types are.
pub(super) fn all_text(messages: &[SimpleQueryMessage]) -> (Vec<String>, Vec<Vec<Value>>) {
    let mut columns = Vec::new();
    for message in messages {
        if let SimpleQueryMessage::RowDescription(described) = message {
            columns = described.iter().map(|it| it.name().to_owned()).collect();
        }
    }
    let rows = text_rows(messages).map(|row| {
        let texts = (0..columns.len()).map(|at| row.try_get(at).ok().flatten());
        texts.map(Value::from).collect()
    });
    let rows = rows.collect();
    (columns, rows)
}

/// Returns the rows among messages.
pub(super) fn text_rows(
    messages: &[SimpleQueryMessage],
) -> impl DoubleEndedIterator<Item = &SimpleQueryRow> {
    messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    })
}

fn text_value(text: &str, type_: &Type) -> Value {
    let value = match *type_ {
        Type::BOOL => Some(Value::Boolean(text == "t")),
        Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => text.parse().ok().map(Value::Integer),
        Type::FLOAT4 | Type::FLOAT8 => text.parse().ok().map(Value::Real),
        Type::BYTEA => bytes(text).map(Value::Bytes),
        _ => None,
    };
    value.unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// Reads both forms of the setting `bytea_output`.
/// <https://www.postgresql.org/docs/current/datatype-binary.html>
fn bytes(text: &str) -> Option<Vec<u8>> {
    let from = |digits: &[u8], radix| {
        let digits = std::str::from_utf8(digits).ok()?;
        u8::from_str_radix(digits, radix).ok()
    };
    if let Some(hex) = text.strip_prefix("\\x") {
        return hex
            .as_bytes()
            .chunks(2)
            .map(|pair| from(pair, 16))
            .collect();
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, left) = match (first, after) {
            (b'\\', [b'\\', left @ ..]) => (b'\\', left),
            (b'\\', [a, b, c, left @ ..]) => (from(&[*a, *b, *c], 8)?, left),
            (b'\\', _) => return None,
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = left;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn both_forms_of_bytes_are_read() {
        assert_eq!(bytes("\\x00ff5c"), Some(vec![0, 255, b'\\']));
        assert_eq!(bytes("\\x"), Some(vec![]));
        assert_eq!(bytes("a\\000\\377\\\\"), Some(vec![b'a', 0, 255, b'\\']));
        assert_eq!(bytes(""), Some(vec![]));
        assert_eq!(bytes("\\9"), None);
        assert_eq!(bytes("\\xé"), None);
    }
}
