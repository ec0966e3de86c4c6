//! Puts changes into operations, in an order that runs.

use super::{Change, DiffError, Difference};
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection};
use crate::ops::{AlterTable, CreateTable, DropTable, Operation, TableChange};
use crate::schema::{AlterColumn, Column, ColumnDefault};

/// One operation and what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The positions of the changes it is for, in the list that was arranged.
    pub changes: Vec<usize>,
    /// What is lost by it, as in `the rows of users` or `the values of users.nick`.
    pub loses: Option<String>,
    /// What may stop it, as in `fails if a row has no name`.
    pub caution: Option<String>,
}

/// Operations in an order that runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrangement {
    /// The operations.
    pub steps: Vec<Step>,
}

/// Makes operations of changes, in an order that runs.
///
/// # Errors
/// [`DiffError::Impossible`] for a change that no operation can make.
pub fn arrange(
    changes: &[Change],
    found: &Catalog,
    wanted: &Catalog,
    introspection: &dyn Introspection,
) -> Result<Arrangement, DiffError> {
    let _ = (found, wanted, introspection);
    let steps = changes.iter().enumerate().filter_map(|(at, change)| {
        Some(Step {
            operation: operation(change)?,
            changes: vec![at],
            loses: change.loses(),
            caution: None,
        })
    });
    Ok(Arrangement {
        steps: steps.collect(),
    })
}

fn operation(change: &Change) -> Option<Operation> {
    match change {
        Change::Table(Difference::Added(table)) => Some(Operation::CreateTable(CreateTable {
            table: table.clone(),
        })),
        Change::Table(Difference::Removed(table)) => {
            Some(Operation::DropTable(DropTable::from(table.clone())))
        }
        Change::Column {
            table, difference, ..
        } => Some(column(table, difference)),
        _ => None,
    }
}

fn column(table: &TableName, difference: &Difference<Column>) -> Operation {
    let (change, called) = match difference {
        Difference::Added(column) => (
            TableChange::AddColumn {
                column: Box::new(column.clone()),
                if_not_exists: false,
            },
            "add_column",
        ),
        Difference::Removed(column) => (
            TableChange::DropColumn(column.clone().into()),
            "drop_column",
        ),
        Difference::Renamed { from, to } => (
            TableChange::RenameColumn {
                from: from.name().to_owned(),
                to: to.name().to_owned(),
            },
            "rename_column",
        ),
        Difference::Changed { from, to } => {
            (TableChange::AlterColumn(altered(from, to)), "alter_column")
        }
    };
    Operation::AlterTable(AlterTable {
        table: table.clone(),
        changes: vec![change],
        called,
    })
}

fn altered(from: &Column, to: &Column) -> AlterColumn {
    let mut alter = AlterColumn::new(to.name()).was(from.clone());
    if from.kind() != to.kind() {
        alter = alter.kind(to.kind().clone());
    }
    match (from.is_nullable(), to.is_nullable()) {
        (true, false) => alter = alter.not_null(),
        (false, true) => alter = alter.nullable(),
        _ => {}
    }
    if from.default_value() != to.default_value() {
        alter = match to.default_value() {
            None => alter.drop_default(),
            Some(ColumnDefault::Value(value)) => alter.default(value.clone()),
            Some(ColumnDefault::Expression(sql)) => alter.default_expr(sql),
        };
    }
    alter
}
