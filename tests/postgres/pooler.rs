//! Through a pooler that hands each transaction to another server connection.

use migrator::{ErrorKind, Event, LockMode, Options, Transaction};

use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::pgbouncer::PgBouncer;
use crate::support::postgres::{TestDatabase, column, connect};
use crate::support::{Rev, line, set};
use crate::tools::{history, version_rows};

/// How many advisory locks there are in the database, marks included.
const N_LOCKS: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
    (SELECT oid FROM pg_database WHERE datname = current_database())";

fn pooled(n_connections: usize) -> Option<(TestDatabase, PgBouncer)> {
    let database = TestDatabase::new()?;
    let pooler = PgBouncer::start(&database, "transaction", n_connections)?;
    Some((database, pooler))
}

fn per_transaction() -> Options {
    Options::new().lock(LockMode::Transaction)
}

/// Several server connections, and somebody who takes them from each other, so that a
/// connection of ours does not always get the same.
fn busy_pool(database: &TestDatabase, pooler: &PgBouncer) -> Vec<postgres::Client> {
    let mut others: Vec<postgres::Client> =
        (0..2).map(|_| connect(&pooler.url(database))).collect();
    for other in &mut others {
        other.batch_execute("BEGIN").unwrap();
    }
    for other in &mut others {
        other.batch_execute("COMMIT").unwrap();
    }
    others
}

#[test]
fn a_pooler_is_found_out_and_what_to_do_is_said() {
    let Some((database, pooler)) = pooled(3) else {
        return;
    };
    // Whoever comes in between gets the connection that has the lock.
    let others = std::sync::Mutex::new(busy_pool(&database, &pooler));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::StepStarted { step: 1, .. } = event {
            for other in &mut *others.lock().unwrap() {
                other.batch_execute("BEGIN").unwrap();
            }
        }
    });
    let mut client = connect(&pooler.url(&database));
    let error = set(line(3))
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
    assert_eq!(
        error.to_string(),
        "the connection goes through a pooler that gives it another server connection for each \
         transaction"
    );
    assert_eq!(
        error.help().unwrap(),
        "connect to the server itself for migrations, or keep others out during each transaction \
         with `Options::lock(LockMode::Transaction)`"
    );
    assert_eq!(error.report().steps, []);
    let mut witness = database.client();
    assert_eq!(
        column(
            &mut witness,
            "SELECT to_regclass('alembic_version') IS NULL"
        ),
        ["t"]
    );
}

#[test]
fn two_through_one_server_connection_do_not_share_the_lock() {
    let Some((database, pooler)) = pooled(1) else {
        return;
    };
    let url = pooler.url(&database);
    let error = std::sync::Arc::new(std::sync::Mutex::new(None));
    let seen = std::sync::Arc::clone(&error);
    // While the first is in its first step, a second one comes on the same server process.
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::StepStarted { step: 1, .. } = event {
            let mut second = connect(&url);
            let outcome = set(line(3)).upgrade(&mut second, "head");
            *seen.lock().unwrap() = Some(outcome);
        }
    });
    let mut first = connect(&pooler.url(&database));
    let _ = set(line(3)).with(options).upgrade(&mut first, "head");
    let error = error.lock().unwrap().take().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
    let log = column(
        &mut database.client(),
        "SELECT revision FROM log ORDER BY 1",
    );
    assert_eq!(log, ["r001", "r002", "r003"]);
}

#[test]
fn a_pooler_that_hands_out_sessions_is_like_none() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let Some(pooler) = PgBouncer::start(&database, "session", 2) else {
        return;
    };
    let mut client = connect(&pooler.url(&database));
    set(line(3)).upgrade(&mut client, "head").unwrap();
    let mut witness = database.client();
    assert_eq!(version_rows(&mut witness), ["r003"]);
    assert_eq!(column(&mut witness, N_LOCKS), ["0"]);
}

