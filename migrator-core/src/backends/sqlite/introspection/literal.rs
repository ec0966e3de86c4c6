//! Defaults that are a literal.

use crate::base::Value;
use crate::catalog::{number, quoted};
use crate::schema::ColumnType;

/// Returns the value whose literal a default is, in a column of this type.
pub(super) fn literal(kind: &ColumnType, sql: &str) -> Option<Value> {
    if matches!(kind, ColumnType::Boolean) {
        return match sql {
            "0" => Some(Value::Boolean(false)),
            "1" => Some(Value::Boolean(true)),
            _ => None,
        };
    }
    match quoted(sql) {
        Some((text, "")) => Some(Value::Text(text)),
        Some(_) => None,
        None => number(sql),
    }
}

#[cfg(test)]
mod tests {
    use super::literal;
    use crate::base::Value;
    use crate::schema::{ColumnType, boolean, double, integer, text};

    fn value(value: impl Into<Value>) -> Option<Value> {
        Some(value.into())
    }

    #[test]
    fn sqlite_keeps_literals_as_they_are() {
        let check =
            |kind: ColumnType, sql, expect| assert_eq!(literal(&kind, sql), expect, "{sql}");
        check(boolean(), "1", value(true));
        check(boolean(), "5", None);
        check(integer(), "-5", value(-5));
        check(text(), "5", value(5));
        check(text(), "'it''s'", value("it's"));
        check(double(), "1e3", None);
        check(double(), "1.5", value(1.5));
        check(text(), "CURRENT_TIMESTAMP", None);
        check(text(), "'a' || 'b'", None);
        check(integer(), "007", None);
    }
}
