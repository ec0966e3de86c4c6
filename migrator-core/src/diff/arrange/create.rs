//! What is new, in the order in which it needs each other: domains, functions, sequences, tables.

use std::collections::BTreeSet;

use super::disturbed::{index_columns, key_columns};
use super::order::ordered;
use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::{constraints, function_name, with_owner};
use crate::diff::table::without;
use crate::diff::{Change, Difference};
use crate::ops::{CreateTable, DomainOperation, Operation, SequenceOperation, TableChange};
use crate::schema::{Constraint, ForeignKey, ObjectKind, ObjectName, Table};

/// A thing to create: first by its kind, then by its name.
type Node = (u8, ObjectName);

impl Work<'_> {
    /// Creates what is new, but for what is made of tables.
    pub(super) fn create(&mut self) {
        let nodes = self.nodes();
        let needs = self.needs_among(&nodes);
        let order = ordered(&nodes, &needs);
        let mut there: BTreeSet<TableName> = BTreeSet::new();
        for (_, object) in order {
            let Some(at) = self.position(&object) else {
                continue;
            };
            match self.changes.get(at) {
                Some(Change::Table(Difference::Added(table))) => {
                    there.insert(table.name().clone());
                    self.create_table(at, table, &there);
                }
                Some(Change::Function(it)) => self.create_function(at, it),
                Some(Change::Sequence(Difference::Added(it))) => {
                    // Its owner may not be there yet.
                    let free = with_owner(it, it.name().clone(), None);
                    let create = SequenceOperation::Create(free);
                    self.step(Operation::Sequence(create), vec![at], None);
                }
                Some(Change::Domain(Difference::Added(it))) => {
                    let create = DomainOperation::Create(it.clone());
                    self.step(Operation::Domain(create), vec![at], None);
                }
                Some(Change::Beyond(it)) => self.make_beyond(at, it.now()),
                Some(Change::Domain(Difference::Changed { from, to })) => {
                    let former = self.now.domain(from);
                    let replace = DomainOperation::Replace(to.clone().instead_of(former));
                    let cautions = self.domain_cautions(from, to);
                    self.step(Operation::Domain(replace), vec![at], cautions);
                }
                _ => {}
            }
        }
    }

    fn nodes(&self) -> BTreeSet<Node> {
        let mut nodes = BTreeSet::new();
        for change in self.changes {
            let rank = match change {
                Change::Domain(Difference::Added(_) | Difference::Changed { .. }) => 0,
                // A type of several fields, which may be domains.
                Change::Beyond(Difference::Added(it)) if it.object.kind == ObjectKind::Domain => 1,
                Change::Function(Difference::Added(_) | Difference::Changed { .. })
                    if !self.is_late_function(&change.object()) =>
                {
                    2
                }
                Change::Sequence(Difference::Added(_)) => 3,
                Change::Table(Difference::Added(_)) => 4,
                _ => continue,
            };
            nodes.insert((rank, change.object()));
        }
        nodes
    }

    /// Returns the position of the change that makes an object.
    pub(super) fn position(&self, object: &ObjectName) -> Option<usize> {
        let makes = |it: &Change| match it {
            Change::Table(it) => matches!(it, Difference::Added(_)),
            Change::Function(it) => !it.is_removed(),
            Change::Sequence(it) => matches!(it, Difference::Added(_)),
            Change::Beyond(it) => matches!(it, Difference::Added(_)),
            Change::Domain(it) => {
                matches!(it, Difference::Added(_) | Difference::Changed { .. })
            }
            _ => false,
        };
        self.changes
            .iter()
            .position(|it| makes(it) && it.object() == *object)
    }

    fn needs_among(&self, nodes: &BTreeSet<Node>) -> BTreeSet<(Node, Node)> {
        let find = |object: &ObjectName| {
            nodes.iter().find(|(_, it)| {
                let is_part = object.part.is_some() && it.kind == ObjectKind::Table;
                it.name == object.name && (it.kind == object.kind || is_part)
            })
        };
        let mut needs = BTreeSet::new();
        for need in &self.wanted.needs {
            if let (Some(who), Some(whom)) = (find(&need.who), find(&need.whom)) {
                needs.insert((who.clone(), whom.clone()));
            }
        }
        for node in nodes {
            for named in self.named(&node.1) {
                if let Some(whom) = find(&named)
                    && !needs.contains(&(whom.clone(), node.clone()))
                {
                    needs.insert((node.clone(), whom.clone()));
                }
            }
        }
        needs
    }

    /// Returns the tables that the keys of a table refer to, or the tables and functions that the text of a
    /// function names: what is in the text the database itself does not know.
    pub(super) fn named(&self, object: &ObjectName) -> Vec<ObjectName> {
        match object.kind {
            ObjectKind::Table => {
                let table = self.wanted_table(&object.name);
                let keys = table.map(Table::foreign_keys).unwrap_or_default();
                let targets = keys.iter().map(ForeignKey::target);
                targets
                    .map(|it| ObjectName::new(ObjectKind::Table, it))
                    .collect()
            }
            ObjectKind::Function => {
                let texts = self.function_texts(object);
                let is_named = |it: &ObjectName| {
                    let name = match it.kind {
                        ObjectKind::Function => function_name(self.dialect(), it.name.name()),
                        _ => Some(it.name.clone()),
                    };
                    it != object && name.is_some_and(|it| self.is_mentioned(&texts, it.name()))
                };
                let made = self.changes.iter().filter_map(|it| match it {
                    Change::Table(Difference::Added(_)) => Some(it.object()),
                    Change::Function(it_) if !it_.is_removed() => Some(it.object()),
                    _ => None,
                });
                made.filter(is_named).collect()
            }
            _ => Vec::new(),
        }
    }

    fn create_table(&mut self, at: usize, table: &Table, there: &BTreeSet<TableName>) {
        let is_late =
            |it: &&ForeignKey| it.is_not_valid() || !self.is_target_there(table.name(), it, there);
        let late = table.foreign_keys().iter().filter(is_late);
        let late: Vec<ForeignKey> = late.cloned().collect();
        // What is made with its table is valid.
        let unchecked = table.checks().iter().filter(|it| it.is_not_valid());
        let unchecked: Vec<Constraint> = unchecked.cloned().map(Constraint::from).collect();
        let create = CreateTable {
            table: without(table, |it| match it {
                Constraint::ForeignKey(key) => late.contains(key),
                other => unchecked.contains(other),
            }),
        };
        self.step(Operation::CreateTable(create), vec![at], None);
        let mut together = Together::default();
        for check in unchecked {
            together.push(TableChange::AddConstraint(check), [at]);
        }
        self.alter(table.name(), together);
        let late = late.into_iter();
        self.late_keys
            .extend(late.map(|it| (table.name().clone(), it, vec![at])));
    }

    /// Tells whether a table that stays gets a key of these columns: rows that refer to it by others are
    /// refused until then.
    fn gets_key(&self, table: &TableName, columns: &BTreeSet<String>) -> bool {
        let is_it = |it: &Difference<Constraint>| match it {
            Difference::Added(to) | Difference::Changed { to, .. } => {
                key_columns(to).as_ref() == Some(columns)
            }
            Difference::Removed(_) | Difference::Renamed { .. } => false,
        };
        let is_index = |it: &Change| match it {
            Change::Index(Difference::Added(it) | Difference::Changed { to: it, .. }) => {
                it.table() == table && it.is_unique() && index_columns(it) == *columns
            }
            _ => false,
        };
        let parts = self.parts.get(table).map(|it| it.constraints.as_slice());
        parts.unwrap_or_default().iter().any(|(_, it)| is_it(it))
            || self.changes.iter().any(is_index)
    }

    /// Tells whether what a foreign key refers to is there as soon as the tables are that are to be there.
    pub(super) fn is_target_there(
        &self,
        table: &TableName,
        key: &ForeignKey,
        there: &BTreeSet<TableName>,
    ) -> bool {
        let target = key.target();
        let columns: BTreeSet<String> = key.target_columns().iter().cloned().collect();
        if self.builds_anew() {
            return target == table || !self.gets_key(target, &columns);
        }
        let has_key = |it: &Table| {
            let keys = constraints(it);
            keys.iter().filter_map(key_columns).any(|it| it == columns)
        };
        if self.is_added(target) || target == table {
            let is_there = there.contains(target) || target == table;
            return is_there && self.wanted_table(target).is_some_and(has_key);
        }
        let former = self.former(target);
        let Some(parts) = self.parts.get(target) else {
            return !self.again.contains_key(target);
        };
        let is_touched = parts.columns.iter().any(|it| {
            let now = it.difference.now().name();
            columns.contains(now)
        });
        let is_there = self.tables.get(&former).is_some_and(|it| {
            let is_index = |it: &crate::schema::Index| {
                *it.table() == former && it.is_unique() && index_columns(it) == columns
            };
            has_key(it) || self.found.indexes.iter().any(is_index)
        });
        let is_lost = self.disturbed.keys.contains(&(former, columns));
        !is_touched && is_there && !is_lost
    }
}