#[test]
fn a_start_with_nothing_to_do_works_through_a_pooler() {
    let Some((database, pooler)) = pooled(2) else {
        return;
    };
    set(line(2))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let mut client = connect(&pooler.url(&database));
    let report = set(line(2)).upgrade(&mut client, "head").unwrap();
    assert_eq!(report.steps, []);
}

#[test]
fn a_lock_in_each_transaction_works_through_a_pooler() {
    let Some((database, pooler)) = pooled(3) else {
        return;
    };
    let mut revisions = line(5);
    revisions.push(Rev::rust("reads", &["r005"], |op| {
        op.execute("INSERT INTO log VALUES ('reads')");
        let rows = op.query("SELECT revision FROM log")?;
        assert_eq!(rows.len(), 6);
        op.execute("CREATE TABLE after (x TEXT)");
        Ok(())
    }));
    let _others = busy_pool(&database, &pooler);
    let mut client = connect(&pooler.url(&database));
    let set = set(revisions);
    let report = set
        .with(per_transaction())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.steps.len(), 6);
    let mut witness = database.client();
    assert_eq!(version_rows(&mut witness), ["reads"]);
    assert_eq!(column(&mut witness, N_LOCKS), ["0"]);
}

#[test]
fn nothing_of_ours_stays_set_on_the_servers_connections() {
    let Some((database, pooler)) = pooled(1) else {
        return;
    };
    let mut client = connect(&pooler.url(&database));
    let mut revisions = line(2);
    revisions.push(Rev::sql("fails", &["r002"], "SELECT 1; SELECT 1 / 0"));
    set(revisions)
        .with(per_transaction())
        .upgrade(&mut client, "head")
        .unwrap_err();
    let mut next = connect(&pooler.url(&database));
    for setting in ["lock_timeout", "statement_timeout"] {
        assert_eq!(column(&mut next, &format!("SHOW {setting}")), ["0"]);
    }
    assert_eq!(column(&mut database.client(), N_LOCKS), ["0"]);
}

#[test]
fn what_needs_no_transaction_is_refused_before_anything_runs() {
    let Some((database, pooler)) = pooled(2) else {
        return;
    };
    let mut client = connect(&pooler.url(&database));
    let mut revisions = line(2);
    revisions.push(Rev::sql("alone", &["r002"], "VACUUM log").transaction(Transaction::None));
    let error = set(revisions)
        .with(per_transaction())
        .upgrade(&mut client, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
    assert!(
        error.to_string().contains("`LockMode::Transaction`"),
        "{error}"
    );
    assert_eq!(error.report().steps, []);
    let nothing = "SELECT to_regclass('alembic_version') IS NULL AND to_regclass('log') IS NULL";
    assert_eq!(column(&mut database.client(), nothing), ["t"]);
}

#[test]
fn child_that_upgrades_through_a_pooler() {
    let Some((url, _)) = job() else { return };
    let mut client = connect(&url);
    wait_for_parent();
    let report = set(line(20))
        .with(per_transaction())
        .upgrade(&mut client, "head");
    say(format_args!("done {}", report.unwrap().steps.len()));
}

#[test]
fn several_processes_at_once_through_a_pooler() {
    let Some((database, pooler)) = pooled(4) else {
        return;
    };
    let url = pooler.url(&database);
    let name = "pooler::child_that_upgrades_through_a_pooler";
    let mut processes: Vec<Process> = (0..6).map(|_| Process::start(name, &url, "")).collect();
    processes.iter_mut().for_each(Process::go);
    let mut n_steps = 0;
    for mut process in processes {
        n_steps += process.line_after("done").parse::<usize>().unwrap();
        assert!(process.child.wait().unwrap().success());
    }
    assert_eq!(n_steps, 20, "each step is in one report");
    let mut client = database.client();
    let ids: Vec<String> = (1..=20).map(|at| format!("r{at:03}")).collect();
    let log = column(&mut client, "SELECT revision FROM log ORDER BY 1");
    assert_eq!(log, ids);
    assert_eq!(history(&mut client).len(), 20);
    assert_eq!(version_rows(&mut client), ["r020"]);
}
