//! The changes by table, and the steps so far.

use std::collections::{BTreeMap, BTreeSet};

use super::step::Step;
use super::touched::{ColumnName, Disturbed};
use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Introspection, Need};
use crate::diff::renaming::{Renaming, function_name};
use crate::diff::{Change, Difference, filler};
use crate::ops::{Trigger, View};
use crate::schema::{Column, Constraint, ForeignKey, ObjectName, Table};

/// An arrangement under way.
pub(super) struct Work<'a> {
    pub(super) changes: &'a [Change],
    pub(super) found: &'a Catalog,
    pub(super) wanted: &'a Catalog,
    pub(super) introspection: &'a dyn Introspection,
    /// From the names that were to those of now.
    pub(super) now: Renaming,
    /// From the names of now to themselves.
    pub(super) same: Renaming,
    /// The parts of tables that stay, by the names of now.
    pub(super) parts: BTreeMap<TableName, Parts<'a>>,
    /// What is there before: what was found, and what no change is about; by the former names.
    pub(super) tables: BTreeMap<TableName, &'a Table>,
    pub(super) views: BTreeMap<TableName, &'a View>,
    pub(super) triggers: BTreeMap<(TableName, String), &'a Trigger>,
    pub(super) needs: BTreeSet<Need>,
    pub(super) disturbed: Disturbed,
    /// Constraints and columns that have been dropped before their table's turn, by the former names.
    pub(super) early: Vec<(TableName, Constraint)>,
    pub(super) early_columns: BTreeSet<ColumnName>,
    /// Constraints that are there before and after, and had to go meanwhile; by the names of now.
    pub(super) again: BTreeMap<TableName, Vec<(Constraint, Vec<usize>)>>,
    /// Tables as they are to be, by their names now.
    wanted_tables: BTreeMap<TableName, &'a Table>,
    /// The former names of tables, by those of now.
    formers: BTreeMap<TableName, TableName>,
    removed: BTreeSet<TableName>,
    added: BTreeSet<TableName>,
    /// Columns that come and are `NULL` everywhere, by the names of now.
    blank: BTreeSet<ColumnName>,
    /// Foreign keys to add when all that they refer to is there.
    pub(super) late_keys: Vec<(TableName, ForeignKey, Vec<usize>)>,
    pub(super) steps: Vec<Step>,
}

/// What changes of a table that stays.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub(super) comment: Option<(usize, Option<String>)>,
    pub(super) columns: Vec<ColumnPart<'a>>,
    pub(super) constraints: Vec<(usize, &'a Difference<Constraint>)>,
}

/// What changes of a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnPart<'a> {
    pub(super) at: usize,
    pub(super) difference: &'a Difference<Column>,
    pub(super) backfill: Option<&'a str>,
    pub(super) using: Option<&'a str>,
    /// What became of values of an enumeration that is no type of its own.
    pub(super) values: &'a [(String, String)],
}

impl<'a> Work<'a> {
    pub(super) fn new(
        changes: &'a [Change],
        found: &'a Catalog,
        wanted: &'a Catalog,
        introspection: &'a dyn Introspection,
    ) -> Self {
        let habits = introspection.habits();
        let catalogs = [found, wanted];
        let reversed: Vec<Change> = changes.iter().map(Change::reversed).collect();
        let back = Renaming::of(&reversed, habits, &catalogs);
        let mut work = Self {
            changes,
            found,
            wanted,
            introspection,
            now: Renaming::of(changes, habits, &catalogs),
            same: Renaming::none(habits, &catalogs),
            parts: BTreeMap::new(),
            tables: found
                .tables
                .iter()
                .map(|it| (it.name().clone(), it))
                .collect(),
            views: found
                .views
                .iter()
                .map(|it| (it.name().clone(), it))
                .collect(),
            triggers: BTreeMap::new(),
            needs: found.needs.iter().cloned().collect(),
            disturbed: Disturbed::default(),
            early: Vec::new(),
            early_columns: BTreeSet::new(),
            again: BTreeMap::new(),
            wanted_tables: wanted
                .tables
                .iter()
                .map(|it| (it.name().clone(), it))
                .collect(),
            formers: BTreeMap::new(),
            removed: BTreeSet::new(),
            added: BTreeSet::new(),
            blank: BTreeSet::new(),
            late_keys: Vec::new(),
            steps: Vec::new(),
        };
        work.sort_changes();
        work.note_standing(&back);
        let formers = work
            .tables
            .keys()
            .map(|it| (work.now.table_name(it), it.clone()));
        work.formers = formers.collect();
        work
    }

