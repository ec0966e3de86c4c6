//! Defaults that are a literal, which are shown with the type that was found for it.

use crate::base::Value;
use crate::catalog::{number, quoted};
use crate::schema::ColumnType;

/// Returns the value whose literal a default is, in a column of this type.
///
/// Only where the server reads the literal of the value as the same expression: so not what has the type of
/// another column.
pub(super) fn literal(kind: &ColumnType, sql: &str) -> Option<Value> {
    if matches!(kind, ColumnType::Boolean) {
        return sql.parse().ok().map(Value::Boolean);
    }
    let Some((text, behind)) = quoted(sql) else {
        return number(sql).filter(|it| is_number(kind) && is_small(it));
    };
    let cast = behind.strip_prefix("::").unwrap_or_default();
    if is_number(kind) {
        // `-5` is shown as `'-5'::integer`, a large number as `'5000000000'::bigint`.
        let number = number(&text)?;
        let is_negative = text.starts_with('-');
        let is_its_own = match (&number, cast) {
            (Value::Integer(_), "integer") => is_negative && is_small(&number),
            (Value::Integer(_), "bigint") => !is_small(&number),
            (Value::Real(_), "numeric") => is_negative,
            _ => false,
        };
        return is_its_own.then_some(number);
    }
    let is_its_own =
        behind.is_empty() && is_text(kind) || type_name(kind).is_some_and(|name| name == cast);
    // How a backslash is read depends on a setting.
    (is_its_own && !text.contains('\\')).then_some(Value::Text(text))
}

/// Tells whether PostgreSQL takes a number for an `integer`.
fn is_small(number: &Value) -> bool {
    match number {
        Value::Integer(number) => i32::try_from(*number).is_ok(),
        _ => true,
    }
}

const fn is_number(kind: &ColumnType) -> bool {
    kind.is_integer()
        || matches!(
            kind,
            ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_)
        )
}

const fn is_text(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Text | ColumnType::String(_) | ColumnType::Char(_)
    )
}

/// Returns the name of a type behind the literals that PostgreSQL shows.
fn type_name(kind: &ColumnType) -> Option<String> {
    Some(match kind {
        ColumnType::Text => "text".to_owned(),
        ColumnType::String(_) => "character varying".to_owned(),
        ColumnType::Char(_) => "bpchar".to_owned(),
        ColumnType::Json => "json".to_owned(),
        ColumnType::JsonBinary => "jsonb".to_owned(),
        ColumnType::Uuid => "uuid".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Inet => "inet".to_owned(),
        ColumnType::Cidr => "cidr".to_owned(),
        ColumnType::Enum { name, .. } => shown(name),
        ColumnType::Array {
            element,
            dimensions: 1,
        } if !is_number(element) => format!("{}[]", type_name(element)?),
        _ => return None,
    })
}

/// Returns a name as it is shown: in quotes, unless it is plain.
fn shown(name: &str) -> String {
    let is_plain = name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    match is_plain {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::literal;
    use crate::base::Value;
    use crate::schema::{
        ColumnType, array, big_integer, boolean, decimal, double, enumeration, integer,
        json_binary, string, text, timestamp,
    };

    fn value(value: impl Into<Value>) -> Option<Value> {
        Some(value.into())
    }

    #[test]
    fn postgres_shows_literals_with_their_types() {
        let check =
            |kind: ColumnType, sql, expect| assert_eq!(literal(&kind, sql), expect, "{sql}");
        check(boolean(), "false", value(false));
        check(integer(), "5", value(5));
        check(integer(), "'-5'::integer", value(-5));
        check(
            big_integer(),
            "'5000000000'::bigint",
            value(5_000_000_000_i64),
        );
        check(big_integer(), "'-5'::bigint", None);
        check(integer(), "'5'::integer", None);
        check(text(), "5", None);
        check(double(), "0.5", value(0.5));
        check(decimal(8, 2), "'-0.5'::numeric", value(-0.5));
        check(decimal(8, 2), "0.50", None);
        check(text(), "'it''s'::text", value("it's"));
        check(text(), "'a'::character varying", None);
        check(string(9), "'a'::character varying", value("a"));
        check(json_binary(), "'{}'::jsonb", value("{}"));
        check(array(text()), "'{}'::text[]", value("{}"));
        check(enumeration("mood", ["a"]), "'a'::mood", value("a"));
        check(enumeration("Mood", ["a"]), "'a'::\"Mood\"", value("a"));
        check(text(), "E'a\\\\b'::text", None);
        check(timestamp(), "now()", None);
        check(text(), "('a'::text || 'b'::text)", None);
        check(text(), "'a'::text || 'b'::text", None);
    }
}
