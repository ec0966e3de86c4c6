//! A value that came from a database becomes a Rust value.

use super::Value;

/// A Rust type that a database value can become.
#[diagnostic::on_unimplemented(
    message = "a value of a row cannot become `{Self}`",
    note = "take it as `String`, `Vec<u8>`, `bool`, `f64`, `i64` or another integer, as `Value`, or as an `Option` of these where it may be `NULL`",
    note = "instead of `&str` take `String`; instead of `usize` take `i64`, and convert it",
    note = "dates, UUIDs, documents and decimals come with the features `chrono`, `time`, `uuid`, `serde_json` and `rust_decimal`"
)]
pub trait FromValue: Sized {
    /// What it is, in words for a message: "an integer".
    const WANTED: &'static str;

    /// Converts, or returns `None` if the value is of another kind or out of range.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for Value {
    const WANTED: &'static str = "a value";

    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl FromValue for String {
    const WANTED: &'static str = "a text";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    const WANTED: &'static str = "bytes";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl FromValue for bool {
    const WANTED: &'static str = "a truth value";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Boolean(truth) => Some(*truth),
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for f64 {
    const WANTED: &'static str = "a number";

    #[expect(
        clippy::cast_precision_loss,
        reason = "as SQL's own conversion of integers"
    )]
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(number) => Some(*number),
            Value::Integer(number) => Some(*number as Self),
            _ => None,
        }
    }
}

impl FromValue for f32 {
    const WANTED: &'static str = "a number";

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the nearest number of 32 bits, as SQL's own conversion"
    )]
    fn from_value(value: &Value) -> Option<Self> {
        f64::from_value(value).map(|number| number as Self)
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Boolean(truth) => Some(i64::from(*truth)),
        _ => None,
    }
}

impl FromValue for i64 {
    const WANTED: &'static str = "an integer";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)
    }
}

impl FromValue for i32 {
    const WANTED: &'static str = "an integer of 32 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for i16 {
    const WANTED: &'static str = "an integer of 16 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for i8 {
    const WANTED: &'static str = "an integer of 8 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for u16 {
    const WANTED: &'static str = "an unsigned integer of 16 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for u8 {
    const WANTED: &'static str = "an unsigned integer of 8 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for u32 {
    const WANTED: &'static str = "an unsigned integer of 32 bits";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl FromValue for u64 {
    const WANTED: &'static str = "an unsigned integer";

    fn from_value(value: &Value) -> Option<Self> {
        integer(value)?.try_into().ok()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const WANTED: &'static str = T::WANTED;

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            _ => T::from_value(value).map(Some),
        }
    }
}
