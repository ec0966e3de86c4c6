//! How a column's values come from one type to another.
//!
//! PostgreSQL converts by itself what an assignment would convert: along the casts of `pg_cast` that are
//! not explicit only, any type to a text, and a type to itself with another length. What is read
//! from a text, or has an explicit cast, is asked for without a length: the assignment that follows
//! checks it, where an explicit cast would cut off.
//! <https://www.postgresql.org/docs/current/sql-createcast.html>

use super::super::names;
use super::super::types::type_name;
use crate::catalog::Conversion;
use crate::schema::ColumnType;

/// From a type, to all that an assignment reaches beside texts.
const ASSIGNED: [(&str, &[&str]); 21] = [
    (
        "smallint",
        &["integer", "bigint", "real", "double precision", "numeric"],
    ),
    (
        "integer",
        &[
            "smallint",
            "bigint",
            "real",
            "double precision",
            "numeric",
            "money",
        ],
    ),
    (
        "bigint",
        &[
            "smallint",
            "integer",
            "real",
            "double precision",
            "numeric",
            "money",
        ],
    ),
    (
        "real",
        &[
            "smallint",
            "integer",
            "bigint",
            "double precision",
            "numeric",
        ],
    ),
    (
        "double precision",
        &["smallint", "integer", "bigint", "real", "numeric"],
    ),
    (
        "numeric",
        &[
            "smallint",
            "integer",
            "bigint",
            "real",
            "double precision",
            "money",
        ],
    ),
    ("money", &["numeric"]),
    ("date", &["timestamp", "timestamp with time zone"]),
    ("time", &["interval", "time with time zone"]),
    ("time with time zone", &["time"]),
    ("timestamp", &["date", "time", "timestamp with time zone"]),
    (
        "timestamp with time zone",
        &["date", "time", "timestamp", "time with time zone"],
    ),
    ("interval", &["time"]),
    ("bit", &["bit varying"]),
    ("bit varying", &["bit"]),
    ("json", &["jsonb"]),
    ("jsonb", &["json"]),
    ("cidr", &["inet"]),
    ("inet", &["cidr"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
];

/// From a type to another: what is written behind the column.
const EXPLICIT: [(&str, &str, &str); 25] = [
    ("boolean", "smallint", "::integer"),
    ("boolean", "integer", "::integer"),
    ("boolean", "bigint", "::integer"),
    ("boolean", "numeric", "::integer"),
    ("smallint", "boolean", " <> 0"),
    ("integer", "boolean", " <> 0"),
    ("bigint", "boolean", " <> 0"),
    ("numeric", "boolean", " <> 0"),
    ("real", "boolean", " <> 0"),
    ("double precision", "boolean", " <> 0"),
    ("smallint", "money", "::integer"),
    ("real", "money", "::numeric"),
    ("double precision", "money", "::numeric"),
    ("money", "smallint", "::numeric"),
    ("money", "integer", "::numeric"),
    ("money", "bigint", "::numeric"),
    ("money", "real", "::numeric"),
    ("money", "double precision", "::numeric"),
    ("jsonb", "boolean", "::boolean"),
    ("jsonb", "smallint", "::smallint"),
    ("jsonb", "integer", "::integer"),
    ("jsonb", "bigint", "::bigint"),
    ("jsonb", "real", "::real"),
    ("jsonb", "double precision", "::double precision"),
    ("jsonb", "numeric", "::numeric"),
];

/// Tells how a column's values come from one type to another.
pub(super) fn conversion(column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
    let Ok(column) = names::quoted(column) else {
        return Conversion::Unknown;
    };
    match (from, to) {
        // The operation itself goes by way of the text.
        (_, ColumnType::Enum { .. }) if is_text(from) || is_enum(from) => Conversion::Implicit,
        (_, ColumnType::Enum { .. }) => Conversion::Unknown,
        (ColumnType::Array { element, .. }, ColumnType::Array { element: other, .. }) => {
            elements(&column, element, other)
        }
        (ColumnType::Array { .. } | ColumnType::Enum { .. }, to) if is_text(to) => {
            Conversion::Implicit
        }
        (from, ColumnType::Array { .. }) if is_text(from) => cast(&column, to),
        (ColumnType::Array { .. } | ColumnType::Enum { .. }, _) | (_, ColumnType::Array { .. }) => {
            Conversion::Unknown
        }
        _ => scalar(&column, from, to),
    }
}

fn scalar(column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
    match (base(from), base(to)) {
        (Some(one), Some(other)) if one == other => Conversion::Implicit,
        (Some("bytea"), Some("text")) => using(format!("convert_from({column}, 'UTF8')")),
        (Some("text"), Some("bytea")) => using(format!("convert_to({column}, 'UTF8')")),
        (_, Some("text")) => Conversion::Implicit,
        // Alone that is a single bit.
        (Some("text"), Some("bit")) => using(format!("{column}::bit varying")),
        (Some("text"), Some(to)) => using(format!("{column}::{to}")),
        (Some(from), Some(to)) => known(column, from, to),
        _ if from == to => Conversion::Implicit,
        // Of a domain or an extension's type only the server knows what it can be cast to.
        (_, None) | (None, _) => cast(column, to),
    }
}

fn known(column: &str, from: &str, to: &str) -> Conversion {
    let assigned = ASSIGNED.iter().find(|(one, _)| *one == from);
    if assigned.is_some_and(|(_, others)| others.contains(&to)) {
        return Conversion::Implicit;
    }
    let explicit = EXPLICIT
        .iter()
        .find(|(one, other, _)| (*one, *other) == (from, to));
    match explicit {
        Some((_, _, how)) => using(format!("{column}{how}")),
        None => Conversion::Unknown,
    }
}

/// Returns how arrays become others, element by element: by an assignment or a cast, and no other way.
fn elements(column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
    match conversion("x", from, to) {
        Conversion::Using(how) if how.starts_with("\"x\"::") => {
            using(format!("{column}{}[]", how.trim_start_matches("\"x\"")))
        }
        Conversion::Using(_) => Conversion::Unknown,
        known => known,
    }
}

fn cast(column: &str, to: &ColumnType) -> Conversion {
    let named = match base(to) {
        Some(name) => Ok(name.to_owned()),
        None => type_name(to, None),
    };
    named.map_or(Conversion::Unknown, |name| {
        using(format!("{column}::{name}"))
    })
}

const fn using(sql: String) -> Conversion {
    Conversion::Using(sql)
}

const fn is_enum(kind: &ColumnType) -> bool {
    matches!(kind, ColumnType::Enum { .. })
}

fn is_text(kind: &ColumnType) -> bool {
    base(kind) == Some("text")
}

/// Returns the name of PostgreSQL's own type without length and digits; all texts are `text`.
fn base(kind: &ColumnType) -> Option<&'static str> {
    Some(match kind {
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => "bytea",
        ColumnType::TinyInteger
        | ColumnType::SmallInteger
        | ColumnType::TinyUnsigned
        | ColumnType::Year => "smallint",
        ColumnType::Integer | ColumnType::SmallUnsigned => "integer",
        ColumnType::BigInteger | ColumnType::Unsigned | ColumnType::BigUnsigned => "bigint",
        ColumnType::Float => "real",
        ColumnType::Double => "double precision",
        ColumnType::Decimal(_) => "numeric",
        ColumnType::DateTime | ColumnType::Timestamp => "timestamp",
        ColumnType::TimestampWithTimeZone => "timestamp with time zone",
        ColumnType::Time => "time",
        ColumnType::Date => "date",
        ColumnType::Interval(_, _) => "interval",
        ColumnType::Bit(_) => "bit",
        ColumnType::VarBit(_) => "bit varying",
        ColumnType::Boolean => "boolean",
        ColumnType::Money(_) => "money",
        ColumnType::Json => "json",
        ColumnType::JsonBinary => "jsonb",
        ColumnType::Uuid => "uuid",
        ColumnType::Cidr => "cidr",
        ColumnType::Inet => "inet",
        ColumnType::MacAddr => "macaddr",
        ColumnType::Custom(name) => return custom(name),
        ColumnType::Enum { .. }
        | ColumnType::Array { .. }
        | ColumnType::Vector(_)
        | ColumnType::LTree
        | ColumnType::Unknown(_) => return None,
    })
}

/// Returns PostgreSQL's own types that only have a name here, as they are printed.
fn custom(name: &str) -> Option<&'static str> {
    let (before, after) = match name.split_once('(') {
        Some((before, rest)) => (before, rest.split_once(')')?.1),
        None => (name, ""),
    };
    Some(match format!("{before}{after}").as_str() {
        "bpchar" | "name" => "text",
        "numeric" => "numeric",
        "time without time zone" => "time",
        "time with time zone" => "time with time zone",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamp with time zone",
        "bit varying" => "bit varying",
        "macaddr8" => "macaddr8",
        _ => return None,
    })
}
