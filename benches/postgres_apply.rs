//! Applying revisions to a PostgreSQL database, near and far, and starting when there is
//! nothing to do.
//!
//! There are two floors, both through the bare `postgres` crate and in the same transactions,
//! each with one change of a version row: every statement sent by itself, as most tools do, and
//! one message per migration, which is the least there can be. Of a start, the floor is one query
//! for the version rows. All of them are run in turn, against databases of their own. Run with
//! `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench --bench postgres_apply`; prints medians and
//! the medians of the ratios.
//!
//! For a profiler, `… -- own 1000` applies a thousand revisions, `… -- statements 1000` and
//! `… -- messages 1000` run their statements, and `… -- start 1000` starts a hundred times more.

mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use measure::{Pairs, Work, id, print_head, timed};
use postgres::Client;
use support::postgres::{TestDatabase, connect};
use support::proxy::Proxy;

const N_STARTS: usize = 1_001;

fn main() {
    if support::needs::postgres().is_none() {
        return;
    }
    if let Some((way, n_revisions)) = measure::only() {
        return once(&way, &Work::new(n_revisions));
    }
    print_head("PostgreSQL");
    let (thousand, hundred) = (Work::new(1_000), Work::new(100));
    compare(&thousand, "1,000", 5, Duration::ZERO);
    compare(&hundred, "100", 5, Duration::from_millis(1));
    compare(&hundred, "100", 3, Duration::from_millis(5));
    starts(&thousand);
}

/// How the work is done.
#[derive(Clone, Copy)]
enum Way {
    /// Every statement is sent by itself.
    Statements,
    /// One message per migration.
    Messages,
    Migrator,
}

const WAYS: [Way; 3] = [Way::Statements, Way::Messages, Way::Migrator];

/// Connects and applies everything.
fn apply(work: &Work, way: Way, url: &str) {
    let mut client = connect(url);
    match way {
        Way::Statements => bare(work, &mut client, |client, statements| {
            let run = |sql: &String| client.batch_execute(sql).expect("sound SQL");
            statements.iter().for_each(run);
        }),
        Way::Messages => bare(work, &mut client, |client, statements| {
            let message = statements.join(";");
            client.batch_execute(&message).expect("sound SQL");
        }),
        Way::Migrator => {
            let report = work.set.upgrade(&mut client, "head").expect("an upgrade");
            assert_eq!(report.steps.len(), work.n_revisions());
        }
    }
}

fn bare(work: &Work, client: &mut Client, send: impl Fn(&mut Client, &[String])) {
    let table = "CREATE TABLE version (num VARCHAR(32) NOT NULL PRIMARY KEY);\
                 INSERT INTO version VALUES ('')";
    client.batch_execute(table).expect("a version table");
    for (at, statements) in work.scripts.iter().enumerate() {
        let mut all = vec!["BEGIN".to_owned()];
        all.extend(statements.iter().cloned());
        all.push(format!("UPDATE version SET num = '{}'", id(at)));
        all.push("COMMIT".to_owned());
        send(client, &all);
    }
}

/// Runs the three ways in turn, `n_runs` times, with this delay between question and answer.
fn compare(work: &Work, number: &str, n_runs: usize, round_trip: Duration) {
    let (mut by_statement, mut by_message) = (Pairs::default(), Pairs::default());
    let mut n_round_trips = [0; 3];
    for _ in 0..n_runs {
        let mut times = [Duration::ZERO; 3];
        for (at, way) in WAYS.into_iter().enumerate() {
            let database = TestDatabase::new().expect("a server");
            let (url, proxy) = if round_trip.is_zero() {
                (database.url(), None)
            } else {
                // The proxy delays each direction.
                let proxy = Proxy::with_delay(database.server_address(), round_trip / 2);
                (database.url_at_port(proxy.port()), Some(proxy))
            };
            times[at] = timed(|| apply(work, way, &url));
            n_round_trips[at] = proxy.map_or(0, |proxy| proxy.take().n_round_trips);
        }
        let [statements, messages, own] = times;
        by_statement.add(statements, own);
        by_message.add(messages, own);
    }
    let far = match round_trip.as_millis() {
        0 => "local".to_owned(),
        millis => format!("{millis} ms round trip"),
    };
    by_statement.print(&format!(
        "apply {number}, {far}; floor: each statement by itself"
    ));
    by_message.print(&format!("apply {number}, {far}; floor: one message each"));
    let [statements, messages, own] = n_round_trips;
    if own > 0 {
        println!("  round trips: {statements}, {messages}, and {own} of our own");
    }
}

/// Starting when everything is applied.
fn starts(work: &Work) {
    let database = TestDatabase::new().expect("a server");
    let url = database.url();
    apply(work, Way::Migrator, &url);
    Pairs::measure(
        N_STARTS / 4,
        || select(&mut connect(&url)),
        || start(&mut connect(&url), work),
    )
    .print("nothing to do, 1,000 applied, connecting included");
    let mut client = database.client();
    let mut pairs = Pairs::default();
    for _ in 0..N_STARTS {
        let floor = timed(|| select(&mut client));
        pairs.add(floor, timed(|| start(&mut client, work)));
    }
    pairs.print("nothing to do, 1,000 applied, on an open connection");
    let proxy = Proxy::new(database.server_address());
    start(&mut connect(&database.url_at_port(proxy.port())), work);
    println!("  round trips: {}", proxy.take().n_round_trips);
}

fn select(client: &mut Client) {
    let rows = client.simple_query("SELECT version_num FROM alembic_version");
    assert!(!rows.expect("the version table").is_empty());
}

fn start(client: &mut Client, work: &Work) {
    let report = work.set.upgrade(client, "head").expect("an upgrade");
    assert!(report.steps.is_empty());
}

fn once(way: &str, work: &Work) {
    let database = TestDatabase::new().expect("a server");
    let url = database.url();
    let started = Instant::now();
    match way {
        "statements" => apply(work, Way::Statements, &url),
        "messages" => apply(work, Way::Messages, &url),
        "own" => apply(work, Way::Migrator, &url),
        "start" => {
            apply(work, Way::Migrator, &url);
            let mut client = database.client();
            (0..100).for_each(|_| start(&mut client, work));
        }
        other => panic!("`{other}` is none of statements, messages, own and start"),
    }
    println!("{way}: {:?}", started.elapsed());
}
