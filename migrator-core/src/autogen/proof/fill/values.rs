//! Values that a type takes, told apart by a number. Pure.

use crate::base::Value;
use crate::schema::ColumnType;

/// Longer texts are not tried, whatever the limit.
const LONGEST: usize = 40;

/// Returns the value of a type with this number, from 0: another one for each number, as far as the type has
/// as many. `None` for a type that nothing is known of.
pub(super) fn value(kind: &ColumnType, number: usize) -> Option<Value> {
    let count = i64::try_from(number).ok()?.checked_add(1)?;
    Some(match kind {
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::TinyUnsigned
        | ColumnType::SmallUnsigned
        | ColumnType::Unsigned
        | ColumnType::BigUnsigned => Value::Integer(count),
        ColumnType::Year => Value::Integer(2020 + count),
        ColumnType::Float | ColumnType::Double => Value::Real(real(count) + 0.25),
        ColumnType::Decimal(digits) => decimal(*digits, count),
        ColumnType::Money(_) => Value::Text(format!("{count}.50")),
        ColumnType::Boolean => Value::Boolean(number.is_multiple_of(2)),
        ColumnType::Char(length) => Value::Text(text(number, Some(length.unwrap_or(1)))),
        ColumnType::String(limit) => Value::Text(text(number, *limit)),
        ColumnType::Text => Value::Text(text(number, None)),
        ColumnType::Blob | ColumnType::VarBinary(_) => Value::Bytes(bytes(number, 1)),
        ColumnType::Binary(length) => Value::Bytes(bytes(number, *length)),
        ColumnType::Date => Value::Text(date(count)),
        ColumnType::DateTime | ColumnType::Timestamp => {
            Value::Text(format!("{} 12:34:56", date(count)))
        }
        ColumnType::TimestampWithTimeZone => Value::Text(format!("{} 12:34:56+00:00", date(count))),
        ColumnType::Time => Value::Text(format!("12:34:{:02}", count % 60)),
        ColumnType::Interval(..) => Value::Text(format!("{count} days")),
        ColumnType::Bit(length) => Value::Text(bits(count, length.unwrap_or(1))),
        ColumnType::VarBit(limit) => Value::Text(bits(count, (*limit).min(8))),
        ColumnType::Json | ColumnType::JsonBinary => Value::Text(format!("{{\"a\": {count}}}")),
        ColumnType::Uuid => Value::Text(format!("00000000-0000-4000-8000-{count:012x}")),
        ColumnType::Enum { values, .. } => Value::Text(nth(values, number)?.clone()),
        ColumnType::Array {
            element,
            dimensions,
        } => Value::Text(array(&value(element, number)?, *dimensions)),
        ColumnType::Vector(size) => Value::Text(vector(count, size.unwrap_or(3))),
        ColumnType::Cidr => Value::Text(format!("10.0.{}.0/24", count % 256)),
        ColumnType::Inet => Value::Text(format!("10.0.0.{}", count % 256)),
        ColumnType::MacAddr => Value::Text(format!("08:00:2b:01:02:{:02x}", count % 256)),
        ColumnType::LTree => Value::Text(format!("a.b{count}")),
        ColumnType::Custom(name) => return named(name, number),
        ColumnType::Unknown(_) => return None,
    })
}

