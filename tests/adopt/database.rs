//! A database that a tool made, loaded from what it held, and what it looks like from outside.

use std::fs;
use std::path::{Path, PathBuf};

use migrator::{Adoption, Error, Migrations, Report};
use rusqlite::Connection;

use crate::support::look;
use crate::support::postgres::{TestDatabase, lines};

pub(crate) enum Database {
    Sqlite(Box<Connection>),
    Postgres(TestDatabase),
}

impl Database {
    /// Loads what a tool made in SQLite.
    pub(crate) fn sqlite(tool: &str) -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&made(tool, "sqlite.sql").unwrap())
            .unwrap();
        Self::Sqlite(Box::new(connection))
    }

    /// Loads what a tool made in PostgreSQL; `None` where there is no server, or the tool knows none.
    pub(crate) fn postgres(tool: &str) -> Option<Self> {
        let sql = made(tool, "postgres.sql")?;
        let database = TestDatabase::new()?;
        database.client().batch_execute(&sql).unwrap();
        Some(Self::Postgres(database))
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(crate) fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).unwrap(),
            Self::Postgres(database) => database.client().batch_execute(sql).unwrap(),
        }
    }

    /// The rows of a query.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => look::lines(connection, sql),
            Self::Postgres(database) => lines(&mut database.client(), sql),
        }
    }

    /// The schema and every row, as the database itself writes them.
    pub(crate) fn dump(&self) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => {
                let mut dump = look::dump(connection);
                dump.extend(look::lines(connection, "PRAGMA user_version"));
                dump
            }
            Self::Postgres(database) => database.dump(),
        }
    }

    pub(crate) fn adopt(&self, set: &Migrations) -> Result<Adoption, Error> {
        match self {
            Self::Sqlite(connection) => set.adopt(&**connection),
            Self::Postgres(database) => set.adopt(&mut database.client()),
        }
    }

    pub(crate) fn current(&self, set: &Migrations) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => set.current(&**connection).unwrap().rows,
            Self::Postgres(database) => set.current(&mut database.client()).unwrap().rows,
        }
    }

    pub(crate) fn upgrade(&self, set: &Migrations) -> Report {
        match self {
            Self::Sqlite(connection) => set.upgrade(&**connection, "head").unwrap(),
            Self::Postgres(database) => set.upgrade(&mut database.client(), "head").unwrap(),
        }
    }
}

/// What a tool made in a database; `None` if it is no tool for it.
fn made(tool: &str, file: &str) -> Option<String> {
    let folder = match std::env::var_os("MIGRATOR_TEST_PEERS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/peers"),
    };
    let folder = folder.join(tool);
    assert!(folder.is_dir(), "{folder:?} is missing");
    fs::read_to_string(folder.join(file)).ok()
}
