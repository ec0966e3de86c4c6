//! Statements outside a transaction that are cut off while they run: what the catalogue
//! shows is put right, what nothing shows is refused by name, and nothing is repeated
//! silently.

use std::sync::Mutex;

use migrator::{Cancel, Error, ErrorKind, Event, Migrations, Options, Sql, Transaction};
use postgres::Client;

use crate::support::child::{Process, job, wait_for_parent};
use crate::support::postgres::{TestDatabase, column, connect};
use crate::support::{Rev, line, set};
use crate::tools::{advisory_locks, assert_same, pid, snapshot, until_true, version_rows};

/// A database that `line(1)` has made, and which has an index.
fn made() -> Option<TestDatabase> {
    let database = TestDatabase::new()?;
    let mut client = database.client();
    set(line(1)).upgrade(&mut client, "head").unwrap();
    client
        .batch_execute("CREATE INDEX old ON t_r001 (x)")
        .unwrap();
    Some(database)
}

fn above(up: &str) -> &'static Migrations {
    let mut revisions = line(1);
    revisions.push(Rev::sql("b2", &["r001"], up).transaction(Transaction::None));
    set(revisions)
}

/// Somebody with an old snapshot: whatever works concurrently waits for the end of it.
fn old_snapshot(database: &TestDatabase) -> Client {
    let mut old = database.client();
    old.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT x FROM t_r001")
        .unwrap();
    old
}

/// Runs an upgrade until it waits inside the server for what `blocker` holds, and then
/// terminates its server process.
fn terminated_while_waiting(
    database: &TestDatabase,
    set: &'static Migrations,
    blocker: Client,
) -> Error {
    let mut client = database.client();
    let own_pid = pid(&mut client);
    let error = std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            let options = Options::new().lock_timeout(None);
            set.with(options).upgrade(&mut client, "head").unwrap_err()
        });
        let mut witness = database.client();
        let waits =
            format!("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {own_pid} AND NOT granted)");
        until_true(&mut witness, &waits);
        column(
            &mut witness,
            &format!("SELECT pg_terminate_backend({own_pid})"),
        );
        run.join().unwrap()
    });
    drop(blocker);
    assert_eq!(error.kind(), ErrorKind::Database, "{error:?}");
    error
}

/// The indexes that are of no use.
fn invalid(client: &mut Client) -> Vec<String> {
    let sql = "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid ORDER BY 1";
    column(client, sql)
}

fn undisturbed(set: &'static Migrations) -> Vec<String> {
    let database = made().unwrap();
    set.upgrade(&mut database.client(), "head").unwrap();
    snapshot(&database)
}

/// Cuts a migration off, checks what is left, runs it again, and compares.
fn is_resumed(up: &str, left_invalid: &[&str]) {
    let Some(database) = made() else { return };
    let set = above(up);
    terminated_while_waiting(&database, set, old_snapshot(&database));
    let mut client = database.client();
    assert_eq!(invalid(&mut client), left_invalid);
    assert_eq!(version_rows(&mut client), ["r001"]);
    set.upgrade(&mut client, "head").unwrap();
    assert_eq!(invalid(&mut client), [""; 0]);
    assert_same(&snapshot(&database), &undisturbed(set), up);
}

#[test]
fn an_index_of_ours_that_was_cut_off_is_dropped_and_built_again() {
    is_resumed(
        "INSERT INTO log VALUES ('b2'); CREATE INDEX CONCURRENTLY ix ON t_r001 (x); \
         INSERT INTO log VALUES ('after')",
        &["ix"],
    );
}

#[test]
fn also_one_that_passes_over_what_exists() {
    is_resumed(
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"Ix\" ON public.t_r001 (x) WHERE x <> ''",
        &["\"Ix\""],
    );
}

#[test]
fn an_index_that_was_half_dropped_is_dropped() {
    is_resumed(
        "INSERT INTO log VALUES ('b2'); DROP INDEX CONCURRENTLY old",
        &["old"],
    );
}

#[test]
fn an_index_that_is_cut_off_again_and_again_is_built_in_the_end() {
    let Some(database) = made() else { return };
    let set = above("CREATE INDEX CONCURRENTLY ix ON t_r001 (x)");
    for _ in 0..3 {
        // The second time it is the removal that is cut off.
        terminated_while_waiting(&database, set, old_snapshot(&database));
        assert_eq!(invalid(&mut database.client()), ["ix"]);
    }
    set.upgrade(&mut database.client(), "head").unwrap();
    assert_same(&snapshot(&database), &undisturbed(set), "thrice");
}

