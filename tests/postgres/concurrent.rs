//! Several processes and connections on one database: each revision runs once, all
//! succeed, and whoever waits too long learns for whom.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

use migrator::{Error, ErrorKind, Event, Migrations, Options, Transaction};
use postgres::Client;

use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::postgres::{TestDatabase, column, connect, lines};
use crate::support::{Rev, line, set};
use crate::tools::{advisory_locks, again, history, pid, until, version_rows};

const N_PROCESSES: usize = 16;
const N_REVISIONS: usize = 50;

/// The number of the revision that builds an index without a transaction.
const BUILDS: usize = 20;

/// As `line`, but for one revision.
fn revisions() -> Vec<Rev> {
    let mut revisions = line(N_REVISIONS);
    let id = format!("r{BUILDS:03}");
    let parent = format!("r{:03}", BUILDS - 1);
    revisions[BUILDS - 1] = Rev::sql(
        &id,
        &[&parent],
        &format!(
            "CREATE TABLE t_{id} (x TEXT); CREATE INDEX CONCURRENTLY ix ON t_{parent} (x); \
             INSERT INTO log VALUES ('{id}')"
        ),
    )
    .transaction(Transaction::None);
    revisions
}

#[test]
fn child_that_upgrades_beside_others() {
    let Some((url, _)) = job() else { return };
    let mut client = connect(&url);
    say(format_args!("connected {}", pid(&mut client)));
    let options = Options::new().observer(|event: &Event<'_>| {
        if matches!(event, Event::Waiting { .. }) {
            say("waiting");
        }
    });
    wait_for_parent();
    let report = set(revisions()).with(options).upgrade(&mut client, "head");
    say(format_args!("done {}", report.unwrap().steps.len()));
}

#[test]
fn sixteen_processes_at_once() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut witness = database.client();
    // Building an index without a transaction waits for every snapshot that is older, so
    // it also waits for whoever waits for the lock in a statement.
    let mut old = database.client();
    old.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
        .unwrap();
    let url = database.url();
    let name = "concurrent::child_that_upgrades_beside_others";
    let mut processes: Vec<(Process, String)> = (0..N_PROCESSES)
        .map(|_| {
            let mut process = Process::start(name, &url, "");
            let pid = process.line_after("connected");
            (process, pid)
        })
        .collect();
    processes.iter_mut().for_each(|(process, _)| process.go());
    let building = "SELECT pid FROM pg_stat_progress_create_index \
                    WHERE datname = current_database() AND phase LIKE 'waiting%'";
    let mut builders = Vec::new();
    until("the index is being built", || {
        builders = column(&mut witness, building);
        !builders.is_empty()
    });
    let builder = builders.remove(0);
    for (process, pid) in &mut processes {
        if *pid != builder {
            process.line_after("waiting");
        }
    }
    old.batch_execute("COMMIT").unwrap();

    let mut n_steps = 0;
    for (mut process, _) in processes {
        n_steps += process.line_after("done").parse::<usize>().unwrap();
        assert!(process.child.wait().unwrap().success());
    }
    assert_eq!(n_steps, N_REVISIONS, "each step is in one report");
    assert_each_ran_once(&mut witness);
}

fn assert_each_ran_once(client: &mut Client) {
    let ids: Vec<String> = (1..=N_REVISIONS).map(|at| format!("r{at:03}")).collect();
    let log = column(client, "SELECT revision FROM log ORDER BY revision");
    assert_eq!(log, ids);
    let done: Vec<String> = ids.iter().map(|id| format!("upgrade {id} done")).collect();
    assert_eq!(history(client), done);
    assert_eq!(version_rows(client), ids[N_REVISIONS - 1..]);
}

/// Runs `while_held` while another connection is in the midst of an upgrade with
/// `options`, and lets that finish.
fn with_holder<T>(
    database: &TestDatabase,
    application: &str,
    options: Options,
    while_held: impl FnOnce() -> T,
) -> T {
    let (begun, has_begun) = mpsc::channel();
    let (let_go, may_go_on) = mpsc::channel();
    let may_go_on = std::sync::Mutex::new(may_go_on);
    let url = format!("{}?application_name={application}", database.url());
    let options = options.observer(move |event: &Event<'_>| {
        if let Event::StepStarted { step: 1, .. } = event {
            begun.send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
        }
    });
    std::thread::scope(|scope| {
        let holder = scope.spawn(move || {
            set(line(3))
                .with(options)
                .upgrade(&mut connect(&url), "head")
        });
        has_begun.recv().unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(while_held));
        let_go.send(()).unwrap();
        holder.join().unwrap().unwrap();
        outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn impatient() -> Options {
    Options::new().lock_wait(Duration::from_millis(50))
}

#[test]
fn whoever_waits_too_long_learns_who_holds_the_lock() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut witness = database.client();
    let holder = "SELECT pid, usename, to_char(backend_start AT TIME ZONE 'UTC', \
                  'YYYY-MM-DD HH24:MI:SS') \
                  FROM pg_stat_activity \
                  WHERE datname = current_database() AND application_name = 'billing'";
    let (error, holder) = with_holder(&database, "billing", Options::new(), || {
        let error = set(line(3))
            .with(impatient())
            .upgrade(&mut database.client(), "head")
            .unwrap_err();
        (error, lines(&mut witness, holder))
    });
    assert_eq!(error.kind(), ErrorKind::Busy);
    let text = format!("{error:?}");
    let [holder] = &holder[..] else {
        panic!("{holder:?}")
    };
    let [pid, user, since] = holder.split(" | ").collect::<Vec<_>>()[..] else {
        panic!("{holder}")
    };
    for part in [&format!("process {pid}"), "`billing`", user, since] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(error.report().steps, []);
    assert_eq!(version_rows(&mut witness), ["r003"]);
}

