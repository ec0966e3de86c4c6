//! What each column type is called in PostgreSQL, or why there is none.
//!
//! | types | become | because |
//! |---|---|---|
//! | `tiny_integer` | `SMALLINT` | there is no smaller one |
//! | unsigned integers | the next larger integer | there are none without a sign; `big_unsigned` is a `BIGINT` too and holds up to 2^63 - 1 |
//! | `year` | `SMALLINT` | |
//! | `blob`, `binary`, `var_binary` | `BYTEA` | which has no length |
//! | `char()` without a length | `CHAR`, which is `CHAR(1)` | |
//! | enumerations | the type of that name | created with the first table that has it, see `enumeration` |
//!
//! `money` with digits is refused, since PostgreSQL's has none to choose.

use sea_query::PgInterval;

use super::{custom_type, names};
use crate::dialect::Refusal;
use crate::schema::ColumnType;

/// More characters than that cannot be asked for.
/// <https://www.postgresql.org/docs/current/datatype-character.html>
const LONGEST_TEXT: u32 = 10_485_760;

/// More bits than that cannot be asked for.
const LONGEST_BITS: u32 = LONGEST_TEXT * 8;

/// <https://www.postgresql.org/docs/current/datatype-numeric.html>
const MOST_DIGITS: u32 = 1000;

/// Digits after the second. <https://www.postgresql.org/docs/current/datatype-datetime.html>
const MOST_FRACTION: u32 = 6;

/// <https://www.postgresql.org/docs/current/limits.html>; pgvector's own limit is 16,000.
const MOST_DIMENSIONS: u32 = 6;

/// Returns the name of a type; a named type is looked for in `schema`, that of the table.
///
/// # Errors
/// [`Refusal::Unsupported`] for lengths and digits PostgreSQL does not have, and a custom
/// name that is no type name.
pub(super) fn type_name(kind: &ColumnType, schema: Option<&str>) -> Result<String, Refusal> {
    Ok(match kind {
        ColumnType::Char(length) => sized("CHAR", *length, LONGEST_TEXT)?,
        ColumnType::String(limit) => sized("VARCHAR", *limit, LONGEST_TEXT)?,
        ColumnType::Text => "TEXT".to_owned(),
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => "BYTEA".to_owned(),
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::TinyUnsigned
        | ColumnType::Year => "SMALLINT".to_owned(),
        ColumnType::Integer | ColumnType::SmallUnsigned => "INTEGER".to_owned(),
        ColumnType::BigInteger | ColumnType::Unsigned | ColumnType::BigUnsigned => {
            "BIGINT".to_owned()
        }
        ColumnType::Float => "REAL".to_owned(),
        ColumnType::Double => "DOUBLE PRECISION".to_owned(),
        ColumnType::Decimal(digits) => decimal(*digits)?,
        ColumnType::DateTime | ColumnType::Timestamp => "TIMESTAMP".to_owned(),
        ColumnType::TimestampWithTimeZone => "TIMESTAMP WITH TIME ZONE".to_owned(),
        ColumnType::Time => "TIME".to_owned(),
        ColumnType::Date => "DATE".to_owned(),
        ColumnType::Interval(fields, digits) => interval(fields.as_ref(), *digits)?,
        ColumnType::Bit(length) => sized("BIT", *length, LONGEST_BITS)?,
        ColumnType::VarBit(limit) => sized("VARBIT", Some(*limit), LONGEST_BITS)?,
        ColumnType::Boolean => "BOOLEAN".to_owned(),
        ColumnType::Money(None) => "MONEY".to_owned(),
        ColumnType::Money(Some((precision, scale))) => {
            return Err(Refusal::unsupported("`MONEY` has no digits to choose")
                .help(format!("use `decimal({precision}, {scale})`, or `money()`")));
        }
        ColumnType::Json => "JSON".to_owned(),
        ColumnType::JsonBinary => "JSONB".to_owned(),
        ColumnType::Uuid => "UUID".to_owned(),
        ColumnType::Enum { name, .. } => enumeration(name, schema)?,
        ColumnType::Array {
            element,
            dimensions,
        } => array(&type_name(element, schema)?, *dimensions)?,
        ColumnType::Vector(size) => sized("VECTOR", *size, u32::MAX)?,
        ColumnType::Cidr => "CIDR".to_owned(),
        ColumnType::Inet => "INET".to_owned(),
        ColumnType::MacAddr => "MACADDR".to_owned(),
        ColumnType::LTree => "LTREE".to_owned(),
        ColumnType::Custom(name) => custom_type::checked(name)?,
        ColumnType::Unknown(name) => {
            let what = format!("sea-query's type `{name}` is newer than this version of migrator");
            return Err(Refusal::unsupported(what).help("use `custom(…)` with the type's name"));
        }
    })
}

/// Returns the name of an enumeration's type, in the schema of its table.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn enumeration(name: &str, schema: Option<&str>) -> Result<String, Refusal> {
    let name = names::quoted(name)?;
    Ok(match schema {
        Some(schema) => format!("{}.{name}", names::quoted(schema)?),
        None => name,
    })
}

fn sized(name: &str, size: Option<u32>, most: u32) -> Result<String, Refusal> {
    match size {
        None => Ok(name.to_owned()),
        Some(size) if (1..=most).contains(&size) => Ok(format!("{name}({size})")),
        Some(size) => Err(out_of_range("length", name, size, 1, most)),
    }
}

fn out_of_range(what: &str, name: &str, given: u32, least: u32, most: u32) -> Refusal {
    let what = format!("{given} is no {what} of `{name}`");
    Refusal::unsupported(what).help(format!("choose a number from {least} to {most}"))
}

fn decimal(digits: Option<(u32, u32)>) -> Result<String, Refusal> {
    match digits {
        None => Ok("NUMERIC".to_owned()),
        Some((precision, _)) if !(1..=MOST_DIGITS).contains(&precision) => Err(out_of_range(
            "number of digits",
            "NUMERIC",
            precision,
            1,
            MOST_DIGITS,
        )),
        // A larger scale is possible from PostgreSQL 15 on only.
        Some((precision, scale)) if scale > precision => Err(out_of_range(
            "number of digits after the point",
            "NUMERIC",
            scale,
            0,
            precision,
        )),
        Some((precision, scale)) => Ok(format!("NUMERIC({precision}, {scale})")),
    }
}

fn interval(fields: Option<&PgInterval>, digits: Option<u32>) -> Result<String, Refusal> {
    let name = fields.map_or_else(
        || "INTERVAL".to_owned(),
        |fields| format!("INTERVAL {fields}"),
    );
    match digits {
        None => Ok(name),
        Some(digits) if digits > MOST_FRACTION => Err(out_of_range(
            "number of digits after the second",
            &name,
            digits,
            0,
            MOST_FRACTION,
        )),
        Some(_) if fields.is_some() && !name.ends_with("SECOND") => {
            let what = format!("`{name}` has no seconds, and digits after them are given");
            Err(Refusal::unsupported(what).help("leave the digits out"))
        }
        Some(digits) => Ok(format!("{name}({digits})")),
    }
}

fn array(element: &str, dimensions: u32) -> Result<String, Refusal> {
    if (1..=MOST_DIMENSIONS).contains(&dimensions) {
        let brackets = "[]".repeat(dimensions as usize);
        return Ok(format!("{element}{brackets}"));
    }
    let name = format!("{element}[]");
    Err(out_of_range(
        "number of dimensions",
        &name,
        dimensions,
        1,
        MOST_DIMENSIONS,
    ))
}
