//! Rows as JSON, and back.
//!
//! ```text
//!  [[["a", "b"], [1, "x"], [null, {"real": "0.5"}]], …]      per answer: the columns, then the rows
//! ```
//! A number with a fraction and bytes are objects of one member, so that what comes back is exactly what
//! was written.

use serde_json::Value as Json;

use crate::base::Value;
use crate::session::{Row, Rows};

const REAL: &str = "real";
const BYTES: &str = "bytes";

/// Returns answers as JSON in one line.
pub(super) fn written(answers: &[Rows]) -> String {
    let answers = answers.iter().map(|rows| {
        let columns = rows.first().map(Row::columns).unwrap_or_default();
        let columns = columns.iter().map(|name| Json::from(name.as_str()));
        let columns = Json::Array(columns.collect());
        let rows = rows
            .iter()
            .map(|row| Json::Array(row.values().iter().map(value).collect()));
        Json::Array(std::iter::once(columns).chain(rows).collect())
    });
    Json::Array(answers.collect()).to_string()
}

fn value(value: &Value) -> Json {
    let member = |name: &str, text: String| {
        Json::Object([(name.to_owned(), text.into())].into_iter().collect())
    };
    match value {
        Value::Null => Json::Null,
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Integer(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        // `Debug` writes the shortest digits that read back as the same number.
        Value::Real(number) => member(REAL, format!("{number:?}")),
        Value::Bytes(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            member(BYTES, digits.collect())
        }
    }
}

/// Returns the answers; `None` for anything that was not written here.
pub(super) fn read(text: &str) -> Option<Vec<Rows>> {
    let Json::Array(answers) = serde_json::from_str(text).ok()? else {
        return None;
    };
    answers.into_iter().map(rows).collect()
}

fn rows(answer: Json) -> Option<Rows> {
    let Json::Array(answer) = answer else {
        return None;
    };
    let mut answer = answer.into_iter().map(|row| match row {
        Json::Array(row) => Some(row),
        _ => None,
    });
    let columns: Vec<String> = answer
        .next()??
        .into_iter()
        .map(|name| match name {
            Json::String(name) => Some(name),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let n_columns = columns.len();
    let rows = answer.map(|row| {
        let values: Option<Vec<Value>> = row?.into_iter().map(unwritten).collect();
        values.filter(|values| values.len() == n_columns)
    });
    let rows = rows.collect::<Option<_>>()?;
    Some(Rows::new(columns, rows))
}

fn unwritten(json: Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(truth),
        Json::Number(number) => Value::Integer(number.as_i64()?),
        Json::String(text) => Value::Text(text),
        Json::Object(members) => {
            let (name, text) = members.iter().next()?;
            match name.as_str() {
                REAL => Value::Real(text.as_str()?.parse().ok()?),
                BYTES => Value::Bytes(bytes(text.as_str()?)?),
                _ => return None,
            }
        }
        Json::Array(_) => return None,
    })
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|it| it.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
