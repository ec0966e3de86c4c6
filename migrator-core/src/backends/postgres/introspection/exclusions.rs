//! Exclusion constraints.

use super::constraint::Row;
use super::expression::{bare, list};
use super::relations::Found;
use super::types::Types;
use crate::catalog::{Beyond, CatalogError};
use crate::schema::{Exclude, ObjectKind, ObjectName};

/// Access method, operator classes, collations, orders, operators.
type Said = (String, String, String, String, Vec<String>);

/// Reads an exclusion constraint, or says what is about it that no operation can make.
///
/// # Errors
/// If its row is unreadable.
pub(super) fn exclude(
    row: &Row<'_>,
    table: &Found<'_>,
    types: &Types<'_>,
) -> Result<Result<Exclude, Beyond>, CatalogError> {
    let said = row.line.text(row.excluding)?;
    let (method, classes, collations, options, operators): Said =
        serde_json::from_str(said).map_err(|_| row.line.wrong(14, "TEXT", "an exclusion"))?;
    let numbers = row.line.text(row.index_columns)?.split(' ').skip(1);
    let mut is_plain = options.split(' ').all(|option| option == "0")
        && collations.split(' ').all(|it| it == "0" || it == "100");
    let mut exclude = Exclude::using(method).named(row.name);
    let mut expressions = list(row.parts.unwrap_or_default());
    for ((operator, number), class) in operators.iter().zip(numbers).zip(classes.split(' ')) {
        let number = number.parse().unwrap_or(0);
        let kind = table.kind(number).unwrap_or_default();
        is_plain &= types.class_of(class, kind).is_none();
        exclude = match table.column(number) {
            Some(column) => exclude.column(column.name(), operator),
            None => exclude.expression(expressions.next().unwrap_or_default(), operator),
        };
    }
    if let Some(condition) = row.condition {
        exclude = exclude.filter(bare(condition));
    }
    if let Some(deferral) = row.deferral() {
        exclude = exclude.deferrable(deferral);
    }
    Ok(if is_plain {
        Ok(exclude)
    } else {
        Err(Beyond::new(
            ObjectName::part(ObjectKind::Constraint, &table.name, row.name),
            "an exclusion constraint with an operator class, a collation or an order",
        ))
    })
}
