//! Queries that the application has begun and not read to their end, and handlers of its own that
//! stop statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use migrator::prelude::*;
use migrator::{ErrorKind, Migrations, Options};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::support::file::File;
use crate::support::look::{lines, revision_boundary};
use crate::support::{Rev, column, line, set, tables, version_rows};

const QUERY: &str = "SELECT x FROM t_r001 UNION ALL SELECT 'another row'";

#[test]
fn one_that_is_in_nobodys_way_is_read_on() {
    for file in [File::new(), File::wal()] {
        set(line(1)).upgrade(&file.open(), "head").unwrap();
        let connection = file.open();
        let mut query = connection.prepare(QUERY).unwrap();
        let mut rows = query.query([]).unwrap();
        assert!(rows.next().unwrap().is_some());
        set(line(3)).upgrade(&connection, "head").unwrap();
        assert!(rows.next().unwrap().is_some());
        assert!(rows.next().unwrap().is_none());
        assert_eq!(revision_boundary(&file.open()), 3);
    }
}

#[test]
fn one_that_sees_an_older_state_is_not_waited_for() {
    let file = File::wal();
    set(line(1)).upgrade(&file.open(), "head").unwrap();
    let connection = file.open();
    let mut query = connection.prepare(QUERY).unwrap();
    let mut rows = query.query([]).unwrap();
    assert!(rows.next().unwrap().is_some());
    file.open().execute_batch("CREATE TABLE other (x)").unwrap();
    // It would never end: who waits for this query is who would read on.
    let options = Options::new().lock_wait(Duration::MAX);
    let set = set(line(2));
    let error = set
        .with(options.clone())
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    the connection cannot write while a query on it is still reading what another connection has changed since
      caused by: database is locked
    help: read the queries that are open on this connection to their end, or drop them, and run it again
    "#);
    drop(rows);
    set.with(options).upgrade(&connection, "head").unwrap();
}

#[test]
fn one_of_a_table_that_goes_is_named_as_the_cause() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(1)).upgrade(&connection, "head").unwrap();
    let mut query = connection.prepare(QUERY).unwrap();
    let mut rows = query.query([]).unwrap();
    assert!(rows.next().unwrap().is_some());
    let mut revisions = line(1);
    revisions.push(Rev::sql("a2", &["r001"], "DROP TABLE t_r001"));
    let error = set(revisions).upgrade(&connection, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    upgrade of revision `a2` (migrations/a2_test.sql) failed at statement 1 of 1 (migrations/a2_test.sql:1)
      caused by: database table is locked
      statement: DROP TABLE t_r001
      applied before this: nothing; nothing of `a2` was kept
    help: read the queries that are open on this connection to their end, or drop them, and run it again
    "#);
}

#[test]
fn one_that_has_written_is_not_waited_for() {
    let file = File::new();
    set(line(1)).upgrade(&file.open(), "head").unwrap();
    let connection = file.open();
    let writes = "INSERT INTO t_r001 VALUES ('a'), ('b') RETURNING x";
    let mut query = connection.prepare(writes).unwrap();
    let mut rows = query.query([]).unwrap();
    assert!(rows.next().unwrap().is_some());
    // SQLite commits nothing before the last row is read.
    let options = Options::new().lock_wait(Duration::MAX);
    let set = set(line(2));
    let error = set
        .with(options.clone())
        .upgrade(&connection, "head")
        .unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    upgrade of revision `r002` (migrations/r002_test.sql) ran, but could not be committed
      caused by: cannot commit transaction - SQL statements in progress
      applied before this: nothing; nothing of `r002` was kept
    help: read the queries that are open on this connection to their end, or drop them, and run it again
    "#);
    drop(rows);
    drop(query);
    assert!(connection.is_autocommit());
    set.with(options).upgrade(&connection, "head").unwrap();
}

/// Two tables, one of which is built anew although the other refers to it.
const TABLES: &str = "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, x INT); \
    CREATE TABLE child (t REFERENCES t ON DELETE CASCADE); \
    INSERT INTO t VALUES (1, 1), (2, 2); INSERT INTO child VALUES (1), (2)";

fn interrupted() -> &'static Migrations {
    set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE done (x); INSERT INTO done VALUES (1)",
        ),
        Rev::rust("a2", &["a1"], |op| {
            op.query("SELECT count(*) FROM t")?;
            op.alter_column("t", AlterColumn::new("x").not_null());
            op.execute("INSERT INTO done VALUES (2)");
            Ok(())
        }),
    ])
}

/// Has SQLite's progress handler stop the run at the `n`th instruction of all `BEGIN` and `COMMIT`.
fn stop_at(connection: &mut Connection, mut n: usize) {
    let is_at_stake = Arc::new(AtomicBool::new(false));
    let note = Arc::clone(&is_at_stake);
    let callback = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, sql) = event {
            note.store(
                sql.starts_with("BEGIN") || sql == "COMMIT",
                Ordering::SeqCst,
            );
        }
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(callback))
        .unwrap();
    let stops = move || {
        let is_next = n > 0 && is_at_stake.load(Ordering::SeqCst);
        n -= usize::from(is_next);
        is_next && n == 0
    };
    connection.progress_handler(1, Some(stops)).unwrap();
}

fn stop_no_more(connection: &mut Connection) {
    connection
        .trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>)
        .unwrap();
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .unwrap();
}

/// SQLite asks the handler once more when a statement has done its work.
#[test]
fn a_progress_handler_that_stops_a_begin_or_a_commit_leaves_nothing_open() {
    for mode in [
        Transaction::PerMigration,
        Transaction::WholeRun,
        Transaction::None,
    ] {
        let set = interrupted().with(Options::new().transaction(mode));
        for n in 1.. {
            let mut connection = Connection::open_in_memory().unwrap();
            connection.execute_batch(TABLES).unwrap();
            stop_at(&mut connection, n);
            let run = set.upgrade(&connection, "head");
            stop_no_more(&mut connection);
            assert!(connection.is_autocommit(), "{n}: {run:?}");
            assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
            let Err(error) = run else { break };
            // The report says what was kept.
            if tables(&connection).contains(&"alembic_version".to_owned()) {
                assert_eq!(version_rows(&connection), error.report().after, "{error:?}");
            } else {
                assert_eq!(error.report().after, [""; 0], "{error:?}");
            }
            set.upgrade(&connection, "head").unwrap();
            assert_eq!(column(&connection, "SELECT x FROM done"), ["1", "2"]);
            assert_eq!(lines(&connection, "SELECT * FROM t"), ["1 | 1", "2 | 2"]);
            assert_eq!(column(&connection, "SELECT t FROM child"), ["1", "2"]);
        }
    }
}
