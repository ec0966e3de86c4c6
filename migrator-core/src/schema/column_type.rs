//! The types a column can be declared with, independent of a database.
//!
//! Which of them a database can hold, and under which name, is decided in each
//! backend's `types.rs`; what it cannot hold is an error before anything runs.

use sea_query::{PgInterval, StringLen};

/// A column's type.
///
/// Covers what sea-query 1.x calls `ColumnType`, and converts from it. The
/// functions next to it ([`integer()`](super::integer), [`string()`](super::string)
/// …) are the short way to write one.
///
/// # Dialects
/// | | PostgreSQL | SQLite |
/// |---|---|---|
/// | `Char(4)`, `String(16)`, `Text` | `CHAR(4)`, `VARCHAR(16)`, `TEXT` | the same |
/// | `Blob`, `Binary(16)`, `VarBinary(16)` | `BYTEA`, which has no length | `BLOB`, `BLOB(16)`, `VARBLOB(16)` |
/// | `TinyInteger`, `SmallInteger` | `SMALLINT` | `TINYINT`, `SMALLINT` |
/// | `Integer`, `BigInteger` | `INTEGER`, `BIGINT` | the same |
/// | `TinyUnsigned`, `SmallUnsigned`, `Unsigned` | the next larger: `SMALLINT`, `INTEGER`, `BIGINT` | `TINYINT UNSIGNED`, … |
/// | `BigUnsigned` | `BIGINT`: up to 2^63 - 1 | `BIGINT UNSIGNED`: up to 2^63 - 1 |
/// | `Float`, `Double` | `REAL`, `DOUBLE PRECISION` | `FLOAT`, `DOUBLE` |
/// | `Decimal(10, 2)` | `NUMERIC(10, 2)` | `DECIMAL(10, 2)`: 15 digits are exact |
/// | `Money` | `MONEY`; with digits refused | `MONEY` |
/// | `DateTime`, `Timestamp`, `TimestampWithTimeZone` | `TIMESTAMP`, `TIMESTAMP`, `TIMESTAMP WITH TIME ZONE` | `DATETIME`, `TIMESTAMP`, `TIMESTAMP WITH TIME ZONE` |
/// | `Date`, `Time`, `Year` | `DATE`, `TIME`, `SMALLINT` | `DATE`, `TIME`, `YEAR` |
/// | `Interval`, `Bit(8)`, `VarBit(8)`, `Cidr`, `Inet`, `MacAddr`, `LTree` | as they are called in SQL | refused |
/// | `Array`, `Vector(3)` | `INTEGER[]`, `VECTOR(3)` | refused |
/// | `Boolean`, `Uuid` | `BOOLEAN`, `UUID` | `BOOLEAN`, `UUID_TEXT` |
/// | `Json`, `JsonBinary` | `JSON`, `JSONB` | `JSON_TEXT`, `JSONB_TEXT` |
/// | `Enum` | the type of that name, see [`enumeration`](super::enumeration) | `ENUM_TEXT` with a check |
/// | `Custom` | any type: `citext`, `"app"."Mood"`, `geometry(Point, 4326)` | words and at most two numbers |
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ColumnType {
    /// Text of a fixed length in characters.
    Char(Option<u32>),
    /// Text of at most so many characters; `None` is unlimited.
    String(Option<u32>),
    /// Text of any length.
    Text,
    /// Bytes of any length.
    Blob,
    /// A signed integer of one byte.
    TinyInteger,
    /// A signed integer of two bytes.
    SmallInteger,
    /// A signed integer of four bytes.
    Integer,
    /// A signed integer of eight bytes.
    BigInteger,
    /// An unsigned integer of one byte.
    TinyUnsigned,
    /// An unsigned integer of two bytes.
    SmallUnsigned,
    /// An unsigned integer of four bytes.
    Unsigned,
    /// An unsigned integer of eight bytes.
    BigUnsigned,
    /// A floating point number of four bytes.
    Float,
    /// A floating point number of eight bytes.
    Double,
    /// A decimal number: total digits, and digits after the point.
    Decimal(Option<(u32, u32)>),
    /// A date and a time of day, without a time zone.
    DateTime,
    /// A point in time, without a time zone.
    Timestamp,
    /// A point in time with a time zone.
    TimestampWithTimeZone,
    /// A time of day.
    Time,
    /// A date.
    Date,
    /// A year.
    Year,
    /// A span of time: its fields, and digits after the second.
    Interval(Option<PgInterval>, Option<u32>),
    /// Exactly so many bytes.
    Binary(u32),
    /// At most so many bytes; `None` is unlimited.
    VarBinary(Option<u32>),
    /// A string of exactly so many bits.
    Bit(Option<u32>),
    /// A string of at most so many bits.
    VarBit(u32),
    /// A truth value.
    Boolean,
    /// An amount of money: total digits, and digits after the point.
    Money(Option<(u32, u32)>),
    /// A JSON document, kept as text.
    Json,
    /// A JSON document in the database's binary form.
    JsonBinary,
    /// A UUID.
    Uuid,
    /// One of a list of texts.
    Enum {
        /// The type's name, where the database has named types.
        name: String,
        /// The texts allowed, in their order.
        values: Vec<String>,
        /// Whether the named type is there already.
        existing: bool,
    },
    /// An array; `dimensions` is at least 1.
    Array {
        /// The type of the elements, never an array itself.
        element: Box<Self>,
        /// How many pairs of brackets the type has.
        dimensions: u32,
    },
    /// A vector of so many numbers (`pgvector`).
    Vector(Option<u32>),
    /// A network address with its mask.
    Cidr,
    /// A host address.
    Inet,
    /// A hardware address.
    MacAddr,
    /// A label tree path (`ltree`).
    LTree,
    /// A type by the database's own name for it.
    Custom(String),
    /// A type of a newer sea-query that this version does not know; refused everywhere.
    Unknown(String),
}

