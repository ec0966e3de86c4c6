//! Every statement that is written here is also run by a real PostgreSQL, and judged by
//! PostgreSQL's own catalogue.
//!
//! The server is the one that `MIGRATOR_TEST_POSTGRES` names; without it only the SQL
//! itself is compared.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, Config, NoTls, SimpleQueryMessage};
use proptest::test_runner::{Config as ProptestConfig, TestRunner};

use super::PostgresRenderer;
use super::literal::literal;
use crate::base::Dialect;
use crate::dialect::{DialectError, Renderer};
use crate::ops::recorded::Recorded;
use crate::ops::{Op, Operation};
use crate::session::Statement;

mod altering;
mod catalogue;
mod columns;
mod constraints;
mod domains;
mod enumerations;
mod objects;
mod presence;
mod queries;
mod recovery;
mod refusals;
mod rendering;
mod server;
mod tables;
mod values;

/// A database of its own that runs what a migration records, at once.
pub(in crate::backends) struct Database {
    client: Client,
    config: Config,
    name: String,
}

impl Database {
    /// `None`, said once, if there is no server.
    pub(in crate::backends) fn new() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        static SKIPPED: Once = Once::new();
        let Ok(url) = std::env::var("MIGRATOR_TEST_POSTGRES") else {
            SKIPPED.call_once(|| {
                // Not `eprintln!`, which the test harness keeps for failures.
                let _ = writeln!(
                    std::io::stderr(),
                    "skipped: MIGRATOR_TEST_POSTGRES is not set"
                );
            });
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("migrator_render_{}_{number}", std::process::id());
        let mut config: Config = url.parse().unwrap();
        let mut server = config.connect(NoTls).unwrap();
        server
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        config.dbname(&name);
        let client = config.connect(NoTls).unwrap();
        Some(Self {
            client,
            config,
            name,
        })
    }

    /// Runs what `migration` records; the error is PostgreSQL's or the renderer's.
    pub(in crate::backends) fn migrate(
        &mut self,
        migration: impl FnOnce(&mut Op<'_>),
    ) -> Result<(), String> {
        for operation in operations(migration) {
            let statements = PostgresRenderer
                .render(&operation)
                .map_err(|error| error.to_string())?;
            for statement in statements {
                self.run(&statement)?;
            }
        }
        Ok(())
    }

    /// Returns the rows as text, columns separated by `|`.
    fn run(&mut self, statement: &Statement) -> Result<Vec<String>, String> {
        read(&mut self.client, &inlined(statement))
    }

    pub(in crate::backends) fn try_run(&mut self, sql: &str) -> Result<(), String> {
        read(&mut self.client, sql).map(|_| ())
    }

    pub(in crate::backends) fn rows(&mut self, sql: &str) -> Vec<String> {
        read(&mut self.client, sql).unwrap()
    }

    /// Opens another connection to the same database.
    pub(in crate::backends) fn connect(&self) -> Client {
        self.config.connect(NoTls).unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = &self.name;
        let mut config = self.config.clone();
        let mut server = config.dbname("postgres").connect(NoTls).unwrap();
        // The client of this database is still connected.
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
        server.batch_execute(&format!("{end}'{name}'")).unwrap();
        let dropped = server.batch_execute(&format!("DROP DATABASE {name}"));
        if !std::thread::panicking() {
            dropped.unwrap();
        }
    }
}

fn read(client: &mut Client, sql: &str) -> Result<Vec<String>, String> {
    let messages = client
        .simple_query(sql)
        .map_err(|error| match error.as_db_error() {
            Some(error) => format!("{}: {sql}", error.message()),
            None => error.to_string(),
        })?;
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let text = |row: &postgres::SimpleQueryRow| {
        let columns = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL"));
        columns.collect::<Vec<_>>().join("|")
    };
    Ok(rows.map(text).collect())
}

/// Writes the values of a statement in the place of its placeholders, outside quotes.
fn inlined(statement: &Statement) -> String {
    if statement.params.is_empty() {
        return statement.sql.clone().into_owned();
    }
    let mut sql = String::new();
    let mut quote = None;
    let mut chars = statement.sql.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, quote) {
            ('\'' | '"', None) => quote = Some(char),
            (char, Some(open)) if char == open => quote = None,
            _ => {}
        }
        let mut digits = String::new();
        while char == '$' && quote.is_none() && chars.peek().is_some_and(char::is_ascii_digit) {
            digits.extend(chars.next());
        }
        match digits.parse::<usize>() {
            Ok(number) => {
                let value = literal(&statement.params[number - 1]).unwrap();
                sql.push_str(&format!("({value})"));
            }
            Err(_) => sql.push(char),
        }
    }
    sql
}

/// Every case changes tables, so there are fewer of them than usual.
fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })
}

/// Returns what a migration records.
fn operations(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Operation> {
    Recorded::of(Dialect::Postgres, migration).into_operations()
}

/// Returns the statements of a migration, without running them.
fn rendered(migration: impl FnOnce(&mut Op<'_>)) -> Result<Vec<Statement>, DialectError> {
    let all = operations(migration);
    let all: Vec<Vec<Statement>> = all
        .iter()
        .map(|operation| PostgresRenderer.render(operation))
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

/// Leaves of each block that creates a type if it is missing the line that creates it.
fn shortened(sql: &str) -> String {
    let mut lines = Vec::new();
    let mut is_inside = false;
    for line in sql.lines() {
        match line {
            "DO $$" => is_inside = true,
            "$$" => is_inside = false,
            line if !is_inside => lines.push(line.to_owned()),
            line if line.contains("CREATE TYPE") => {
                lines.push(format!(
                    "(if missing) {}",
                    line.trim().trim_end_matches(';')
                ));
            }
            _ => {}
        }
    }
    lines.join("\n")
}

/// Returns the message and the help of a migration that is refused.
pub(in crate::backends) fn refusal(migration: impl FnOnce(&mut Op<'_>)) -> String {
    let error = rendered(migration).unwrap_err();
    match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    }
}
