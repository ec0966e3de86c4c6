//! What may stop an operation: rows that are not as it wants them.

use std::fmt::Display;

use crate::base::TableName;
use crate::diff::display;
use crate::schema::{Column, Constraint};

/// A constraint that is added to a table that may have rows.
pub(super) fn constraint(table: &TableName, it: &Constraint) -> Option<String> {
    let columns = |names: &[String]| names.join(", ");
    Some(match it {
        Constraint::PrimaryKey(key) => {
            format!(
                "fails if two rows of {table} have the same {}",
                columns(key.columns())
            )
        }
        Constraint::Unique(unique) => {
            format!(
                "fails if two rows of {table} have the same {}",
                columns(unique.columns())
            )
        }
        Constraint::Check(check) if check.is_not_valid() => return None,
        Constraint::Check(_) => {
            let name = it
                .name()
                .map_or_else(|| crate::diff::words::constraint(it), str::to_owned);
            format!("fails if a row of {table} does not meet {name}")
        }
        Constraint::ForeignKey(key) if key.is_not_valid() => return None,
        Constraint::ForeignKey(key) => format!(
            "fails if a row of {table} refers to no row of {} by {}",
            key.target(),
            columns(key.columns())
        ),
        Constraint::Exclude(_) => format!("fails if two rows of {table} exclude each other"),
    })
}

/// A unique index.
pub(super) fn unique_index(table: &TableName, columns: &[String]) -> String {
    format!(
        "fails if two rows of {table} have the same {}",
        columns.join(", ")
    )
}

/// A column that bears no `NULL` any more.
pub(super) fn required(table: &TableName, column: &Column) -> String {
    format!("fails if a row of {table} has no {}", column.name())
}

/// A column that is added, bears no `NULL`, and gets no value.
pub(super) fn empty(table: &TableName, column: &Column) -> String {
    format!("fails if {table} has rows, which get no {}", column.name())
}

/// A type that not all values may have.
pub(super) fn kind(table: &TableName, column: &Column) -> String {
    let kind = display::kind(column.kind());
    format!("fails if a value of {table}.{} is no {kind}", column.name())
}

/// Values of an enumeration that go and become nothing; the enumeration by its name, or a column's.
pub(super) fn values(
    of: impl Display,
    from: &[String],
    to: &[String],
    became: &[(String, String)],
) -> Option<String> {
    let is_mapped = |it: &String| became.iter().any(|(was, _)| was == it);
    let gone = from.iter().filter(|it| !to.contains(it) && !is_mapped(it));
    let gone: Vec<String> = gone.map(|it| format!("`{it}`")).collect();
    (!gone.is_empty()).then(|| format!("fails if a row has {} of {of}", gone.join(" or ")))
}
