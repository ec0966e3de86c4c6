//! `--sql`: scripts instead of runs.

use std::ffi::OsStr;

use insta::assert_snapshot;

use crate::databases::{Scene, shell};
use crate::support::Place;

/// Runs the example application and returns stdout alone.
fn stdout(place: &Place, line: &str) -> String {
    let output = place
        .command(&crate::support::example("migrate"))
        .args(line.split_whitespace())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_script_needs_to_know_the_kind_of_database_and_no_database() {
    let scene = Scene::sqlite();
    let mut command = scene.command("migrate");
    command.env_remove("DATABASE_URL");
    assert_snapshot!(scene.place.transcript("migrate", "upgrade head --sql", command), @r"
    $ migrate upgrade head --sql
    [stderr]
    error: a script needs to know for which kind of database it is
    help: write `--dialect sqlite` or `--dialect postgres`
    [exit 2]
    ");
    let text = stdout(&scene.place, "upgrade head --sql --dialect postgres");
    assert!(text.contains(r"\set ON_ERROR_STOP on"), "{text}");
    let text = stdout(
        &scene.place,
        "upgrade head --sql --url postgres://nobody@nowhere.invalid/none",
    );
    assert!(text.contains(r"\set ON_ERROR_STOP on"), "{text}");
    assert_eq!(scene.tables(), "");
}

#[test]
fn the_shells_run_what_is_printed() {
    let scene = Scene::sqlite();
    let place = &scene.place;
    let app = place.path("app.db").display().to_string();
    let run = |line: &str| {
        let script = stdout(place, &format!("{line} --sql --dialect sqlite"));
        shell(OsStr::new("sqlite3"), &["-batch", &app], &script)
    };
    assert_eq!(run("upgrade ae10"), (true, String::new()));
    assert_eq!(scene.rows(), "ae1027a6acf0");
    assert_eq!(run("upgrade ae10:head"), (true, String::new()));
    assert_eq!(scene.rows(), "53fffde5ad50");
    assert_eq!(run("downgrade heads:1975"), (true, String::new()));
    assert_eq!(scene.tables(), "account alembic_version migrator_history");
    assert_eq!(run("stamp 1975:base"), (true, String::new()));
    assert_eq!(scene.rows(), "");
    // A database that stands elsewhere is left as it is.
    let (succeeded, said) = run("upgrade ae10:head");
    assert!(
        !succeeded && said.contains("expected the version rows: ae1027a6acf0"),
        "{said}"
    );
    let Some(scene) = Scene::postgres() else {
        return;
    };
    let url = scene.url();
    let run = |line: &str| {
        let script = stdout(&scene.place, &format!("{line} --sql --url {url}"));
        shell(OsStr::new("psql"), &["-X", "-q", "-d", &url], &script)
    };
    assert_eq!(run("upgrade :head"), (true, String::new()));
    assert_eq!(scene.rows(), "53fffde5ad50");
    assert_eq!(run("downgrade head:base"), (true, String::new()));
    assert_eq!(scene.tables(), "alembic_version migrator_history");
}

#[test]
fn on_failure_nothing_is_printed() {
    let scene = Scene::sqlite();
    assert_snapshot!(scene.migrate("upgrade ae10:1975 --sql"), @r"
    $ migrate upgrade ae10:1975 --sql
    [stderr]
    error: the range `ae10:1975` is empty: `ae1027a6acf0` is not an ancestor of its end
    help: write the older revision first
    [exit 1]
    ");
    assert_snapshot!(scene.migrate("downgrade 1975 --sql"), @r"
    $ migrate downgrade 1975 --sql
    [stderr]
    error: `1975` is no range
    help: write a range as `start:end`, `start:` or `:end`
    [exit 1]
    ");
    assert_snapshot!(scene.trouble("irreversible", "downgrade head:base --sql"), @r"
    $ migrate downgrade head:base --sql
    [stderr]
    error: revision `a1f4c80e93d7` cannot be reverted: examples/troubles/irreversible/a1f4c80e93d7_forget_names.sql has no downgrade
    help: write its downgrade, or restore a backup
    [exit 1]
    ");
    assert_snapshot!(scene.migrate("upgrade ae10:head"), @r"
    $ migrate upgrade ae10:head
    [stderr]
    error: `ae10:head` is a range, and one target is expected
    help: name one revision without a colon
    [exit 1]
    ");
    assert_snapshot!(scene.migrate("upgrade head --dialect sqlite"), @r"
    $ migrate upgrade head --dialect sqlite
    [stderr]
    error: the following required arguments were not provided:
      --sql

    Usage: migrate upgrade --sql --dialect <DIALECT> <TARGET>

    For more information, try '--help'.
    [exit 2]
    ");
}

#[test]
fn a_script_that_goes_back_tells_of_nothing_that_is_only_tried() {
    let place = Place::new();
    let mut command = place.command(&crate::support::example("migrate"));
    command.args(["downgrade", "head:1975", "--sql", "--dialect", "sqlite"]);
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!output.stdout.is_empty());
}

#[test]
fn a_script_is_no_json() {
    let place = Place::new();
    assert_snapshot!(place.migrate("upgrade head --sql --json"), @r"
    $ migrate upgrade head --sql --json
    [stderr]
    error: a script is SQL, and no JSON
    help: leave out `--json`; or see the statements as JSON with `--dry-run`
    [exit 2]
    ");
}
