//! How far an operation in batches has come, as the notes of its step have it.
//!
//! ```text
//!  @0123456789abcdef:30000:i30000:i95000      operation : rows : last key done : last key to do
//! ```
//!
//! It is the last entry of the notes, and each batch writes its own over that of the batch before.

use std::fmt::Write;

use crate::base::Value;

/// Marks the entry.
const MARK: char = '@';

/// How far an operation in batches has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    /// The hash of the operation.
    pub hash: String,
    /// How many rows its batches had so far.
    pub n_rows: u64,
    /// The last key of the last batch.
    pub last: Value,
    /// The last key that there was when it began.
    pub end: Value,
}

impl Walk {
    /// Reads an entry; `None` if it is no such entry.
    pub(super) fn parse(entry: &str) -> Option<Self> {
        let mut parts = entry.strip_prefix(MARK)?.split(':');
        let walk = Self {
            hash: parts.next()?.to_owned(),
            n_rows: parts.next()?.parse().ok()?,
            last: key(parts.next()?)?,
            end: key(parts.next()?)?,
        };
        parts.next().is_none().then_some(walk)
    }

    /// Returns the entry.
    pub(super) fn text(&self) -> String {
        let (last, end) = (key_text(&self.last), key_text(&self.end));
        format!("{MARK}{}:{}:{last}:{end}", self.hash, self.n_rows)
    }
}

/// Writes a key in letters and digits, so that it comes back exactly.
fn key_text(key: &Value) -> String {
    match key {
        Value::Null => "n".to_owned(),
        Value::Boolean(truth) => format!("i{}", u8::from(*truth)),
        Value::Integer(number) => format!("i{number}"),
        Value::Real(number) => format!("r{:x}", number.to_bits()),
        Value::Text(text) => format!("t{}", digits(text.as_bytes())),
        Value::Bytes(bytes) => format!("b{}", digits(bytes)),
    }
}

fn key(text: &str) -> Option<Value> {
    let (kind, rest) = text.split_at_checked(1)?;
    Some(match kind {
        "n" => Value::Null,
        "i" => Value::Integer(rest.parse().ok()?),
        "r" => Value::Real(f64::from_bits(u64::from_str_radix(rest, 16).ok()?)),
        "t" => Value::Text(String::from_utf8(bytes(rest)?).ok()?),
        "b" => Value::Bytes(bytes(rest)?),
        _ => return None,
    })
}

fn digits(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::Walk;
    use crate::base::Value;

    #[test]
    fn keys_of_all_kinds_come_back() {
        for last in [
            Value::Integer(i64::MIN),
            Value::Real(-0.1),
            Value::from("a:b,c~@ 表"),
            Value::from(""),
            Value::from(&b"\0\xff"[..]),
        ] {
            let walk = Walk {
                hash: "0123456789abcdef".to_owned(),
                n_rows: u64::MAX,
                last,
                end: Value::Integer(7),
            };
            let text = walk.text();
            assert!(!text.contains(',') && !text.contains('~'), "{text}");
            assert_eq!(Walk::parse(&text), Some(walk), "{text}");
        }
        for text in [
            "",
            "@",
            "0123",
            "@0:1:i1",
            "@0:1:i1:i2:i3",
            "@0:x:i1:i2",
            "@0:1:é:i2",
        ] {
            assert_eq!(Walk::parse(text), None, "{text}");
        }
    }
}
