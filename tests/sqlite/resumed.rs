//! Migrations outside a transaction that were interrupted, or met others: no lock
//! is held between two statements.

use std::path::Path;
use std::sync::Mutex;

use crate::support::meanwhile::before;
use crate::support::{Rev, column, line, set, version_rows};
use migrator::__private::Transaction;
use migrator::{Event, Options};
use rusqlite::Connection;

fn outside(id: &str, parents: &[&str], up: &str) -> Rev {
    Rev::sql(id, parents, up).transaction(Transaction::None)
}

fn open(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

#[test]
fn settings_of_the_connection_are_made_again_when_a_step_is_resumed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    let connect = || {
        let connection = open(&path);
        connection
            .execute_batch("PRAGMA foreign_keys = ON")
            .unwrap();
        connection
    };
    let mut revisions = vec![Rev::sql(
        "a1",
        &[],
        "CREATE TABLE parent (id INTEGER PRIMARY KEY);
         CREATE TABLE child (p REFERENCES parent (id) ON DELETE CASCADE);
         INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);",
    )];
    revisions.push(outside(
        "b2",
        &["a1"],
        "PRAGMA foreign_keys = OFF; CREATE TABLE new (id INTEGER PRIMARY KEY, x);
         INSERT INTO new SELECT id, NULL FROM parent; INSERT INTO missing VALUES (1);
         DROP TABLE parent; ALTER TABLE new RENAME TO parent; PRAGMA foreign_keys = ON;",
    ));
    let set = set(revisions);
    set.upgrade(&connect(), "head").unwrap_err();
    let connection = connect();
    connection
        .execute_batch("CREATE TABLE missing (x)")
        .unwrap();
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT p FROM child"), ["1"]);
    assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
}

#[test]
fn a_slow_process_does_not_forget_what_a_faster_one_has_done() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    open(&path).execute_batch("CREATE TABLE t (x)").unwrap();
    let set = set(vec![outside(
        "a1",
        &[],
        "PRAGMA foreign_keys = ON; INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);
         INSERT INTO missing VALUES (3);",
    )]);
    let faster = path.clone();
    // The faster process gets as far as the missing table while we are about to run the pragma.
    let options = before("a1", 1, move || {
        set.upgrade(&open(&faster), "head").unwrap_err();
    });
    set.with(options).upgrade(&open(&path), "head").unwrap_err();
    assert_eq!(column(&open(&path), "SELECT x FROM t"), ["1", "2"]);
}

#[test]
fn a_note_waits_for_a_busy_database() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    let set = set(vec![outside(
        "a1",
        &[],
        "PRAGMA foreign_keys = ON; CREATE TABLE t (x);",
    )]);
    let blocker = open(&path);
    let held = std::sync::Arc::new(Mutex::new(Some(blocker)));
    let (holds, lets_go) = (held.clone(), held);
    let options = Options::new().observer(move |event: &Event<'_>| match event {
        Event::Statement { statement: 1, .. } => {
            let held = holds.lock().unwrap();
            held.as_ref()
                .unwrap()
                .execute_batch("BEGIN IMMEDIATE")
                .unwrap();
        }
        Event::Waiting { .. } => drop(lets_go.lock().unwrap().take()),
        _ => {}
    });
    let connection = open(&path);
    connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    set.with(options).upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["a1"]);
}

#[test]
fn rows_that_others_change_meanwhile_are_not_lost() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x)").label("a"),
        Rev::sql("a2", &["a1"], "CREATE TABLE a2 (x)"),
        outside("b1", &[], "PRAGMA foreign_keys = ON; CREATE TABLE b1 (x)").label("b"),
    ]);
    set.upgrade(&open(&path), "a1").unwrap();
    let other = path.clone();
    let options = before("b1", 1, move || {
        set.upgrade(&open(&other), "a2").unwrap();
    });
    let report = set.with(options).upgrade(&open(&path), "b1").unwrap();
    assert_eq!(report.after, ["a2", "b1"]);
    let connection = open(&path);
    assert_eq!(version_rows(&connection), ["a2", "b1"]);
    assert_eq!(
        column(
            &connection,
            "SELECT version_rows FROM migrator_history ORDER BY id DESC LIMIT 1"
        ),
        ["a2,b1"]
    );
}

#[test]
fn a_row_is_not_lost_when_another_tool_takes_its_parent_away_meanwhile() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    let mut revisions = line(1);
    revisions.push(outside(
        "b2",
        &["r001"],
        "PRAGMA foreign_keys = ON; CREATE TABLE b2 (x)",
    ));
    let set = set(revisions);
    set.upgrade(&open(&path), "r001").unwrap();
    let other = path.clone();
    let options = before("b2", 1, move || {
        open(&other)
            .execute_batch("DELETE FROM alembic_version; DROP TABLE log; DROP TABLE t_r001")
            .unwrap();
    });
    set.with(options).upgrade(&open(&path), "head").unwrap();
    let connection = open(&path);
    assert_eq!(version_rows(&connection), ["b2"]);
    assert_eq!(column(&connection, "SELECT revision FROM log"), ["r001"]);
}
