//! What rows get on the way back, in a column whose values are lost.

use super::Difference;
use super::sql::literal;
use crate::catalog::{Catalog, Habits};
use crate::schema::{Column, ColumnDefault, ColumnType, Table};

/// Returns an expression for rows that are there, if a column needs one and there is one.
pub(super) fn of(difference: &Difference<Column>) -> Option<String> {
    match difference {
        Difference::Added(column) if fills_itself(column) || column.default_value().is_some() => {
            None
        }
        Difference::Added(column) => neutral(column.kind()),
        Difference::Changed { from, to } if from.is_nullable() && !fills_itself(to) => {
            default(to).or_else(|| neutral(to.kind()))
        }
        _ => None,
    }
}

fn fills_itself(column: &Column) -> bool {
    column.is_nullable() || column.identity_options().is_some() || column.generated().is_some()
}

/// Tells whether rows that are there get a value in a column that comes.
pub(super) fn comes_by_itself(column: &Column, catalog: &Catalog) -> bool {
    column.default_value().is_some()
        || column.identity_options().is_some()
        || column.generated().is_some()
        || has_default_by_type(column, catalog)
}

/// Tells whether a column that comes to a table numbers the rows that are there: the key of a table that is built anew.
/// On SQLite it is what the rows are numbered by anyway, and so the same again on the way back.
pub(super) fn numbers_rows(column: &Column, table: &Table, habits: Habits) -> bool {
    let counting = table.generated_column().filter(|_| habits.builds_anew);
    !table.is_without_rowid() && counting.is_some_and(|it| it.name() == column.name())
}

/// Tells whether an expression is the one that stands for a value that is lost.
pub(super) fn is_neutral(expression: &str, kind: &ColumnType) -> bool {
    neutral(kind).is_some_and(|it| it == expression)
}

/// Tells whether a column's type is a domain with a default.
pub(super) fn has_default_by_type(column: &Column, catalog: &Catalog) -> bool {
    let ColumnType::Custom(name) = column.kind() else {
        return false;
    };
    let mut domains = catalog.domains.iter();
    let named = domains.find(|it| it.name().to_string() == *name);
    named.is_some_and(|it| it.default_value().is_some())
}

/// Returns the default of a column as an expression.
pub(super) fn default(column: &Column) -> Option<String> {
    match column.default_value()? {
        ColumnDefault::Expression(sql) => Some(sql.clone()),
        ColumnDefault::Value(_) => None,
    }
}

/// Returns a value that says nothing, in SQL that all databases read.
fn neutral(kind: &ColumnType) -> Option<String> {
    let text = match kind {
        ColumnType::Char(_)
        | ColumnType::String(_)
        | ColumnType::Text
        | ColumnType::Blob
        | ColumnType::VarBinary(_) => "''",
        ColumnType::Float
        | ColumnType::Double
        | ColumnType::Decimal(_)
        | ColumnType::Money(_)
        | ColumnType::Year => "0",
        ColumnType::Boolean => "false",
        ColumnType::Date => "CURRENT_DATE",
        ColumnType::Time => "CURRENT_TIME",
        ColumnType::DateTime | ColumnType::Timestamp | ColumnType::TimestampWithTimeZone => {
            "CURRENT_TIMESTAMP"
        }
        ColumnType::Json | ColumnType::JsonBinary | ColumnType::Array { .. } => "'{}'",
        ColumnType::Uuid => "'00000000-0000-0000-0000-000000000000'",
        ColumnType::Interval(..) => "'0'",
        ColumnType::Inet | ColumnType::Cidr => "'0.0.0.0'",
        ColumnType::Enum { values, .. } => {
            let value = values.first()?;
            return Some(literal(value));
        }
        kind if kind.is_integer() => "0",
        _ => return None,
    };
    Some(text.to_owned())
}
