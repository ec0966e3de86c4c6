//! Every statement that is written here is also run by a real SQLite, and
//! judged by SQLite's own catalogue.

use rusqlite::types::{Value as Stored, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::SqliteRenderer;
use crate::base::{Dialect, Value};
use crate::dialect::{DialectError, Rendered, Renderer};
use crate::ops::recorded::Recorded;
use crate::ops::{Op, Operation};
use crate::session::{Rows, Statement};

mod catalogue;
mod columns;
#[cfg(feature = "autogenerate")]
mod introspection;
mod objects;
mod queries;
mod rebuild;
mod refusals;
mod rendering;
mod tables;
mod values;

/// A database in memory that runs what a migration records, at once.
pub(in crate::backends) struct Database {
    connection: Connection,
    renderer: SqliteRenderer,
}

impl Database {
    pub(in crate::backends) fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        Self {
            connection,
            renderer: SqliteRenderer::new(true),
        }
    }

    /// Runs what `migration` records; the error is SQLite's or the renderer's.
    pub(in crate::backends) fn migrate(
        &self,
        migration: impl FnOnce(&mut Op<'_>),
    ) -> Result<(), String> {
        for operation in operations(migration) {
            for part in self.renderer.parts(operation) {
                let rendered = self.rendered(&part).map_err(|error| error.to_string())?;
                for statement in rendered.statements {
                    self.run(&statement)?;
                }
            }
        }
        Ok(())
    }

    /// Writes an operation, having looked at the database if it asks for that.
    fn rendered(&self, operation: &Operation) -> Result<Rendered, DialectError> {
        let asks = self.renderer.asks(operation)?;
        let answers: Vec<Rows> = asks.iter().map(|ask| self.answer(ask)).collect();
        self.renderer.render_known(operation, &answers)
    }

    fn answer(&self, ask: &Statement) -> Rows {
        let prepared = self.connection.prepare(&ask.sql).unwrap();
        let columns = prepared.column_names().map(str::to_owned).collect();
        drop(prepared);
        let value = |value: Stored| match value {
            Stored::Null => Value::Null,
            Stored::Integer(number) => Value::Integer(number),
            Stored::Real(number) => Value::Real(number),
            Stored::Text(text) => Value::Text(text),
            Stored::Blob(bytes) => Value::Bytes(bytes),
        };
        let rows = self.run(ask).unwrap().into_iter();
        Rows::new(
            columns,
            rows.map(|row| row.into_iter().map(value).collect())
                .collect(),
        )
    }

    fn run(&self, statement: &Statement) -> Result<Vec<Vec<Stored>>, String> {
        let failed = |error: rusqlite::Error| format!("{error}: {}", statement.sql);
        let mut prepared = self.connection.prepare(&statement.sql).map_err(failed)?;
        let width = prepared.column_count();
        let params = params_from_iter(statement.params.iter().map(stored));
        let mut rows = prepared.query(params).map_err(failed)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            all.push(
                (0..width)
                    .map(|at| row.get::<_, Stored>(at).unwrap())
                    .collect(),
            );
        }
        Ok(all)
    }

    /// Returns the rows of a query as text, columns separated by `|`.
    fn rows(&self, sql: &str) -> Vec<String> {
        let rows = self.run(&Statement::new(sql.to_owned())).unwrap();
        let show = |value: &Stored| match ValueRef::from(value) {
            ValueRef::Null => "NULL".to_owned(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => format!("{number:?}"),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            ValueRef::Blob(bytes) => format!("{bytes:?}"),
        };
        rows.iter()
            .map(|row| row.iter().map(show).collect::<Vec<_>>().join("|"))
            .collect()
    }
}

/// Returns a value as SQLite stores it.
fn stored(value: &Value) -> Stored {
    match value {
        Value::Null => Stored::Null,
        Value::Boolean(truth) => Stored::Integer((*truth).into()),
        Value::Integer(number) => Stored::Integer(*number),
        Value::Real(number) => Stored::Real(*number),
        Value::Text(text) => Stored::Text(text.clone()),
        Value::Bytes(bytes) => Stored::Blob(bytes.clone()),
    }
}

/// Returns what a migration records.
fn operations(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Operation> {
    Recorded::of(Dialect::Sqlite, migration).into_operations()
}

/// Returns the statements of a migration, without running them.
fn rendered(migration: impl FnOnce(&mut Op<'_>)) -> Result<Vec<Statement>, DialectError> {
    let renderer = SqliteRenderer::new(true);
    let all = operations(migration);
    let all: Vec<Vec<Statement>> = all
        .iter()
        .map(|operation| {
            renderer.asks(operation)?;
            renderer.render(operation)
        })
        .collect::<Result<_, _>>()?;
    Ok(all.concat())
}

/// Returns the SQL of a migration, one statement per line.
pub(in crate::backends) fn sql(migration: impl FnOnce(&mut Op<'_>)) -> String {
    let statements = rendered(migration).unwrap();
    statements
        .iter()
        .map(|statement| statement.sql.as_ref())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the message and the help of a migration that is refused.
pub(in crate::backends) fn refusal(migration: impl FnOnce(&mut Op<'_>)) -> String {
    let error = rendered(migration).unwrap_err();
    match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    }
}
