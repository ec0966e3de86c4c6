//! Which rows are lost: those of before that nobody finds afterwards; and which sequences begin again. Pure.
//!
//! Only columns count that are there before and afterwards. A value may take the place of `NULL`, which is how new
//! rules are met; a column of another type has other values, but none of them may become `NULL`.

use super::contents::{Contents, NULL, TableRows};
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection};
use crate::schema::{Column, ColumnDefault, Table};

/// The rows of a moment, and the schema they are in.
#[derive(Clone, Copy)]
pub(super) struct Moment<'m> {
    pub(super) catalog: &'m Catalog,
    pub(super) contents: &'m Contents,
}

/// Tells what is lost between two moments, a line for each table; a column counts only if all of `through` have it.
pub(super) fn lost(before: Moment<'_>, after: Moment<'_>, through: &[&Catalog]) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, rows) in &before.contents.tables {
        // Most tables are not touched at all.
        if after.contents.tables.get(name) == Some(rows) {
            continue;
        }
        let (Some(was), Some(is)) = (table(before.catalog, name), table(after.catalog, name))
        else {
            continue;
        };
        let between = through.iter().map(|it| table(it, name));
        let between: Option<Vec<&Table>> = between.collect();
        let (Some(between), Some(rows_after)) = (between, after.contents.tables.get(name)) else {
            continue;
        };
        let columns = kept(was, is, &between);
        let (tuples, others) = (tuples(rows, &columns), tuples(rows_after, &columns));
        if let Some(what) = missing(&tuples, others, &columns) {
            lines.push(format!("{name}: {what}"));
        }
    }
    lines.extend(begun_again(before, after, through));
    lines
}

/// Tells which sequences stand at a lower number, so that they will give some for the second time.
fn begun_again(before: Moment<'_>, after: Moment<'_>, through: &[&Catalog]) -> Vec<String> {
    let mut lines = Vec::new();
    for (counter, was) in &before.contents.counters {
        let (name, column) = counter;
        let is_there = |catalog: &&Catalog| match column {
            Some(name_of) => {
                table(catalog, name).is_some_and(|it| self::column(it, name_of).is_some())
            }
            None => catalog.sequences.iter().any(|it| it.name() == name),
        };
        let (Some(was), Some(is)) = (was, after.contents.counters.get(counter)) else {
            continue;
        };
        if through.iter().all(is_there) && is.is_none_or(|is| is < *was) {
            let is = is.map_or("has not begun".to_owned(), |it| format!("is at {it}"));
            let of = column
                .as_ref()
                .map(|it| format!(".{it}"))
                .unwrap_or_default();
            lines.push(format!("the sequence of {name}{of} was at {was} and {is}"));
        }
    }
    lines
}

/// Tells which tables have other rows than they should, a line for each; of columns that are given what the moment
/// says nothing is.
pub(super) fn others(
    wanted: Moment<'_>,
    found: Moment<'_>,
    introspection: &dyn Introspection,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, rows) in &wanted.contents.tables {
        let there = found.contents.tables.get(name);
        let (Some(rows_there), Some(was), Some(is)) = (
            there,
            table(wanted.catalog, name),
            table(found.catalog, name),
        ) else {
            continue;
        };
        let mut columns = kept(was, is, &[]);
        columns
            .retain(|it| column(was, &it.name).is_some_and(|it| !is_momentary(it, introspection)));
        let (mut tuples, mut there) = (tuples(rows, &columns), tuples(rows_there, &columns));
        tuples.sort_unstable();
        there.sort_unstable();
        if tuples.len() != there.len() {
            lines.push(format!(
                "{name}: {} rows instead of {}",
                there.len(),
                tuples.len()
            ));
        } else if tuples != there {
            let gone = tuples.iter().find(|it| !there.contains(it));
            let what = gone.map(|it| changed(it, &there, &columns));
            lines.push(format!(
                "{name}: {}",
                what.unwrap_or_else(|| "other rows".to_owned())
            ));
        }
    }
    lines.extend(begun_again(wanted, found, &[found.catalog]));
    lines
}

