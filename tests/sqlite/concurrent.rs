//! Several processes and connections on one file: journals, busy handlers, and
//! readers in the way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::file::File;
use crate::support::look::{data_version, history, revision_boundary};
use crate::support::{Rev, column, line, set, version_rows};
use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::{ErrorKind, Event, Options};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

const N_PROCESSES: usize = 8;
const N_REVISIONS: usize = 20;

const CHILD: &str = "concurrent::child_that_upgrades_beside_others";

#[test]
fn child_that_upgrades_beside_others() {
    let Some((file, task)) = job() else { return };
    let connection = Connection::open(file).unwrap();
    if task == "impatient" {
        connection.busy_timeout(Duration::ZERO).unwrap();
    }
    let options = Options::new().observer(|event: &Event<'_>| {
        if matches!(event, Event::Waiting { .. }) {
            say("waiting");
        }
    });
    wait_for_parent();
    let report = set(line(N_REVISIONS))
        .with(options)
        .upgrade(&connection, "head");
    let report = report.unwrap();
    let waited = !report.waited.is_zero();
    say(format_args!("done {} {waited}", report.steps.len()));
}

/// Starts all processes while the file is locked with `lock`, and lets go of it
/// when half of them have said that they wait.
fn start_at_once(file: &File, lock: &str) {
    let mut processes: Vec<Process> = (0..N_PROCESSES)
        .map(|at| {
            // The others have the driver's own busy timeout and wait inside SQLite.
            let task = if at % 2 == 0 { "impatient" } else { "default" };
            Process::start(CHILD, file.path().to_str().unwrap(), task)
        })
        .collect();
    let holder = file.open();
    holder.execute_batch(lock).unwrap();
    processes.iter_mut().for_each(Process::go);
    for impatient in processes.iter_mut().step_by(2) {
        impatient.line_after("waiting");
    }
    holder.execute_batch("ROLLBACK").unwrap();

    let (mut n_steps, mut n_waited) = (0, 0);
    for mut process in processes {
        let done = process.line_after("done");
        let (steps, waited) = done.split_once(' ').unwrap();
        n_steps += steps.parse::<usize>().unwrap();
        n_waited += usize::from(waited == "true");
        assert!(process.child.wait().unwrap().success());
    }
    assert!(n_waited >= N_PROCESSES / 2, "{n_waited} waited");
    assert_eq!(n_steps, N_REVISIONS, "each step is in one report");
    let connection = file.open();
    assert_eq!(revision_boundary(&connection), N_REVISIONS);
    assert_eq!(history(&connection).len(), N_REVISIONS);
}

#[test]
fn eight_processes_at_once_with_a_rollback_journal() {
    start_at_once(&File::new(), "BEGIN IMMEDIATE");
}

#[test]
fn eight_processes_at_once_that_cannot_even_read() {
    start_at_once(&File::new(), "BEGIN EXCLUSIVE");
}

#[test]
fn eight_processes_at_once_with_a_write_ahead_log() {
    start_at_once(&File::wal(), "BEGIN IMMEDIATE");
}

/// Runs an upgrade while `holder` is in the way for ever, and checks that it
/// gives up, names the time, and has changed nothing.
fn gives_up(file: &File, connection: &Connection, witness: &Connection) -> Error {
    let before = (file.bytes(), data_version(witness));
    let options = Options::new().lock_wait(Duration::from_millis(100));
    let error = set(line(3))
        .with(options)
        .upgrade(connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    let text = format!("{error:?}");
    let rest = text.strip_prefix("the database was busy for ").unwrap();
    let (seconds, rest) = rest.split_once(" s").unwrap();
    assert!(seconds.parse::<f64>().unwrap() >= 0.1, "{text}");
    assert_eq!(
        rest,
        ", because another connection holds a lock on it\n  \
         caused by: database is locked\n\
         help: find the process that keeps a write transaction open, or allow more time with \
         `Options::lock_wait`"
    );
    assert_eq!(error.report().steps, []);
    assert!(connection.is_autocommit());
    assert_eq!(before.1, data_version(witness));
    assert_eq!(before.0["app.db"], file.bytes()["app.db"]);
    error
}

#[test]
fn a_writer_that_never_ends_is_waited_for_up_to_the_limit() {
    for file in [File::new(), File::wal()] {
        let witness = file.open();
        witness.execute_batch("CREATE TABLE x (x)").unwrap();
        let holder = file.open();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        gives_up(&file, &file.open_impatient(), &witness);
        // The application's own timeout comes on top, and stays.
        let patient = file.open();
        patient.busy_timeout(Duration::from_millis(30)).unwrap();
        let error = gives_up(&file, &patient, &witness);
        assert!(error.report().waited < Duration::from_millis(100));
        assert_eq!(column(&patient, "PRAGMA busy_timeout"), ["30"]);
        // Reading needs no lock that a writer holds.
        assert_eq!(set(line(3)).current(&patient).unwrap().rows, [""; 0]);
        holder.execute_batch("ROLLBACK").unwrap();
        set(line(3)).upgrade(&patient, "head").unwrap();
    }
}

#[test]
fn a_file_locked_as_a_whole_is_waited_for_at_the_first_read() {
    let file = File::new();
    let set = set(line(1));
    set.upgrade(&file.open(), "head").unwrap();
    let holder = file.open();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let connection = file.open_impatient();
    let options = || Options::new().lock_wait(Duration::from_millis(50));
    for error in [
        set.with(options())
            .upgrade(&connection, "head")
            .unwrap_err(),
        set.with(options())
            .downgrade(&connection, "base")
            .unwrap_err(),
        set.with(options()).stamp(&connection, "base").unwrap_err(),
        set.with(options()).current(&connection).unwrap_err(),
        set.with(options())
            .history_of(&connection, ":")
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Busy);
    }
}

