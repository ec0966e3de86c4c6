//! Column types.

use sea_query::PgInterval;

use super::Written;
use crate::schema::ColumnType;
use crate::writing::layout::Expression;
use crate::writing::literal::{names, text};

/// A type that only a newer sea-query has.
const UNKNOWN: &str = "a column type that this version does not know";

/// Writes a type as the short function that makes it.
pub(super) fn kind(kind: &ColumnType) -> Written {
    let plain = |function: &str| Ok(Expression::call(function, Vec::new()));
    let sized = |function: &str, size: u32| Ok(Expression::call(function, vec![number(size)]));
    match kind {
        ColumnType::Char(Some(length)) => sized("char", *length),
        ColumnType::String(Some(length)) => sized("string", *length),
        ColumnType::String(None) => plain("varchar"),
        ColumnType::Text => plain("text"),
        ColumnType::Blob => plain("blob"),
        ColumnType::TinyInteger => plain("tiny_integer"),
        ColumnType::SmallInteger => plain("small_integer"),
        ColumnType::Integer => plain("integer"),
        ColumnType::BigInteger => plain("big_integer"),
        ColumnType::TinyUnsigned => plain("tiny_unsigned"),
        ColumnType::SmallUnsigned => plain("small_unsigned"),
        ColumnType::Unsigned => plain("unsigned"),
        ColumnType::BigUnsigned => plain("big_unsigned"),
        ColumnType::Float => plain("float"),
        ColumnType::Double => plain("double"),
        ColumnType::Decimal(Some((precision, scale))) => {
            let digits = vec![number(*precision), number(*scale)];
            Ok(Expression::call("decimal", digits))
        }
        ColumnType::Decimal(None) => plain("numeric"),
        ColumnType::DateTime => plain("date_time"),
        ColumnType::Timestamp => plain("timestamp"),
        ColumnType::TimestampWithTimeZone => plain("timestamp_with_time_zone"),
        ColumnType::Time => plain("time"),
        ColumnType::Date => plain("date"),
        ColumnType::Year => plain("year"),
        ColumnType::Interval(None, None) => plain("interval"),
        ColumnType::Binary(length) => sized("binary", *length),
        ColumnType::VarBinary(Some(length)) => sized("var_binary", *length),
        ColumnType::Bit(Some(length)) => sized("bit", *length),
        ColumnType::VarBit(length) => sized("var_bit", *length),
        ColumnType::Boolean => plain("boolean"),
        ColumnType::Money(None) => plain("money"),
        ColumnType::Json => plain("json"),
        ColumnType::JsonBinary => plain("json_binary"),
        ColumnType::Uuid => plain("uuid"),
        ColumnType::Vector(Some(size)) => sized("vector", *size),
        ColumnType::Cidr => plain("cidr"),
        ColumnType::Inet => plain("inet"),
        ColumnType::MacAddr => plain("mac_addr"),
        ColumnType::LTree => plain("ltree"),
        ColumnType::Custom(name) => Ok(Expression::call("custom", vec![text(name)])),
        ColumnType::Enum {
            name,
            values,
            existing,
        } => {
            let made = Expression::call("enumeration", vec![text(name), names(values)]);
            Ok(made.then_if(*existing, "existing"))
        }
        ColumnType::Array {
            element,
            dimensions,
        } => array(element, *dimensions),
        ColumnType::Char(None)
        | ColumnType::Interval(..)
        | ColumnType::VarBinary(None)
        | ColumnType::Bit(None)
        | ColumnType::Money(Some(_))
        | ColumnType::Vector(None)
        | ColumnType::Unknown(_) => in_full(kind),
    }
}

fn array(element: &ColumnType, dimensions: u32) -> Written {
    let mut made = kind(element)?;
    for _ in 0..dimensions {
        made = Expression::call("array", vec![made]);
    }
    Ok(made)
}

/// Writes a type that has no function, because it is rarely meant.
fn in_full(kind: &ColumnType) -> Written {
    let none = || Expression::path("None");
    let some = |it: Expression| Expression::call("Some", vec![it]);
    let (name, arguments) = match kind {
        ColumnType::Char(_) => ("Char", vec![none()]),
        ColumnType::VarBinary(_) => ("VarBinary", vec![none()]),
        ColumnType::Bit(_) => ("Bit", vec![none()]),
        ColumnType::Vector(_) => ("Vector", vec![none()]),
        ColumnType::Money(Some((precision, scale))) => {
            let digits = Expression::Tuple(vec![number(*precision), number(*scale)]);
            ("Money", vec![some(digits)])
        }
        ColumnType::Interval(fields, precision) => {
            let fields = match fields {
                Some(fields) => some(interval(fields)?),
                None => none(),
            };
            let precision = precision.map_or_else(none, |it| some(number(it)));
            ("Interval", vec![fields, precision])
        }
        _ => return Err(UNKNOWN),
    };
    Ok(Expression::call(&format!("ColumnType::{name}"), arguments))
}

fn interval(fields: &PgInterval) -> Written {
    let name = match fields {
        PgInterval::Year => "Year",
        PgInterval::Month => "Month",
        PgInterval::Day => "Day",
        PgInterval::Hour => "Hour",
        PgInterval::Minute => "Minute",
        PgInterval::Second => "Second",
        PgInterval::YearToMonth => "YearToMonth",
        PgInterval::DayToHour => "DayToHour",
        PgInterval::DayToMinute => "DayToMinute",
        PgInterval::DayToSecond => "DayToSecond",
        PgInterval::HourToMinute => "HourToMinute",
        PgInterval::HourToSecond => "HourToSecond",
        PgInterval::MinuteToSecond => "MinuteToSecond",
        _ => return Err(UNKNOWN),
    };
    let path = format!("migrator::sea_query::PgInterval::{name}");
    Ok(Expression::Path(path))
}

fn number(number: u32) -> Expression {
    Expression::Simple(number.to_string())
}
