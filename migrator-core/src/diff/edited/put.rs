//! How an object is put into a catalog in the place of another.

use std::collections::BTreeSet;

use crate::base::TableName;
use crate::catalog::{Catalog, Need};
use crate::diff::renaming::{Place, Renaming, constraints};
use crate::diff::table::rebuilt;
use crate::diff::{Change, DiffError, Difference};
use crate::schema::{Column, Constraint, ObjectName, Table};

/// A catalog under way to what edited changes lead to.
pub(super) struct Settling<'a> {
    found: &'a Catalog,
    catalog: Catalog,
    now: Renaming,
    /// What stays as it was found.
    former: BTreeSet<ObjectName>,
}

impl<'a> Settling<'a> {
    pub(super) fn new(found: &'a Catalog, wanted: &Catalog, now: Renaming) -> Self {
        Self {
            found,
            catalog: wanted.clone(),
            now,
            former: BTreeSet::new(),
        }
    }

    /// Undoes a change that was taken out.
    pub(super) fn undo(&mut self, change: &Change) -> Result<(), DiffError> {
        self.former.insert(change.object());
        self.put(change, true)
    }

    /// Makes a change that was put in.
    pub(super) fn make(&mut self, change: &Change) -> Result<(), DiffError> {
        self.put(change, false)
    }

    /// Returns the catalog; with what the things need that stay as they were found.
    pub(super) fn catalog(mut self) -> Catalog {
        let (former, now) = (&self.former, &self.now);
        let is_former = |it: &ObjectName| former.contains(it);
        self.catalog.needs.retain(|it| !is_former(&it.who));
        let needs = self.found.needs.iter().map(|it| Need {
            who: object_now(now, &it.who),
            whom: object_now(now, &it.whom),
        });
        self.catalog
            .needs
            .extend(needs.filter(|it| is_former(&it.who)));
        self.catalog.needs.sort();
        self.catalog.needs.dedup();
        self.catalog
    }

    fn put(&mut self, change: &Change, is_undone: bool) -> Result<(), DiffError> {
        let kept = || DiffError::Kept {
            object: change.object(),
        };
        let catalog = &mut self.catalog;
        match change {
            Change::Schema(it) => put(&mut catalog.schemas, it, is_undone, |it| {
                it.name().to_owned()
            }),
            Change::Extension(it) => put(&mut catalog.extensions, it, is_undone, |it| {
                it.name().to_owned()
            }),
            Change::Enum { difference, .. } if !difference.is_renamed() => {
                put(&mut catalog.enums, difference, is_undone, |it| {
                    it.name().clone()
                });
            }
            Change::Domain(it) if !it.is_renamed() => {
                put(&mut catalog.domains, it, is_undone, |it| it.name().clone());
            }
            Change::Sequence(it) if !it.is_renamed() => {
                put(&mut catalog.sequences, it, is_undone, |it| {
                    it.name().clone()
                });
            }
            Change::Table(it) if !it.is_renamed() => {
                put(&mut catalog.tables, it, is_undone, |it| it.name().clone());
            }
            Change::View(it) if !it.is_renamed() => {
                put(&mut catalog.views, it, is_undone, |it| it.name().clone());
            }
            Change::Index(it) => put(&mut catalog.indexes, it, is_undone, |it| {
                (it.table().clone(), it.name().to_owned())
            }),
            Change::Function(it) => put(&mut catalog.functions, it, is_undone, |it| {
                it.signature().to_owned()
            }),
            Change::Trigger(it) => put(&mut catalog.triggers, it, is_undone, |it| {
                (it.table().clone(), it.name().to_owned())
            }),
            Change::Beyond(it) => put(&mut catalog.beyond, it, is_undone, |it| it.object.clone()),
            Change::Comment {
                table, from, to, ..
            } => {
                let text = if is_undone { from } else { to };
                self.table(table, |it| {
                    let columns = it.columns().to_vec();
                    rebuilt(it, text.as_deref(), &columns, &constraints(it))
                });
            }
            Change::Column {
                table,
                former_table,
                difference,
                ..
            } if !difference.is_renamed() => {
                self.column(table, former_table, difference, is_undone);
            }
            Change::Constraint {
                table,
                former_table,
                difference,
            } => self.constraint(table, former_table, difference, is_undone),
            Change::Enum { .. }
            | Change::Domain(_)
            | Change::Sequence(_)
            | Change::Table(_)
            | Change::View(_)
            | Change::Column { .. } => return Err(kept()),
        }
        Ok(())
    }

