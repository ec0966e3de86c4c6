//! A start with nothing to do: one statement, no write, whatever the connection.
//!
//! Counted by SQLite's own trace; writing is looked for in the bytes of the file
//! and in `PRAGMA data_version` as another connection sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::file::File;
use crate::support::look::{data_version, statements};
use crate::support::{column, line, set};
use migrator::{ErrorKind, Migrations};
use rusqlite::Connection;

/// Runs a no-op upgrade twice on a connection to the file and checks that it ran
/// `n_statements` each time and wrote nothing.
fn check(file: &File, mut connection: Connection, set: &Migrations, n_statements: usize) {
    let witness = file.open();
    let before = (file.bytes(), data_version(&witness));
    for _ in 0..2 {
        let ran = statements(&mut connection, |connection| {
            let report = set.upgrade(connection, "heads").unwrap();
            assert_eq!(report.steps, []);
            assert_eq!(report.before, report.after);
        });
        assert_eq!(ran.len(), n_statements, "{ran:#?}");
    }
    assert!(connection.is_autocommit());
    assert!(
        before == (file.bytes(), data_version(&witness)),
        "something was written"
    );
}

fn upgraded(file: &File, n: usize) -> &'static Migrations {
    let set = set(line(n));
    set.upgrade(&file.open(), "head").unwrap();
    set
}

#[test]
fn one_statement_and_no_write() {
    let file = File::new();
    let set = upgraded(&file, 1);
    check(&file, file.open(), set, 1);
}

#[test]
fn one_statement_and_no_write_beside_a_write_ahead_log() {
    let file = File::wal();
    // Keeps the log from being written back and deleted with the last connection.
    let holder = file.open();
    let set = set(line(3));
    set.upgrade(&holder, "head").unwrap();
    assert!(file.bytes()["app.db-wal"].len() > 32);
    check(&file, file.open(), set, 1);
    check(&file, file.open_read_only(), set, 1);
}

#[test]
fn one_statement_on_a_read_only_connection() {
    let file = File::new();
    let set = upgraded(&file, 3);
    check(&file, file.open_read_only(), set, 1);
}

#[test]
fn one_statement_on_a_read_only_file() {
    let file = File::new();
    let set = upgraded(&file, 3);
    let mut permissions = std::fs::metadata(file.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(file.path(), permissions).unwrap();
    check(&file, file.open_read_only(), set, 1);
}

#[test]
fn one_statement_inside_the_applications_transaction() {
    let mut connection = Connection::open_in_memory().unwrap();
    let set = set(line(2));
    set.upgrade(&connection, "head").unwrap();
    let mut n = 0;
    let ran = statements(&mut connection, |connection| {
        let transaction = connection.unchecked_transaction().unwrap();
        n = set.upgrade(&transaction, "head").unwrap().steps.len();
        transaction.commit().unwrap();
    });
    assert_eq!(n, 0);
    assert_eq!(ran.len(), 3, "BEGIN, ours, COMMIT: {ran:#?}");
}

#[test]
fn an_empty_set_runs_no_statement_on_an_empty_database() {
    let file = File::new();
    file.open().execute_batch("CREATE TABLE x (x)").unwrap();
    check(&file, file.open(), set(vec![]), 0);
}

#[test]
fn the_busy_handler_stays_the_applications() {
    let file = File::new();
    let set = set(line(2));
    let n_calls = Arc::new(AtomicUsize::new(0));
    let calls = Arc::clone(&n_calls);
    let mut connection = file.open();
    connection
        .busy_handler(Some(move |_| {
            calls.fetch_add(1, Ordering::SeqCst);
            false
        }))
        .unwrap();
    let check = |verb: &dyn Fn(&Connection)| {
        verb(&connection);
        let before = n_calls.load(Ordering::SeqCst);
        let other = file.open();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let busy = connection.execute_batch("BEGIN IMMEDIATE").unwrap_err();
        assert_eq!(
            busy.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy)
        );
        assert_eq!(n_calls.load(Ordering::SeqCst), before + 1);
    };
    check(&|connection| drop(set.upgrade(connection, "head").unwrap()));
    check(&|connection| drop(set.upgrade(connection, "head").unwrap()));
    check(&|connection| drop(set.current(connection).unwrap()));
    check(&|connection| drop(set.downgrade(connection, "-1").unwrap()));
    check(&|connection| drop(set.stamp(connection, "head").unwrap()));
    // And a timeout, which is the other form of a handler.
    let timed = file.open();
    timed
        .busy_timeout(std::time::Duration::from_millis(1234))
        .unwrap();
    set.upgrade(&timed, "head").unwrap();
    assert_eq!(column(&timed, "PRAGMA busy_timeout"), ["1234"]);
}

#[test]
fn the_reading_verbs_run_one_statement_each_and_no_ddl() {
    let file = File::new();
    let set = upgraded(&file, 3);
    let before = file.bytes();
    for mut connection in [file.open(), file.open_read_only()] {
        let ran = statements(&mut connection, |connection| {
            let current = set.current(connection).unwrap();
            assert_eq!(current.rows, ["r003"]);
            assert!(current.is_up_to_date);
        });
        assert_eq!(ran.len(), 1, "{ran:#?}");
        let ran = statements(&mut connection, |connection| {
            let of = set.history_of(connection, "current:").unwrap();
            assert_eq!(of.len(), 1);
            assert!(of[0].is_current);
        });
        assert_eq!(ran.len(), 1, "{ran:#?}");
    }
    assert!(before == file.bytes());
}

#[test]
fn the_reading_verbs_work_where_there_are_no_tables() {
    let file = File::new();
    file.open().execute_batch("CREATE TABLE x (x)").unwrap();
    let set = set(line(3));
    let before = file.bytes();
    let mut connection = file.open_read_only();
    let ran = statements(&mut connection, |connection| {
        let current = set.current(connection).unwrap();
        assert_eq!(current.rows, [""; 0]);
        assert!(!current.is_up_to_date);
        let of = set.history_of(connection, ":").unwrap();
        assert!(of.iter().all(|revision| !revision.is_current));
    });
    assert_eq!(ran, [""; 0]);
    assert!(before == file.bytes());
}

#[test]
fn pending_work_on_a_read_only_database_says_so() {
    let file = File::new();
    upgraded(&file, 2);
    let before = file.bytes();
    let newer = set(line(3));
    let no_write = file.open();
    no_write.execute_batch("PRAGMA query_only = on").unwrap();
    for connection in [file.open_read_only(), no_write] {
        let error = newer.upgrade(&connection, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
        assert_eq!(
            format!("{error:?}"),
            "the database is read-only, and there is something to write\n  \
             caused by: attempt to write a readonly database\n\
             help: open the database with write access to apply what is pending"
        );
        assert!(connection.is_autocommit());
        let stamp = newer.stamp(&connection, "head").unwrap_err();
        assert_eq!(stamp.kind(), ErrorKind::ReadOnly);
        let down = newer.downgrade(&connection, "-1").unwrap_err();
        assert_eq!(down.kind(), ErrorKind::ReadOnly);
    }
    assert!(before == file.bytes());
}
