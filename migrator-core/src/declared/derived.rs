//! What the code of `#[derive(Table)]` calls, so that it is little.

use super::{Declared, HasColumnType, Model};
use crate::base::TableName;
use crate::schema::{Column, ColumnType};

/// A column of a Rust type.
#[inline(never)]
pub fn column<T: HasColumnType + ?Sized>(name: &str) -> Column {
    with_null(Column::new(name, T::column_type()), T::NULLABLE)
}

/// A column of a Rust type in the primary key, which never is `NULL`, so that it says nothing about that.
#[inline(never)]
pub fn key_column<T: HasColumnType + ?Sized>(name: &str) -> Column {
    Column::new(name, T::column_type())
}

/// A column of a Rust type that has a length.
#[inline(never)]
pub fn column_of_length<T: HasColumnType + ?Sized>(name: &str, length: u32) -> Column {
    let kind = of_length(T::column_type(), length);
    with_null(Column::new(name, kind), T::NULLABLE)
}

/// The same in the primary key.
#[inline(never)]
pub fn key_column_of_length<T: HasColumnType + ?Sized>(name: &str, length: u32) -> Column {
    Column::new(name, of_length(T::column_type(), length))
}

fn with_null(column: Column, is_nullable: bool) -> Column {
    match is_nullable {
        true => column,
        false => column.not_null(),
    }
}

/// Limits texts and bytes; other types have no length.
fn of_length(kind: ColumnType, length: u32) -> ColumnType {
    match kind {
        ColumnType::Text | ColumnType::String(_) => ColumnType::String(Some(length)),
        ColumnType::Char(_) => ColumnType::Char(Some(length)),
        ColumnType::Blob | ColumnType::VarBinary(_) => ColumnType::VarBinary(Some(length)),
        ColumnType::Binary(_) => ColumnType::Binary(length),
        other => other,
    }
}

/// The table of a model.
#[must_use]
#[inline(never)]
pub fn table_of<M: Model + ?Sized>() -> TableName {
    match M::SCHEMA {
        Some(schema) => (schema, M::TABLE).into(),
        None => M::TABLE.into(),
    }
}

/// What the type of a column declares besides.
pub type Need = fn(Declared, &TableName, &str) -> Declared;

/// Adds what the types of columns need besides.
#[inline(never)]
pub fn with_needs(declared: Declared, table: &TableName, needs: &[(Need, &str)]) -> Declared {
    needs.iter().fold(declared, |declared, (need, column)| {
        need(declared, table, column)
    })
}

/// Returns the name of the column of a field, at compile time; `unknown` is the message if there is none.
#[doc(hidden)]
#[must_use]
#[expect(
    clippy::panic,
    reason = "runs at compile time only, where a panic is an error message"
)]
pub const fn column_of(
    columns: &'static [(&'static str, &'static str)],
    field: &'static str,
    unknown: &'static str,
) -> &'static str {
    if columns.is_empty() {
        return field;
    }
    let mut rest = columns;
    while let [(name, column), others @ ..] = rest {
        if is_equal(name.as_bytes(), field.as_bytes()) {
            return column;
        }
        rest = others;
    }
    panic!("{}", unknown)
}

const fn is_equal(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([a, one @ ..], [b, other @ ..]) => *a == *b && is_equal(one, other),
        _ => false,
    }
}
