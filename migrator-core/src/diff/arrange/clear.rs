//! What goes, and what is in the way for a while: dropped before anything else, by the former names.

use std::collections::BTreeSet;

use super::order::ordered;
use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::with_owner;
use crate::diff::table::without;
use crate::diff::{Change, Difference};
use crate::ops::{
    DropConstraint, DropIndex, DropTable, Operation, SequenceOperation, TableChange, Trigger,
    TriggerOperation, ViewOperation,
};
use crate::schema::{Constraint, Index, ObjectKind};

impl<'a> Work<'a> {
    /// Drops what goes, and what is in the way.
    pub(super) fn clear(&mut self) {
        self.drop_triggers();
        self.drop_views();
        self.drop_functions(true);
        self.drop_partitions();
        self.drop_indexes();
        self.let_go_sequences();
        let order = self.dropping_order();
        let circular = self.circular_keys(&order);
        self.drop_early_parts();
        for (table, keys) in &circular {
            let mut together = Together::default();
            for key in keys {
                let drop = DropConstraint::from(key.clone());
                together.push(TableChange::DropConstraint(drop), self.table_change(table));
            }
            self.alter(table, together);
        }
        for name in &order {
            let keys = circular.iter().filter(|(table, _)| table == name);
            let keys: Vec<Constraint> = keys.flat_map(|(_, keys)| keys.clone()).collect();
            self.drop_table(name, &keys);
        }
    }

    fn drop_triggers(&mut self) {
        for key in self.disturbed.triggers.clone() {
            let Some(trigger) = self.triggers.get(&key).copied() else {
                continue;
            };
            // It goes with what it is on.
            if self.is_removed(&key.0) || self.disturbed.views.contains(&key.0) {
                continue;
            }
            let changes = self.trigger_changes(trigger, &key.0);
            let drop = TriggerOperation::Drop(trigger.clone().into());
            self.step(Operation::Trigger(drop), changes, None);
        }
    }

    pub(super) fn trigger_changes(&self, trigger: &Trigger, table: &TableName) -> Vec<usize> {
        let is_it = |it: &Change| match it {
            Change::Trigger(it) => {
                let former = it.former().is_some_and(|it| it == trigger);
                former || it.now() == trigger
            }
            _ => false,
        };
        self.positions(is_it, &[table])
    }

    /// Returns the positions of the changes of a thing, else of those that disturb it.
    pub(super) fn positions(
        &self,
        is_it: impl Fn(&Change) -> bool,
        tables: &[&TableName],
    ) -> Vec<usize> {
        let all = self.changes.iter().enumerate();
        let own: Vec<usize> = all.filter(|(_, it)| is_it(it)).map(|(at, _)| at).collect();
        match own.is_empty() {
            true => self.disturbers(tables),
            false => own,
        }
    }

    fn drop_views(&mut self) {
        let needs = self
            .needs
            .iter()
            .filter(|it| it.who.kind == ObjectKind::View && it.whom.kind == ObjectKind::View);
        let needs = needs
            .map(|it| (it.who.name.clone(), it.whom.name.clone()))
            .collect();
        let mut order = ordered(&self.disturbed.views, &needs);
        order.reverse();
        for name in order {
            let Some(view) = self.views.get(&name).copied() else {
                continue;
            };
            let mut changes = self.view_changes(&name);
            changes.extend(self.changes_on(&name));
            let drop = ViewOperation::Drop(view.clone().into());
            self.step(Operation::View(drop), changes, None);
        }
    }

    pub(super) fn view_changes(&self, former: &TableName) -> Vec<usize> {
        let is_it = |it: &Change| match it {
            Change::View(it) => it.former().is_some_and(|it| it.name() == former),
            _ => false,
        };
        let whom = self.needs.iter().filter(|it| it.who.name == *former);
        let tables: Vec<&TableName> = whom.map(|it| &it.whom.name).collect();
        self.positions(is_it, &tables)
    }

    /// Returns the changes of indexes, triggers and sequences that go with a table or view.
    fn changes_on(&self, table: &TableName) -> Vec<usize> {
        let is_on = |it: &Change| match it {
            Change::Index(Difference::Removed(it)) => it.table() == table,
            Change::Trigger(Difference::Removed(it)) => it.table() == table,
            Change::Sequence(Difference::Removed(it)) => it
                .options()
                .owner
                .as_ref()
                .is_some_and(|(owner, _)| owner == table),
            _ => false,
        };
        let all = self.changes.iter().enumerate();
        all.filter(|(_, it)| is_on(it)).map(|(at, _)| at).collect()
    }