    fn sort_changes(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            match change {
                Change::Table(Difference::Added(table)) => {
                    self.added.insert(table.name().clone());
                }
                Change::Table(Difference::Removed(table)) => {
                    self.removed.insert(table.name().clone());
                }
                Change::Comment { table, to, .. } => {
                    self.parts_of(table).comment = Some((at, to.clone()));
                }
                Change::Column {
                    table,
                    difference,
                    backfill,
                    using,
                    values,
                    ..
                } => {
                    let backfill = backfill.as_deref();
                    let backfill = backfill.filter(|it| !self.is_idle(table, difference, it));
                    self.note_blank(table, difference, backfill);
                    self.parts_of(table).columns.push(ColumnPart {
                        at,
                        difference,
                        backfill,
                        using: using.as_deref(),
                        values,
                    });
                }
                Change::Constraint {
                    table, difference, ..
                } => self.parts_of(table).constraints.push((at, difference)),
                _ => {}
            }
        }
    }

    fn note_blank(
        &mut self,
        table: &TableName,
        difference: &Difference<Column>,
        backfill: Option<&str>,
    ) {
        if let (Difference::Added(column), None) = (difference, backfill)
            && !filler::comes_by_itself(column, self.wanted)
            && !self.numbers_rows(table, difference)
        {
            let name = (table.clone(), column.name().to_owned());
            self.blank.insert(name);
        }
    }

    /// Tells whether a column that comes numbers the rows that are there.
    pub(super) fn numbers_rows(&self, table: &TableName, it: &Difference<Column>) -> bool {
        let Difference::Added(column) = it else {
            return false;
        };
        let habits = self.now.habits();
        let table = self.wanted_table(table);
        table.is_some_and(|it| filler::numbers_rows(column, it, habits))
    }

    /// Tells whether a value that says nothing stands for one that comes by itself: no key bears it twice.
    fn is_idle(&self, table: &TableName, difference: &Difference<Column>, backfill: &str) -> bool {
        let is_neutral = filler::is_neutral(backfill, difference.now().kind());
        is_neutral && self.numbers_rows(table, difference)
    }

    /// Returns what changes of a table, by its name now.
    pub(super) fn parts_of(&mut self, table: &TableName) -> &mut Parts<'a> {
        self.parts.entry(table.clone()).or_default()
    }

    /// Takes what is wanted, was not found, and is not added, for there all the time: on the way back that
    /// is what nobody declared.
    fn note_standing(&mut self, back: &Renaming) {
        let added: BTreeSet<ObjectName> = self
            .changes
            .iter()
            .filter(|it| !is_former(it))
            .map(Change::object)
            .collect();
        for table in &self.wanted.tables {
            let name = back.table_name(table.name());
            let object = ObjectName::new(crate::schema::ObjectKind::Table, table.name());
            if !added.contains(&object) {
                self.tables.entry(name).or_insert(table);
            }
        }
        for view in &self.wanted.views {
            let name = back.table_name(view.name());
            let object = ObjectName::new(crate::schema::ObjectKind::View, view.name());
            if !added.contains(&object) {
                self.views.entry(name).or_insert(view);
            }
        }
        let key = |it: &Trigger, table: TableName| (table, it.name().to_owned());
        for it in &self.found.triggers {
            self.triggers.insert(key(it, it.table().clone()), it);
        }
        for it in &self.wanted.triggers {
            let object =
                ObjectName::part(crate::schema::ObjectKind::Trigger, it.table(), it.name());
            if !added.contains(&object) {
                let key = key(it, back.table_name(it.table()));
                self.triggers.entry(key).or_insert(it);
            }
        }
        for need in &self.wanted.needs {
            self.needs.insert(Need {
                who: former_object(back, &need.who),
                whom: former_object(back, &need.whom),
            });
        }
    }

    /// Returns the kind of database.
    pub(super) const fn dialect(&self) -> Dialect {
        self.now.dialect()
    }

    /// Tells whether a table is built anew to change a part of it.
    pub(super) const fn builds_anew(&self) -> bool {
        self.now.habits().builds_anew
    }

    /// Returns a table as it is to be, by its name now.
    pub(super) fn wanted_table(&self, name: &TableName) -> Option<&'a Table> {
        self.wanted_tables.get(name).copied()
    }

    /// Returns the former name of a table that stays.
    pub(super) fn former(&self, now: &TableName) -> TableName {
        self.formers.get(now).unwrap_or(now).clone()
    }

    /// Tells whether a table goes, by its former name.
    pub(super) fn is_removed(&self, table: &TableName) -> bool {
        self.removed.contains(table)
    }

    /// Tells whether a table comes, by its name now.
    pub(super) fn is_added(&self, table: &TableName) -> bool {
        self.added.contains(table)
    }

    /// Tells whether a column comes and is `NULL` everywhere; by the names of now.
    pub(super) fn is_blank(&self, table: &TableName, column: &str) -> bool {
        self.blank.contains(&(table.clone(), column.to_owned()))
    }

    /// Returns the tables that go, by their former names.
    pub(super) const fn removed(&self) -> &BTreeSet<TableName> {
        &self.removed
    }

    /// Returns the changes of columns and enumerations that may disturb what is on a table.
    pub(super) fn disturbers(&self, tables: &[&TableName]) -> Vec<usize> {
        let is_one = |change: &Change| match change {
            Change::Column {
                former_table,
                difference: Difference::Removed(_) | Difference::Changed { .. },
                ..
            }
            | Change::Constraint {
                former_table,
                difference: Difference::Removed(_) | Difference::Changed { .. },
                ..
            } => tables.contains(&former_table),
            Change::Table(Difference::Removed(it)) => tables.contains(&it.name()),
            Change::Enum {
                difference: Difference::Changed { .. },
                ..
            } => true,
            Change::Function(it) => {
                let name = function_name(self.dialect(), it.now().signature());
                name.is_some_and(|it| self.disturbed.remade.contains(it.name()))
            }
            _ => false,
        };
        let all = self.changes.iter().enumerate();
        all.filter(|(_, it)| is_one(it)).map(|(at, _)| at).collect()
    }

    /// Tells whether a constraint has been dropped before its table's turn; the table by its name now.
    pub(super) fn is_early(&self, table: &TableName, constraint: &Constraint) -> bool {
        let former = self.former(table);
        self.early
            .iter()
            .any(|(table, it)| *table == former && it == constraint)
    }
}

/// Tells whether a change is of something that was there before.
fn is_former(change: &Change) -> bool {
    fn was<T>(it: &Difference<T>) -> bool {
        !matches!(it, Difference::Added(_))
    }
    match change {
        Change::Table(it) => was(it),
        Change::View(it) => was(it),
        Change::Trigger(it) => was(it),
        _ => true,
    }
}

fn former_object(back: &Renaming, object: &ObjectName) -> ObjectName {
    let part = object.part.as_ref();
    let part = part.map(|it| back.column_name(&object.name, it).to_owned());
    ObjectName {
        kind: object.kind,
        name: back.table_name(&object.name),
        part,
    }
}
