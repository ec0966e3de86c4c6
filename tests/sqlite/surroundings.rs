//! Connections, transactions and sets that are not as plain as usual.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::support::look::revision_boundary;
use crate::support::{Rev, column, line, set, tables};
use migrator::{Cancel, ErrorKind, Event, Options, Transaction};
use rusqlite::Connection;

#[test]
fn the_version_table_of_an_attached_file_is_not_ours() {
    let directory = tempfile::tempdir().unwrap();
    let other = directory.path().join("other.db");
    let set = set(line(2));
    set.upgrade(&Connection::open(&other).unwrap(), "head")
        .unwrap();
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute("ATTACH ? AS other", [other.to_str().unwrap()])
        .unwrap();
    assert!(!set.current(&connection).unwrap().is_up_to_date);
    let report = set.upgrade(&connection, "head").unwrap();
    assert_eq!(report.steps.len(), 2);
    assert_eq!(
        tables(&connection),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002"
        ]
    );
}

#[test]
fn a_temporary_table_does_not_hide_the_version_table() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TEMPORARY TABLE alembic_version (version_num TEXT); \
             CREATE TEMPORARY TABLE migrator_history (x TEXT)",
        )
        .unwrap();
    for n in [1, 2] {
        let report = set(line(n)).upgrade(&connection, "head").unwrap();
        assert_eq!(report.steps.len(), 1);
        let report = set(line(n)).upgrade(&connection, "head").unwrap();
        assert_eq!(report.steps, []);
        let rows = column(&connection, "SELECT version_num FROM main.alembic_version");
        assert_eq!(rows, [format!("r00{n}")]);
    }
}

#[test]
fn a_joined_transaction_that_cannot_write_is_busy() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    for n_before in [0, 1] {
        let holder = Connection::open(&path).unwrap();
        if n_before > 0 {
            set(line(n_before)).upgrade(&holder, "head").unwrap();
        }
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut connection = Connection::open(&path).unwrap();
        connection.busy_timeout(Duration::ZERO).unwrap();
        let transaction = connection.transaction().unwrap();
        // At once: it would never be free for this transaction.
        let error = set(line(2)).upgrade(&transaction, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy, "{n_before}: {error:?}");
        assert!(error.help().unwrap().contains("Immediate"));
    }
}

#[test]
fn a_read_that_does_nothing_inside_a_transaction_is_refused() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.query("PRAGMA foreign_keys = OFF")?;
        Ok(())
    })]);
    let error = set.upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
}

const ENDLESS: &str = "CREATE TABLE n AS WITH RECURSIVE c (x) AS \
    (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3000000000) SELECT x FROM c WHERE x < 0";

#[test]
fn one_handle_stops_several_runs() {
    let cancel = Cancel::new();
    let set = set(vec![Rev::sql("a1", &[], ENDLESS)]);
    let (started, all_started) = std::sync::mpsc::channel();
    let runs: Vec<_> = (0..2)
        .map(|_| {
            let started = started.clone();
            let options = Options::new()
                .cancel(&cancel)
                .observer(move |event: &Event<'_>| {
                    if matches!(event, Event::Statement { .. }) {
                        started.send(()).unwrap();
                    }
                });
            std::thread::spawn(move || {
                let connection = Connection::open_in_memory().unwrap();
                set.with(options)
                    .upgrade(&connection, "head")
                    .unwrap_err()
                    .kind()
            })
        })
        .collect();
    for _ in 0..2 {
        all_started.recv().unwrap();
    }
    // An interrupt that comes before the statement has begun is lost, so it is
    // repeated until both runs have ended.
    while !runs.iter().all(std::thread::JoinHandle::is_finished) {
        cancel.cancel();
        std::thread::yield_now();
    }
    for run in runs {
        assert_eq!(run.join().unwrap(), ErrorKind::Cancelled);
    }
}

/// Holds the database until the busy handler of the other connection is called.
static HOLDER: Mutex<Option<Connection>> = Mutex::new(None);

fn let_go_after_a_while(_attempt: i32) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(5) {
        std::hint::spin_loop();
    }
    drop(HOLDER.lock().unwrap().take());
    true
}

#[test]
fn what_the_busy_handler_of_the_application_waits_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("app.db");
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    *HOLDER.lock().unwrap() = Some(holder);
    let mut connection = Connection::open(&path).unwrap();
    connection.busy_handler(Some(let_go_after_a_while)).unwrap();
    let report = set(line(1)).upgrade(&connection, "head").unwrap();
    assert!(report.waited >= Duration::from_millis(5), "{report:?}");
}

#[test]
fn a_disk_that_is_full_keeps_whole_revisions_and_says_so() {
    for mode in [
        Transaction::PerMigration,
        Transaction::WholeRun,
        Transaction::None,
    ] {
        let set = set(line(4)).with(Options::new().transaction(mode));
        for n_pages in 3..9 {
            let connection = Connection::open_in_memory().unwrap();
            let limit = format!("PRAGMA max_page_count = {n_pages}");
            connection.execute_batch(&limit).unwrap();
            let error = set.upgrade(&connection, "head").unwrap_err();
            let text = format!("{error:?}");
            assert!(
                text.contains("database or disk is full") && text.contains("help: make room"),
                "{text}"
            );
            assert!(connection.is_autocommit());
            connection
                .execute_batch("PRAGMA max_page_count = 1000")
                .unwrap();
            set.upgrade(&connection, "head").unwrap();
            assert_eq!(revision_boundary(&connection), 4);
        }
    }
}

#[test]
fn a_full_disk_is_not_held_against_the_migration_that_comes_first() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE x (x); PRAGMA max_page_count = 2")
        .unwrap();
    let error = set(line(1)).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    insta::assert_snapshot!(format!("{error:?}"), @r"
    the database could not be used
      caused by: database or disk is full
    help: make room on the disk, or allow the database more pages, and run it again
    ");
    assert_eq!(tables(&connection), ["x"]);
}
