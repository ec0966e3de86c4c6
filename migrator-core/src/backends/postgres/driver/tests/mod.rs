//! The session on a real server, judged by a second connection.
//!
//! The server is named by `MIGRATOR_TEST_POSTGRES`, as a superuser may reach it; every
//! test has a database of its own there. Without the variable the tests do nothing and
//! one line says so.

use std::io::Write;
use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::base::Location;
use crate::session::{
    BatchError, Connect, FailedAt, Session, SessionErrorKind, Settings, Statement, always,
};

mod batches;
mod exchanges;
mod failures;
mod locks;
mod pooler;
#[cfg(feature = "r2d2")]
mod pools;
mod queries;
#[cfg(feature = "autogenerate")]
mod scratch;
mod servers;
mod surroundings;

/// A database that is dropped at the end of a test.
struct Database {
    server: Config,
    name: String,
}

impl Database {
    /// Creates one; `None` if there is no server to test with.
    fn new() -> Option<Self> {
        static SKIPPED: Once = Once::new();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Ok(url) = std::env::var("MIGRATOR_TEST_POSTGRES") else {
            SKIPPED.call_once(|| skip("MIGRATOR_TEST_POSTGRES is not set"));
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("migrator_driver_{}_{number}", process::id());
        let server: Config = url.parse().unwrap();
        let mut client = server.connect(NoTls).unwrap();
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        Some(Self { server, name })
    }

    fn config(&self) -> Config {
        let mut config = self.server.clone();
        config.dbname(&self.name);
        config
    }

    fn client(&self) -> Client {
        self.config().connect(NoTls).unwrap()
    }

    /// Creates a role, called like the database, that may create tables in it.
    fn role(&self) -> &str {
        let name = &self.name;
        self.run(&format!(
            "CREATE ROLE {name}; GRANT CREATE ON SCHEMA public TO {name}"
        ));
        name
    }

    /// Waits until a connection waits in a message that holds a text.
    fn wait_for(&self, process: i32, text: &str) {
        let mut client = self.client();
        let sql = format!(
            "SELECT 1 FROM pg_stat_activity WHERE pid = {process} AND state = 'active' \
             AND query LIKE '%{text}%' AND wait_event IS NOT NULL"
        );
        while rows(&mut client, &sql).is_empty() {
            std::thread::yield_now();
        }
    }

    /// Runs SQL on a connection of its own.
    fn run(&self, sql: &str) {
        self.client().batch_execute(sql).unwrap();
    }

    /// Returns the rows of a query as text, columns separated by `|`.
    fn rows(&self, sql: &str) -> Vec<String> {
        rows(&mut self.client(), sql)
    }

    /// Returns the advisory locks that anybody holds in this database.
    fn advisory_locks(&self) -> Vec<String> {
        self.rows(
            "SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut client = self.server.connect(NoTls).unwrap();
        let name = &self.name;
        client
            .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .unwrap();
        client
            .batch_execute(&format!("DROP ROLE IF EXISTS {name}"))
            .unwrap();
    }
}

/// Says on a line of its own why a test does nothing, past the test harness, which keeps
/// what a test prints to itself.
fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

fn rows(client: &mut Client, sql: &str) -> Vec<String> {
    let messages = client.simple_query(sql).unwrap();
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    rows.map(|row| {
        let columns = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL"));
        columns.collect::<Vec<_>>().join("|")
    })
    .collect()
}

/// The process that serves a connection.
fn backend(client: &mut Client) -> i32 {
    let row = client.query_one("SELECT pg_backend_pid()", &[]).unwrap();
    row.get(0)
}

fn settings() -> Settings {
    Settings {
        lock_name: "\"alembic_version\"".to_owned(),
        ..Settings::default()
    }
}

/// Opens a session with settings.
fn session<'c>(connection: impl Connect<'c>, settings: &Settings) -> Box<dyn Session + 'c> {
    let mut session = connection.session().unwrap();
    session.configure(settings).unwrap();
    session
}

/// A migration's statement.
fn statement(sql: impl Into<String>) -> Statement {
    Statement::new(sql.into()).at(Some(Location::new("m.rs", 1, 1)))
}

fn statements<const N: usize>(sql: [&str; N]) -> [Statement; N] {
    sql.map(statement)
}

/// Begins, runs and commits.
fn transact(session: &mut dyn Session, statements: &[Statement]) -> Result<(), BatchError> {
    session.begin().unwrap();
    session.execute_and_commit(statements, &mut always)
}

/// The place, the kind and the message of a failure.
fn failure(result: Result<(), BatchError>) -> (FailedAt, SessionErrorKind, String) {
    let BatchError { at, error } = result.unwrap_err();
    (at, error.kind, error.message)
}
