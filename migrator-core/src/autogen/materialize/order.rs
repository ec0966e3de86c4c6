//! In which order declared things are made: what others are likely to need comes first.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use crate::base::TableName;
use crate::ops::{AlterTable, Operation, TableChange};
use crate::schema::{Column, Constraint, ForeignKey, Table};

/// Sorts by kind; within a kind the order of declaration stays.
pub(super) fn by_kind(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| rank(&entry.operation));
    entries
}

fn rank(operation: &Operation) -> u8 {
    match operation {
        Operation::Schema(_) => 0,
        Operation::Extension(_) => 1,
        Operation::Enumeration(_) => 2,
        Operation::Domain(_) => 3,
        Operation::Sequence(_) => 4,
        Operation::Function(_) => 5,
        Operation::CreateTable(_) => 6,
        Operation::View(_) => 8,
        // One may be of a materialized view.
        Operation::CreateIndex(_) => 9,
        Operation::AlterTable(_) => 10,
        Operation::Trigger(_) => 11,
        Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::InBatches(_) => 12,
    }
}

/// Puts each table behind those that it refers to; where they refer to each other in a circle, foreign keys
/// are added when all tables are there.
pub(super) fn tables(entries: Vec<Entry>) -> Vec<Entry> {
    let is_table = |entry: &Entry| matches!(entry.operation, Operation::CreateTable(_));
    let (tables, mut entries): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_table);
    let order = Order::of(&tables);
    let mut tables: Vec<Option<Entry>> = tables.into_iter().map(Some).collect();
    for (at, is_early) in order {
        let Some(mut entry) = tables.get_mut(at).and_then(Option::take) else {
            continue;
        };
        let keys = match is_early {
            true => cut_foreign_keys(&mut entry),
            false => None,
        };
        entries.push(entry);
        entries.extend(keys);
    }
    by_kind(entries)
}

/// Takes the foreign keys out of what creates a table; returns what adds them.
fn cut_foreign_keys(entry: &mut Entry) -> Option<Entry> {
    let Operation::CreateTable(create) = &mut entry.operation else {
        return None;
    };
    let add = |key| TableChange::AddConstraint(Constraint::ForeignKey(key));
    let changes: Vec<TableChange> = create
        .table
        .cut_foreign_keys()
        .into_iter()
        .map(add)
        .collect();
    let table = create.table.name().clone();
    (!changes.is_empty()).then(|| Entry {
        label: entry.label.clone(),
        operation: Operation::AlterTable(AlterTable {
            table,
            changes,
            called: "add_constraint",
        }),
    })
}

/// Tables by their positions: which wait for which.
struct Order {
    /// By table: how many others it refers to that are not there yet.
    n_missing: Vec<usize>,
    /// By table: those that refer to it.
    needed_by: Vec<Vec<usize>>,
    ready: BTreeSet<usize>,
    waiting: BTreeSet<usize>,
}

impl Order {
    /// Returns the tables in order, and of each whether it comes before one that it refers to.
    fn of(tables: &[Entry]) -> Vec<(usize, bool)> {
        let mut order = Self::new(tables);
        let mut sorted = Vec::with_capacity(tables.len());
        // If none is ready, all that are left are in a circle, or behind one.
        while let Some(at) = order
            .ready
            .pop_first()
            .or_else(|| order.waiting.pop_first())
        {
            let is_early = order.n_missing.get(at).is_some_and(|n| *n > 0);
            sorted.push((at, is_early));
            order.release(at);
        }
        sorted
    }

    fn new(tables: &[Entry]) -> Self {
        let names = tables.iter().enumerate();
        let names = names.filter_map(|(at, it)| Some((created(it)?.name(), at)));
        let positions: BTreeMap<&TableName, usize> = names.collect();
        let mut needed_by = vec![Vec::new(); tables.len()];
        let mut n_missing = Vec::with_capacity(tables.len());
        for (own, entry) in tables.iter().enumerate() {
            let targets = created(entry).into_iter().flat_map(targets);
            let targets = targets.filter_map(|it| positions.get(it).copied());
            let targets: BTreeSet<usize> = targets.filter(|it| *it != own).collect();
            n_missing.push(targets.len());
            for target in targets {
                needed_by
                    .get_mut(target)
                    .into_iter()
                    .for_each(|it| it.push(own));
            }
        }
        let all = 0..tables.len();
        let is_ready = |at: &usize| n_missing.get(*at) == Some(&0);
        let (ready, waiting) = all.partition(is_ready);
        Self {
            n_missing,
            needed_by,
            ready,
            waiting,
        }
    }

    /// Notes that a table is there.
    fn release(&mut self, at: usize) {
        for dependent in self.needed_by.get(at).into_iter().flatten() {
            if let Some(n) = self.n_missing.get_mut(*dependent) {
                *n = n.saturating_sub(1);
                if *n == 0 && self.waiting.remove(dependent) {
                    self.ready.insert(*dependent);
                }
            }
        }
    }
}

fn created(entry: &Entry) -> Option<&Table> {
    match &entry.operation {
        Operation::CreateTable(create) => Some(&create.table),
        _ => None,
    }
}

fn targets(table: &Table) -> impl Iterator<Item = &TableName> {
    let of_columns = table.columns().iter().filter_map(Column::foreign_key);
    of_columns
        .chain(table.foreign_keys())
        .map(ForeignKey::target)
}

#[cfg(test)]
mod tests {
    use super::{Entry, by_kind, tables};
    use crate::ops::{CreateTable, Operation};
    use crate::schema::{Column, Table, integer};

    /// Tables as `name>target,target`; returns what is done, in order.
    fn check(declared: &[&str], expect: &[&str]) {
        let operations = declared.iter().map(|text| {
            let (name, targets) = text.split_once('>').unwrap_or((text, ""));
            let mut table = Table::new(name).column(Column::new("id", integer()).primary_key());
            for target in targets.split(',').filter(|it| !it.is_empty()) {
                table = table.column(Column::new(target, integer()).references(target, "id"));
            }
            Entry {
                label: String::new(),
                operation: Operation::CreateTable(CreateTable { table }),
            }
        });
        let ordered = tables(by_kind(operations.collect()));
        let done: Vec<String> = ordered
            .iter()
            .map(|it| match &it.operation {
                Operation::CreateTable(create) => create.table.name().to_string(),
                other => format!("{} {}", other.name(), other.object()),
            })
            .collect();
        assert_eq!(done, expect);
    }

    #[test]
    fn tables_come_behind_those_they_refer_to() {
        check(&["c>b", "b>a", "a"], &["a", "b", "c"]);
        check(&["a>a", "b>elsewhere"], &["a", "b"]);
    }

    #[test]
    fn foreign_keys_in_a_circle_are_added_when_the_tables_are_there() {
        // Also those of a table behind the circle that comes before it.
        check(
            &["c>a", "a>b", "b>a"],
            &["c", "a", "b", "add_constraint c", "add_constraint a"],
        );
    }
}
