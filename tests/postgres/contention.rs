//! What the application's own traffic holds: a migration gives up its attempt soon, so
//! that nobody queues behind it, and tries again.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use migrator::{ErrorKind, Event, Options, Transaction};
use postgres::Client;

use crate::support::meanwhile::until_waiting;
use crate::support::postgres::{TestDatabase, column};
use crate::support::{Rev, line, set};
use crate::tools::{pid, version_rows};

/// Alters the table that `line` has made, and does it once.
fn alters() -> Vec<Rev> {
    let mut revisions = line(1);
    revisions.push(Rev::sql(
        "alters",
        &["r001"],
        "INSERT INTO log VALUES ('alters'); ALTER TABLE t_r001 ADD COLUMN y TEXT",
    ));
    revisions
}

/// Somebody who reads the table in a long transaction.
fn long_reader(database: &TestDatabase) -> Client {
    let mut reader = database.client();
    reader.batch_execute("BEGIN; SELECT * FROM t_r001").unwrap();
    reader
}

fn hasty() -> Options {
    Options::new().lock_timeout(Duration::from_millis(20))
}

/// What stands between the others and the table: whoever waits for a lock, and a lock
/// of `pid` on any table.
fn obstacles(witness: &mut Client, pid: i32) -> Vec<String> {
    let sql = format!(
        "SELECT concat_ws(' ', pid, mode, relation::regclass, granted) FROM pg_locks \
         WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND (NOT granted OR (pid = {pid} AND locktype = 'relation'))"
    );
    column(witness, &sql)
}

#[test]
fn a_lock_of_the_application_is_tried_again_until_it_is_free_and_nobody_queues_meanwhile() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(1))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let reader = long_reader(&database);
    let mut client = database.client();
    let own_pid = pid(&mut client);
    let state = Arc::new(Mutex::new((Some(reader), database.client(), 0)));
    let shared = Arc::clone(&state);
    let options = hasty().observer(move |event: &Event<'_>| {
        if !matches!(event, Event::Waiting { .. }) {
            return;
        }
        let (reader, witness, n_attempts) = &mut *shared.lock().unwrap();
        *n_attempts += 1;
        assert_eq!(obstacles(witness, own_pid), [""; 0]);
        // A third session reads although the first still holds its lock.
        let third = pid(witness);
        let blockers = format!("SELECT pg_blocking_pids({third})");
        assert_eq!(column(witness, "SELECT x FROM t_r001"), ["r001"]);
        assert_eq!(column(witness, &blockers), ["{}"]);
        if *n_attempts == 3 {
            reader.take().unwrap().batch_execute("COMMIT").unwrap();
        }
    });
    let report = set(alters())
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["alters"]);
    assert!(!report.waited.is_zero());
    assert_eq!(state.lock().unwrap().2, 3);
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(
        log,
        ["alters", "r001"],
        "nothing of the first attempts is kept"
    );
    assert_eq!(version_rows(&mut client), ["alters"]);
}

#[test]
fn at_the_deadline_the_statement_is_named() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(1))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let _reader = long_reader(&database);
    let options = hasty().lock_wait(Duration::from_millis(100));
    let mut client = database.client();
    let error = set(alters())
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    insta::assert_snapshot!(format!("{error:?}"), @r"
    upgrade of revision `alters` (migrations/alters_test.sql) failed at statement 2 of 2 (migrations/alters_test.sql:1)
      caused by: canceling statement due to lock timeout
      statement: ALTER TABLE t_r001 ADD COLUMN y TEXT
      applied before this: nothing; nothing of `alters` was kept
    help: end the session that holds the lock, or allow more time with `Options::lock_timeout` and `Options::lock_wait`
    ");
    let own_pid = pid(&mut client);
    assert_eq!(obstacles(&mut database.client(), own_pid), [""; 0]);
    assert_eq!(column(&mut client, "SHOW lock_timeout"), ["0"]);
    assert_eq!(version_rows(&mut client), ["r001"]);
}

#[test]
fn outside_a_transaction_only_the_statement_is_tried_again() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(1))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let reader = long_reader(&database);
    let mut revisions = alters();
    revisions[1].migration.transaction = Transaction::None;
    let options = until_waiting(hasty(), reader);
    let mut client = database.client();
    set(revisions)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["alters", "r001"]);
    assert_eq!(column(&mut client, "SHOW lock_timeout"), ["0"]);
}

