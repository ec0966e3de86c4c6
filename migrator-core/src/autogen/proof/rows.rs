//! The rows of tables before and after, and what became of them.

use std::collections::BTreeMap;

use super::names::{KeptColumn, KeptTable};
use crate::base::{TableName, Value};
use crate::dialect::Renderer;
use crate::plan::Direction;
use crate::session::{Session, SessionError, SessionErrorKind, Statement};

/// The rows of tables, as texts; `None` is `NULL`.
pub(super) type Snapshot = BTreeMap<TableName, Vec<Vec<Option<String>>>>;

/// When the rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Before the way up, or after the way down: former names count.
    Before,
    /// In between: names as they are then.
    After,
}

/// Reads the columns that are kept, in their order; the snapshot calls tables by their former names.
///
/// # Errors
/// What the database says.
pub(super) fn read(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    tables: &[KeptTable],
    when: When,
) -> Result<Snapshot, SessionError> {
    let mut snapshot = Snapshot::new();
    for table in tables {
        let rows = session.query(&query(renderer, table, when)?)?;
        let rows = rows
            .iter()
            .map(|row| row.values().iter().map(shown).collect());
        snapshot.insert(table.before.clone(), rows.collect());
    }
    Ok(snapshot)
}

fn query(
    renderer: &dyn Renderer,
    table: &KeptTable,
    when: When,
) -> Result<Statement, SessionError> {
    let name = match when {
        When::Before => &table.before,
        When::After => &table.after,
    };
    let columns = table.columns.iter().map(|it| match when {
        When::Before => renderer.quote(&it.before),
        When::After => renderer.quote(&it.after),
    });
    let quoted = columns.collect::<Result<Vec<_>, _>>();
    let quoted = quoted.and_then(|columns| Ok((columns, renderer.quote_table(name)?)));
    let (columns, name) = quoted
        .map_err(|error| SessionError::new(SessionErrorKind::Unsupported, error.to_string()))?;
    // A table may have no column that is kept; its rows count all the same.
    let columns = match columns.is_empty() {
        true => "1".to_owned(),
        false => columns.join(", "),
    };
    Ok(Statement::new(format!("SELECT {columns} FROM {name}")))
}

fn shown(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes
            .iter()
            .fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
    })
}

/// What became of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fate {
    /// What must not happen, as in `3 rows of users became 2`.
    pub broken: Vec<String>,
    /// Values that are others, in columns where they may be.
    pub converted: Vec<String>,
}

/// Compares the rows of a table; `way`: up, or up and down again.
pub(super) fn compare(
    table: &KeptTable,
    before: &[Vec<Option<String>>],
    after: &[Vec<Option<String>>],
    way: Direction,
) -> Fate {
    let mut fate = Fate::default();
    if before.len() != after.len() {
        let (before, after) = (before.len(), after.len());
        let rows = if before == 1 { "row" } else { "rows" };
        fate.broken.push(format!(
            "{before} {rows} of {} became {after}",
            table.before
        ));
        return fate;
    }
    for (at, column) in table.columns.iter().enumerate() {
        let values = |rows: &[Vec<Option<String>>]| values(rows, at);
        let mut was = values(before);
        if way == Direction::Up {
            become_said(&mut was, column);
        }
        let Some((was, is)) = difference(&was, &values(after), column) else {
            continue;
        };
        let text = format!("{}.{}: {was} became {is}", table.before, column.before);
        match column.is_converted {
            true => fate.converted.push(text),
            false => fate.broken.push(text),
        }
    }
    // The values of each column are there, but perhaps in other rows.
    let is_same = tuples(before, &table.columns) == tuples(after, &table.columns);
    if fate.broken.is_empty() && !is_same {
        fate.broken
            .push(format!("values of {} came into other rows", table.before));
    }
    fate
}

fn values(rows: &[Vec<Option<String>>], at: usize) -> Vec<Option<String>> {
    let mut values: Vec<Option<String>> = rows
        .iter()
        .map(|row| row.get(at).cloned().flatten())
        .collect();
    values.sort_unstable();
    values
}

fn tuples<'r>(
    rows: &'r [Vec<Option<String>>],
    columns: &[KeptColumn],
) -> Vec<Vec<&'r Option<String>>> {
    let tuple = |row: &'r Vec<Option<String>>| {
        let values = row.iter().zip(columns);
        values
            .filter(|(_, it)| !it.is_converted)
            .map(|(value, _)| value)
            .collect()
    };
    let mut tuples: Vec<Vec<&Option<String>>> = rows.iter().map(tuple).collect();
    tuples.sort_unstable();
    tuples
}

/// Makes former values what the changes say that they become.
fn become_said(values: &mut [Option<String>], column: &KeptColumn) {
    for value in values.iter_mut().flatten() {
        if let Some(is) = column.said.values.get(value) {
            value.clone_from(is);
        }
    }
}

/// Returns a value that is gone and one that has come, if there are such.
fn difference(
    before: &[Option<String>],
    after: &[Option<String>],
    column: &KeptColumn,
) -> Option<(String, String)> {
    let form = |it: &Option<String>| match column.is_converted {
        true => it.as_deref().map(canonical),
        false => it.clone(),
    };
    let mut gone: Vec<Option<String>> = Vec::new();
    let mut come: Vec<Option<String>> = after.iter().map(form).collect();
    for value in before.iter().map(form) {
        match come.iter().position(|it| *it == value) {
            Some(at) => {
                come.swap_remove(at);
            }
            None => gone.push(value),
        }
    }
    come.sort_unstable();
    // That `NULL` becomes a value, and none again by itself, is what was said.
    gone.retain(|it| it.is_some() || !column.said.fills);
    let told = |it: Option<Option<String>>| match it {
        Some(Some(text)) => format!("`{text}`"),
        Some(None) => "NULL".to_owned(),
        None => "nothing".to_owned(),
    };
    (!gone.is_empty()).then(|| (told(gone.into_iter().next()), told(come.into_iter().next())))
}

/// Returns what is the same of a value in different types: a number's value, a text without blanks at its end.
fn canonical(text: &str) -> String {
    let text = text.trim_end();
    match text {
        "true" | "t" => return "1".to_owned(),
        "false" | "f" => return "0".to_owned(),
        _ => {}
    }
    let is_number = text.contains('.') && text.parse::<f64>().is_ok();
    match is_number {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    }
}
