//! The end of the client, of the server's process and of the connection between them, at
//! every statement of a mixed run: the next run finishes, and leaves what an undisturbed
//! one leaves.
//!
//! Here a share of the places is tried, on a run that has one migration of each kind;
//! `scripts/soak` tries every place of thirty migrations.

use std::time::Instant;

use migrator::{Error, ErrorKind, Event, Options, Transaction};

use crate::gate::{self, Action};
use crate::mixed::{N_KINDS, N_REVISIONS, mixed};
use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::postgres::{TestDatabase, column, connect};
use crate::support::proxy::{Cut, Proxy};
use crate::support::{line, set};
use crate::tools::{assert_same, is_soak, snapshot, until_true};

/// Where a run is disturbed.
struct Places {
    n_revisions: usize,
    /// What an undisturbed run leaves.
    expected: Vec<String>,
    places: Vec<usize>,
}

impl Places {
    /// Every place of a whole run if this is the soak; else every `step`th of a small one,
    /// from the `step`th on.
    fn new(step: usize, count: impl FnOnce(&TestDatabase, usize) -> usize) -> Option<Self> {
        let database = TestDatabase::new()?;
        let n_revisions = if is_soak() { N_REVISIONS } else { N_KINDS };
        let n_places = count(&database, n_revisions);
        let step = if is_soak() { 1 } else { step };
        Some(Self {
            n_revisions,
            expected: snapshot(&database),
            places: (first_place()..=n_places)
                .filter(|at| at % step == 0)
                .collect(),
        })
    }

    /// Disturbs a run at each place, runs once more, and compares.
    fn each(&self, mut disturb: impl FnMut(&TestDatabase, usize)) {
        let started = Instant::now();
        for &at in &self.places {
            let database = TestDatabase::new().unwrap();
            disturb(&database, at);
            let is_gated = is_gated(&database);
            if is_gated {
                gate::open(&database);
            }
            let resumed = upgrade(&database, self.n_revisions, Options::new());
            let report = resumed.unwrap_or_else(|error| panic!("after place {at}: {error:?}"));
            if is_gated {
                gate::remove(&database);
            }
            let n_steps = report.steps.len();
            assert_same(
                &snapshot(&database),
                &self.expected,
                &format!("after place {at} and {n_steps} steps"),
            );
        }
        println!(
            "{} places of {} revisions, {:.1} s",
            self.places.len(),
            self.n_revisions,
            started.elapsed().as_secs_f64()
        );
    }
}

/// Where `MIGRATOR_SOAK_FROM` says to go on with a soak that was stopped; else 1.
fn first_place() -> usize {
    let from = std::env::var("MIGRATOR_SOAK_FROM").ok();
    from.map_or(1, |from| from.parse().unwrap())
}

fn upgrade(
    database: &TestDatabase,
    n_revisions: usize,
    options: Options,
) -> Result<migrator::Report, Error> {
    set(mixed(n_revisions))
        .with(options)
        .upgrade(&mut database.client(), "head")
}

/// Counts how often an undisturbed run passes the gate.
fn count_passes(database: &TestDatabase, n_revisions: usize) -> usize {
    gate::install(database, 0, Action::Terminate);
    let mut client = database.client();
    set(mixed(n_revisions))
        .upgrade(&mut client, "head")
        .unwrap();
    let n_passed = gate::n_passed(&mut client);
    gate::remove(database);
    n_passed
}

fn is_gated(database: &TestDatabase) -> bool {
    let sql = "SELECT to_regnamespace('gate') IS NOT NULL";
    column(&mut database.client(), sql) == ["t"]
}

#[test]
fn a_server_process_that_is_terminated_at_any_statement() {
    let Some(places) = Places::new(11, count_passes) else {
        return;
    };
    let n_revisions = places.n_revisions;
    places.each(|database, at| {
        gate::install(database, at, Action::Terminate);
        let error = upgrade(database, n_revisions, Options::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database, "{at}: {error:?}");
        assert!(
            error.to_string().contains("lost its connection"),
            "{at}: {error:?}"
        );
    });
}

#[test]
fn a_run_in_one_transaction_that_is_terminated_leaves_nothing() {
    let whole = || Options::new().transaction(Transaction::WholeRun);
    for at in [1, 20, 41] {
        let Some(database) = TestDatabase::new() else {
            return;
        };
        gate::install(&database, at, Action::Terminate);
        let set = set(line(5));
        let error = set
            .with(whole())
            .upgrade(&mut database.client(), "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database, "{at}: {error:?}");
        let mut client = database.client();
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(column(&mut client, tables), [""; 0]);
        gate::open(&database);
        let report = set
            .with(whole())
            .upgrade(&mut database.client(), "head")
            .unwrap();
        assert_eq!(report.steps.len(), 5);
    }
}

#[test]
fn child_that_upgrades() {
    let Some((url, n_revisions)) = job() else {
        return;
    };
    let mut client = connect(&url);
    wait_for_parent();
    let options = Options::new()
        .lock_timeout(None)
        .observer(|event: &Event<'_>| {
            if let Event::StepStarted { revision, .. } = event {
                say(revision);
            }
        });
    set(mixed(n_revisions.parse().unwrap()))
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
}

#[test]
fn a_client_that_is_killed_at_any_statement() {
    let Some(places) = Places::new(11, count_passes) else {
        return;
    };
    let n_revisions = places.n_revisions.to_string();
    places.each(|database, at| {
        gate::install(database, at, Action::Wait);
        let holder = gate::hold(database);
        let url = database.url();
        let mut process = Process::start("killed::child_that_upgrades", &url, &n_revisions);
        process.go();
        until_true(&mut database.client(), gate::IS_HELD);
        process.child.kill().unwrap();
        process.child.wait().unwrap();
        // The server goes on with what it has got, and the next run must wait for it.
        drop(holder);
    });
}

/// Counts the messages of an undisturbed run.
fn count_messages(database: &TestDatabase, n_revisions: usize) -> usize {
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    set(mixed(n_revisions))
        .upgrade(&mut client, "head")
        .unwrap();
    proxy.take().n_messages
}

fn cut(database: &TestDatabase, n_revisions: usize, cut: Cut) {
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    proxy.cut(cut);
    let upgraded = set(mixed(n_revisions)).upgrade(&mut client, "head");
    // What the last message asks for is to let go of the lock, which a lost connection
    // does by itself.
    if let Err(error) = upgraded {
        assert_eq!(error.kind(), ErrorKind::Database, "{cut:?}: {error:?}");
    }
    assert!(client.is_closed(), "{cut:?}");
}

#[test]
fn a_connection_that_is_lost_before_any_message() {
    let Some(places) = Places::new(11, count_messages) else {
        return;
    };
    places.each(|database, at| cut(database, places.n_revisions, Cut::Before(at)));
}

#[test]
fn a_connection_that_is_lost_before_any_answer() {
    let Some(places) = Places::new(11, count_messages) else {
        return;
    };
    places.each(|database, at| cut(database, places.n_revisions, Cut::After(at)));
}