/// Returns the value of a type that the database has under this name.
fn named(name: &str, number: usize) -> Option<Value> {
    let name = name.to_ascii_lowercase();
    if let Some(element) = name.strip_suffix("[]") {
        return Some(Value::Text(array(&named(element, number)?, 1)));
    }
    let name = name.split('(').next().unwrap_or_default().trim();
    let count = number + 1;
    let text = match name {
        "citext" | "name" | "character varying" | "varchar" | "clob" => text(number, None),
        "xml" => format!("<a>{count}</a>"),
        "hstore" => format!("a=>{count}"),
        "tsvector" | "tsquery" => format!("a{count}"),
        "jsonpath" => format!("$.a{count}"),
        "point" => format!("({count},1)"),
        "box" | "lseg" => format!("(({count},1),(0,0))"),
        "path" | "polygon" => format!("(({count},1),(0,0),(1,0))"),
        "circle" => format!("<(1,1),{count}>"),
        "line" => format!("{{1,1,{count}}}"),
        "int4range" | "int8range" | "numrange" => format!("[{},{})", count * 10, count * 10 + 5),
        "daterange" => format!("[2024-01-{:02},2024-01-{:02})", count * 3, count * 3 + 2),
        "tsrange" | "tstzrange" => {
            format!(
                "[\"2024-01-{:02} 00:00:00\",\"2024-01-{:02} 00:00:00\")",
                count * 3,
                count * 3 + 2
            )
        }
        "int4multirange" | "int8multirange" | "nummultirange" => {
            format!("{{[{},{})}}", count * 10, count * 10 + 5)
        }
        "time with time zone" | "timetz" => format!("12:34:{:02}+00", count % 60),
        "macaddr8" => format!("08:00:2b:01:02:03:04:{:02x}", count % 256),
        "pg_lsn" => format!("0/{count:X}"),
        "oid" | "numeric" | "decimal" | "smallint" | "integer" | "bigint" | "int2" | "int4"
        | "int8" => {
            return Some(Value::Integer(i64::try_from(count).ok()?));
        }
        _ => return None,
    };
    Some(Value::Text(text))
}

/// Texts that one type or another reads, for a type that nothing is known of.
pub(super) const GUESSES: [&str; 16] = [
    "a",
    "1",
    "1.5",
    "(1,2)",
    "(1,a)",
    "[1,2)",
    "{1,2}",
    "{}",
    "()",
    "(,)",
    "(,,)",
    "a=>1",
    "2024-01-02",
    "1 day",
    "POINT(1 2)",
    "",
];

/// Returns other values that a condition may want: bounds, the empty one.
pub(super) fn bounds(kind: &ColumnType) -> Vec<Value> {
    if kind.is_integer() {
        let numbers = [0, -1, 10, 50, 100, 1000, 2000];
        return numbers.map(Value::Integer).to_vec();
    }
    match kind {
        ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_) => {
            [0.0, -1.0, 0.5, 10.0, 100.0].map(Value::Real).to_vec()
        }
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => {
            let texts = [
                "abc",
                "ABC",
                "A",
                "1",
                "123",
                "a@example.com",
                "https://example.com/",
                "a-b",
                "",
            ];
            texts.map(|it| Value::Text(it.to_owned())).to_vec()
        }
        ColumnType::Date => ["1999-12-31", "2050-01-01"]
            .map(|it| Value::Text(it.to_owned()))
            .to_vec(),
        ColumnType::DateTime | ColumnType::Timestamp | ColumnType::TimestampWithTimeZone => {
            let texts = ["1999-12-31 00:00:00+00:00", "2050-01-01 00:00:00+00:00"];
            texts.map(|it| Value::Text(it.to_owned())).to_vec()
        }
        ColumnType::Json | ColumnType::JsonBinary => ["[]", "{}", "\"a\"", "1"]
            .map(|it| Value::Text(it.to_owned()))
            .to_vec(),
        ColumnType::Array { .. } => vec![Value::Text("{}".to_owned())],
        _ => Vec::new(),
    }
}

/// Tells whether values of the type are texts that any other type may read.
pub(super) const fn is_text(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text
    )
}

/// Returns the most characters that a text of the type has.
pub(super) const fn limit(kind: &ColumnType) -> Option<u32> {
    match kind {
        ColumnType::Char(length) => match length {
            Some(length) => Some(*length),
            None => Some(1),
        },
        ColumnType::String(limit) => *limit,
        _ => None,
    }
}