#[test]
fn child_that_builds_an_index() {
    let Some((url, up)) = job() else { return };
    wait_for_parent();
    let up = crate::support::leak_str(&up);
    above(up).upgrade(&mut connect(&url), "head").unwrap();
}

#[test]
fn an_index_that_outlives_the_client_who_builds_it_is_built_once() {
    let Some(database) = made() else { return };
    let mut witness = database.client();
    let old = old_snapshot(&database);
    let up = "CREATE INDEX CONCURRENTLY ix ON t_r001 (x); INSERT INTO log VALUES ('b2')";
    let name = "half_done::child_that_builds_an_index";
    let mut process = Process::start(name, &database.url(), up);
    process.go();
    let builds = "SELECT EXISTS (SELECT FROM pg_stat_progress_create_index \
                  WHERE datname = current_database() AND phase LIKE 'waiting%')";
    until_true(&mut witness, builds);
    let number = "SELECT 'ix'::regclass::oid";
    let first = column(&mut witness, number);
    process.child.kill().unwrap();
    process.child.wait().unwrap();

    // The server does not know that nobody waits for its answer; the next run does.
    let old = Mutex::new(Some(old));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event {
            old.lock().unwrap().take();
        }
    });
    let mut client = database.client();
    let report = above(up)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    assert!(!report.waited.is_zero());
    assert_eq!(column(&mut client, number), first, "not built again");
    assert_same(&snapshot(&database), &undisturbed(above(up)), up);
}

#[test]
fn an_index_whose_building_is_cancelled_is_built_by_the_next_run() {
    let Some(database) = made() else { return };
    let set = above("INSERT INTO log VALUES ('b2'); CREATE INDEX CONCURRENTLY ix ON t_r001 (x)");
    let old = old_snapshot(&database);
    let mut client = database.client();
    let own_pid = pid(&mut client);
    let cancel = Cancel::new();
    let options = Options::new().cancel(&cancel);
    let (error, mut client) = std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            let error = set.with(options).upgrade(&mut client, "head").unwrap_err();
            (error, client)
        });
        let waits =
            format!("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {own_pid} AND NOT granted)");
        until_true(&mut database.client(), &waits);
        cancel.cancel();
        run.join().unwrap()
    });
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}");
    let mut witness = database.client();
    assert_eq!(advisory_locks(&mut witness, own_pid), [""; 0]);
    assert_eq!(invalid(&mut witness), ["ix"]);
    drop(old);
    set.upgrade(&mut client, "head").unwrap();
    assert_same(&snapshot(&database), &undisturbed(set), "cancelled");
}

#[test]
fn a_downgrade_that_was_cut_off_is_finished_by_the_next_one() {
    let down = "INSERT INTO log VALUES ('down'); DROP INDEX CONCURRENTLY ix; \
                INSERT INTO log VALUES ('after')";
    let up = "CREATE INDEX CONCURRENTLY ix ON t_r001 (x)";
    let mut revisions = line(1);
    let b2 = Rev::sql("b2", &["r001"], up).down(down);
    revisions.push(b2.transaction(Transaction::None));
    let set = set(revisions);
    let Some(database) = made() else { return };
    let mut client = database.client();
    set.upgrade(&mut client, "head").unwrap();
    let old = old_snapshot(&database);
    let own_pid = pid(&mut client);
    let error = std::thread::scope(|scope| {
        let run = scope.spawn(move || set.downgrade(&mut client, "r001").unwrap_err());
        let mut witness = database.client();
        let waits =
            format!("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {own_pid} AND NOT granted)");
        until_true(&mut witness, &waits);
        let terminate = format!("SELECT pg_terminate_backend({own_pid})");
        column(&mut witness, &terminate);
        run.join().unwrap()
    });
    drop(old);
    assert_eq!(error.kind(), ErrorKind::Database, "{error:?}");
    let mut client = database.client();
    assert_eq!(version_rows(&mut client), ["b2"], "it is not reverted yet");
    let refused = set.upgrade(&mut client, "head").unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::HalfDone, "{refused:?}");
    set.downgrade(&mut client, "r001").unwrap();
    assert_eq!(version_rows(&mut client), ["r001"]);
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["after", "down", "r001"]);
    assert_eq!(
        column(&mut client, "SELECT to_regclass('ix') IS NULL"),
        ["t"]
    );
}

