//! A database of each kind, the library's way to it, and its own shell.

use std::fmt::Write as _;
use std::process::Command;

use migrator::{Dialect, Migrations, Options, Report, Verbs};
use migrator_core::base::Transaction;
use rusqlite::types::ValueRef;

use crate::support::file::File;
use crate::support::postgres::{self, TestDatabase};
use crate::support::{look, needs};
use crate::tools;

/// A database of a test's own.
pub(crate) enum Database {
    Sqlite(File),
    Postgres(TestDatabase),
}

/// How a shell ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) error: String,
}

/// Runs a check on each kind of database that can be had here.
pub(crate) fn on_each(check: impl Fn(Dialect)) {
    on_sqlite(&check);
    on_postgres(&check);
}

pub(crate) fn on_sqlite(check: impl Fn(Dialect)) {
    if needs::sqlite3().is_some() {
        check(Dialect::Sqlite);
    }
}

pub(crate) fn on_postgres(check: impl Fn(Dialect)) {
    if needs::psql().is_some() && needs::postgres().is_some() {
        check(Dialect::Postgres);
    }
}

impl Database {
    /// Makes an empty one.
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::Sqlite(File::new()),
            _ => Self::Postgres(TestDatabase::new().unwrap()),
        }
    }

    pub(crate) fn upgrade(&self, verbs: &Verbs<'_>, target: &str) -> Report {
        match self {
            Self::Sqlite(file) => verbs.upgrade(&obedient(file), target).unwrap(),
            Self::Postgres(database) => verbs.upgrade(&mut database.client(), target).unwrap(),
        }
    }

    pub(crate) fn downgrade(&self, verbs: &Verbs<'_>, target: &str) -> Report {
        match self {
            Self::Sqlite(file) => verbs.downgrade(&obedient(file), target).unwrap(),
            Self::Postgres(database) => verbs.downgrade(&mut database.client(), target).unwrap(),
        }
    }

    pub(crate) fn stamp(&self, verbs: &Verbs<'_>, target: &str) -> Report {
        match self {
            Self::Sqlite(file) => verbs.stamp(&obedient(file), target).unwrap(),
            Self::Postgres(database) => verbs.stamp(&mut database.client(), target).unwrap(),
        }
    }

    /// Runs a script and expects it to succeed.
    pub(crate) fn run(&self, script: &str) {
        let ended = self.try_run(script);
        assert_eq!(ended.code, Some(0), "{}", ended.error);
    }

    /// Runs a script by the database's own shell.
    pub(crate) fn try_run(&self, script: &str) -> Ended {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), script).unwrap();
        let mut command = match self {
            Self::Sqlite(database) => {
                let mut command = Command::new(needs::sqlite3().unwrap());
                command.arg(database.path());
                command.stdin(std::fs::File::open(file.path()).unwrap());
                command
            }
            Self::Postgres(database) => {
                let mut command = Command::new(needs::psql().unwrap());
                command.args(["-X", "-q", "-d", &database.url(), "-f"]);
                command.arg(file.path());
                command
            }
        };
        let output = command.output().unwrap();
        Ended {
            code: output.status.code(),
            error: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Executes SQL, past the library.
    pub(crate) fn execute(&self, sql: &str) {
        match self {
            Self::Sqlite(file) => file.open().execute_batch(sql).unwrap(),
            Self::Postgres(database) => database.client().batch_execute(sql).unwrap(),
        }
    }

    /// The rows of a query, each as one line.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(file) => look::lines(&file.open(), sql),
            Self::Postgres(database) => postgres::lines(&mut database.client(), sql),
        }
    }

    /// The schema and every row, with what SQLite stored each value as.
    pub(crate) fn dump(&self) -> Vec<String> {
        match self {
            Self::Sqlite(file) => sqlite_dump(file),
            Self::Postgres(database) => tools::snapshot(database),
        }
    }
}

/// A connection as applications have it: the default of a bundled SQLite.
fn obedient(file: &File) -> rusqlite::Connection {
    let connection = file.open();
    connection
        .execute_batch("PRAGMA foreign_keys = ON")
        .unwrap();
    connection
}

fn sqlite_dump(file: &File) -> Vec<String> {
    let connection = file.open();
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
    let mut dump = look::lines(&connection, schema);
    for table in look::tables(&connection) {
        let history = table.ends_with("_history");
        let sql = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
        let mut statement = connection.prepare(&sql).unwrap();
        let name = |at: usize| statement.column_name(at).unwrap().to_owned();
        let names: Vec<String> = (0..statement.column_count()).map(name).collect();
        let mut rows = statement.query([]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let mut line = format!("{table}:");
            for (at, name) in names.iter().enumerate() {
                if history && ["id", "started_at", "finished_at"].contains(&name.as_str()) {
                    continue;
                }
                let value = match row.get_ref(at).unwrap() {
                    ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                    other => format!("{other:?}"),
                };
                write!(line, " {value}").unwrap();
            }
            found.push(line);
        }
        // The history is in its order.
        if !history {
            found.sort_unstable();
        }
        dump.extend(found);
    }
    dump
}

/// Options that leave everything as it is.
pub(crate) fn plain(set: &Migrations) -> Verbs<'_> {
    set.with(Options::new())
}

pub(crate) fn in_mode(mode: Transaction) -> Options {
    Options::new().transaction(mode)
}

/// Upgrades one database online and another by a script, and compares them.
pub(crate) fn check_upgrade(dialect: Dialect, set: &Migrations, options: &Options) {
    let online = Database::new(dialect);
    online.upgrade(&set.with(options.clone()), "heads");
    let offline = Database::new(dialect);
    let script = set
        .with(options.clone())
        .sql(dialect)
        .upgrade("heads")
        .unwrap();
    offline.run(&script);
    tools::assert_same(&offline.dump(), &online.dump(), &dialect.to_string());
    // The program finds nothing to do.
    let report = offline.upgrade(&set.with(options.clone()), "heads");
    assert_eq!(report.steps, []);
}
