//! Which values go where.

use super::super::definition::{Column, Definition, same_name};
use super::super::names;
use super::work::Work;
use crate::dialect::Refusal;

/// The names by which SQL reaches the rowid, unless a column has them.
/// <https://sqlite.org/lang_createtable.html#rowid>
const ROWID: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// Returns the statement that copies the rows into the new table.
///
/// `OR ABORT` overrules the `ON CONFLICT` clauses of the table, by which rows could be lost.
pub(super) fn insert(work: &Work<'_>, from: &str, to: &str) -> Result<String, Refusal> {
    let pairs = pairs(work)?;
    if copies_whole_rows(work, &pairs) {
        // In this form, and without conversions, SQLite moves the rows as they lie in the file.
        return Ok(format!("INSERT OR ABORT INTO {to} SELECT * FROM {from}"));
    }
    let columns: Vec<&str> = pairs.iter().map(|pair| pair.to.as_str()).collect();
    let values: Vec<&str> = pairs.iter().map(|pair| pair.value.as_str()).collect();
    let order = match old_rowid(&work.before) {
        Some(rowid) => format!(" ORDER BY {rowid}"),
        None => String::new(),
    };
    Ok(format!(
        "INSERT OR ABORT INTO {to} ({}) SELECT {} FROM {from}{order}",
        columns.join(", "),
        values.join(", ")
    ))
}

/// A column and the value it gets, as SQL.
struct Pair {
    to: String,
    value: String,
    is_plain: bool,
}

fn pairs(work: &Work<'_>) -> Result<Vec<Pair>, Refusal> {
    let mut pairs = Vec::new();
    if let Some((to, value)) = rowids(work)? {
        let is_plain = false;
        pairs.push(Pair {
            to,
            value,
            is_plain,
        });
    }
    for column in work.after.columns().iter().filter(|it| !it.is_generated()) {
        let to = names::quoted_column(column.name())?;
        if let Some(expression) = work.using.get(&column.name().to_ascii_lowercase()) {
            let (value, is_plain) = (format!("({expression})"), false);
            pairs.push(Pair {
                to,
                value,
                is_plain,
            });
        } else if let Some(before) = copied(work, column) {
            let (value, is_plain) = (names::quoted_column(before.name())?, true);
            pairs.push(Pair {
                to,
                value,
                is_plain,
            });
        }
    }
    Ok(pairs)
}

/// Returns the old column whose values a column keeps.
fn copied<'w>(work: &'w Work<'_>, column: &Column) -> Option<&'w Column> {
    let is_fresh = work.fresh.contains(&column.name().to_ascii_lowercase());
    work.before.column(column.name()).filter(|_| !is_fresh)
}

/// Returns where the rowid goes, if no column carries it.
fn rowids(work: &Work<'_>) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = old_rowid(&work.before) else {
        return Ok(None);
    };
    if work.after.is_without_rowid() {
        return Ok(None);
    }
    let to = match work.after.rowid_column() {
        Some(key) => {
            let has_values = copied(work, key).is_some()
                || work.using.contains_key(&key.name().to_ascii_lowercase());
            (!has_values)
                .then(|| names::quoted_column(key.name()))
                .transpose()?
        }
        None => reachable(&work.after).map(str::to_owned),
    };
    Ok(to.map(|to| (to, value)))
}

/// Returns how to read the old table's rowid, if it has one that can be reached.
fn old_rowid(before: &Definition) -> Option<String> {
    if before.is_without_rowid() {
        return None;
    }
    match before.rowid_column() {
        Some(key) => names::quoted_column(key.name()).ok(),
        None => reachable(before).map(str::to_owned),
    }
}

fn reachable(definition: &Definition) -> Option<&'static str> {
    ROWID
        .into_iter()
        .find(|name| definition.column(name).is_none())
}

/// Tells whether each old column goes to the new one at its place, and nothing else is done.
fn copies_whole_rows(work: &Work<'_>, pairs: &[Pair]) -> bool {
    let (before, after) = (work.before.columns(), work.after.columns());
    let same = |(one, other): (&Column, &Column)| same_name(one.name(), other.name());
    before.len() == after.len()
        && pairs.len() == after.len()
        && pairs.iter().all(|pair| pair.is_plain)
        && before.iter().zip(after).all(same)
        && !before.iter().any(Column::is_generated)
}
