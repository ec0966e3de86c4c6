//! A comparison in which everything counts, whatever anybody declares.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Change, DiffError, Difference, Outcome, Rules, compare};
use crate::catalog::{Beyond, Catalog, Introspection};
use crate::declared::{Filter, Hints, Undeclared};
use crate::schema::{Column, ObjectName, Table};

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
    let mut lines: Vec<String> = outcome.changes.iter().map(ToString::to_string).collect();
    if lines.is_empty() {
        // Beside changes they ask about the same things.
        lines.extend(outcome.questions.iter().map(ToString::to_string));
    }
    lines.extend(beyond(&found.beyond, &wanted.beyond).map(|it| it.to_string()));
    Ok(lines)
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

/// Compares what no operation makes.
fn beyond<'b>(was: &'b [Beyond], is: &'b [Beyond]) -> impl Iterator<Item = Change> + 'b {
    let (before, now) = (named(was), named(is));
    let come = is.iter().filter(move |it| !before.contains_key(&name(it)));
    let come = come.map(|it| Difference::Added(it.clone()));
    let others = was.iter().filter_map(move |was| match now.get(&name(was)) {
        None => Some(Difference::Removed(was.clone())),
        Some(is) if text(is) == text(was) => None,
        Some(is) => Some(Difference::Changed {
            from: was.clone(),
            to: (*is).clone(),
        }),
    });
    others.chain(come).map(Change::Beyond)
}

type Name<'b> = (&'b ObjectName, &'b str);

fn name(beyond: &Beyond) -> Name<'_> {
    (&beyond.object, &beyond.what)
}

fn named(list: &[Beyond]) -> BTreeMap<Name<'_>, &Beyond> {
    list.iter().map(|it| (name(it), it)).collect()
}

/// Returns what it is made by, without what only looks different.
fn text(beyond: &Beyond) -> Vec<String> {
    let make = beyond.by.iter().flat_map(|it| &it.make);
    let words = make.map(|sql| sql.split_whitespace().collect::<Vec<_>>().join(" "));
    words.collect()
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
