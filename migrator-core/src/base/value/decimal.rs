//! Decimal numbers of `rust_decimal`.

use rust_decimal::Decimal;

use super::{FromValue, Value};

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Text(value.to_string())
    }
}

impl FromValue for Decimal {
    const WANTED: &'static str = "a decimal number of at most 28 digits";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => exactly(text),
            Value::Integer(number) => Some((*number).into()),
            // SQLite makes numbers of decimals; the shortest digits that mean this number are
            // those that went in.
            Value::Real(number) => {
                let digits = format!("{number:?}");
                exactly(&digits).or_else(|| Self::from_scientific(&digits).ok())
            }
            _ => None,
        }
    }
}

/// Reads a text without rounding; a column may give more zeros than there is room for.
fn exactly(text: &str) -> Option<Decimal> {
    let shorter = || match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => text,
    };
    let number = Decimal::from_str_exact(text);
    number.or_else(|_| Decimal::from_str_exact(shorter())).ok()
}
