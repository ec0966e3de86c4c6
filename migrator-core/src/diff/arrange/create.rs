//! What is new, in the order in which it needs each other: domains, functions, sequences, tables.

use std::collections::BTreeSet;

use super::disturbed::{index_columns, key_columns};
use super::order::ordered;
use super::work::{Together, Work};
use crate::base::TableName;
use crate::diff::renaming::{constraints, function_name, mentions, with_owner};
use crate::diff::table::without;
use crate::diff::{Change, Difference};
use crate::ops::{
    CreateTable, DomainOperation, DropFunction, Function, FunctionOperation, Operation,
    SequenceOperation, TableChange,
};
use crate::schema::{Constraint, ForeignKey, ObjectKind, ObjectName, Table};

/// A thing to create: first by its kind, then by its name.
type Node = (u8, ObjectName);

impl<'a> Work<'a> {
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
    fn named(&self, object: &ObjectName) -> Vec<ObjectName> {
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

    fn is_mentioned(&self, texts: &[String], name: &str) -> bool {
        let mut texts = texts.iter();
        texts.any(|text| mentions(self.dialect(), text, |it| it == name))
    }

    /// Returns the SQL of a function that comes, and the texts in it.
    fn function_texts(&self, object: &ObjectName) -> Vec<String> {
        let functions = self.wanted.functions.iter();
        let mut found = functions.filter(|it| it.signature() == object.name.name());
        let Some(sql) = found.next().and_then(Function::sql) else {
            return Vec::new();
        };
        let sql = sql.text(self.dialect()).unwrap_or_default();
        let body = in_dollars(sql).map(str::to_owned);
        let signature = object.name.name().to_owned();
        [Some(signature), Some(sql.to_owned()), body]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Tells whether a function is made after views, because it needs one that is made.
    pub(super) fn is_late_function(&self, object: &ObjectName) -> bool {
        let made = self.made_views();
        let is_known = self.wanted.needs.iter().any(|it| {
            it.who == *object && it.whom.kind == ObjectKind::View && made.contains(&it.whom.name)
        });
        // Triggers are made last of all, and what functions say of each other is in their texts, too.
        let is_needed = self.wanted.needs.iter().any(|it| {
            it.whom == *object
                && match it.who.kind {
                    ObjectKind::View => made.contains(&it.who.name),
                    ObjectKind::Trigger | ObjectKind::Function => false,
                    _ => true,
                }
        });
        let texts = self.function_texts(object);
        let is_named = made
            .iter()
            .any(|view| self.is_mentioned(&texts, view.name()));
        is_known || (is_named && !is_needed)
    }

    pub(super) fn create_function(&mut self, at: usize, it: &Difference<Function>) {
        let (operation, more) = match it {
            Difference::Added(function) => match self.superseded(function.signature()) {
                Some((former, gone)) => {
                    let replace = function.clone().instead_of(former.clone());
                    (FunctionOperation::Replace(replace), Some(gone))
                }
                None => (FunctionOperation::Create(function.clone()), None),
            },
            Difference::Changed { from, to } if has_same_result(from, to, self.dialect()) => {
                let replace = to.clone().instead_of(from.clone());
                (FunctionOperation::Replace(replace), None)
            }
            Difference::Changed { from, to } => {
                let drop = FunctionOperation::Drop(DropFunction::from(from.clone()));
                self.step(Operation::Function(drop), vec![at], None);
                (FunctionOperation::Create(to.clone()), None)
            }
            Difference::Removed(_) | Difference::Renamed { .. } => return,
        };
        let changes = std::iter::once(at).chain(more).collect();
        self.step(Operation::Function(operation), changes, None);
    }

    /// Returns the function that goes and has the same bare name as one that comes, if each is the only one.
    fn superseded(&self, signature: &str) -> Option<(&'a Function, usize)> {
        let bare = bare(signature);
        let of_name = |it: &Difference<Function>| bare == self::bare(it.now().signature());
        let mut added = 0;
        let mut gone = Vec::new();
        for (at, change) in self.changes.iter().enumerate() {
            match change {
                Change::Function(it @ Difference::Added(_)) if of_name(it) => added += 1,
                Change::Function(it @ Difference::Removed(function)) if of_name(it) => {
                    gone.push((function, at));
                }
                _ => {}
            }
        }
        match gone.as_slice() {
            [only] if added == 1 => Some(*only),
            _ => None,
        }
    }

    /// Tells whether a function that goes is replaced by one that comes.
    pub(super) fn is_superseded(&self, signature: &str) -> bool {
        let bare = bare(signature);
        self.changes.iter().any(|it| match it {
            Change::Function(Difference::Added(it)) => {
                self::bare(it.signature()) == bare
                    && self
                        .superseded(it.signature())
                        .is_some_and(|(it, _)| it.signature() == signature)
            }
            _ => false,
        })
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

/// Returns what stands in the first literal in dollars: the body of a function.
fn in_dollars(sql: &str) -> Option<&str> {
    let (_, rest) = sql.split_once('$')?;
    let (tag, rest) = rest.split_once('$')?;
    let (body, _) = rest.split_once(&format!("${tag}$"))?;
    Some(body)
}

/// Returns the name of a function without its arguments.
fn bare(signature: &str) -> &str {
    signature.split('(').next().unwrap_or(signature).trim()
}

/// Tells whether a function gives back what it did, without which it cannot be replaced.
pub(super) fn has_same_result(
    from: &Function,
    to: &Function,
    dialect: crate::base::Dialect,
) -> bool {
    let result = |it: &Function| {
        let sql = it.sql().and_then(|it| it.text(dialect)).unwrap_or_default();
        let sql = sql.to_ascii_uppercase();
        let end = sql
            .find("LANGUAGE")
            .or_else(|| sql.find(" AS "))
            .unwrap_or(sql.len());
        let words = sql.get(..end).unwrap_or_default().split_whitespace();
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    from.kind() == to.kind() && result(from) == result(to)
}
