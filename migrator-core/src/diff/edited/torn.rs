//! What needs something that an edit has left out.

use std::collections::BTreeSet;

use crate::base::TableName;
use crate::catalog::Catalog;
use crate::diff::renaming::constraints;
use crate::diff::{Change, Difference};
use crate::schema::{
    Column, ColumnType, Constraint, Index, IndexTarget, ObjectKind, ObjectName, Table,
};

/// Finds something that needs what is left out, and what that is.
pub(super) fn torn(
    catalog: &Catalog,
    taken: &[&Change],
    edited: &[Change],
) -> Option<(ObjectName, ObjectName)> {
    let there = There {
        catalog,
        gone: gone(taken, edited),
    };
    let tables = catalog.tables.iter().find_map(|it| there.table(it));
    let indexes = || catalog.indexes.iter().find_map(|it| there.index(it));
    let triggers = || {
        catalog.triggers.iter().find_map(|it| {
            let who = ObjectName::part(ObjectKind::Trigger, it.table(), it.name());
            there.missing_table(it.table()).map(|whom| (who, whom))
        })
    };
    let needs = || {
        let mut needs = catalog.needs.iter();
        let need = needs.find(|it| !there.is_gone(&it.who) && there.is_gone(&it.whom));
        need.map(|it| (it.who.clone(), it.whom.clone()))
    };
    tables.or_else(indexes).or_else(triggers).or_else(needs)
}

/// Returns what does not come after all, or goes all the same.
fn gone(taken: &[&Change], edited: &[Change]) -> BTreeSet<ObjectName> {
    let comes = taken.iter().filter(|it| has(it, false)).copied();
    let goes = edited.iter().filter(|it| has(it, true));
    comes.chain(goes).map(Change::object).collect()
}

/// Tells whether something comes or goes by a change.
fn has(change: &Change, is_removed: bool) -> bool {
    fn is<T>(it: &Difference<T>, is_removed: bool) -> bool {
        match it {
            Difference::Added(_) => !is_removed,
            Difference::Removed(_) => is_removed,
            Difference::Changed { .. } | Difference::Renamed { .. } => false,
        }
    }
    match change {
        Change::Schema(it) => is(it, is_removed),
        Change::Extension(it) => is(it, is_removed),
        Change::Enum { difference, .. } => is(difference, is_removed),
        Change::Domain(it) => is(it, is_removed),
        Change::Sequence(it) => is(it, is_removed),
        Change::Table(it) => is(it, is_removed),
        Change::Beyond(it) => is(it, is_removed),
        Change::Comment { .. } => false,
        Change::Column { difference, .. } => is(difference, is_removed),
        Change::Constraint { difference, .. } => is(difference, is_removed),
        Change::Index(it) => is(it, is_removed),
        Change::View(it) => is(it, is_removed),
        Change::Function(it) => is(it, is_removed),
        Change::Trigger(it) => is(it, is_removed),
    }
}

/// What is there, and what is left out.
struct There<'a> {
    catalog: &'a Catalog,
    gone: BTreeSet<ObjectName>,
}

impl There<'_> {
    fn table(&self, table: &Table) -> Option<(ObjectName, ObjectName)> {
        let columns = table.columns().iter().find_map(|it| {
            let who = ObjectName::part(ObjectKind::Column, table.name(), it.name());
            self.missing_type(it).map(|whom| (who, whom))
        });
        columns.or_else(|| {
            constraints(table).iter().find_map(|it| {
                let name = it
                    .name()
                    .map_or_else(|| crate::diff::words::constraint(it), str::to_owned);
                let who = ObjectName::part(ObjectKind::Constraint, table.name(), name);
                self.missing_of(table, it).map(|whom| (who, whom))
            })
        })
    }

    fn index(&self, index: &Index) -> Option<(ObjectName, ObjectName)> {
        let who = || {
            let name = index.table().sibling(index.name().to_owned());
            ObjectName::new(ObjectKind::Index, name)
        };
        if let Some(whom) = self.missing_table(index.table()) {
            return Some((who(), whom));
        }
        let table = self.named(index.table())?;
        let parts = index.parts().iter().filter_map(|it| match it.target() {
            IndexTarget::Column(name) => Some(name),
            IndexTarget::Expression(_) => None,
        });
        let mut all = parts.chain(index.included());
        let missing = all.find(|it| !has_column(table, it))?;
        Some((who(), column(table.name(), missing)))
    }

    /// Returns what a constraint needs and is not there: a column, or what it refers to.
    fn missing_of(&self, table: &Table, constraint: &Constraint) -> Option<ObjectName> {
        let own: &[String] = match constraint {
            Constraint::PrimaryKey(it) => it.columns(),
            Constraint::Unique(it) => it.columns(),
            Constraint::ForeignKey(it) => it.columns(),
            Constraint::Check(_) | Constraint::Exclude(_) => &[],
        };
        if let Some(name) = own.iter().find(|it| !has_column(table, it)) {
            return Some(column(table.name(), name));
        }
        let Constraint::ForeignKey(key) = constraint else {
            return None;
        };
        let target = self.named(key.target());
        let mut names = key.target_columns().iter();
        let missing = target.and_then(|it| names.find(|name| !has_column(it, name)));
        match missing {
            Some(name) => Some(column(key.target(), name)),
            None => self.missing_table(key.target()),
        }
    }

    fn missing_type(&self, column: &Column) -> Option<ObjectName> {
        let name = match column.kind() {
            ColumnType::Enum { name, .. } => name.as_str(),
            ColumnType::Custom(name) => name.as_str(),
            _ => return None,
        };
        let mut gone = self.gone.iter();
        let is_type = |it: &&ObjectName| matches!(it.kind, ObjectKind::Enum | ObjectKind::Domain);
        gone.find(|it| is_type(it) && it.name.to_string() == name)
            .cloned()
    }

    /// Returns a table or view that is left out and not there by another change.
    fn missing_table(&self, name: &TableName) -> Option<ObjectName> {
        let kinds = [ObjectKind::Table, ObjectKind::View];
        let mut names = kinds.into_iter().map(|kind| ObjectName::new(kind, name));
        names.find(|it| self.is_gone(it))
    }

    fn is_gone(&self, object: &ObjectName) -> bool {
        let table = ObjectName::new(ObjectKind::Table, &object.name);
        let is_part = object.part.is_some();
        let is_out = self.gone.contains(object) || (is_part && self.gone.contains(&table));
        // The name of what goes may be taken by another.
        let is_table = object.kind == ObjectKind::Table || is_part;
        is_out && !(is_table && !is_part && self.named(&object.name).is_some())
    }

    fn named(&self, name: &TableName) -> Option<&Table> {
        self.catalog.tables.iter().find(|it| it.name() == name)
    }
}

fn has_column(table: &Table, name: &str) -> bool {
    table.columns().iter().any(|it| it.name() == name)
}

fn column(table: &TableName, name: &str) -> ObjectName {
    ObjectName::part(ObjectKind::Column, table, name)
}
