//! A column, made anew with some things said otherwise.

use super::Style;
use crate::schema::{Column, ColumnDefault, ColumnType};

/// What of a column is left out because it holds anyway.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Implied {
    /// That it is `NOT NULL`.
    pub(super) not_null: bool,
    /// How it counts.
    pub(super) identity: bool,
}

/// Returns a column as a person would write it, but for its constraints.
pub(super) fn column(column: &Column, style: &Style<'_>, implied: Implied) -> Column {
    let mut made = Column::new(column.name(), kind(column, style));
    if !column.is_nullable() && !implied.not_null {
        made = made.not_null();
    }
    if column.is_primary_key() {
        made = match column.key_name() {
            Some(name) => made.primary_key_named(name),
            None => made.primary_key(),
        };
    }
    if !column.may_generate() {
        made = made.no_generated();
    }
    if column.is_unique() {
        made = match column.unique_name() {
            Some(name) => made.unique_named(name),
            None => made.unique(),
        };
    }
    for check in column.checks() {
        made = made.check(check.clone());
    }
    with_reference(with_rest(made, column, style, implied), column)
}

fn with_rest(made: Column, column: &Column, style: &Style<'_>, implied: Implied) -> Column {
    let mut made = made;
    made = match column.default_value() {
        Some(it) => match literal(it, column.kind(), style) {
            ColumnDefault::Value(value) => made.default(value),
            ColumnDefault::Expression(sql) => made.default_expr(sql),
        },
        None => made,
    };
    if let Some(collation) = column.collation() {
        made = made.collate(collation);
    }
    if let Some(comment) = column.comment_text() {
        made = made.comment(comment);
    }
    if let Some(identity) = column.identity_options().filter(|_| !implied.identity) {
        made = made.identity(identity);
    }
    if column.is_auto_increment() {
        made = made.auto_increment();
    }
    match column.generated() {
        Some(it) if it.stored => made.generated_stored(&it.expression),
        Some(it) => made.generated_virtual(&it.expression),
        None => made,
    }
}

fn with_reference(made: Column, column: &Column) -> Column {
    let Some(key) = column.foreign_key() else {
        return made;
    };
    let target = key.target_columns().first().map_or("", String::as_str);
    let mut made = made.references(key.target(), target);
    if let Some(name) = key.name() {
        made = made.references_named(name);
    }
    if let Some(action) = key.delete_action() {
        made = made.on_delete(action);
    }
    match key.update_action() {
        Some(action) => made.on_update(action),
        None => made,
    }
}

/// Returns a default as a value where it is one.
pub(super) fn literal(
    default: &ColumnDefault,
    kind: &ColumnType,
    style: &Style<'_>,
) -> ColumnDefault {
    let ColumnDefault::Expression(sql) = default else {
        return default.clone();
    };
    let value = style.introspection.literal(kind, sql);
    value.map_or_else(|| default.clone(), ColumnDefault::Value)
}

/// Returns the type. Where enumerations are checks, nobody knows what one was called: as its column.
fn kind(column: &Column, style: &Style<'_>) -> ColumnType {
    named(column.kind(), column.name(), style)
}

/// Gives an enumeration without a name this one.
pub(super) fn named(kind: &ColumnType, column: &str, style: &Style<'_>) -> ColumnType {
    match kind {
        ColumnType::Enum {
            name,
            values,
            existing,
        } if name.is_empty() && !style.introspection.habits().has_enumerations => {
            ColumnType::Enum {
                name: column.to_owned(),
                values: values.clone(),
                existing: *existing,
            }
        }
        kind => kind.clone(),
    }
}