#[test]
fn an_index_that_was_finished_but_not_noted_is_kept() {
    let Some(database) = made() else { return };
    let set = above("CREATE INDEX CONCURRENTLY ix ON t_r001 (x); INSERT INTO log VALUES ('b2')");
    terminated_while_waiting(&database, set, old_snapshot(&database));
    let mut client = database.client();
    client
        .batch_execute("DROP INDEX ix; CREATE INDEX ix ON t_r001 (x)")
        .unwrap();
    let number = "SELECT 'ix'::regclass::oid";
    let before = column(&mut client, number);
    set.upgrade(&mut client, "head").unwrap();
    assert_eq!(column(&mut client, number), before, "not built again");
}

/// Makes an invalid index, as a failed attempt of somebody leaves it.
fn leave_invalid(client: &mut Client) {
    client
        .batch_execute("INSERT INTO t_r001 VALUES ('twice'), ('twice')")
        .unwrap();
    client
        .batch_execute("CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)")
        .unwrap_err();
    client
        .batch_execute("DELETE FROM t_r001 WHERE x = 'twice'")
        .unwrap();
    assert_eq!(invalid(client), ["ix"]);
}

#[test]
fn an_invalid_index_of_somebody_elses_is_left_alone_and_named() {
    let Some(database) = made() else { return };
    let mut client = database.client();
    leave_invalid(&mut client);
    let number = "SELECT 'ix'::regclass::oid";
    let before = column(&mut client, number);

    let passes_over = above("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t_r001 (x)");
    for _ in 0..2 {
        let error = passes_over.upgrade(&mut client, "head").unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!(format!("{error:?}"), @r"
        upgrade of revision `b2` (migrations/b2_test.sql) ran statement 1 (migrations/b2_test.sql:1), which left an invalid index of that name as it was
          statement: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t_r001 (x)
          applied before this: nothing; nothing of `b2` was kept
        help: drop the invalid index, then run it again
        "); }
        assert_eq!(column(&mut client, number), before);
    }
    client.batch_execute("DROP INDEX ix").unwrap();
    passes_over.upgrade(&mut client, "head").unwrap();
    assert_eq!(invalid(&mut client), [""; 0]);
    assert_eq!(version_rows(&mut client), ["b2"]);
}

#[test]
fn an_invalid_index_of_somebody_elses_is_an_error_without_if_not_exists() {
    let Some(database) = made() else { return };
    let mut client = database.client();
    leave_invalid(&mut client);
    let set = above("CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)");
    for _ in 0..2 {
        let error = set.upgrade(&mut client, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Migration);
        assert!(
            format!("{error:?}").contains("\"ix\" already exists"),
            "{error:?}"
        );
        assert_eq!(invalid(&mut client), ["ix"]);
    }
}

#[test]
fn an_index_that_the_data_refuses_can_be_built_once_the_data_are_mended() {
    let Some(database) = made() else { return };
    let mut client = database.client();
    client
        .batch_execute("INSERT INTO t_r001 VALUES ('r001')")
        .unwrap();
    let set = above("CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)");
    for _ in 0..2 {
        let error = set.upgrade(&mut client, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Migration);
        assert!(
            format!("{error:?}").contains("could not create unique index"),
            "{error:?}"
        );
    }
    client
        .batch_execute("DELETE FROM t_r001; INSERT INTO t_r001 VALUES ('r001')")
        .unwrap();
    set.upgrade(&mut client, "head").unwrap();
    assert_same(&snapshot(&database), &undisturbed(set), "mended");
}

#[test]
fn an_index_that_the_data_refuse_can_be_mended_by_its_author() {
    let Some(database) = made() else { return };
    let mut client = database.client();
    client
        .batch_execute("INSERT INTO t_r001 VALUES ('r001')")
        .unwrap();
    above("CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)")
        .upgrade(&mut client, "head")
        .unwrap_err();
    // It was refused, not cut off: what is left of it is removed, and nothing binds the author.
    assert_eq!(invalid(&mut client), [""; 0]);
    above("DELETE FROM t_r001; CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)")
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(invalid(&mut client), [""; 0]);
}

#[test]
fn what_nothing_shows_is_refused_by_name() {
    let Some(database) = made() else { return };
    let set = above(
        "INSERT INTO log VALUES ('b2'); REINDEX INDEX CONCURRENTLY old; \
         INSERT INTO log VALUES ('after')",
    );
    terminated_while_waiting(&database, set, old_snapshot(&database));
    let mut client = database.client();
    let left = snapshot(&database);
    for _ in 0..2 {
        let error = set.upgrade(&mut client, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HalfDone);
        insta::allow_duplicates! { insta::assert_snapshot!(format!("{error:?}"), @r"
        upgrade of revision `b2` (migrations/b2_test.sql) was interrupted while its statement 2 ran, and nothing shows how far it came (migrations/b2_test.sql:1)
          statement: REINDEX INDEX CONCURRENTLY old
          applied before this: nothing; `b2` runs outside a transaction: statements kept, and not repeated by the next run: 1
        help: look at what it did; if it bears repetition say so with `.repeatable()`, or with the comment `-- migrate:repeatable` before it; else finish the migration by hand and `stamp` the revision
        "); }
        assert_same(&snapshot(&database), &left, "nothing was touched");
    }
}

#[test]
fn what_nothing_shows_and_was_refused_can_be_tried_again() {
    let Some(database) = made() else { return };
    let mut client = database.client();
    let set = above("INSERT INTO log VALUES ('b2'); REINDEX INDEX CONCURRENTLY missing");
    set.upgrade(&mut client, "head").unwrap_err();
    client
        .batch_execute("CREATE INDEX missing ON t_r001 (x)")
        .unwrap();
    set.upgrade(&mut client, "head").unwrap();
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["b2", "r001"]);
}

#[test]
fn what_nothing_shows_is_repeated_if_its_author_says_that_it_may() {
    let Some(database) = made() else { return };
    let mut revisions = line(1);
    let up = |op: &mut migrator::Op<'_>| {
        op.execute("INSERT INTO log VALUES ('b2')");
        op.execute(Sql::new("REINDEX INDEX CONCURRENTLY old").repeatable());
        op.execute("INSERT INTO log VALUES ('after')");
        Ok(())
    };
    revisions.push(Rev::rust("b2", &["r001"], up).transaction(Transaction::None));
    let set = set(revisions);
    terminated_while_waiting(&database, set, old_snapshot(&database));
    let mut client = database.client();
    set.upgrade(&mut client, "head").unwrap();
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ["after", "b2", "r001"]);
    assert_eq!(version_rows(&mut client), ["b2"]);
}

