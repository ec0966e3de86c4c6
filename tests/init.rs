//! A package that was set up is compiled, and its command line migrates a database.

#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::process::Output;

use host::{Host, workspace};
use migrator_build::authoring::init::{Choices, Database, Package, plan};
use rusqlite::Connection;

const MIGRATION: &str = "-- revision: 5d02be71c8aa\n-- down_revision:\n\n-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n";

/// A package of this source, set up; what it depends on is that of the workspace.
fn set_up(name: &str, file: &str, text: &str) -> Host {
    let host = Host::new(name);
    let root = workspace().to_string_lossy().replace('\\', "/");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n\n[workspace]\n\n\
         [lints.rust]\nmissing_docs = \"deny\"\nwarnings = \"deny\"\n\n[patch.crates-io]\n\
         migrator = {{ path = \"{root}\" }}\nmigrator-build = {{ path = \"{root}/migrator-build\" }}\n\
         migrator-cli = {{ path = \"{root}/migrator-cli\" }}\n"
    );
    host.write("Cargo.toml", manifest).write(file, text);
    let package = Package::read(host.path("Cargo.toml")).unwrap();
    let setup = plan(&package, &Choices::new([Database::SqliteBundled])).unwrap();
    assert_eq!(setup.left_alone, []);
    setup.changes.apply().unwrap();
    host
}

#[track_caller]
fn stdout(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Upgrades a database by the command line, and asks the database.
#[track_caller]
fn upgrades(host: &Host) {
    let url = "--url=sqlite:app.db";
    stdout(&host.cargo(
        ".",
        &[
            "run", "-q", "--bin", "migrate", "--", "upgrade", "head", url,
        ],
    ));
    let connection = Connection::open(host.path("app.db")).unwrap();
    let sql = "SELECT version_num || (SELECT count(*) FROM users) FROM alembic_version";
    let found: String = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(found, "5d02be71c8aa0");
}

#[test]
fn a_binary_keeps_running_and_gets_a_command_line() {
    let main = "//! An application.\n\nfn main() {\n    println!(\"own\");\n}\n";
    let host = set_up("set-up-binary", "src/main.rs", main);
    // The folder holds no migration yet, and this is what a clone looks like.
    assert_eq!(stdout(&host.cargo(".", &["run", "-q"])), "own\n");
    host.write("migrations/5d02be71c8aa_users.sql", MIGRATION);
    upgrades(&host);
    assert_eq!(stdout(&host.cargo(".", &["run", "-q"])), "own\n");
}

#[test]
fn a_library_lends_its_migrations_to_the_command_line() {
    let host = set_up("set-up-library", "src/lib.rs", "//! A library.\n");
    host.write("migrations/5d02be71c8aa_users.sql", MIGRATION);
    upgrades(&host);
}
