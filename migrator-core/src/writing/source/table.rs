//! Tables.

use super::Written;
use super::column::column;
use super::constraint::{
    check_or_text, exclude, foreign_key, primary_key_or_columns, unique_or_columns,
};
use crate::ops::DropTable;
use crate::schema::Table;
use crate::writing::layout::Expression;
use crate::writing::literal::{name, text};

/// Writes a table: its columns, its constraints, and what else it is.
pub(super) fn table(table: &Table) -> Written {
    let mut made = Expression::call("Table::new", vec![name(table.name())]);
    for it in table.columns() {
        made = made.then("column", vec![column(it)?]);
    }
    let key = table.table_primary_key().map(primary_key_or_columns);
    made = made.then_with("primary_key", key);
    for it in table.uniques() {
        made = made.then("unique", vec![unique_or_columns(it)]);
    }
    for it in table.foreign_keys() {
        made = made.then("foreign_key", vec![foreign_key(it)]);
    }
    for it in table.checks() {
        made = made.then("check", vec![check_or_text(it)]);
    }
    for it in table.excludes() {
        made = made.then("exclude", vec![exclude(it)]);
    }
    Ok(made
        .then_with("partition_by", table.partition_key().map(text))
        .then_with("comment", table.comment_text().map(text))
        .then_if(table.is_strict(), "strict")
        .then_if(table.is_without_rowid(), "without_rowid")
        .then_if(table.is_temporary(), "temporary")
        .then_if(table.is_if_not_exists(), "if_not_exists"))
}

/// Writes the drop of a table: the call and its argument.
pub(super) fn drop_table(drop: &DropTable) -> Result<(&'static str, Expression), &'static str> {
    let object = match &drop.definition {
        Some(definition) if *definition.name() == drop.table => Some(table(definition)?),
        Some(_) => return Err("a table that is dropped by the definition of another"),
        None => None,
    };
    if !drop.cascade {
        let call = match drop.if_exists {
            true => "drop_table_if_exists",
            false => "drop_table",
        };
        return Ok((call, object.unwrap_or_else(|| name(&drop.table))));
    }
    let made = match object {
        Some(object) => Expression::call("DropTable::from", vec![object]),
        None => Expression::call("DropTable::new", vec![name(&drop.table)]),
    };
    let made = made.then_if(drop.if_exists, "if_exists");
    Ok(("drop_table", made.then("cascade", Vec::new())))
}
