//! The rows of tables, as the database writes their values.

use std::collections::BTreeMap;

use crate::base::{TableName, Value};
use crate::catalog::{Catalog, Introspection};
use crate::dialect::Renderer;
use crate::schema::Table;
use crate::session::{Row, Rows, Session, SessionError, SessionErrorKind, Statement};

/// So many tables are read at once: SQLite takes no more than 500.
const AT_ONCE: usize = 100;

/// Stands between values, none of which holds it where it can be helped.
const BETWEEN: char = '\u{1f}';

/// How both databases write `NULL`; a text is written in quotes.
pub(super) const NULL: &str = "NULL";

/// The rows of all tables, and where sequences stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Contents {
    pub(super) tables: BTreeMap<TableName, TableRows>,
    /// By table and column, or by the sequence's own name; `None` if it has not begun.
    pub(super) counters: BTreeMap<(TableName, Option<String>), Option<i64>>,
}

/// The rows of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TableRows {
    /// Its columns, in the order of the values.
    pub(super) columns: Vec<String>,
    /// Its rows in no order, each value as a literal.
    pub(super) rows: Vec<Vec<String>>,
}

/// What came of reading: the rows, and of which tables there are none, and why.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) tables: BTreeMap<TableName, TableRows>,
    pub(super) unread: BTreeMap<TableName, String>,
}

/// Reads all rows of tables, in as few queries as may be; by themselves where one is in the way of the others.
pub(super) fn read(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    introspection: &dyn Introspection,
    catalog: &Catalog,
    is_meant: impl Fn(&TableName) -> bool,
) -> Reading {
    let tables = catalog.tables.iter().filter(|it| is_meant(it.name()));
    let tables: Vec<&Table> = tables.collect();
    let mut reading = Reading::default();
    let mut read = |tables: &[&Table]| together(session, renderer, introspection, tables);
    for tables in tables.chunks(AT_ONCE) {
        if let Ok(contents) = read(tables) {
            reading.tables.extend(contents);
            continue;
        }
        for table in tables {
            match read(&[table]) {
                Ok(contents) => reading.tables.extend(contents),
                Err(error) => {
                    let name = table.name().clone();
                    reading.unread.insert(name, error.message);
                }
            }
        }
    }
    reading
}

/// Reads the rows of tables in one query.
fn together(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    introspection: &dyn Introspection,
    tables: &[&Table],
) -> Result<BTreeMap<TableName, TableRows>, SessionError> {
    let mut parts = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        parts.push(query(renderer, introspection, at, table)?);
    }
    let empty = |table: &&Table| TableRows {
        columns: table
            .columns()
            .iter()
            .map(|it| it.name().to_owned())
            .collect(),
        rows: Vec::new(),
    };
    let mut found: Vec<TableRows> = tables.iter().map(empty).collect();
    let rows = session.query(&Statement::new(parts.join(" UNION ALL ")))?;
    for row in &rows {
        let [at, values] = row.values() else { continue };
        let at = match at {
            Value::Integer(at) => usize::try_from(*at).ok(),
            Value::Text(at) => at.parse().ok(),
            _ => None,
        };
        let table = at.and_then(|at| found.get_mut(at));
        let (Some(table), Value::Text(values)) = (table, values) else {
            continue;
        };
        let values = values.split(BETWEEN).map(str::to_owned);
        table.rows.push(values.collect());
    }
    let names = tables.iter().map(|it| it.name().clone());
    Ok(names.zip(found).collect())
}

/// Reads where sequences stand; nothing is said of what cannot be read.
pub(super) fn counters(
    session: &mut dyn Session,
    introspection: &dyn Introspection,
) -> BTreeMap<(TableName, Option<String>), Option<i64>> {
    let question = introspection.counters();
    let rows = question.and_then(|it| session.read(&it).ok());
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let counter = |row: &Row| {
        let [schema, name, column, number] = row.values() else {
            return None;
        };
        let (name, number) = (text(name)?, text(number));
        let name = match text(schema) {
            Some(schema) => TableName::from((schema.as_str(), name.as_str())),
            None => TableName::from(name),
        };
        Some(((name, text(column)), number.and_then(|it| it.parse().ok())))
    };
    rows.iter()
        .flat_map(Rows::iter)
        .filter_map(counter)
        .collect()
}

fn query(
    renderer: &dyn Renderer,
    introspection: &dyn Introspection,
    at: usize,
    table: &Table,
) -> Result<String, SessionError> {
    let refused = |error: crate::dialect::DialectError| {
        SessionError::new(SessionErrorKind::Unsupported, error.to_string())
    };
    let mut values = Vec::new();
    for column in table.columns() {
        let name = renderer.quote(column.name()).map_err(refused)?;
        values.push(introspection.literal_of(&name));
    }
    let values = match values.is_empty() {
        true => "''".to_owned(),
        false => values.join(&format!(" || '{BETWEEN}' || ")),
    };
    let name = renderer.quote_table(table.name()).map_err(refused)?;
    Ok(format!(
        "SELECT {at} AS place, {values} AS row_values FROM {name}"
    ))
}