#[test]
fn a_vacuum_that_was_cut_off_runs_again() {
    let Some(database) = made() else { return };
    let set =
        above("INSERT INTO log VALUES ('b2'); VACUUM t_r001; INSERT INTO log VALUES ('after')");
    let mut blocker = database.client();
    blocker
        .batch_execute("BEGIN; LOCK TABLE t_r001 IN SHARE MODE")
        .unwrap();
    let error = terminated_while_waiting(&database, set, blocker);
    // The driver may see the end of the connection before it gives the server's last word.
    let text = format!("{error:?}").replace(
        "connection closed",
        "terminating connection due to administrator command",
    );
    insta::assert_snapshot!(text, @r"
    upgrade of revision `b2` (migrations/b2_test.sql) lost its connection while statement 2 ran (migrations/b2_test.sql:1), and whether it was kept is not known
      caused by: terminating connection due to administrator command
      applied before this: nothing; `b2` runs outside a transaction: statements kept, and not repeated by the next run: 1
    help: run it again: the version rows show what was kept
    ");
    set.upgrade(&mut database.client(), "head").unwrap();
    assert_same(&snapshot(&database), &undisturbed(set), "VACUUM");
}

#[test]
fn a_database_that_was_created_is_not_created_again() {
    let Some(database) = made() else { return };
    let name = format!("{}_made", database.name());
    let up = crate::support::leak_str(&format!("CREATE DATABASE {name} TEMPLATE template0"));
    let set = above(up);
    set.upgrade(&mut database.client(), "head").unwrap();
    let mut client = database.client();
    let found = format!("SELECT datname FROM pg_database WHERE datname = '{name}'");
    assert_eq!(column(&mut client, &found), [name.as_str()]);
    client
        .batch_execute(&format!("DROP DATABASE {name}"))
        .unwrap();
    assert_eq!(version_rows(&mut client), ["b2"]);
}

#[test]
fn a_half_done_migration_stands_in_the_way_of_a_downgrade_and_says_so() {
    let Some(database) = made() else { return };
    let set = above("INSERT INTO log VALUES ('b2'); CREATE INDEX CONCURRENTLY ix ON t_r001 (x)");
    terminated_while_waiting(&database, set, old_snapshot(&database));
    let mut client = database.client();
    let error = set.downgrade(&mut client, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HalfDone);
    assert_eq!(version_rows(&mut client), ["r001"]);
}