impl ColumnType {
    /// Tells whether the type is one of the integers, signed or not.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::TinyInteger
                | Self::SmallInteger
                | Self::Integer
                | Self::BigInteger
                | Self::TinyUnsigned
                | Self::SmallUnsigned
                | Self::Unsigned
                | Self::BigUnsigned
        )
    }

    /// Says that the type of an enumeration is there already, so that a table with a
    /// column of it does not create it; other types are as they were.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::schema::{ColumnType, enumeration};
    /// let mood = enumeration("mood", ["sad", "ok"]).existing();
    /// assert!(matches!(mood, ColumnType::Enum { existing: true, .. }));
    /// ```
    #[must_use]
    pub fn existing(mut self) -> Self {
        match &mut self {
            Self::Enum { existing, .. } => *existing = true,
            Self::Array { element, .. } => {
                if let Self::Enum { existing, .. } = element.as_mut() {
                    *existing = true;
                }
            }
            _ => {}
        }
        self
    }

    /// Returns an array of this type; an array gets one more dimension.
    #[must_use]
    pub(crate) fn into_array(self) -> Self {
        match self {
            Self::Array {
                element,
                dimensions,
            } => Self::Array {
                element,
                dimensions: dimensions.saturating_add(1),
            },
            element => Self::Array {
                element: Box::new(element),
                dimensions: 1,
            },
        }
    }
}

/// sea-query's own type, for those who already have one. Its two ways of giving
/// no length (`Max` and `None`) become one.
impl From<sea_query::ColumnType> for ColumnType {
    fn from(kind: sea_query::ColumnType) -> Self {
        let mut kind = kind;
        let mut dimensions = 0_u32;
        // A loop, not a recursion: the depth is the caller's.
        while let sea_query::ColumnType::Array(element) = kind {
            dimensions = dimensions.saturating_add(1);
            kind = (*element).clone();
        }
        match (converted(kind), dimensions) {
            (element, 0) => element,
            (element, dimensions) => Self::Array {
                element: Box::new(element),
                dimensions,
            },
        }
    }
}