#[test]
fn after_a_block_only_what_follows_it_is_tried_again() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    set(line(1)).upgrade(&mut client, "head").unwrap();
    let reader = long_reader(&database);
    let mut revisions = line(1);
    revisions.push(Rev::rust("alters", &["r001"], |op| {
        op.execute("INSERT INTO log VALUES ('before')");
        op.autocommit(|op| op.execute("INSERT INTO log VALUES ('inside')"));
        op.execute("INSERT INTO log VALUES ('after')");
        op.execute("ALTER TABLE t_r001 ADD COLUMN y TEXT");
        Ok(())
    }));
    let options = until_waiting(hasty(), reader);
    let report = set(revisions)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    assert!(!report.waited.is_zero());
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["after", "before", "inside", "r001"]);
}

#[test]
fn a_read_of_a_migration_is_tried_again_with_the_whole_migration() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    set(line(1)).upgrade(&mut client, "head").unwrap();
    let mut writer = database.client();
    writer
        .batch_execute("BEGIN; LOCK TABLE t_r001 IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    let mut revisions = line(1);
    revisions.push(Rev::rust("reads", &["r001"], |op| {
        op.execute("INSERT INTO log VALUES ('reads')");
        let rows = op.query("SELECT x FROM t_r001")?;
        assert_eq!(rows.len(), 1);
        Ok(())
    }));
    let options = until_waiting(hasty(), writer);
    set(revisions)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["r001", "reads"]);
}

#[test]
fn a_deadlock_with_the_application_is_tried_again() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    set(line(2)).upgrade(&mut client, "head").unwrap();
    // The migration takes the first table and then wants the second; the other, which
    // has the second, wants the first. Ours is to be the victim.
    client
        .batch_execute("SET deadlock_timeout = '1ms'")
        .unwrap();
    let mut other = database.client();
    other
        .batch_execute("SET deadlock_timeout = '1h'; BEGIN; LOCK TABLE t_r002")
        .unwrap();
    let mut revisions = line(2);
    revisions.push(Rev::rust("alters", &["r002"], |op| {
        op.execute("INSERT INTO log VALUES ('alters')");
        op.query("SELECT 1 FROM (SELECT pg_sleep(0)) AS s, t_r001")?;
        op.execute("ALTER TABLE t_r001 ADD COLUMN y TEXT");
        op.query("SELECT x FROM t_r001")?;
        op.execute("ALTER TABLE t_r002 ADD COLUMN y TEXT");
        Ok(())
    }));
    let (locked, has_locked) = std::sync::mpsc::channel();
    let waiter = std::thread::spawn(move || {
        has_locked.recv().unwrap();
        other.batch_execute("LOCK TABLE t_r001; COMMIT").unwrap();
    });
    let locked = Mutex::new(Some(locked));
    let mut witness = database.client();
    let witness = Mutex::new(move || {
        let waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND database = \
                     (SELECT oid FROM pg_database WHERE datname = current_database()) \
                     AND relation = 't_r001'::regclass)";
        crate::tools::until_true(&mut witness, waits);
    });
    let n_waits = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&n_waits);
    // When the last statement is about to be sent, the other session begins to wait.
    let options =
        Options::new()
            .lock_timeout(None)
            .observer(move |event: &Event<'_>| match event {
                Event::Statement { sql, .. } if sql.starts_with("ALTER TABLE t_r002") => {
                    if let Some(locked) = locked.lock().unwrap().take() {
                        locked.send(()).unwrap();
                        witness.lock().unwrap()();
                    }
                }
                Event::Waiting { .. } => *counted.lock().unwrap() += 1,
                _ => {}
            });
    set(revisions)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    waiter.join().unwrap();
    assert!(*n_waits.lock().unwrap() >= 1);
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["alters", "r001", "r002"]);
}

#[test]
fn another_session_sees_which_statement_is_running() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(1))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let reader = Mutex::new(Some(long_reader(&database)));
    let mut client = database.client();
    let own_pid = pid(&mut client);
    // `migr` in ASCII; the object is the number within the message.
    let marks = format!(
        "SELECT count(*) FILTER (WHERE objid > 0) = 1 FROM pg_locks \
         WHERE locktype = 'advisory' AND classid = {} AND objsubid = 2 AND pid = {own_pid} \
         AND EXISTS (SELECT FROM pg_locks AS w WHERE w.pid = {own_pid} AND NOT w.granted)",
        0x6d69_6772
    );
    let seen = std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            let options = Options::new().lock_timeout(None);
            set(alters()).with(options).upgrade(&mut client, "head")
        });
        let mut witness = database.client();
        crate::tools::until_true(&mut witness, &marks);
        reader.lock().unwrap().take();
        run.join().unwrap().unwrap();
        crate::tools::advisory_locks(&mut witness, own_pid)
    });
    assert_eq!(seen, [""; 0]);
}
