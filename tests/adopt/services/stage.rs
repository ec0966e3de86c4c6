//! A database for a service.

use rusqlite::Connection;
use tempfile::TempDir;

use super::service::Service;
use crate::support::look;
use crate::support::postgres::TestDatabase;

pub(super) enum Stage {
    Sqlite(TempDir),
    Postgres(TestDatabase),
}

impl Stage {
    pub(super) fn new(service: &Service) -> Self {
        match service.is_postgres() {
            true => Self::Postgres(TestDatabase::new().unwrap()),
            false => Self::Sqlite(TempDir::new().unwrap()),
        }
    }

    /// A URL, or a file.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("app.db").to_string_lossy().into_owned(),
            Self::Postgres(database) => database.url(),
        }
    }

    /// Runs what the migrations believe to be there.
    pub(super) fn prepare(&self, service: &Service) {
        self.run(&service.first);
    }

    pub(super) fn drop_tables(&self, tables: &[&str]) {
        for table in tables {
            self.run(&format!("DROP TABLE IF EXISTS {table}"));
        }
    }

    fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(_) => Connection::open(self.url())
                .unwrap()
                .execute_batch(sql)
                .unwrap(),
            Self::Postgres(database) => database.client().batch_execute(sql).unwrap(),
        }
    }

    /// The schema and every row.
    pub(super) fn dump(&self) -> Vec<String> {
        match self {
            Self::Sqlite(_) => look::dump(&Connection::open(self.url()).unwrap()),
            Self::Postgres(database) => database.dump(),
        }
    }
}

/// The lines that are in both, as often as in both, in the first one's order.
pub(super) fn common(one: &[String], other: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = other.iter().collect();
    left.sort_unstable();
    let mut take = |line: &&String| match left.binary_search(line) {
        Ok(at) => {
            left.remove(at);
            true
        }
        Err(_) => false,
    };
    one.iter().filter(|line| take(line)).cloned().collect()
}
