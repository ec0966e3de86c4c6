//! Tables like others, but for some parts.

use super::renaming::constraints;
use crate::schema::{Column, Constraint, Table};

/// Returns a table of the same nature with another comment and other parts.
pub(super) fn rebuilt(
    table: &Table,
    comment: Option<&str>,
    columns: &[Column],
    constraints: &[Constraint],
) -> Table {
    let mut made = Table::new(table.name());
    for column in columns {
        made = made.column(column.clone());
    }
    for constraint in constraints {
        made = match constraint.clone() {
            Constraint::PrimaryKey(key) => made.primary_key(key),
            Constraint::Unique(unique) => made.unique(unique),
            Constraint::Check(check) => made.check(check),
            Constraint::ForeignKey(key) => made.foreign_key(key),
            Constraint::Exclude(exclude) => made.exclude(exclude),
        };
    }
    if let Some(comment) = comment {
        made = made.comment(comment);
    }
    if let Some(key) = table.partition_key() {
        made = made.partition_by(key);
    }
    if table.is_temporary() {
        made = made.temporary();
    }
    if table.is_strict() {
        made = made.strict();
    }
    if table.is_without_rowid() {
        made = made.without_rowid();
    }
    made
}

/// Returns a table without some of its constraints.
pub(super) fn without(table: &Table, is_left_out: impl Fn(&Constraint) -> bool) -> Table {
    let mut left = constraints(table);
    let n_all = left.len();
    left.retain(|it| !is_left_out(it));
    match left.len() == n_all {
        true => table.clone(),
        false => rebuilt(table, table.comment_text(), table.columns(), &left),
    }
}
