//! Tables, put together of what was read.

use super::relations::{Found, Relations};
use crate::catalog::Catalog;
use crate::schema::{Column, Table};

/// Gives the catalog the tables.
pub(super) fn put(relations: Relations<'_>, catalog: &mut Catalog) {
    let tables = relations.tables.into_iter().filter(|table| table.is_read);
    catalog.tables.extend(tables.map(table));
}

fn table(found: Found<'_>) -> Table {
    let mut found = found;
    found.uniques.sort_by(|a, b| a.name().cmp(&b.name()));
    found.foreign_keys.sort_by(|a, b| a.name().cmp(&b.name()));
    found.checks.sort_by(|a, b| a.name().cmp(&b.name()));
    found.excludes.sort_by(|a, b| a.name().cmp(&b.name()));
    let key = match &found.primary_key {
        Some(key) => match key.columns() {
            [only] => Some(only.clone()),
            _ => None,
        },
        None => None,
    };
    let mut table = Table::new(&found.name);
    for (_, column) in found.columns {
        table = table.column(said(column, key.as_deref()));
    }
    if let Some(key) = found.primary_key {
        table = table.primary_key(key);
    }
    for unique in found.uniques {
        table = table.unique(unique);
    }
    for key in found.foreign_keys {
        table = table.foreign_key(key);
    }
    for check in found.checks {
        table = table.check(check);
    }
    for exclude in found.excludes {
        table = table.exclude(exclude);
    }
    if let Some(key) = found.partition_key {
        table = table.partition_by(key);
    }
    match found.comment {
        Some(comment) => table.comment(comment),
        None => table,
    }
}

/// Says of the only key column, if it is an integer, that it does not count by itself.
fn said(column: Column, key: Option<&str>) -> Column {
    let is_key = key == Some(column.name()) && column.kind().is_integer();
    if is_key && column.identity_options().is_none() {
        column.no_generated()
    } else {
        column
    }
}
