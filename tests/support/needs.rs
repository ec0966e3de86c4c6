//! What tests need from outside this repository, and what happens without it.
//!
//! A test that asks in vain is skipped, and says so in one line for the whole
//! program; where `MIGRATOR_TEST_REQUIRED` names the thing, it fails instead.
//! `scripts/with-postgres` provides everything and requires it.

use std::collections::BTreeSet;
use std::env;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Mutex;

/// The URL of a superuser of a PostgreSQL server.
pub fn postgres() -> Option<String> {
    let hint = "scripts/with-postgres starts a server; MIGRATOR_TEST_POSTGRES names one";
    needed("postgres", env::var("MIGRATOR_TEST_POSTGRES").ok(), hint)
}

/// The URLs of a superuser of another server, and of its hot standby.
pub fn standby() -> Option<[String; 2]> {
    let hint = "scripts/with-postgres starts a standby";
    let url = |variable| env::var(variable).ok();
    let both = url("MIGRATOR_TEST_PRIMARY").zip(url("MIGRATOR_TEST_STANDBY"));
    needed("standby", both.map(<[String; 2]>::from), hint)
}

/// The path of `PgBouncer`.
pub fn pgbouncer() -> Option<PathBuf> {
    let hint = "the Debian package pgbouncer has it";
    needed("pgbouncer", program("pgbouncer"), hint)
}

/// The path of SQLite's shell.
pub fn sqlite3() -> Option<PathBuf> {
    let hint = "the Debian package sqlite3 has it";
    needed("sqlite3", program("sqlite3"), hint)
}

/// The path of PostgreSQL's shell.
pub fn psql() -> Option<PathBuf> {
    let hint = "the Debian package postgresql-client has it";
    needed("psql", program("psql"), hint)
}

/// The path of Alembic, with a driver for PostgreSQL.
pub fn alembic() -> Option<String> {
    let hint = "MIGRATOR_TEST_ALEMBIC=$(scripts/alembic-venv) provides it";
    needed("alembic", env::var("MIGRATOR_TEST_ALEMBIC").ok(), hint)
}

fn needed<T>(what: &'static str, found: Option<T>, hint: &str) -> Option<T> {
    static SAID: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

    if found.is_none() {
        let required = env::var("MIGRATOR_TEST_REQUIRED").unwrap_or_default();
        let is_required = required.split_whitespace().any(|it| it == what);
        assert!(!is_required, "this test needs {what}: {hint}");
        if SAID.lock().unwrap().insert(what) {
            // The harness captures what `eprintln!` prints, and not this.
            let line = format!("\nskipped: every test that needs {what} ({hint})\n");
            io::stderr().write_all(line.as_bytes()).unwrap();
        }
    }
    found
}

/// A program in the path, or where administrators have theirs.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}