/// Converts everything but arrays, which the caller has unwrapped.
fn converted(kind: sea_query::ColumnType) -> ColumnType {
    use sea_query::ColumnType as Theirs;
    match kind {
        Theirs::Char(length) => ColumnType::Char(length),
        Theirs::String(length) => ColumnType::String(limit(length)),
        Theirs::Text => ColumnType::Text,
        Theirs::Blob => ColumnType::Blob,
        Theirs::TinyInteger => ColumnType::TinyInteger,
        Theirs::SmallInteger => ColumnType::SmallInteger,
        Theirs::Integer => ColumnType::Integer,
        Theirs::BigInteger => ColumnType::BigInteger,
        Theirs::TinyUnsigned => ColumnType::TinyUnsigned,
        Theirs::SmallUnsigned => ColumnType::SmallUnsigned,
        Theirs::Unsigned => ColumnType::Unsigned,
        Theirs::BigUnsigned => ColumnType::BigUnsigned,
        Theirs::Float => ColumnType::Float,
        Theirs::Double => ColumnType::Double,
        Theirs::Decimal(digits) => ColumnType::Decimal(digits),
        Theirs::DateTime => ColumnType::DateTime,
        Theirs::Timestamp => ColumnType::Timestamp,
        Theirs::TimestampWithTimeZone => ColumnType::TimestampWithTimeZone,
        Theirs::Time => ColumnType::Time,
        Theirs::Date => ColumnType::Date,
        Theirs::Year => ColumnType::Year,
        Theirs::Interval(fields, precision) => ColumnType::Interval(fields, precision),
        Theirs::Binary(length) => ColumnType::Binary(length),
        Theirs::VarBinary(length) => ColumnType::VarBinary(limit(length)),
        Theirs::Bit(length) => ColumnType::Bit(length),
        Theirs::VarBit(length) => ColumnType::VarBit(length),
        Theirs::Boolean => ColumnType::Boolean,
        Theirs::Money(digits) => ColumnType::Money(digits),
        Theirs::Json => ColumnType::Json,
        Theirs::JsonBinary => ColumnType::JsonBinary,
        Theirs::Uuid => ColumnType::Uuid,
        Theirs::Custom(name) => ColumnType::Custom(name.inner().into_owned()),
        Theirs::Enum { name, variants } => ColumnType::Enum {
            name: name.inner().into_owned(),
            values: variants
                .iter()
                .map(|value| value.inner().into_owned())
                .collect(),
            existing: false,
        },
        Theirs::Vector(size) => ColumnType::Vector(size),
        Theirs::Cidr => ColumnType::Cidr,
        Theirs::Inet => ColumnType::Inet,
        Theirs::MacAddr => ColumnType::MacAddr,
        Theirs::LTree => ColumnType::LTree,
        other => ColumnType::Unknown(format!("{other:?}")),
    }
}

const fn limit(length: StringLen) -> Option<u32> {
    match length {
        StringLen::N(limit) => Some(limit),
        StringLen::Max | StringLen::None => None,
    }
}

#[cfg(test)]
mod tests {
    use sea_query::{ColumnType as Theirs, RcOrArc};

    use super::ColumnType;
    use crate::schema::{array, integer};

    #[test]
    fn nested_arrays_become_dimensions() {
        let theirs = Theirs::Array(RcOrArc::new(Theirs::Array(RcOrArc::new(Theirs::Integer))));
        assert_eq!(ColumnType::from(theirs), array(array(integer())));
    }

    #[test]
    fn an_enumeration_keeps_its_name_and_values() {
        let theirs = Theirs::Enum {
            name: "mood".into(),
            variants: vec!["sad".into(), "ok".into()],
        };
        let ours = crate::schema::enumeration("mood", ["sad", "ok"]);
        assert_eq!(ColumnType::from(theirs), ours);
    }
}