    fn drop_indexes(&mut self) {
        let mut dropped: Vec<(&'a Index, Vec<usize>)> = Vec::new();
        let mut names: BTreeSet<(&TableName, &str)> = BTreeSet::new();
        for (at, change) in self.changes.iter().enumerate() {
            if let Change::Index(it) = change {
                if let Some(from) = it.former() {
                    names.insert((from.table(), from.name()));
                }
                match it {
                    Difference::Removed(from) | Difference::Changed { from, .. } => {
                        dropped.push((from, vec![at]));
                    }
                    Difference::Renamed { from, .. } if self.is_index_disturbed(from) => {
                        dropped.push((from, vec![at]));
                    }
                    Difference::Added(_) | Difference::Renamed { .. } => {}
                }
            }
        }
        let found = self.found;
        for index in &found.indexes {
            let is_changed = names.contains(&(index.table(), index.name()));
            if !is_changed && self.is_index_disturbed(index) {
                dropped.push((index, self.disturbers(&[index.table()])));
            }
        }
        for (index, changes) in dropped {
            // It goes with what it is on.
            let table = index.table();
            if !self.is_removed(table) && !self.disturbed.views.contains(table) {
                let drop = DropIndex::from(index.clone());
                self.step(Operation::DropIndex(drop), changes, None);
            }
        }
    }

    /// Takes sequences that stay from columns that go, which would take them along.
    fn let_go_sequences(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let Change::Sequence(Difference::Changed { from, .. }) = change else {
                continue;
            };
            let Some((table, column)) = &from.options().owner else {
                continue;
            };
            if self.is_removed(table)
                || self
                    .disturbed
                    .gone
                    .contains(&(table.clone(), column.clone()))
            {
                let free = with_owner(from, from.name().clone(), None);
                let alter = SequenceOperation::Alter(free.instead_of(from.clone()));
                self.step(Operation::Sequence(alter), vec![at], None);
            }
        }
    }

    /// Tells whether a column goes, and with it the sequence that is its own.
    pub(super) fn is_owner_gone(&self, table: &TableName, column: &str) -> bool {
        let key = (table.clone(), column.to_owned());
        self.is_removed(table)
            || self.disturbed.gone.contains(&key)
            || self.disturbed.recreated.contains(&key)
    }

    /// Returns the tables that go, those that refer to others first.
    fn dropping_order(&self) -> Vec<TableName> {
        let mut needs = BTreeSet::new();
        for name in self.removed() {
            let keys = self.tables.get(name).map(|it| it.foreign_keys());
            for key in keys.unwrap_or_default() {
                needs.insert((key.target().clone(), name.clone()));
            }
        }
        ordered(self.removed(), &needs)
    }

    /// Returns foreign keys to tables that go before the one that has them.
    fn circular_keys(&self, order: &[TableName]) -> Vec<(TableName, Vec<Constraint>)> {
        let mut circular = Vec::new();
        for (at, name) in order.iter().enumerate() {
            let before = order.get(..at).unwrap_or_default();
            let keys = self.tables.get(name).map(|it| it.foreign_keys());
            let keys = keys.unwrap_or_default().iter();
            let keys = keys.filter(|it| before.contains(it.target()));
            let keys: Vec<Constraint> = keys.cloned().map(Constraint::from).collect();
            if !keys.is_empty() {
                circular.push((name.clone(), keys));
            }
        }
        circular
    }

    fn table_change(&self, former: &TableName) -> Vec<usize> {
        let is_it = |it: &Change| matches!(it, Change::Table(Difference::Removed(it)) if it.name() == former);
        let all = self.changes.iter().enumerate();
        all.filter(|(_, it)| is_it(it)).map(|(at, _)| at).collect()
    }

    fn drop_table(&mut self, name: &TableName, without_these: &[Constraint]) {
        let Some(table) = self.tables.get(name).copied() else {
            return;
        };
        let mut changes = self.table_change(name);
        changes.extend(self.changes_on(name));
        let drop = DropTable::from(without(table, |it| without_these.contains(it)));
        self.step(Operation::DropTable(drop), changes, None);
    }
}
