//! Migrations outside a transaction that were interrupted: what the next run may
//! take for done, and what must not run over something half-done.

mod support;

use std::path::Path;
use std::sync::Mutex;

use migrator::__private::Transaction;
use migrator::{ErrorKind, Event, Migrations, Options};
use rusqlite::Connection;
use support::{Rev, column, line, set, tables, version_rows};

fn outside(id: &str, parents: &[&str], up: &str) -> Rev {
    Rev::sql(id, parents, up).transaction(Transaction::None)
}

/// Runs `meanwhile` once, before the statement of this number of this revision.
fn before(
    revision: &'static str,
    number: usize,
    meanwhile: impl FnOnce() + Send + 'static,
) -> Options {
    let meanwhile = Mutex::new(Some(meanwhile));
    Options::new().observer(move |event: &Event<'_>| {
        if let Event::Statement {
            revision: at,
            statement,
            ..
        } = event
            && (*at, *statement) == (revision, number)
            && let Some(meanwhile) = meanwhile.lock().unwrap().take()
        {
            meanwhile();
        }
    })
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

/// `r001`, `b2` interrupted after its first statement.
fn half_done(up: &str) -> (Connection, Vec<Rev>) {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(outside("b2", &["r001"], up));
    set(revisions).upgrade(&connection, "head").unwrap_err();
    connection
        .execute_batch("CREATE TABLE missing (x)")
        .unwrap();
    (connection, line(1))
}

#[test]
fn a_step_that_was_begun_outside_a_transaction_is_not_run_again_inside_one() {
    let up = "INSERT INTO log VALUES ('b2'); INSERT INTO missing VALUES (1)";
    let (connection, mut revisions) = half_done(up);
    // The author has taken `TRANSACTION` out.
    revisions.push(Rev::sql("b2", &["r001"], up));
    set(revisions).upgrade(&connection, "head").unwrap();
    assert_eq!(
        column(&connection, "SELECT revision FROM log"),
        ["r001", "b2"]
    );
    assert_eq!(
        column(&connection, "SELECT status FROM migrator_history"),
        ["done", "done"]
    );
}

#[test]
fn what_a_half_applied_step_stands_on_is_not_reverted() {
    let up = "ALTER TABLE log ADD COLUMN x; INSERT INTO missing VALUES (1)";
    let (connection, mut revisions) = half_done(up);
    revisions.push(outside("b2", &["r001"], up));
    let set = set(revisions);
    let error = set.downgrade(&connection, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HalfDone);
    assert_eq!(
        format!("{error:?}"),
        "the upgrade of revision `b2` was interrupted, and it is half-done\n\
         help: run the upgrade again to finish it; or put the database in order by hand and \
         `stamp` the revision it then stands on"
    );
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["b2"]);
}

fn half_reverted() -> (Connection, &'static Migrations) {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(
        outside("b2", &["r001"], "CREATE TABLE t (x); CREATE TABLE u (x)")
            .down("DROP TABLE t; DROP TABLE missing; DROP TABLE u"),
    );
    revisions.push(Rev::sql("c3", &["b2"], "CREATE TABLE v (x)").down("DROP TABLE v"));
    let set = set(revisions);
    set.upgrade(&connection, "b2").unwrap();
    set.downgrade(&connection, "-1").unwrap_err();
    (connection, set)
}

#[test]
fn a_half_reverted_database_is_never_up_to_date() {
    let (connection, set) = half_reverted();
    for target in ["b2", "head"] {
        let error = set.upgrade(&connection, target).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HalfDone, "{error}");
    }
    connection
        .execute_batch("CREATE TABLE missing (x)")
        .unwrap();
    set.downgrade(&connection, "-1").unwrap();
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["c3"]);
}

#[test]
fn a_stamp_gives_up_a_half_done_downgrade_also_where_the_rows_stand_already() {
    let (connection, set) = half_reverted();
    connection
        .execute_batch("CREATE TABLE t (x); CREATE TABLE missing (x)")
        .unwrap();
    set.stamp(&connection, "b2").unwrap();
    set.downgrade(&connection, "-1").unwrap();
    assert_eq!(
        tables(&connection),
        ["alembic_version", "log", "migrator_history", "t_r001"]
    );
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

#[test]
fn a_statement_whose_commit_is_refused_is_not_kept() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = ON")
        .unwrap();
    let up = "CREATE TABLE p (id INTEGER PRIMARY KEY);
              CREATE TABLE q (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);
              INSERT INTO q VALUES (7)";
    let error = set(vec![outside("a1", &[], up)])
        .upgrade(&connection, "head")
        .unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("not repeated by the next run: 2"), "{text}");
}
