//! Calls with files and an environment of their own, for the tests of the configuration.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Place, example};

/// An application's folder, and what is set in its environment.
pub(crate) struct Set {
    pub(crate) place: Place,
    environment: Vec<(String, String)>,
}

impl Set {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        Self {
            place: Place::new(),
            environment: Vec::new(),
        }
    }

    /// Writes a file, and the folders it is in.
    pub(crate) fn file(self, file: &str, text: &str) -> Self {
        let path = self.place.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    /// Sets a variable.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs the example application, and returns the transcript.
    pub(crate) fn migrate(&self, line: &str) -> String {
        let command = self.command(&example("migrate"));
        self.place.transcript("migrate", line, command)
    }

    /// Runs the one with two databases.
    pub(crate) fn two_databases(&self, line: &str) -> String {
        let command = self.command(&example("two-databases"));
        self.place.transcript("migrate", line, command)
    }

    /// Runs `cargo migrator`.
    pub(crate) fn cargo_migrator(&self, line: &str) -> String {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_cargo-migrator")));
        command.arg("migrator");
        self.place.transcript("cargo migrator", line, command)
    }

    /// Runs the example application in a folder below.
    pub(crate) fn migrate_in(&self, folder: &str, line: &str) -> String {
        let mut command = self.command(&example("migrate"));
        fs::create_dir_all(self.place.path(folder)).expect("a folder");
        command.current_dir(self.place.path(folder));
        self.place.transcript("migrate", line, command)
    }

    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = self.place.command(program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Returns the names of the tables in an SQLite file, sorted.
    pub(crate) fn tables(&self, file: &str) -> Vec<String> {
        let path = self.place.path(file);
        assert!(path.exists(), "there is no {file}");
        let connection = rusqlite::Connection::open(path).expect("a database");
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1";
        let mut statement = connection.prepare(sql).expect("a query");
        let names = statement.query_map([], |row| row.get(0)).expect("rows");
        names.map(|name| name.expect("a name")).collect()
    }

    /// Returns the names of the files in the folder, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.place.path("")).expect("a folder");
        let mut names: Vec<String> = files
            .map(|file| {
                file.expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }
}