/// Lets go of a database when told that somebody waits.
fn when_waited_for(let_go: impl FnOnce() + Send + 'static) -> Options {
    let let_go = Mutex::new(Some(let_go));
    Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(let_go) = let_go.lock().unwrap().take()
        {
            let_go();
        }
    })
}

#[test]
fn a_reader_that_is_in_the_way_of_the_commit_is_waited_for() {
    let file = File::new();
    file.open().execute_batch("CREATE TABLE x (x)").unwrap();
    let reader = file.open();
    reader.execute_batch("BEGIN; SELECT * FROM x").unwrap();
    let connection = file.open_impatient();
    let options = when_waited_for(move || drop(reader));
    let report = set(line(3))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.steps.len(), 3);
    assert!(!report.waited.is_zero());
    assert_eq!(revision_boundary_beside_x(&file), 3);
}

/// As `revision_boundary`, which knows no other tables.
fn revision_boundary_beside_x(file: &File) -> usize {
    let connection = file.open();
    connection.execute_batch("DROP TABLE x").unwrap();
    revision_boundary(&connection)
}

#[test]
fn a_reader_that_never_ends_lets_nothing_of_the_step_be_kept() {
    let file = File::new();
    let witness = file.open();
    witness.execute_batch("CREATE TABLE x (x)").unwrap();
    let reader = file.open();
    reader.execute_batch("BEGIN; SELECT * FROM x").unwrap();
    gives_up(&file, &file.open_impatient(), &witness);
    assert_eq!(column(&witness, "SELECT name FROM sqlite_schema"), ["x"]);
    drop(reader);
    set(line(3)).upgrade(&file.open(), "head").unwrap();
    assert_eq!(revision_boundary_beside_x(&file), 3);
}

#[test]
fn counted_steps_are_not_counted_again_when_another_process_moves_in_between() {
    let file = File::new();
    let set = set(line(5));
    let connection = file.open();
    set.upgrade(&connection, "r002").unwrap();
    // After our first step another process reverts it.
    let path = file.path().to_owned();
    let others = crate::support::set(line(5));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::StepFinished {
            revision: "r003", ..
        } = event
        {
            let other = Connection::open(&path).unwrap();
            others.downgrade(&other, "r001").unwrap();
        }
    });
    let error = set.with(options).upgrade(&connection, "+2").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ChangedMeanwhile);
    assert_eq!(
        format!("{error:?}"),
        "another process moved the database from `r003` to `r001` during the run\n  \
         applied before this: `r003`\n\
         help: look at `current`, then start again"
    );
    assert_eq!(error.report().revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(version_rows(&connection), ["r001"]);
}

#[test]
fn a_joined_transaction_that_cannot_write_is_busy_and_says_how_to_begin() {
    let file = File::new();
    let mut c = file.open_impatient();
    let h = file.open();
    h.execute_batch("BEGIN IMMEDIATE").unwrap();
    let t = c.transaction().unwrap();
    let e = set(line(2)).upgrade(&t, "head").unwrap_err();
    assert_eq!(
        format!("{e:?}"),
        "the transaction cannot write, because another connection writes to the database\n  \
         caused by: database is locked\n\
         help: begin the transaction that the migrations join with `TransactionBehavior::Immediate`"
    );
    assert_eq!(e.kind(), ErrorKind::Busy);
}

/// Runs `then` once, when this connection is between two attempts of a step: its foreign keys are
/// switched off, and no transaction is open.
fn between_attempts(connection: &mut Connection, then: impl Fn() + Send + 'static) {
    let is_over = AtomicBool::new(false);
    let callback = move |event: TraceEvent<'_>| {
        let is_off =
            matches!(event, TraceEvent::Stmt(_, sql) if sql.contains("foreign_keys = OFF"));
        if is_off && !is_over.swap(true, Ordering::SeqCst) {
            then();
        }
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(callback))
        .unwrap();
}

#[test]
fn foreign_keys_are_on_again_where_another_process_has_rebuilt_the_table() {
    fn rebuild(op: &mut Op<'_>) -> Outcome {
        op.alter_column("up", AlterColumn::new("name").not_null());
        Ok(())
    }
    let revisions = || {
        vec![
            Rev::sql(
                "a1",
                &[],
                "CREATE TABLE up (id INTEGER PRIMARY KEY, name TEXT); \
                 CREATE TABLE down (up REFERENCES up ON DELETE CASCADE); \
                 INSERT INTO up VALUES (1, 'a'), (2, 'b'); INSERT INTO down VALUES (1), (2)",
            ),
            Rev::rust("b2", &["a1"], rebuild),
            Rev::sql("c3", &["b2"], "DELETE FROM up WHERE id = 1"),
        ]
    };
    for mode in [Transaction::PerMigration, Transaction::WholeRun] {
        let (ours, theirs) = (set(revisions()), set(revisions()));
        let file = File::new();
        let mut connection = file.open();
        connection
            .execute_batch("PRAGMA foreign_keys = ON")
            .unwrap();
        ours.upgrade(&connection, "a1").unwrap();
        let path = file.path().to_owned();
        between_attempts(&mut connection, move || {
            theirs
                .upgrade(&Connection::open(&path).unwrap(), "b2")
                .unwrap();
        });
        let options = Options::new().transaction(mode);
        ours.with(options).upgrade(&connection, "head").unwrap();
        assert_eq!(column(&connection, "SELECT up FROM down"), ["2"]);
        assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
    }
}
