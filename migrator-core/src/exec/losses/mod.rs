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
    AlterTable, BatchChange, DomainOperation, EnumOperation, ExtensionOperation, Operation,
    SchemaOperation, TableChange,
};
use crate::schema::Table;

/// What a run has created so far, and what it loses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Losses {
    created: BTreeSet<Thing>,
    /// What the step under way has changed there, and whether it was added.
    changed: Vec<(Thing, bool)>,
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

    /// Ends a step, and returns what it loses.
    pub(crate) fn take_lost(&mut self) -> Vec<String> {
        self.changed.clear();
        std::mem::take(&mut self.lost)
    }

    /// Forgets the step under way, which begins once more.
    pub(crate) fn start_over(&mut self) {
        while let Some((thing, is_new)) = self.changed.pop() {
            match is_new {
                true => self.created.remove(&thing),
                false => self.created.insert(thing),
            };
        }
        self.lost.clear();
    }

    fn note(&mut self, fate: Fate, how: &str) {
        match fate {
            Fate::Created(thing) => self.mark(thing, true),
            Fate::RenamedTable { from, to } => self.rename_table(&from, &to),
            Fate::RenamedColumn { table, from, to } => {
                let (from, to) = (Thing::column(&table, &from), Thing::column(&table, &to));
                let is_new = self.created.contains(&from);
                self.mark(from, false);
                self.mark(to, is_new);
            }
            Fate::Lost(thing) => self.lose(thing, how),
        }
    }

    /// Whatever gets the name afterwards is not new because of what had it before.
    fn lose(&mut self, thing: Thing, how: &str) {
        let table = thing.table().map(|table| Thing::Table(table.to_owned()));
        let is_new = table.is_some_and(|table| self.created.contains(&table));
        let text = format!("{thing}{how}");
        if !is_new && !self.created.contains(&thing) && !self.lost.contains(&text) {
            self.lost.push(text);
        }
        match thing {
            Thing::Table(table) => {
                self.forget(&table);
            }
            thing => self.mark(thing, false),
        }
    }

    fn rename_table(&mut self, from: &str, to: &str) {
        self.forget(to);
        for thing in self.forget(from) {
            self.mark(thing.in_table(to), true);
        }
    }

    /// Takes a table and its columns from what is new, and returns which of them were.
    fn forget(&mut self, table: &str) -> Vec<Thing> {
        let is_part = |thing: &&Thing| thing.table() == Some(table);
        let own = Thing::Table(table.to_owned());
        let columns = self.created.range(Thing::column(&table, "")..);
        let columns = columns.take_while(is_part).cloned();
        let parts = self.created.get(&own).cloned().into_iter().chain(columns);
        let parts: Vec<Thing> = parts.collect();
        for part in &parts {
            self.mark(part.clone(), false);
        }
        parts
    }

    fn mark(&mut self, thing: Thing, is_new: bool) {
        let has_changed = match is_new {
            true => self.created.insert(thing.clone()),
            false => self.created.remove(&thing),
        };
        if has_changed {
            self.changed.push((thing, is_new));
        }
    }
}

fn fates(operation: &Operation) -> Vec<Fate> {
    match operation {
        Operation::CreateTable(create) => {
            // What may have been there already is not known to be new.
            let created = Fate::Created(Thing::Table(create.table.name().to_string()));
            let is_new = !create.table.is_if_not_exists();
            is_new.then_some(created).into_iter().collect()
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
        Operation::Domain(DomainOperation::Drop(drop)) if drop.cascade => {
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
        | Operation::Domain(_)
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
        TableChange::AddColumn {
            column,
            if_not_exists: false,
        } => Some(Fate::Created(Thing::column(&alter.table, column.name()))),
        TableChange::RenameColumn { from, to } => Some(Fate::RenamedColumn {
            table: alter.table.to_string(),
            from: from.clone(),
            to: to.clone(),
        }),
        TableChange::DropColumn(drop) => Some(Fate::Lost(Thing::column(&alter.table, drop.name()))),
        TableChange::AddColumn {
            if_not_exists: true,
            ..
        }
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