/// Tells whether a column's default may be another value each time.
fn is_momentary(column: &Column, introspection: &dyn Introspection) -> bool {
    match column.default_value() {
        Some(ColumnDefault::Expression(sql)) => introspection.literal(column.kind(), sql).is_none(),
        Some(ColumnDefault::Value(_)) | None => false,
    }
}

/// A column that is there before and afterwards.
struct Kept {
    name: String,
    /// Whether its values are the same, and not only there.
    is_same: bool,
}

fn table<'c>(catalog: &'c Catalog, name: &TableName) -> Option<&'c Table> {
    catalog.tables.iter().find(|it| it.name() == name)
}

fn kept(was: &Table, is: &Table, between: &[&Table]) -> Vec<Kept> {
    let mut columns = Vec::new();
    for before in was.columns() {
        let name = before.name();
        let all = between.iter().copied().chain([is]);
        let all = all.map(|it| column(it, name));
        let Some(all) = all.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let is_computed = |it: &Column| it.generated().is_some();
        if is_computed(before) || all.iter().any(|it| is_computed(it)) {
            continue;
        }
        columns.push(Kept {
            name: name.to_owned(),
            is_same: all.iter().all(|it| it.kind() == before.kind()),
        });
    }
    columns
}

fn column<'t>(table: &'t Table, name: &str) -> Option<&'t Column> {
    table.columns().iter().find(|it| it.name() == name)
}

/// The values of a row in the columns that are kept; those that may be others are all alike.
type Tuple = Vec<Option<String>>;

fn tuples(table: &TableRows, columns: &[Kept]) -> Vec<Tuple> {
    let place = |name: &str| table.columns.iter().position(|it| it == name);
    let places: Vec<Option<usize>> = columns.iter().map(|it| place(&it.name)).collect();
    let value = |row: &[String], at: Option<usize>, column: &Kept| {
        let value = row.get(at?).filter(|it| *it != NULL)?;
        Some(match column.is_same {
            true => value.clone(),
            false => "something".to_owned(),
        })
    };
    let tuple = |row: &Vec<String>| {
        let places = places.iter().zip(columns);
        places.map(|(at, it)| value(row, *at, it)).collect()
    };
    table.rows.iter().map(tuple).collect()
}

/// Says what is missing, if anything is.
fn missing(tuples: &[Tuple], mut others: Vec<Tuple>, columns: &[Kept]) -> Option<String> {
    let (n_before, n_after) = (tuples.len(), others.len());
    if n_after < n_before {
        let rows = if n_before == 1 { "row" } else { "rows" };
        return Some(format!("of {n_before} {rows} {n_after} are left"));
    }
    let mut left = Vec::new();
    for tuple in tuples {
        match others.iter().position(|it| it == tuple) {
            Some(at) => drop(others.swap_remove(at)),
            None => left.push(tuple),
        }
    }
    // One that says more is found more hardly.
    left.sort_by_key(|it| it.iter().filter(|value| value.is_none()).count());
    for tuple in left {
        let has_all = |it: &Tuple| {
            it.iter()
                .zip(tuple)
                .all(|(is, was)| was.is_none() || is == was)
        };
        match others.iter().position(has_all) {
            Some(at) => drop(others.swap_remove(at)),
            None => return Some(changed(tuple, &others, columns)),
        }
    }
    None
}

/// Says what became of a row: what is different in the row that is most like it.
fn changed(tuple: &Tuple, others: &[Tuple], columns: &[Kept]) -> String {
    let n_shared = |it: &&Tuple| it.iter().zip(tuple).filter(|(is, was)| is == was).count();
    let nearest = others.iter().max_by_key(n_shared);
    let shown = |it: &Option<String>| it.clone().unwrap_or_else(|| NULL.to_owned());
    let Some(nearest) = nearest else {
        return "a row is not there any more".to_owned();
    };
    let cells = columns.iter().zip(tuple).zip(nearest);
    let parts: Vec<String> = cells
        .filter(|((_, was), is)| was.is_some() && was != is)
        .map(|((column, was), is)| {
            format!("{} was {} and is {}", column.name, shown(was), shown(is))
        })
        .collect();
    parts.join(", ")
}
