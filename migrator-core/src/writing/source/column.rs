//! Columns.

use super::Written;
use super::constraint::{action, check_or_text, identity};
use super::kind::kind;
use crate::schema::{Column, ColumnDefault};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, text, value};

/// Writes a column: what it is, what it must be, what it is by default, what it refers to.
pub(super) fn column(column: &Column) -> Written {
    if column.has_misplaced_action() {
        return Err("an action of a column that refers to nothing");
    }
    let arguments = vec![text(column.name()), kind(column.kind())?];
    let mut made = Expression::call("Column::new", arguments);
    made = key(made, column);
    if let Some(options) = column.identity_options() {
        made = made.then("identity", vec![identity(options)]);
    }
    made = made.then_if(!column.is_nullable(), "not_null");
    made = match column.unique_name() {
        Some(name) => made.then("unique_named", vec![text(name)]),
        None => made.then_if(column.is_unique(), "unique"),
    };
    made = match column.default_value() {
        Some(default) => by_default(made, default),
        None => made,
    };
    if let Some(generated) = column.generated() {
        let method = match generated.stored {
            true => "generated_stored",
            false => "generated_virtual",
        };
        made = made.then(method, vec![text(&generated.expression)]);
    }
    made = made
        .then_with("collate", column.collation().map(text))
        .then_with("comment", column.comment_text().map(text));
    for check in column.checks() {
        made = made.then("check", vec![check_or_text(check)]);
    }
    Ok(reference(made, column))
}

fn key(made: Expression, column: &Column) -> Expression {
    let made = match column.key_name() {
        Some(name) => made.then("primary_key_named", vec![text(name)]),
        None => made.then_if(column.is_primary_key(), "primary_key"),
    };
    made.then_if(!column.may_generate(), "no_generated")
        .then_if(column.is_auto_increment(), "auto_increment")
}

/// Adds a default to what is made.
pub(super) fn by_default(made: Expression, default: &ColumnDefault) -> Expression {
    match default {
        ColumnDefault::Value(it) => made.then("default", vec![value(it)]),
        ColumnDefault::Expression(sql) => made.then("default_expr", vec![text(sql)]),
    }
}

fn reference(made: Expression, column: &Column) -> Expression {
    let Some(key) = column.foreign_key() else {
        return made;
    };
    let target = key.target_columns().first().map_or("", String::as_str);
    made.then("references", vec![name(key.target()), text(target)])
        .then_with("references_named", key.name().map(text))
        .then_with("on_delete", key.delete_action().map(action))
        .then_with("on_update", key.update_action().map(action))
}
