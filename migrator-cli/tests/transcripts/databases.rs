//! The databases that verbs act on: an SQLite file, and where there is a server, one on PostgreSQL.
//!
//! A test does the same on each and sees the same, but where the transcripts say otherwise.

#[path = "../../../tests/support/needs.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests need other things")]
mod needs;
#[path = "../../../tests/support/postgres.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests ask other things")]
mod postgres;

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::support::{Place, example};
use ::postgres::Client;
use postgres::TestDatabase;

/// A folder and a database.
pub(crate) struct Scene {
    pub(crate) place: Place,
    server: Option<TestDatabase>,
}

/// Does the same on each database.
pub(crate) fn on_each(test: impl Fn(&Scene)) {
    insta::allow_duplicates! {
        test(&Scene::sqlite());
        if let Some(scene) = Scene::postgres() {
            test(&scene);
        }
    }
}

impl Scene {
    /// The file is there already, and empty.
    pub(crate) fn sqlite() -> Self {
        let place = Place::new();
        std::fs::write(place.path("app.db"), "").unwrap();
        Self {
            place,
            server: None,
        }
    }

    /// `None` where there is no server and none is required.
    pub(crate) fn postgres() -> Option<Self> {
        Some(Self {
            place: Place::new(),
            server: Some(TestDatabase::new()?),
        })
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    pub(crate) fn url(&self) -> String {
        match &self.server {
            None => "sqlite:app.db".to_owned(),
            Some(database) => database.url(),
        }
    }

    /// The same for programs in other folders.
    #[cfg(unix)]
    pub(crate) fn url_from_anywhere(&self) -> String {
        match &self.server {
            None => format!("sqlite:{}", self.place.path("app.db").display()),
            Some(database) => database.url(),
        }
    }

    /// Runs the example application on the database, and returns the transcript.
    pub(crate) fn migrate(&self, line: &str) -> String {
        self.transcript("migrate", line, &[])
    }

    /// Runs the example application with one of the troublesome sets.
    pub(crate) fn trouble(&self, set: &str, line: &str) -> String {
        self.transcript("troubles", line, &[("SET", set)])
    }

    /// Runs an example application with more variables.
    pub(crate) fn transcript(&self, name: &str, line: &str, variables: &[(&str, &str)]) -> String {
        let mut command = self.command(name);
        command.envs(variables.iter().copied());
        let transcript = self.place.transcript("migrate", line, command);
        let url = self.url();
        let transcript = transcript.replace(&url, "<url>");
        match url.rsplit_once('@') {
            // Where the server asks for a password, it is shown as stars.
            Some((credentials, rest)) => {
                let credentials: Vec<&str> = credentials.split(':').take(2).collect();
                let masked = format!("{}:***@{rest}", credentials.join(":"));
                transcript.replace(&masked, "<url>")
            }
            None => transcript,
        }
    }

    /// An example application that is to run on the database.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = self.place.command(&example(name));
        command
            .env("DATABASE_URL", self.url())
            .env("MIGRATOR_PROGRAM", "migrate")
            .env("USER", "alice");
        command
    }

    /// Asks the database itself; each row is a line.
    pub(crate) fn ask(&self, sql: &str) -> String {
        match &self.server {
            None => ask_sqlite(&self.place.path("app.db"), sql),
            Some(database) => postgres::lines(&mut database.client(), sql).join("\n"),
        }
    }

    /// Has the database itself do something.
    pub(crate) fn execute(&self, sql: &str) {
        match &self.server {
            None => {
                let connection = rusqlite::Connection::open(self.place.path("app.db")).unwrap();
                connection.execute_batch(sql).unwrap();
            }
            Some(database) => database.client().batch_execute(sql).unwrap(),
        }
    }

    /// Connects to the server.
    pub(crate) fn client(&self) -> Client {
        self.server.as_ref().expect("a server").client()
    }

    /// Returns the names of the tables, sorted.
    pub(crate) fn tables(&self) -> String {
        let sql = match self.is_postgres() {
            true => "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
            false => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1",
        };
        self.ask(sql).replace('\n', " ")
    }

    /// Returns the version rows, sorted.
    pub(crate) fn rows(&self) -> String {
        self.ask("SELECT version_num FROM alembic_version ORDER BY 1")
            .replace('\n', " ")
    }
}

fn ask_sqlite(path: &Path, sql: &str) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let n_columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let columns: Result<Vec<String>, rusqlite::Error> = (0..n_columns)
            .map(|at| row.get_ref(at).map(|value| text(value)))
            .collect();
        Ok(columns?.join(" | "))
    });
    let rows: Result<Vec<String>, _> = rows.unwrap().collect();
    rows.unwrap().join("\n")
}

fn text(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;

    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

/// Runs a shell on a script, and tells whether it succeeded and what it said.
pub(crate) fn shell(program: &OsStr, arguments: &[&str], script: &str) -> (bool, String) {
    use std::io::Write as _;
    use std::process::Stdio;

    let mut child = Command::new(program)
        .args(arguments)
        .env("PGOPTIONS", "-c client_min_messages=warning")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}