    fn column(
        &mut self,
        table: &TableName,
        former_table: &TableName,
        difference: &Difference<Column>,
        is_undone: bool,
    ) {
        let place = self.place(former_table);
        let read = |it: &Column| self.now.column_now(&place, it);
        let (out, into) = swapped(difference, is_undone, read);
        self.table(table, |it| {
            let mut columns = it.columns().to_vec();
            let at = columns
                .iter()
                .position(|it| Some(it.name()) == out.as_ref().map(Column::name));
            replace(&mut columns, at, into);
            rebuilt(it, it.comment_text(), &columns, &constraints(it))
        });
    }

    fn constraint(
        &mut self,
        table: &TableName,
        former_table: &TableName,
        difference: &Difference<Constraint>,
        is_undone: bool,
    ) {
        let place = self.place(former_table);
        let read = |it: &Constraint| {
            let now = self.now.constraint(&place, it);
            match it.name() {
                Some(name) => now.named(name),
                None => now,
            }
        };
        let (out, into) = swapped(difference, is_undone, read);
        self.table(table, |it| {
            let mut all = constraints(it);
            let is_it = |it: &Constraint| match (it.name(), out.as_ref().and_then(Constraint::name))
            {
                (Some(name), Some(other)) => name == other,
                _ => Some(it) == out.as_ref(),
            };
            let at = all.iter().position(is_it);
            replace(&mut all, at, into);
            rebuilt(it, it.comment_text(), it.columns(), &all)
        });
    }

    fn place<'t>(&self, former_table: &'t TableName) -> Place<'t> {
        let mut tables = self.found.tables.iter();
        let table = tables.find(|it| it.name() == former_table);
        let columns = table.map(Table::columns).unwrap_or_default();
        self.now.place_of(former_table, columns)
    }

    fn table(&mut self, name: &TableName, change: impl FnOnce(&Table) -> Table) {
        let mut tables = self.catalog.tables.iter_mut();
        if let Some(table) = tables.find(|it| it.name() == name) {
            *table = change(table);
        }
    }
}

/// Returns what goes and what comes.
fn swapped<T: Clone>(
    difference: &Difference<T>,
    is_undone: bool,
    read: impl Fn(&T) -> T,
) -> (Option<T>, Option<T>) {
    let former = difference.former().map(read);
    let now = (!difference.is_removed()).then(|| difference.now().clone());
    match is_undone {
        true => (now, former),
        false => (former, now),
    }
}

fn put<T: Clone, K: Ord>(
    list: &mut Vec<T>,
    difference: &Difference<T>,
    is_undone: bool,
    key: impl Fn(&T) -> K,
) {
    let (out, into) = swapped(difference, is_undone, T::clone);
    let out = out.as_ref().map(&key);
    let at = list.iter().position(|it| Some(key(it)) == out);
    replace(list, at, into);
    list.sort_by_cached_key(key);
}

fn replace<T>(list: &mut Vec<T>, at: Option<usize>, into: Option<T>) {
    match (at, into) {
        (Some(at), Some(into)) => {
            list.splice(at..=at, [into]);
        }
        (Some(at), None) => {
            list.remove(at);
        }
        (None, Some(into)) => list.push(into),
        (None, None) => {}
    }
}

fn object_now(now: &Renaming, object: &ObjectName) -> ObjectName {
    let part = object.part.as_ref();
    let part = part.map(|it| now.column_name(&object.name, it).to_owned());
    ObjectName {
        kind: object.kind,
        name: now.table_name(&object.name),
        part,
    }
}
