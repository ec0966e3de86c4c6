//! Changes of a table: a column that is added says its own constraints.

use super::column::{self, Implied};
use super::table::Parts;
use super::{Style, drop, name};
use crate::base::TableName;
use crate::ops::{AlterTable, TableChange};
use crate::schema::{AlterColumn, Change, Column, ColumnDefault, Constraint, IdentityChange};

/// Returns changes as a person would write them.
pub(super) fn alter(alter: &AlterTable, style: &Style<'_>) -> AlterTable {
    let mut changes: Vec<TableChange> = Vec::new();
    for change in &alter.changes {
        match change {
            TableChange::AddConstraint(it) => add(&mut changes, it, &alter.table, style),
            change => changes.push(self::change(change, style)),
        }
    }
    let called = called(&changes);
    AlterTable {
        table: alter.table.clone(),
        changes,
        called,
    }
}

/// Adds a constraint to the columns that are added just before it, or behind them.
fn add(
    changes: &mut Vec<TableChange>,
    constraint: &Constraint,
    table: &TableName,
    style: &Style<'_>,
) {
    // A column that is added may be a key, but whether it counts is decided otherwise there.
    let is_key = matches!(constraint, Constraint::PrimaryKey(_));
    let added = changes.iter().rev().map_while(|change| match change {
        TableChange::AddColumn { column, .. } if !is_key => Some((**column).clone()),
        _ => None,
    });
    let mut columns: Vec<Column> = added.collect();
    columns.reverse();
    let first = changes.len() - columns.len();
    let mut parts = Parts {
        style,
        table,
        columns,
        rest: Vec::new(),
    };
    // A check names columns that are there already, so that it cannot be known to be about one.
    match constraint {
        Constraint::Check(_) => {
            let unnamed = name::unnamed(style, table, constraint);
            parts
                .rest
                .push(unnamed.unwrap_or_else(|| constraint.clone()));
        }
        constraint => parts.add(constraint),
    }
    for (change, column) in changes.iter_mut().skip(first).zip(parts.columns) {
        if let TableChange::AddColumn { column: slot, .. } = change {
            **slot = column;
        }
    }
    changes.extend(parts.rest.into_iter().map(TableChange::AddConstraint));
}

fn change(change: &TableChange, style: &Style<'_>) -> TableChange {
    match change {
        TableChange::AddColumn {
            column: it,
            if_not_exists,
        } => TableChange::AddColumn {
            column: Box::new(column::column(it, style, Implied::default())),
            if_not_exists: *if_not_exists,
        },
        TableChange::DropColumn(it) => TableChange::DropColumn(drop::column(it, style)),
        TableChange::DropConstraint(it) => TableChange::DropConstraint(drop::constraint(it)),
        TableChange::AlterColumn(it) => TableChange::AlterColumn(altered(it, style)),
        TableChange::AddConstraint(_)
        | TableChange::RenameColumn { .. }
        | TableChange::RenameConstraint { .. }
        | TableChange::ValidateConstraint { .. }
        | TableChange::Comment(_) => change.clone(),
    }
}

/// Returns the changes of a column with its defaults as values, where they are.
fn altered(alter: &AlterColumn, style: &Style<'_>) -> AlterColumn {
    let mut made = AlterColumn::new(alter.name());
    if let Some(kind) = alter.new_kind() {
        made = made.kind(column::named(kind, alter.name(), style));
    }
    if let Some(sql) = alter.conversion() {
        made = made.using(sql);
    }
    if let Some(sql) = alter.conversion_back() {
        made = made.using_back(sql);
    }
    made = match alter.nullability() {
        Some(true) => made.nullable(),
        Some(false) => made.not_null(),
        None => made,
    };
    made = by_default(made, alter, style);
    made = match alter.new_comment() {
        Some(Change::Set(comment)) => made.comment(comment),
        Some(Change::Drop) => made.drop_comment(),
        None => made,
    };
    made = match (alter.new_collation(), alter.drops_collation()) {
        (Some(collation), _) => made.collate(collation),
        (None, true) => made.drop_collation(),
        (None, false) => made,
    };
    made = match alter.new_identity() {
        Some(IdentityChange::Add(it)) => made.add_identity(it),
        Some(IdentityChange::Set(it)) => made.set_identity(it),
        Some(IdentityChange::Drop) => made.drop_identity(),
        None => made,
    };
    made = match alter.new_generated() {
        Some(Change::Set(it)) => made.generated_stored(&it.expression),
        Some(Change::Drop) => made.drop_generated(),
        None => made,
    };
    match alter.former() {
        Some(it) => made.was(column::column(it, style, Implied::default())),
        None => made,
    }
}

fn by_default(made: AlterColumn, alter: &AlterColumn, style: &Style<'_>) -> AlterColumn {
    let default = match alter.new_default() {
        Some(Change::Set(default)) => default,
        Some(Change::Drop) => return made.drop_default(),
        None => return made,
    };
    let kind = alter.new_kind().or(alter.former().map(Column::kind));
    let default = match kind {
        Some(kind) => column::literal(default, kind, style),
        None => default.clone(),
    };
    match default {
        ColumnDefault::Value(value) => made.default(value),
        ColumnDefault::Expression(sql) => made.default_expr(sql),
    }
}

/// Returns the method that records these changes.
fn called(changes: &[TableChange]) -> &'static str {
    match changes {
        [only] => match only {
            TableChange::AddColumn { .. } => "add_column",
            TableChange::DropColumn(_) => "drop_column",
            TableChange::RenameColumn { .. } => "rename_column",
            TableChange::AlterColumn(_) => "alter_column",
            TableChange::AddConstraint(_) => "add_constraint",
            TableChange::DropConstraint(_) => "drop_constraint",
            TableChange::RenameConstraint { .. } => "rename_constraint",
            TableChange::ValidateConstraint { .. } => "validate_constraint",
            TableChange::Comment(Some(_)) => "create_table_comment",
            TableChange::Comment(None) => "drop_table_comment",
        },
        _ => "alter_table",
    }
}
