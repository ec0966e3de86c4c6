//! Exclusion constraints.

use super::constraints::Row;
use super::expression::bare;
use super::relations::Found;
use super::types::Types;
use crate::catalog::{Beyond, CatalogError};
use crate::schema::{Exclude, ObjectKind, ObjectName};

/// Reads an exclusion constraint, or says what is about it that no operation can make.
///
/// # Errors
/// If its row is unreadable.
pub(super) fn exclude(
    row: &Row<'_>,
    table: &Found<'_>,
    types: &Types<'_>,
) -> Result<Result<Exclude, Beyond>, CatalogError> {
    let mut said = row.line.list(row.excluding)?.into_iter().flatten();
    let mut next = || said.next().unwrap_or_default();
    let (method, classes, collations, options) = (next(), next(), next(), next());
    let rest: Vec<String> = said.collect();
    let (parts, operators) = rest.split_at(rest.len() / 2);
    let numbers = row.line.text(row.index_columns)?.split(' ').skip(1);
    let mut is_plain = options.split(' ').all(|option| option == "0")
        && collations.split(' ').all(|it| it == "0" || it == "100");
    let mut exclude = Exclude::using(method).named(row.name);
    let classes = classes.split(' ').map(str::to_owned);
    for (((part, operator), number), class) in parts.iter().zip(operators).zip(numbers).zip(classes)
    {
        let number = number.parse().unwrap_or(0);
        let kind = table.kind(number).unwrap_or_default();
        is_plain &= types.class_of(&class, kind).is_none();
        exclude = match table.column(number) {
            Some(column) => exclude.column(column.name(), operator),
            None => exclude.expression(bare(part), operator),
        };
    }
    if let Some(condition) = row.expression {
        exclude = exclude.filter(bare(condition));
    }
    if let Some(deferral) = row.deferral() {
        exclude = exclude.deferrable(deferral);
    }
    Ok(if is_plain {
        Ok(exclude)
    } else {
        Err(Beyond {
            object: ObjectName::part(ObjectKind::Constraint, &table.name, row.name),
            what: "an exclusion constraint with an operator class, a collation or an order"
                .to_owned(),
        })
    })
}
