//! What goes, and what is in the way for a while: dropped before anything else, by the former names.

use std::collections::{BTreeMap, BTreeSet};

use super::moving::Taken;
use super::order::ordered;
use super::work::{Together, Work};
use crate::base::TableName;
use crate::diff::renaming::{Place, constraints, has_literal, mentions, with_owner};
use crate::diff::table::without;
use crate::diff::{Change, Difference};
use crate::ops::{
    DropColumn, DropConstraint, DropIndex, DropTable, FunctionOperation, Operation,
    SequenceOperation, TableChange, Trigger, TriggerOperation, ViewOperation,
};
use crate::schema::{
    AlterColumn, Column, ColumnDefault, Constraint, Index, IndexTarget, ObjectKind, Table,
};

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

    /// Drops functions: those that need a table that goes, before it; else those that are left.
    pub(super) fn drop_functions(&mut self, are_early: bool) {
        let early = self.early_functions();
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, change) in self.changes.iter().enumerate() {
            if let Change::Function(Difference::Removed(it)) = change
                && early.contains(it.signature()) == are_early
                && !self.is_superseded(it.signature())
            {
                gone.insert(it.signature(), at);
            }
        }
        let names: BTreeSet<&str> = gone.keys().copied().collect();
        let needs = self.needs.iter();
        // Each behind what needs it.
        let needs = needs.map(|it| (it.whom.name.name(), it.who.name.name()));
        let order = ordered(&names, &needs.collect());
        let order: Vec<usize> = order
            .iter()
            .filter_map(|it| gone.get(it).copied())
            .collect();
        for at in order {
            if let Some(Change::Function(Difference::Removed(it))) = self.changes.get(at) {
                let drop = FunctionOperation::Drop(it.clone().into());
                self.step(Operation::Function(drop), vec![at], None);
            }
        }
    }

    /// Returns the functions that need a table or a view that goes, or such a function.
    fn early_functions(&self) -> BTreeSet<String> {
        let mut early: BTreeSet<String> = BTreeSet::new();
        loop {
            let needs = self.needs.iter().filter(|it| {
                let (who, whom) = (&it.who, &it.whom.name);
                who.kind == ObjectKind::Function
                    && !early.contains(who.name.name())
                    && (self.is_removed(whom)
                        || self.disturbed.views.contains(whom)
                        || it.whom.kind == ObjectKind::Function && early.contains(whom.name()))
            });
            let more: Vec<String> = needs.map(|it| it.who.name.name().to_owned()).collect();
            if more.is_empty() {
                return early;
            }
            early.extend(more);
        }
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

    /// Drops the constraints, and with them the columns, that cannot wait for their table's turn.
    fn drop_early_parts(&mut self) {
        let taken = self.taken_names();
        if taken.moves {
            // Keys cannot go before what refers to them, on whatever table.
            for (name, table) in self.tables.clone() {
                let mut together = Together::default();
                if !self.is_removed(&name) {
                    self.early_constraints(&name, table, &taken, Some(&is_key), &mut together);
                }
                self.alter(&name, together);
            }
        }
        for (name, table) in self.tables.clone() {
            if self.is_removed(&name) {
                continue;
            }
            let mut together = Together::default();
            self.early_constraints(&name, table, &taken, None, &mut together);
            self.early_values(&name, table, &mut together);
            if !together.changes.is_empty() {
                self.early_rest(&name, &mut together);
            }
            self.alter(&name, together);
        }
    }

    /// Drops those constraints, or all that cannot wait.
    fn early_constraints(
        &mut self,
        name: &TableName,
        table: &Table,
        taken: &Taken,
        only: Option<&dyn Fn(&Constraint) -> bool>,
        together: &mut Together,
    ) {
        let parts = self.parts.get(&self.now.table_name(name));
        let differences = parts.map(|it| it.constraints.clone()).unwrap_or_default();
        let changed: Vec<(usize, &Constraint)> = differences
            .iter()
            .filter_map(|(at, it)| match it {
                Difference::Removed(from) | Difference::Changed { from, .. } => Some((*at, from)),
                Difference::Added(_) | Difference::Renamed { .. } => None,
            })
            .collect();
        let computed: Vec<String> = self.early_computed(name, table);
        let is_left = |early: &[(TableName, Constraint)], it: &Constraint| {
            let is_done = early
                .iter()
                .any(|(table, early)| table == name && early == it);
            !is_done && only.is_none_or(|only| only(it))
        };
        for (at, constraint) in &changed {
            if !is_left(&self.early, constraint) {
                continue;
            }
            let is_early = match constraint {
                Constraint::ForeignKey(key) => {
                    let is_other = taken.moves || key.target() != name;
                    self.is_removed(key.target())
                        || (is_other && self.is_key_disturbed(name, key))
                        || key.columns().iter().any(|it| computed.contains(it))
                }
                other => {
                    let is_made_anew = self.has_revalued(name) || !self.disturbed.remade.is_empty();
                    (is_made_anew && self.is_constraint_disturbed(name, other))
                        || self.says_of(other, &computed)
                        || taken.has(&self.now.table_name(name), other)
                }
            };
            if is_early {
                let drop = DropConstraint::from((*constraint).clone());
                together.push(TableChange::DropConstraint(drop), [*at]);
                self.early.push((name.clone(), (*constraint).clone()));
            }
        }
        for constraint in constraints(table) {
            let is_changed = changed.iter().any(|(_, it)| **it == constraint);
            if is_changed
                || !is_left(&self.early, &constraint)
                || !self.is_in_the_way(name, &constraint)
            {
                continue;
            }
            let target = match &constraint {
                Constraint::ForeignKey(key) => key.target().clone(),
                _ => name.clone(),
            };
            let changes = self.disturbers(&[name, &target]);
            let drop = DropConstraint::from(constraint.clone());
            together.push(TableChange::DropConstraint(drop), changes.clone());
            self.early.push((name.clone(), constraint.clone()));
            self.put_back(name, table, &constraint, changes);
        }
    }

    /// Tells whether a constraint that nothing is said about has to go for a while. SQLite looks for the keys
    /// of foreign keys only when rows change.
    fn is_in_the_way(&self, name: &TableName, constraint: &Constraint) -> bool {
        match constraint {
            Constraint::ForeignKey(key) if self.builds_anew() => {
                let is_recreated = |table: &TableName, columns: &[String]| {
                    let mut keys = columns.iter().map(|it| (table.clone(), it.clone()));
                    keys.any(|it| self.disturbed.recreated.contains(&it))
                };
                is_recreated(name, key.columns())
                    || is_recreated(key.target(), key.target_columns())
            }
            other => self.is_constraint_disturbed(name, other),
        }
    }

    /// Notes that a constraint comes again, as it is wanted.
    fn put_back(
        &mut self,
        former: &TableName,
        table: &Table,
        constraint: &Constraint,
        changes: Vec<usize>,
    ) {
        let now = self.now.table_name(former);
        let wanted = self.wanted_table(&now).map(constraints).unwrap_or_default();
        let renamed = self.now.constraint(&self.now.place(table), constraint);
        let place = self.wanted_table(&now).map(|it| self.same.place(it));
        let says = |it: &Constraint| place.as_ref().map(|place| self.same.constraint(place, it));
        let parts = self.parts.get(&now);
        let differences = parts
            .map(|it| it.constraints.as_slice())
            .unwrap_or_default();
        let name = differences.iter().find_map(|(_, it)| match it {
            Difference::Renamed { from, to } if from == constraint => to.name(),
            _ => None,
        });
        let name = name.or(constraint.name());
        let is_it = |it: &Constraint| match (it.name(), name) {
            (Some(one), Some(other)) => one == other,
            _ => says(it).as_ref() == Some(&renamed),
        };
        let wanted = wanted.into_iter().find(is_it);
        let renamed = || match constraint.name() {
            Some(name) => renamed.clone().named(name),
            None => renamed.clone(),
        };
        match wanted.unwrap_or_else(renamed) {
            Constraint::ForeignKey(key) => self.late_keys.push((now, key, changes)),
            other => self.again.entry(now).or_default().push((other, changes)),
        }
    }

    fn has_revalued(&self, table: &TableName) -> bool {
        self.disturbed.revalued.iter().any(|(it, _)| it == table)
    }

    /// Drops what would be in the way of other values of an enumeration, or of a function that is made anew: columns
    /// that are computed of them, and defaults that are not there any more or call it.
    fn early_values(&mut self, name: &TableName, table: &Table, together: &mut Together) {
        let is_quiet = !self.has_revalued(name) && self.disturbed.remade.is_empty();
        if self.builds_anew() || is_quiet {
            return;
        }
        let changes = self.disturbers(&[name]);
        let computed = self.early_computed(name, table);
        for column in table.columns() {
            let key = (name.clone(), column.name().to_owned());
            if computed.contains(&key.1) && self.becomes_plain(&key) {
                let alter = AlterColumn::new(column.name())
                    .drop_generated()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
                self.early_columns.insert(key);
            } else if computed.contains(&key.1) {
                let drop = DropColumn::from(column.clone());
                together.push(TableChange::DropColumn(drop), changes.clone());
                self.early_columns.insert(key);
            } else if self.disturbed.revalued.contains(&key) && self.loses_default(name, column) {
                let alter = AlterColumn::new(column.name())
                    .drop_default()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
            } else if let Some(ColumnDefault::Expression(sql)) = column.default_value()
                && self.calls_remade(sql)
            {
                let alter = AlterColumn::new(column.name())
                    .drop_default()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
                self.disturbed.defaults.insert(key);
            }
        }
    }

    /// Returns the columns that are computed of values of an enumeration that is replaced: none of them stays.
    fn early_computed(&self, name: &TableName, table: &Table) -> Vec<String> {
        if self.builds_anew() {
            return Vec::new();
        }
        let is_revalued = |it: &str| {
            let key = (name.clone(), it.to_owned());
            self.disturbed.revalued.contains(&key) || self.disturbed.remade.contains(it)
        };
        let computed = table.columns().iter().filter(|it| {
            let generated = it.generated();
            generated.is_some_and(|it| mentions(self.dialect(), &it.expression, is_revalued))
        });
        computed.map(|it| it.name().to_owned()).collect()
    }

    /// Tells whether a constraint says something of one of some columns.
    fn says_of(&self, constraint: &Constraint, columns: &[String]) -> bool {
        let is_one = |it: &str| columns.iter().any(|column| column == it);
        match constraint {
            Constraint::PrimaryKey(it) => it.columns().iter().any(|it| is_one(it)),
            Constraint::Unique(it) => it
                .columns()
                .iter()
                .chain(it.included())
                .any(|it| is_one(it)),
            Constraint::Check(it) => mentions(self.dialect(), it.expression(), is_one),
            Constraint::ForeignKey(it) => it.columns().iter().any(|it| is_one(it)),
            Constraint::Exclude(it) => it.elements().iter().any(|it| match &it.target {
                IndexTarget::Column(it) => is_one(it),
                IndexTarget::Expression(sql) => mentions(self.dialect(), sql, is_one),
            }),
        }
    }

    /// Tells whether a column's default is a value that goes. One that becomes what the value becomes is
    /// changed with the enumeration.
    fn loses_default(&self, table: &TableName, column: &Column) -> bool {
        let place = Place::nowhere(table);
        let now = |it: &Column| it.default_value().map(|it| self.now.default(&place, it));
        let parts = self.parts.get(&self.now.table_name(table));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        let is_changed = columns.iter().any(|it| match it.difference {
            Difference::Changed { from, to } => {
                from == column && now(from).as_ref() != to.default_value()
            }
            _ => false,
        });
        let key = (table.clone(), column.name().to_owned());
        if !is_changed && !self.disturbed.gone.contains(&key) {
            return false;
        }
        let Some(ColumnDefault::Expression(sql)) = column.default_value() else {
            return false;
        };
        self.changes.iter().any(|it| match it {
            Change::Enum {
                difference: Difference::Changed { from, to },
                ..
            } => {
                let gone = from.values().iter().filter(|it| !to.values().contains(it));
                let mut gone = gone.filter(|it| has_literal(self.dialect(), sql, it));
                gone.next().is_some()
            }
            _ => false,
        })
    }

    /// Once a table is altered early, all that goes of it does, so that its turn may not come again.
    fn early_rest(&mut self, name: &TableName, together: &mut Together) {
        let now = self.now.table_name(name);
        let Some(parts) = self.parts.get(&now) else {
            return;
        };
        let has_backfill = parts.columns.iter().any(|it| it.backfill.is_some());
        let has_keys = self.disturbed.keys.iter().any(|(table, _)| table == name);
        let is_computed = parts.columns.iter().any(|it| match it.difference {
            Difference::Changed { from, .. } => from.generated().is_some(),
            _ => false,
        });
        if has_backfill || has_keys || is_computed {
            return;
        }
        let gone = self.going_constraints(name);
        let columns = self.going_columns(name);
        for (at, constraint) in gone {
            let drop = DropConstraint::from(constraint.clone());
            together.push(TableChange::DropConstraint(drop), [at]);
            self.early.push((name.clone(), constraint));
        }
        for (at, column) in columns {
            together
                .loses
                .extend(self.changes.get(at).and_then(Change::loses));
            together.push(TableChange::DropColumn(column.clone().into()), [at]);
            self.early_columns
                .insert((name.clone(), column.name().to_owned()));
        }
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

const fn is_key(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::ForeignKey(_))
}
