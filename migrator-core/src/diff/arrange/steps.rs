//! Steps, and the changes of a table that become one.

use std::collections::BTreeSet;

use super::step::Step;
use super::work::Work;
use crate::base::TableName;
use crate::ops::{AlterTable, EnumOperation, Operation, TableChange};

/// Changes of a table that become one operation, and what there is to say about it.
#[derive(Debug, Default)]
pub(super) struct Together {
    pub(super) changes: Vec<TableChange>,
    pub(super) for_: BTreeSet<usize>,
    pub(super) loses: Vec<String>,
    pub(super) cautions: Vec<String>,
}

impl Together {
    pub(super) fn push(&mut self, change: TableChange, for_: impl IntoIterator<Item = usize>) {
        self.changes.push(change);
        self.for_.extend(for_);
    }
}

impl Work<'_> {
    /// Returns what rows lose by a change.
    pub(super) fn losses(&self, at: usize) -> Option<String> {
        self.changes.get(at)?.loses(self.dialect())
    }

    /// Adds a step.
    pub(super) fn step(
        &mut self,
        operation: Operation,
        changes: Vec<usize>,
        cautions: impl IntoIterator<Item = String>,
    ) {
        let loses = changes
            .iter()
            .filter(|_| loses_of(&operation))
            .filter_map(|at| self.losses(*at));
        self.steps.push(Step {
            loses: loses.collect(),
            operation,
            changes,
            cautions: cautions.into_iter().collect(),
        });
    }

    /// Adds a step of the changes of one table, if there are any.
    pub(super) fn alter(&mut self, table: &TableName, mut together: Together) {
        if together.changes.is_empty() {
            return;
        }
        let called = match together.changes.as_slice() {
            [only] => called(only),
            _ => "alter_table",
        };
        // A key and an index may say the same.
        let mut said = BTreeSet::new();
        together.cautions.retain(|it| said.insert(it.clone()));
        self.steps.push(Step {
            operation: Operation::AlterTable(AlterTable {
                table: table.clone(),
                changes: together.changes,
                called,
            }),
            changes: together.for_.into_iter().collect(),
            loses: together.loses,
            cautions: together.cautions,
        });
    }
}

/// Only what drops, or puts values for others, loses something: a change may take several operations.
const fn loses_of(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::DropTable(_)
            | Operation::Sequence(_)
            | Operation::Enumeration(EnumOperation::Replace(_))
    )
}

/// Returns the method that makes a change alone.
const fn called(change: &TableChange) -> &'static str {
    match change {
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
    }
}
