//! `CREATE TYPE … AS ENUM`, before the table whose columns have it.
//!
//! The table creates the type, as with Alembic, and unlike Alembic an added column does
//! too. The type has the table's schema. What stays for the migration to say: a type that
//! is there already ([`ColumnType::existing`]), and `DROP TYPE`, which `drop_table` does
//! not do, since other tables may have columns of the type.

use super::literal::text_literal;
use super::types::enumeration;
use crate::dialect::Refusal;
use crate::schema::{Column, ColumnType};

/// The labels of an enumeration are names, and as short.
/// <https://www.postgresql.org/docs/current/datatype-enum.html>
const LONGEST_LABEL: usize = 63;

/// Returns the statements that create the types of columns, each once, in the columns' order.
///
/// `may_exist` says that the table is created only if it is missing, which cannot be
/// said of a type.
///
/// # Errors
/// Enumerations of one name with different values, without values, or with a value
/// that is too long.
pub(super) fn create<'c>(
    columns: impl Iterator<Item = &'c Column>,
    schema: Option<&str>,
    may_exist: bool,
) -> Result<Vec<String>, Refusal> {
    let mut created: Vec<(&str, &[String])> = Vec::new();
    let mut statements = Vec::new();
    for column in columns {
        let Some((name, values)) = new_type(column.kind()) else {
            continue;
        };
        match created.iter().find(|(other, _)| *other == name) {
            Some((_, others)) if *others == values => continue,
            Some(_) => {
                let what = format!("the enumeration `{name}` has other values in another column");
                return Err(Refusal::invalid(what).in_column(column.name()));
            }
            None => created.push((name, values)),
        }
        if may_exist {
            let what = format!("the type `{name}` cannot be created only if it is missing");
            return Err(Refusal::unsupported(what)
                .help(
                    "leave `.if_not_exists()` out, or create the type with `op.execute` and say \
                     `enumeration(…).existing()`",
                )
                .in_column(column.name()));
        }
        let sql =
            statement(name, values, schema).map_err(|refusal| refusal.in_column(column.name()))?;
        statements.push(sql);
    }
    Ok(statements)
}

/// Returns the enumeration that a column brings with it.
fn new_type(kind: &ColumnType) -> Option<(&str, &[String])> {
    match kind {
        ColumnType::Enum {
            name,
            values,
            existing: false,
        } => Some((name, values)),
        ColumnType::Array { element, .. } => new_type(element),
        _ => None,
    }
}

fn statement(name: &str, values: &[String], schema: Option<&str>) -> Result<String, Refusal> {
    if values.is_empty() {
        return Err(Refusal::invalid("an enumeration without values"));
    }
    if let Some(long) = values.iter().find(|value| value.len() > LONGEST_LABEL) {
        let what = format!("the value `{long}` of an enumeration is longer than 63 bytes");
        return Err(Refusal::unsupported(what).help("use `text()` with a check"));
    }
    let labels: Vec<String> = values
        .iter()
        .map(|value| text_literal(value))
        .collect::<Result<_, _>>()?;
    Ok(format!(
        "CREATE TYPE {} AS ENUM ({})",
        enumeration(name, schema)?,
        labels.join(", ")
    ))
}
