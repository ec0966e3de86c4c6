//! A value that goes to or comes from a database.
//!
//! Dates, documents and the like are texts here, in the one form that both databases read and
//! give back: PostgreSQL makes of a text whatever its column's type is. A file for each crate
//! whose types are understood has both directions.

#[cfg(any(feature = "chrono", feature = "time"))]
mod calendar;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "rust_decimal")]
mod decimal;
#[cfg(feature = "serde_json")]
mod json;
mod read;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

pub use read::FromValue;

/// A database value without its column.
///
/// What comes back from a query has the kind the database gave it: SQLite has
/// no booleans, so a stored `true` returns as `Integer(1)`.
///
/// Integers, `bool`, `f32`, `f64`, `&str`, `String`, `&[u8]` and `Vec<u8>` become values by `into()`, and
/// so does an `Option` of them. `u64` and `usize` may be too large for a column of either database: write
/// `i64::try_from(n)?`.
///
/// With these Cargo features more types become values, and are read by
/// `Row::get`. `None` of an `Option` is `NULL` for all of them.
///
/// | feature | type | stored as | comes back exactly from |
/// |---|---|---|---|
/// | `chrono`, `time` | a date | `2026-01-31` | `date()`, `text()` |
/// | | a time of day | `12:30:00`, `12:30:00.250` | `time()`, `text()` |
/// | | both | `2026-01-31 12:30:00` | `date_time()`, `timestamp()`, `text()` |
/// | | both with an offset | in UTC: `2026-01-31 12:30:00+00:00`, so that the texts of SQLite are in the order of time | `timestamp_with_time_zone()`, `text()`, as the same instant; without an offset it is read as UTC |
/// | `uuid` | `Uuid` | `0d5ef0f0-93d4-4a3c-8b0c-2d3f1f6cbb6e` | `uuid()`, `text()`; on SQLite sixteen bytes are read too |
/// | `serde_json` | `serde_json::Value` | the document; its `null` is not SQL's | `json()`, `json_binary()`, `text()` |
/// | `rust_decimal` | `Decimal` | `12.50` | `decimal(…)`, on SQLite up to 15 digits, the most that its numbers have; `text()` |
///
/// PostgreSQL keeps six digits after the second and rounds what is finer; SQLite keeps all nine.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// SQL `NULL`.
    Null,
    /// A truth value; SQLite stores it as 0 or 1.
    Boolean(bool),
    /// A signed integer.
    Integer(i64),
    /// A double precision number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Value {
    /// Names the kind of the value in SQL's words, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Boolean(_) => "BOOLEAN",
            Self::Integer(_) => "INTEGER",
            Self::Real(_) => "REAL",
            Self::Text(_) => "TEXT",
            Self::Bytes(_) => "BLOB",
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i8> for Value {
    fn from(value: i8) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i16> for Value {
    fn from(value: i16) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u8> for Value {
    fn from(value: u8) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        Self::Real(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
