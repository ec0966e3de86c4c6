//! From the name of a type, as `format_type` prints it, to the type.
//!
//! What is PostgreSQL's own is printed without a schema, and nothing else can have such a name:
//! PostgreSQL looks for types in its own schema first, and prints a name that would be misread in quotes.
//! What has no type of its own here keeps its name.

use sea_query::PgInterval;

use crate::schema::ColumnType;

/// Returns the type of that name; `dimensions` are those of an array, 0 if unknown.
pub(super) fn parse(name: &str, dimensions: u32) -> ColumnType {
    match name.strip_suffix("[]") {
        Some(element) => array(parse(element, 0), dimensions),
        None => scalar(name).unwrap_or_else(|| ColumnType::Custom(name.to_owned())),
    }
}

/// Returns an array of a type; the server keeps the number of dimensions, and minds it as little as
/// we can miss it.
pub(super) fn array(element: ColumnType, dimensions: u32) -> ColumnType {
    ColumnType::Array {
        element: Box::new(element),
        dimensions: dimensions.max(1),
    }
}

fn scalar(name: &str) -> Option<ColumnType> {
    Some(match name {
        "smallint" => ColumnType::SmallInteger,
        "integer" => ColumnType::Integer,
        "bigint" => ColumnType::BigInteger,
        "real" => ColumnType::Float,
        "double precision" => ColumnType::Double,
        "numeric" => ColumnType::Decimal(None),
        "text" => ColumnType::Text,
        "character varying" => ColumnType::String(None),
        "bytea" => ColumnType::Blob,
        "boolean" => ColumnType::Boolean,
        "date" => ColumnType::Date,
        "time without time zone" => ColumnType::Time,
        "timestamp without time zone" => ColumnType::Timestamp,
        "timestamp with time zone" => ColumnType::TimestampWithTimeZone,
        "money" => ColumnType::Money(None),
        "json" => ColumnType::Json,
        "jsonb" => ColumnType::JsonBinary,
        "uuid" => ColumnType::Uuid,
        "cidr" => ColumnType::Cidr,
        "inet" => ColumnType::Inet,
        "macaddr" => ColumnType::MacAddr,
        "ltree" => ColumnType::LTree,
        "vector" => ColumnType::Vector(None),
        _ => return sized(name).or_else(|| interval(name)),
    })
}

/// Returns a type with a length or digits in parentheses at its end.
fn sized(name: &str) -> Option<ColumnType> {
    let (name, size) = name.strip_suffix(')')?.split_once('(')?;
    if name == "numeric" {
        let (precision, scale) = size.split_once(',')?;
        let (precision, scale) = (precision.parse().ok()?, scale.parse().ok()?);
        return (scale <= precision).then_some(ColumnType::Decimal(Some((precision, scale))));
    }
    let size = size.parse().ok()?;
    Some(match name {
        "character varying" => ColumnType::String(Some(size)),
        "character" => ColumnType::Char(Some(size)),
        "bit" => ColumnType::Bit(Some(size)),
        "bit varying" => ColumnType::VarBit(size),
        "vector" => ColumnType::Vector(Some(size)),
        _ => return None,
    })
}

fn interval(name: &str) -> Option<ColumnType> {
    let rest = name.strip_prefix("interval")?;
    let (fields, digits) = match rest.strip_suffix(')') {
        Some(rest) => {
            let (fields, digits) = rest.split_once('(')?;
            (fields, Some(digits.parse().ok()?))
        }
        None => (rest, None),
    };
    let fields = match fields {
        "" => None,
        " year" => Some(PgInterval::Year),
        " month" => Some(PgInterval::Month),
        " day" => Some(PgInterval::Day),
        " hour" => Some(PgInterval::Hour),
        " minute" => Some(PgInterval::Minute),
        " second" => Some(PgInterval::Second),
        " year to month" => Some(PgInterval::YearToMonth),
        " day to hour" => Some(PgInterval::DayToHour),
        " day to minute" => Some(PgInterval::DayToMinute),
        " day to second" => Some(PgInterval::DayToSecond),
        " hour to minute" => Some(PgInterval::HourToMinute),
        " hour to second" => Some(PgInterval::HourToSecond),
        " minute to second" => Some(PgInterval::MinuteToSecond),
        _ => return None,
    };
    Some(ColumnType::Interval(fields, digits))
}
