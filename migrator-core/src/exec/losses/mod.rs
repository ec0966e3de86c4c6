//! What an operation drops that holds data.
//!
//! Pure. What the same run has created holds nothing of anybody's, so that dropping it is no loss.
//! What SQL of a migration's own drops is in `sql`, by its leading keywords.

mod sql;
mod thing;

use std::collections::BTreeSet;

use self::thing::{Fate, Thing};
use crate::base::Dialect;
use crate::ops::{
    AlterTable, BatchChange, EnumOperation, ExtensionOperation, Operation, SchemaOperation,
    TableChange,
};
use crate::schema::Table;

/// What a run has created so far, and what it loses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Losses {
    created: BTreeSet<Thing>,
    lost: Vec<String>,
}

impl Losses {
    /// Takes an operation; what is done by SQL of its own comes through [`take_sql`](Self::take_sql).
    pub(crate) fn take(&mut self, operation: &Operation) {
        for fate in fates(operation) {
            self.note(fate, "");
        }
    }

    /// Takes a statement that the migration has written itself.
    pub(crate) fn take_sql(&mut self, dialect: Dialect, sql: &str) {
        for fate in sql::fates(dialect, sql) {
            self.note(fate, ", by SQL of its own");
        }
    }

    /// Returns what was lost since the last call.
    pub(crate) fn take_lost(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lost)
    }

    fn note(&mut self, fate: Fate, how: &str) {
        match fate {
            Fate::Created(thing) => {
                self.created.insert(thing);
            }
            Fate::RenamedTable { from, to } => {
                if self.created.remove(&Thing::Table(from)) {
                    self.created.insert(Thing::Table(to));
                }
            }
            Fate::Lost(thing) => {
                let table = thing.table().map(|table| Thing::Table(table.to_owned()));
                let is_new = table.is_some_and(|table| self.created.contains(&table));
                let text = format!("{thing}{how}");
                if !is_new && !self.created.contains(&thing) && !self.lost.contains(&text) {
                    self.lost.push(text);
                }
            }
        }
    }
}

fn fates(operation: &Operation) -> Vec<Fate> {
    match operation {
        Operation::CreateTable(create) => {
            vec![Fate::Created(Thing::Table(create.table.name().to_string()))]
        }
        Operation::DropTable(drop) => {
            let is_temporary = drop.definition.as_ref().is_some_and(Table::is_temporary);
            let lost = Fate::Lost(Thing::Table(drop.table.to_string()));
            (!is_temporary).then_some(lost).into_iter().collect()
        }
        Operation::RenameTable(rename) => {
            let (from, to) = (rename.from.to_string(), rename.to.to_string());
            vec![Fate::RenamedTable { from, to }]
        }
        Operation::AlterTable(alter) => changed(alter),
        Operation::Enumeration(EnumOperation::Drop(drop)) if drop.cascade => {
            let name = drop.object.name();
            vec![other(format!("columns of type `{name}`"))]
        }
        Operation::Schema(SchemaOperation::Drop(drop)) if drop.cascade => {
            let name = drop.object.name();
            vec![other(format!("schema `{name}` with everything in it"))]
        }
        Operation::Extension(ExtensionOperation::Drop(drop)) if drop.cascade => {
            let name = drop.object.name();
            vec![other(format!("what depends on extension `{name}`"))]
        }
        Operation::InBatches(in_batches) => match in_batches.change {
            BatchChange::Delete => {
                let table = in_batches.batches.table().to_string();
                vec![Fate::Lost(Thing::Rows { table })]
            }
            BatchChange::Update(_) => Vec::new(),
        },
        Operation::Enumeration(_)
        | Operation::Schema(_)
        | Operation::Extension(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::Sequence(_)
        | Operation::View(_)
        | Operation::Function(_)
        | Operation::Trigger(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_) => Vec::new(),
    }
}

fn changed(alter: &AlterTable) -> Vec<Fate> {
    let fate = |change: &TableChange| match change {
        TableChange::AddColumn { column, .. } => {
            Some(Fate::Created(Thing::column(&alter.table, column.name())))
        }
        TableChange::DropColumn(drop) => Some(Fate::Lost(Thing::column(&alter.table, drop.name()))),
        TableChange::RenameColumn { .. }
        | TableChange::AlterColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint { .. }
        | TableChange::ValidateConstraint { .. }
        | TableChange::Comment(_) => None,
    };
    alter.changes.iter().filter_map(fate).collect()
}

fn other(text: String) -> Fate {
    Fate::Lost(Thing::Other(text))
}

#[cfg(test)]
mod tests;
