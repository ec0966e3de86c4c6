//! Changes of what no migration makes: a revision that begins with the database itself fails on others. Pure.

use std::collections::BTreeSet;

use crate::base::TableName;
use crate::catalog::{Catalog, Introspection};
use crate::diff::{Change, compare_all};
use crate::schema::{ObjectKind, ObjectName};

/// Returns a note for each object that changes and is not in the database as the migrations make it.
pub(super) fn notes(
    changes: &[Change],
    found: &Catalog,
    replayed: &Catalog,
    introspection: &dyn Introspection,
) -> Vec<String> {
    let Ok(drift) = compare_all(replayed, found, introspection) else {
        return Vec::new();
    };
    let drifted: BTreeSet<ObjectName> = drift.changes.iter().flat_map(both).collect();
    let tables: BTreeSet<&TableName> = drifted
        .iter()
        .filter(|it| it.kind == ObjectKind::Table)
        .map(|it| &it.name)
        .collect();
    let is_drifted =
        |it: &ObjectName| drifted.contains(it) || (it.part.is_some() && tables.contains(&it.name));
    let changed: BTreeSet<ObjectName> = changes
        .iter()
        .filter_map(|it| both(it).into_iter().find(is_drifted))
        .collect();
    changed.iter().map(note).collect()
}

/// Names what a change is about as it was and as it is.
fn both(change: &Change) -> [ObjectName; 2] {
    [change.reversed().object(), change.object()]
}

fn note(object: &ObjectName) -> String {
    format!(
        "the migrations do not leave {} `{object}` as it is in this database: the revision may fail on every other",
        object.kind
    )
}