#[test]
fn sets_with_different_version_tables_do_not_wait_for_each_other() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    with_holder(&database, "first", Options::new(), || {
        let options = impatient().version_table("other_version");
        let mut client = database.client();
        let other = Rev::sql("other", &[], "CREATE TABLE other (x TEXT)");
        let report = set(vec![other])
            .with(options)
            .upgrade(&mut client, "head")
            .unwrap();
        assert_eq!(report.steps.len(), 1);
        assert!(report.waited.is_zero());
    });
    let mut client = database.client();
    assert_eq!(version_rows(&mut client), ["r003"]);
    assert_eq!(
        column(&mut client, "SELECT version_num FROM other_version"),
        ["other"]
    );
}

#[test]
fn a_table_in_public_has_one_lock_with_and_without_its_schema() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    with_holder(&database, "first", Options::new(), || {
        let named = impatient().version_table(("public", "alembic_version"));
        let error = set(line(3))
            .with(named)
            .upgrade(&mut database.client(), "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
    });
}

#[test]
fn another_database_of_the_server_is_another_lock() {
    let (Some(database), Some(other)) = (TestDatabase::new(), TestDatabase::new()) else {
        return;
    };
    with_holder(&database, "first", Options::new(), || {
        let mut client = other.client();
        let set = set(line(3)).with(impatient());
        let report = set.upgrade(&mut client, "head").unwrap();
        assert_eq!(report.waited, Duration::ZERO);
        assert_eq!(version_rows(&mut client), ["r003"]);
    });
}

#[test]
fn child_that_holds_the_lock() {
    let Some((url, _)) = job() else { return };
    let mut client = connect(&url);
    let options = Options::new().observer(|event: &Event<'_>| {
        if let Event::StepStarted {
            revision: "r002", ..
        } = event
        {
            say("holding");
            wait_for_parent();
        }
    });
    let _ = set(line(3)).with(options).upgrade(&mut client, "head");
}

#[test]
fn a_process_that_is_killed_while_it_holds_the_lock_lets_the_others_in() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let url = database.url();
    let name = "concurrent::child_that_holds_the_lock";
    let mut process = Process::start(name, &url, "");
    process.line_after("holding");
    let process = std::sync::Mutex::new(Some(process));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(mut process) = process.lock().unwrap().take()
        {
            process.child.kill().unwrap();
            process.child.wait().unwrap();
        }
    });
    let mut client = database.client();
    let report = set(line(3))
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    assert!(!report.waited.is_zero());
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r002", "r003"]);
    let log = column(&mut client, "SELECT revision FROM log ORDER BY revision");
    assert_eq!(log, ["r001", "r002", "r003"]);
}

fn panics() -> &'static Migrations {
    let mut revisions = line(1);
    revisions.push(Rev::rust("r002", &["r001"], |op| {
        op.execute("CREATE TABLE lost (x TEXT)");
        op.query("SELECT * FROM lost")?;
        panic!("the migration's own")
    }));
    set(revisions)
}

#[test]
fn a_panic_in_a_migration_lets_go_of_the_lock_and_of_the_transaction() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let own_pid = pid(&mut client);
    let panicked = catch_unwind(AssertUnwindSafe(|| panics().upgrade(&mut client, "head")));
    let text = *panicked.unwrap_err().downcast::<&str>().unwrap();
    assert_eq!(text, "the migration's own");
    let mut witness = database.client();
    assert_eq!(advisory_locks(&mut witness, own_pid), [""; 0]);
    let state = format!("SELECT state FROM pg_stat_activity WHERE pid = {own_pid}");
    assert_eq!(column(&mut witness, &state), ["idle"]);
    // Another session is let in while the first is still connected, and then the first again.
    let options = impatient().lock_wait(Duration::ZERO);
    set(line(2))
        .with(options)
        .upgrade(&mut witness, "head")
        .unwrap();
    set(line(3)).upgrade(&mut client, "head").unwrap();
    assert_eq!(version_rows(&mut client), ["r003"]);
}

#[test]
fn every_way_out_lets_go_of_the_lock_and_leaves_no_marks() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let own_pid = pid(&mut client);
    let mut ends = |what: &str, run: &mut dyn FnMut(&mut Client) -> Result<(), Error>| {
        let outcome = run(&mut client);
        let left = advisory_locks(&mut database.client(), own_pid);
        assert_eq!(left, [""; 0], "{what}: {outcome:?}");
        outcome
    };
    let run = |revisions: Vec<Rev>, target: &'static str| {
        move |client: &mut Client| set(again(&revisions)).upgrade(client, target).map(drop)
    };
    ends("success", &mut run(line(2), "head")).unwrap();
    let mut fails = line(2);
    fails.push(Rev::sql(
        "r003",
        &["r002"],
        "CREATE TABLE kept (x TEXT); SELECT 1 / 0",
    ));
    ends("an error", &mut run(fails, "head")).unwrap_err();
    let mut alone = line(2);
    alone.push(
        Rev::sql(
            "r003",
            &["r002"],
            "CREATE TABLE kept (x TEXT); SELECT 1 / 0",
        )
        .transaction(Transaction::None),
    );
    ends("an error outside", &mut run(alone, "head")).unwrap_err();
    ends("a downgrade", &mut |client| {
        set(line(2)).downgrade(client, "base").map(drop)
    })
    .unwrap();
    ends("a stamp", &mut |client| {
        set(line(2)).stamp(client, "base").map(drop)
    })
    .unwrap();
}
