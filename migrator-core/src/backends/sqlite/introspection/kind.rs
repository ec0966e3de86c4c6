//! Which type a column's declared type is.
//!
//! The names are those that `types` writes, and SQL's other words for the same, if SQLite gives them the
//! same affinity. Upper or lower case and space do not matter. A column without a type has the
//! affinity of a `BLOB`.

use super::lexeme::{Sort, lexemes};
use crate::backends::sqlite::definition::unquoted;
use crate::schema::ColumnType;

/// Returns the type that a declared one is; what is no other's is a custom one by its name.
pub(super) fn column_type(declared: &str) -> ColumnType {
    let (words, numbers) = split(declared);
    let known = match numbers.as_slice() {
        [] => plain(&words).or_else(|| sized(&words, None)),
        [size] => sized(&words, Some(*size)).or_else(|| digits(&words, (*size, 0))),
        [precision, scale] => digits(&words, (*precision, *scale)),
        _ => None,
    };
    known.unwrap_or_else(|| ColumnType::Custom(name(words, &numbers)))
}

fn plain(words: &str) -> Option<ColumnType> {
    Some(match words {
        "TEXT" => ColumnType::Text,
        "" | "BLOB" => ColumnType::Blob,
        "TINYINT" => ColumnType::TinyInteger,
        "SMALLINT" => ColumnType::SmallInteger,
        "INTEGER" | "INT" => ColumnType::Integer,
        "BIGINT" => ColumnType::BigInteger,
        "TINYINT UNSIGNED" => ColumnType::TinyUnsigned,
        "SMALLINT UNSIGNED" => ColumnType::SmallUnsigned,
        "INTEGER UNSIGNED" | "INT UNSIGNED" => ColumnType::Unsigned,
        "BIGINT UNSIGNED" => ColumnType::BigUnsigned,
        "FLOAT" => ColumnType::Float,
        "DOUBLE" | "DOUBLE PRECISION" | "REAL" => ColumnType::Double,
        "DECIMAL" | "NUMERIC" => ColumnType::Decimal(None),
        "DATETIME" => ColumnType::DateTime,
        "TIMESTAMP" => ColumnType::Timestamp,
        "TIMESTAMP WITH TIME ZONE" => ColumnType::TimestampWithTimeZone,
        "TIME" => ColumnType::Time,
        "DATE" => ColumnType::Date,
        "YEAR" => ColumnType::Year,
        "BOOLEAN" | "BOOL" => ColumnType::Boolean,
        "MONEY" => ColumnType::Money(None),
        "JSON_TEXT" => ColumnType::Json,
        "JSONB_TEXT" => ColumnType::JsonBinary,
        "UUID_TEXT" => ColumnType::Uuid,
        _ => return None,
    })
}

fn sized(words: &str, size: Option<u32>) -> Option<ColumnType> {
    Some(match (words, size) {
        ("CHAR" | "CHARACTER", size) => ColumnType::Char(size),
        ("VARCHAR" | "CHARACTER VARYING", size) => ColumnType::String(size),
        ("BLOB", Some(size)) => ColumnType::Binary(size),
        ("VARBLOB", size) => ColumnType::VarBinary(size),
        _ => return None,
    })
}

fn digits(words: &str, digits: (u32, u32)) -> Option<ColumnType> {
    match words {
        "DECIMAL" | "NUMERIC" => Some(ColumnType::Decimal(Some(digits))),
        "MONEY" => Some(ColumnType::Money(Some(digits))),
        _ => None,
    }
}

/// Returns the words of a type's name in upper case, and the numbers in its parentheses; a name that is
/// anything else is one word.
fn split(declared: &str) -> (String, Vec<u32>) {
    let whole = || (declared.trim().to_owned(), Vec::new());
    let Ok(tokens) = lexemes(declared) else {
        return whole();
    };
    let (mut words, mut numbers, mut is_inside) = (Vec::new(), Vec::new(), false);
    for token in &tokens {
        let number = || token.text.parse().ok();
        match token.sort {
            Sort::Word | Sort::Quoted if !is_inside => words.push(unquoted(token.text)),
            Sort::Value if !is_inside => words.push(unquoted(token.text)),
            Sort::Open if !is_inside => is_inside = true,
            Sort::Value if is_inside => match number() {
                Some(number) => numbers.push(number),
                None => return whole(),
            },
            Sort::Comma | Sort::Close => {}
            _ => return whole(),
        }
    }
    (words.join(" ").to_ascii_uppercase(), numbers)
}

fn name(words: String, numbers: &[u32]) -> String {
    if numbers.is_empty() {
        return words;
    }
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    format!("{words}({})", numbers.join(", "))
}
