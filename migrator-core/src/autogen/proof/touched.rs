//! Which tables need rows for a revision to be tried. Pure.

use std::collections::BTreeSet;

use super::fill::named;
use super::names::Names;
use crate::base::{Dialect, TableName};
use crate::catalog::Catalog;
use crate::diff::{Change, Difference};
use crate::schema::{ColumnType, Constraint, ForeignKey, Index, Table};

/// With more tables than that, those that refer to a touched one get no rows.
const MANY: usize = 60;

/// Returns the tables that a revision touches, those they refer to, and those that refer to them.
pub(super) fn touched(
    changes: &[Change],
    found: &Catalog,
    dialect: Dialect,
) -> BTreeSet<TableName> {
    let names = Names::of(changes);
    let mut touched: BTreeSet<&TableName> = BTreeSet::new();
    for change in changes {
        let touches = |table: &&Table| touches(change, table, &names, dialect);
        touched.extend(found.tables.iter().filter(touches).map(Table::name));
    }
    let keys = changes.iter().filter_map(|change| match change {
        Change::Constraint { difference, .. } => match difference.now() {
            Constraint::ForeignKey(key) => Some(key.target()),
            _ => None,
        },
        _ => None,
    });
    let targets: Vec<&TableName> = keys.collect();
    let is_target = |table: &&Table| targets.contains(&names.table_after(table.name()));
    touched.extend(found.tables.iter().filter(is_target).map(Table::name));
    let own = touched.clone();
    if own.len() <= MANY {
        let refers = |table: &&Table| {
            table
                .foreign_keys()
                .iter()
                .any(|key| own.contains(key.target()))
        };
        touched.extend(found.tables.iter().filter(refers).map(Table::name));
    }
    loop {
        let n_before = touched.len();
        let targets = found.tables.iter().filter(|it| touched.contains(it.name()));
        let targets = targets
            .flat_map(Table::foreign_keys)
            .map(ForeignKey::target);
        let targets: Vec<&TableName> = targets.collect();
        touched.extend(targets);
        if touched.len() == n_before {
            break;
        }
    }
    touched.into_iter().cloned().collect()
}

fn touches(change: &Change, table: &Table, names: &Names<'_>, dialect: Dialect) -> bool {
    let of_index = |index: &Index| {
        names.table_after(table.name()) == index.table() || table.name() == index.table()
    };
    match change {
        Change::Table(difference) => difference
            .former()
            .is_some_and(|it| it.name() == table.name()),
        Change::Comment { former_table, .. }
        | Change::Column { former_table, .. }
        | Change::Constraint { former_table, .. } => former_table == table.name(),
        Change::Index(difference) => of_index(difference.now()),
        Change::Enum {
            difference: Difference::Added(_),
            ..
        }
        | Change::Domain(Difference::Added(_)) => false,
        Change::Enum { difference, .. } => {
            let name = difference.former().unwrap_or(difference.now()).name();
            has_column(
                table,
                |kind| matches!(kind, ColumnType::Enum { name: own, .. } if own == name.name()),
            )
        }
        Change::Domain(difference) => {
            let name = difference.former().unwrap_or(difference.now()).name();
            has_column(table, |kind| match kind {
                ColumnType::Custom(own) => named(own, dialect).as_ref() == Some(name),
                _ => false,
            })
        }
        Change::Trigger(difference) => {
            let on = difference.now().table();
            on == table.name() || on == names.table_after(table.name())
        }
        Change::Schema(_)
        | Change::Extension(_)
        | Change::Sequence(_)
        | Change::View(_)
        | Change::Function(_)
        | Change::Beyond(_) => false,
    }
}

fn has_column(table: &Table, is_it: impl Fn(&ColumnType) -> bool) -> bool {
    table.columns().iter().any(|column| match column.kind() {
        ColumnType::Array { element, .. } => is_it(element),
        kind => is_it(kind),
    })
}
