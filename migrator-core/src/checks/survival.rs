//! Which rows are lost: those of before that nobody finds afterwards. Pure.
//!
//! Only columns count that are there before and afterwards. A value may take the place of `NULL`, which is how new
//! rules are met; a column of another type has other values, but none of them may become `NULL`.

use super::contents::{Contents, NULL, TableRows};
use crate::base::TableName;
use crate::catalog::Catalog;
use crate::schema::{Column, Table};

/// The rows of a moment, and the schema they are in.
#[derive(Clone, Copy)]
pub(super) struct Moment<'m> {
    pub(super) catalog: &'m Catalog,
    pub(super) contents: &'m Contents,
}

/// Tells what is lost between two moments, a line for each table; a column counts only if all of `through` have it.
pub(super) fn lost(before: Moment<'_>, after: Moment<'_>, through: &[&Catalog]) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, rows) in before.contents {
        // Most tables are not touched at all.
        if after.contents.get(name) == Some(rows) {
            continue;
        }
        let (Some(was), Some(is)) = (table(before.catalog, name), table(after.catalog, name))
        else {
            continue;
        };
        let between = through.iter().map(|it| table(it, name));
        let between: Option<Vec<&Table>> = between.collect();
        let (Some(between), Some(rows_after)) = (between, after.contents.get(name)) else {
            continue;
        };
        let columns = kept(was, is, &between);
        let (tuples, others) = (tuples(rows, &columns), tuples(rows_after, &columns));
        if let Some(what) = missing(&tuples, others, &columns) {
            lines.push(format!("{name}: {what}"));
        }
    }
    lines
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
