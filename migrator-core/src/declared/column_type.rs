//! The types of columns that Rust's types stand for.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::Declared;
use crate::base::TableName;
use crate::schema::{ColumnType, array, char};

/// A Rust type that says which type a column of it has.
///
/// `#[derive(migrator::Table)]` asks it of each field that does not say `type = …` itself.
///
/// | Rust | column |
/// |---|---|
/// | `i8`, `i16`, `i32`, `i64` | `tiny_integer()`, `small_integer()`, `integer()`, `big_integer()` |
/// | `u8`, `u16`, `u32`, `u64` | `tiny_unsigned()`, `small_unsigned()`, `unsigned()`, `big_unsigned()` |
/// | `f32`, `f64`, `bool` | `float()`, `double()`, `boolean()` |
/// | `String`, `str`, `char` | `text()`, `text()`, `char(1)` |
/// | `Vec<u8>`, `[u8]`, `[u8; 16]` | `blob()`, `blob()`, `binary(16)` |
/// | `Vec<T>`, `[T]` | `array(…)` |
/// | `Option<T>` | that of `T`, and the column may be `NULL` |
/// | `Box<T>`, `Arc<T>`, `Rc<T>`, `Cow<T>`, `&T` | that of `T` |
/// | `chrono::NaiveDate`, `time::Date` | `date()` |
/// | `chrono::NaiveTime`, `time::Time` | `time()` |
/// | `chrono::NaiveDateTime`, `time::PrimitiveDateTime` | `timestamp()` |
/// | `chrono::DateTime<_>`, `time::OffsetDateTime` | `timestamp_with_time_zone()` |
/// | `uuid::Uuid` | `uuid()` |
/// | `serde_json::Value` | `json_binary()` |
/// | `rust_decimal::Decimal` | a decimal of any number of digits |
///
/// Those of other crates are behind the Cargo features of the same names. An enum gets it by
/// `#[derive(migrator::Enumeration)]`, another type by an `impl`:
///
/// # Examples
/// ```
/// # use migrator_core::{declared::HasColumnType, schema::{ColumnType, custom}};
/// struct Email(String);
///
/// impl HasColumnType for Email {
///     fn column_type() -> ColumnType {
///         custom("citext")
///     }
/// }
/// # assert!(!<Email as HasColumnType>::NULLABLE);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which type its column has",
    label = "no type of a column",
    note = "write `#[column(type = text())]` at the field, or `impl migrator::HasColumnType` for the type",
    note = "an enum can `#[derive(migrator::Enumeration)]`; types of `chrono`, `time`, `uuid`, `serde_json` and `rust_decimal` are behind Cargo features of `migrator` with these names"
)]
pub trait HasColumnType {
    /// Whether a column of it may be `NULL`.
    const NULLABLE: bool = false;

    /// Returns the type of a column of it.
    fn column_type() -> ColumnType;

    /// Returns the type of a column of several of it; an array, unless there is a better one.
    #[must_use]
    fn list_type() -> ColumnType {
        array(Self::column_type())
    }

    /// Declares what a column of it needs besides, and what is known about the way: a domain, say.
    fn declared(declared: Declared, table: &TableName, column: &str) -> Declared {
        let _ = (table, column);
        declared
    }
}

macro_rules! columns {
    ($($rust:ty => $column:expr),* $(,)?) => {
        $(
            impl HasColumnType for $rust {
                fn column_type() -> ColumnType {
                    $column
                }
            }
        )*
    };
}

columns! {
    i8 => ColumnType::TinyInteger,
    i16 => ColumnType::SmallInteger,
    i32 => ColumnType::Integer,
    i64 => ColumnType::BigInteger,
    u16 => ColumnType::SmallUnsigned,
    u32 => ColumnType::Unsigned,
    u64 => ColumnType::BigUnsigned,
    f32 => ColumnType::Float,
    f64 => ColumnType::Double,
    bool => ColumnType::Boolean,
    char => char(1),
    str => ColumnType::Text,
    String => ColumnType::Text,
}

#[cfg(feature = "chrono")]
columns! {
    chrono::NaiveDate => ColumnType::Date,
    chrono::NaiveTime => ColumnType::Time,
    chrono::NaiveDateTime => ColumnType::Timestamp,
}

#[cfg(feature = "chrono")]
impl<Zone: chrono::TimeZone> HasColumnType for chrono::DateTime<Zone> {
    fn column_type() -> ColumnType {
        ColumnType::TimestampWithTimeZone
    }
}

#[cfg(feature = "time")]
columns! {
    time::Date => ColumnType::Date,
    time::Time => ColumnType::Time,
    time::PrimitiveDateTime => ColumnType::Timestamp,
    time::OffsetDateTime => ColumnType::TimestampWithTimeZone,
}

#[cfg(feature = "uuid")]
columns! { uuid::Uuid => ColumnType::Uuid }

#[cfg(feature = "serde_json")]
columns! { serde_json::Value => ColumnType::JsonBinary }

#[cfg(feature = "rust_decimal")]
columns! { rust_decimal::Decimal => ColumnType::Decimal(None) }

/// One byte is a small number, and several are bytes.
impl HasColumnType for u8 {
    fn column_type() -> ColumnType {
        ColumnType::TinyUnsigned
    }

    fn list_type() -> ColumnType {
        ColumnType::Blob
    }
}

impl<const N: usize> HasColumnType for [u8; N] {
    fn column_type() -> ColumnType {
        u32::try_from(N).map_or(ColumnType::Blob, ColumnType::Binary)
    }
}

impl<T: HasColumnType> HasColumnType for Option<T> {
    const NULLABLE: bool = true;

    fn column_type() -> ColumnType {
        T::column_type()
    }

    fn list_type() -> ColumnType {
        T::list_type()
    }

    fn declared(declared: Declared, table: &TableName, column: &str) -> Declared {
        T::declared(declared, table, column)
    }
}

/// A list of something has a type of its own, what is around it has not.
macro_rules! transparent {
    ($([$($generics:tt)*] $outer:ty),* $(,)?) => {
        $(
            impl<$($generics)*> HasColumnType for $outer {
                const NULLABLE: bool = T::NULLABLE;

                fn column_type() -> ColumnType {
                    T::column_type()
                }

                fn list_type() -> ColumnType {
                    T::list_type()
                }

                fn declared(declared: Declared, table: &TableName, column: &str) -> Declared {
                    T::declared(declared, table, column)
                }
            }
        )*
    };
}

transparent! {
    [T: HasColumnType + ?Sized] &T,
    [T: HasColumnType + ?Sized] Box<T>,
    [T: HasColumnType + ?Sized] Arc<T>,
    [T: HasColumnType + ?Sized] Rc<T>,
    [T: HasColumnType + ToOwned + ?Sized] Cow<'_, T>,
}

impl<T: HasColumnType> HasColumnType for [T] {
    fn column_type() -> ColumnType {
        T::list_type()
    }

    fn declared(declared: Declared, table: &TableName, column: &str) -> Declared {
        T::declared(declared, table, column)
    }
}

impl<T: HasColumnType> HasColumnType for Vec<T> {
    fn column_type() -> ColumnType {
        T::list_type()
    }

    fn declared(declared: Declared, table: &TableName, column: &str) -> Declared {
        T::declared(declared, table, column)
    }
}