/// Returns a value as a text that a column of text takes and the value's own type reads.
pub(super) fn as_text(value: &Value) -> Value {
    match value {
        Value::Integer(number) => Value::Text(number.to_string()),
        Value::Real(number) => Value::Text(number.to_string()),
        Value::Boolean(truth) => Value::Text(truth.to_string()),
        other => other.clone(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
const fn real(count: i64) -> f64 {
    count as f64
}

fn decimal(digits: Option<(u32, u32)>, count: i64) -> Value {
    match digits {
        Some((precision, scale)) if precision <= scale => {
            // Nothing stands before the point.
            Value::Text(format!(
                "0.{}{}",
                "0".repeat((scale as usize).saturating_sub(1)),
                count % 10
            ))
        }
        Some((_, 0)) => Value::Integer(count),
        _ => Value::Real(real(count) + 0.5),
    }
}

/// Returns a text: a short one, one as long as may be, one with strange characters, and so on.
fn text(number: usize, limit: Option<u32>) -> String {
    let limit = limit.map_or(LONGEST, |limit| limit as usize);
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    let start = match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    };
    let whole = match number % 3 {
        1 => format!("{start}{}", letter.to_string().repeat(LONGEST.min(limit))),
        2 => format!("{start}'é\" "),
        _ => start,
    };
    let text: String = whole.chars().take(limit).collect();
    // A blank at the end counts in one type and not in another.
    text.trim_end().to_owned()
}

fn bytes(number: usize, length: u32) -> Vec<u8> {
    let byte = u8::try_from(number % 255 + 1).unwrap_or(1);
    vec![byte; (length as usize).min(LONGEST)]
}

fn bits(count: i64, length: u32) -> String {
    let length = length as usize;
    let bits = format!("{count:0length$b}");
    let start = bits.len().saturating_sub(length);
    bits.chars().skip(start).collect()
}

fn date(count: i64) -> String {
    format!("2024-{:02}-{:02}", (count / 28) % 12 + 1, count % 28 + 1)
}

fn array(element: &Value, dimensions: u32) -> String {
    let text = match as_text(element) {
        Value::Text(text) => text.replace('\\', "\\\\").replace('"', "\\\""),
        Value::Bytes(bytes) => bytes
            .iter()
            .fold("\\\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
        _ => String::new(),
    };
    let (open, close) = (
        "{".repeat(dimensions as usize),
        "}".repeat(dimensions as usize),
    );
    format!("{open}\"{text}\"{close}")
}

fn vector(count: i64, size: u32) -> String {
    let numbers = vec![count.to_string(); size as usize];
    format!("[{}]", numbers.join(","))
}

fn nth(values: &[String], number: usize) -> Option<&String> {
    values.get(number.checked_rem(values.len())?)
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::base::Value;
    use crate::schema::{ColumnType, array, bit, char, decimal, integer, string, text};

    #[test]
    fn values_fit_their_types_and_differ() {
        let check = |kind: ColumnType, expect: [&str; 4]| {
            let shown = [0, 1, 2, 30].map(|number| match value(&kind, number) {
                Some(Value::Text(text)) => text,
                Some(Value::Integer(number)) => number.to_string(),
                Some(Value::Real(number)) => number.to_string(),
                other => format!("{other:?}"),
            });
            assert_eq!(shown, expect);
        };
        check(integer(), ["1", "2", "3", "31"]);
        check(string(3), ["a", "bbb", "c'é", "e1"]);
        check(char(1), ["a", "b", "c", "e"]);
        check(
            text(),
            ["a", &format!("b{}", "b".repeat(39)), "c'é\"", "e1"],
        );
        check(decimal(4, 2), ["1.5", "2.5", "3.5", "31.5"]);
        check(decimal(2, 2), ["0.01", "0.02", "0.03", "0.01"]);
        check(decimal(4, 0), ["1", "2", "3", "31"]);
        check(bit(3), ["001", "010", "011", "111"]);
        check(
            array(text()),
            [
                "{\"a\"}",
                &format!("{{\"b{}\"}}", "b".repeat(39)),
                "{\"c'é\\\"\"}",
                "{\"e1\"}",
            ],
        );
    }
}
