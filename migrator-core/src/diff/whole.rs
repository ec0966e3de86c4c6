//! A comparison in which everything counts, whatever anybody declares.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Change, DiffError, Difference, Outcome, Rules, compare};
use crate::catalog::{Beyond, Catalog, Introspection};
use crate::declared::{Filter, Hints, Undeclared};
use crate::schema::{Column, Table};

/// Finds what must change for `found` to become `wanted`, of every kind: what only one of them has comes or goes.
/// What no operation makes stays.
///
/// # Errors
/// As for [`compare`].
pub(crate) fn compare_all(
    found: &Catalog,
    wanted: &Catalog,
    introspection: &dyn Introspection,
) -> Result<Outcome, DiffError> {
    let filter = Filter {
        undeclared: Some(Undeclared::Drop),
        ..Filter::default()
    };
    let rules = Rules {
        introspection,
        hints: &Hints::default(),
        filter: &filter,
    };
    compare(found, wanted, &rules)
}

/// Returns a line for everything of `wanted` that is not as in `found`, what no operation makes among them.
///
/// # Errors
/// As for [`compare`].
pub(crate) fn differences(
    found: &Catalog,
    wanted: &Catalog,
    introspection: &dyn Introspection,
) -> Result<Vec<String>, DiffError> {
    if found == wanted {
        return Ok(Vec::new());
    }
    let outcome = compare_all(&ordinary(found), &ordinary(wanted), introspection)?;
    let changes = outcome.changes.iter().map(ToString::to_string);
    let gone = strange(found, wanted).map(|it| Change::Beyond(Difference::Removed(it.clone())));
    let come = strange(wanted, found).map(|it| Change::Beyond(Difference::Added(it.clone())));
    let strange = gone.chain(come).map(|it| it.to_string());
    Ok(changes.chain(strange).collect())
}

/// Returns the catalog without what no operation makes.
fn ordinary(catalog: &Catalog) -> Cow<'_, Catalog> {
    if catalog.beyond.is_empty() {
        return Cow::Borrowed(catalog);
    }
    let mut ordinary = catalog.clone();
    ordinary.beyond.clear();
    Cow::Owned(ordinary)
}

/// Returns what only the one has of what no operation makes.
fn strange<'c>(one: &'c Catalog, other: &'c Catalog) -> impl Iterator<Item = &'c Beyond> {
    let others: BTreeSet<_> = other
        .beyond
        .iter()
        .map(|it| (&it.object, &it.what))
        .collect();
    let all = one.beyond.iter();
    all.filter(move |it| !others.contains(&(&it.object, &it.what)))
}

/// Returns the tables that have the same columns in another order, as they are in the one and in the other.
pub(crate) fn reordered<'c>(
    one: &'c Catalog,
    other: &'c Catalog,
) -> impl Iterator<Item = (&'c Table, &'c Table)> {
    let others: BTreeMap<_, _> = other.tables.iter().map(|it| (it.name(), it)).collect();
    let pairs = one.tables.iter();
    let pairs = pairs.filter_map(move |it| Some((it, *others.get(it.name())?)));
    pairs.filter(|(one, other)| {
        let (mut was, mut is) = (columns(one), columns(other));
        let is_same = was == is;
        was.sort_unstable();
        is.sort_unstable();
        !is_same && was == is
    })
}

/// Returns the names of a table's columns in their order.
pub(crate) fn columns(table: &Table) -> Vec<&str> {
    table.columns().iter().map(Column::name).collect()
}
