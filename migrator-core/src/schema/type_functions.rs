//! Short functions that make column types, as migrations write them.
//!
//! `Column::new("name", string(16))` reads like a table; each function is one
//! line, and the prelude exports them all.

use super::{ColumnType, IntoNames};

/// Text of exactly `length` characters.
#[must_use]
pub const fn char(length: u32) -> ColumnType {
    ColumnType::Char(Some(length))
}

/// Text of at most `length` characters.
#[must_use]
pub const fn string(length: u32) -> ColumnType {
    ColumnType::String(Some(length))
}

/// Text declared as `VARCHAR` without a limit.
#[must_use]
pub const fn varchar() -> ColumnType {
    ColumnType::String(None)
}

/// Text of any length.
#[must_use]
pub const fn text() -> ColumnType {
    ColumnType::Text
}

/// Bytes of any length.
#[must_use]
pub const fn blob() -> ColumnType {
    ColumnType::Blob
}

/// A signed integer of one byte.
#[must_use]
pub const fn tiny_integer() -> ColumnType {
    ColumnType::TinyInteger
}

/// A signed integer of two bytes.
#[must_use]
pub const fn small_integer() -> ColumnType {
    ColumnType::SmallInteger
}

/// A signed integer of four bytes; SQLite's hold eight.
#[must_use]
pub const fn integer() -> ColumnType {
    ColumnType::Integer
}

/// A signed integer of eight bytes.
#[must_use]
pub const fn big_integer() -> ColumnType {
    ColumnType::BigInteger
}

/// An unsigned integer of one byte.
#[must_use]
pub const fn tiny_unsigned() -> ColumnType {
    ColumnType::TinyUnsigned
}

/// An unsigned integer of two bytes.
#[must_use]
pub const fn small_unsigned() -> ColumnType {
    ColumnType::SmallUnsigned
}

/// An unsigned integer of four bytes.
#[must_use]
pub const fn unsigned() -> ColumnType {
    ColumnType::Unsigned
}

/// An unsigned integer of eight bytes; databases without one hold up to 2^63 - 1.
#[must_use]
pub const fn big_unsigned() -> ColumnType {
    ColumnType::BigUnsigned
}

/// A floating point number of four bytes.
#[must_use]
pub const fn float() -> ColumnType {
    ColumnType::Float
}

/// A floating point number of eight bytes.
#[must_use]
pub const fn double() -> ColumnType {
    ColumnType::Double
}

/// A decimal number of `precision` digits, `scale` of them after the point.
#[must_use]
pub const fn decimal(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Decimal(Some((precision, scale)))
}

/// A decimal number of as many digits as it has, before and after the point.
#[must_use]
pub const fn numeric() -> ColumnType {
    ColumnType::Decimal(None)
}

/// A date and a time of day, without a time zone.
#[must_use]
pub const fn date_time() -> ColumnType {
    ColumnType::DateTime
}

/// A point in time, without a time zone.
#[must_use]
pub const fn timestamp() -> ColumnType {
    ColumnType::Timestamp
}

/// A point in time with a time zone.
#[must_use]
pub const fn timestamp_with_time_zone() -> ColumnType {
    ColumnType::TimestampWithTimeZone
}

/// A time of day.
#[must_use]
pub const fn time() -> ColumnType {
    ColumnType::Time
}

/// A date.
#[must_use]
pub const fn date() -> ColumnType {
    ColumnType::Date
}

/// A year.
#[must_use]
pub const fn year() -> ColumnType {
    ColumnType::Year
}

/// A span of time.
#[must_use]
pub const fn interval() -> ColumnType {
    ColumnType::Interval(None, None)
}

/// Exactly `length` bytes.
#[must_use]
pub const fn binary(length: u32) -> ColumnType {
    ColumnType::Binary(length)
}

/// At most `length` bytes.
#[must_use]
pub const fn var_binary(length: u32) -> ColumnType {
    ColumnType::VarBinary(Some(length))
}

/// A string of exactly `length` bits.
#[must_use]
pub const fn bit(length: u32) -> ColumnType {
    ColumnType::Bit(Some(length))
}

/// A string of at most `length` bits.
#[must_use]
pub const fn var_bit(length: u32) -> ColumnType {
    ColumnType::VarBit(length)
}

/// A truth value.
#[must_use]
pub const fn boolean() -> ColumnType {
    ColumnType::Boolean
}

/// An amount of money.
#[must_use]
pub const fn money() -> ColumnType {
    ColumnType::Money(None)
}

/// A JSON document, kept as text.
#[must_use]
pub const fn json() -> ColumnType {
    ColumnType::Json
}

/// A JSON document in the database's binary form.
#[must_use]
pub const fn json_binary() -> ColumnType {
    ColumnType::JsonBinary
}

/// A UUID.
#[must_use]
pub const fn uuid() -> ColumnType {
    ColumnType::Uuid
}

/// A vector of `size` numbers (`pgvector`).
#[must_use]
pub const fn vector(size: u32) -> ColumnType {
    ColumnType::Vector(Some(size))
}

/// A network address with its mask.
#[must_use]
pub const fn cidr() -> ColumnType {
    ColumnType::Cidr
}

/// A host address.
#[must_use]
pub const fn inet() -> ColumnType {
    ColumnType::Inet
}

/// A hardware address.
#[must_use]
pub const fn mac_addr() -> ColumnType {
    ColumnType::MacAddr
}

/// A label tree path (`ltree`).
#[must_use]
pub const fn ltree() -> ColumnType {
    ColumnType::LTree
}

/// One of `values`; `name` is the type's name where the database has named types.
///
/// The table that is created with such a column, or gets it later, creates the type as
/// well, unless it is there with exactly these values; with other values it is an error that shows
/// both. A table or a column that is dropped by its definition takes the type along, unless something
/// else has it; one that is dropped by its name leaves it, for [`op.drop_enum`](crate::ops::Op::drop_enum).
/// With [`existing`](ColumnType::existing) the type is neither made nor dropped.
///
/// # Dialects
/// | | |
/// |---|---|
/// | PostgreSQL | before the table, in the table's schema, a `DO` block with `CREATE TYPE "mood" AS ENUM ('sad', 'ok')` in it, which runs if the type is missing |
/// | SQLite | a text with `CHECK ("mood" IN ('sad', 'ok'))` |
///
/// # Examples
/// ```
/// # use migrator_core::{ops::Op, schema::{Column, Table, enumeration}};
/// fn mood() -> Column {
///     Column::new("mood", enumeration("mood", ["sad", "ok"]))
/// }
///
/// fn upgrade(op: &mut Op) {
///     op.create_table(Table::new("people").column(mood()));
///     op.add_column("pets", mood());
/// }
///
/// fn downgrade(op: &mut Op) {
///     op.drop_column("pets", mood());
///     op.drop_table(Table::new("people").column(mood()));
/// }
/// ```
#[must_use]
#[inline(never)]
pub fn enumeration(name: impl AsRef<str>, values: impl IntoNames) -> ColumnType {
    ColumnType::Enum {
        name: name.as_ref().to_owned(),
        values: values.into_names(),
        existing: false,
    }
}

/// An array of `element`; an array of an array has one more dimension.
#[must_use]
#[inline(never)]
pub fn array(element: impl Into<ColumnType>) -> ColumnType {
    element.into().into_array()
}

/// A type by the database's own name for it, such as `custom("citext")`.
#[must_use]
#[inline(never)]
pub fn custom(name: impl AsRef<str>) -> ColumnType {
    ColumnType::Custom(name.as_ref().to_owned())
}
