//! Applying 1,000 revisions to a PostgreSQL database, near and far, and starting when there is
//! nothing to do.
//!
//! There are two floors, both through the bare `postgres` crate and in the same transactions,
//! each with one change of a version row: every statement sent by itself, as most tools do, and
//! one message per migration, which is the least there can be. All three are run in turn, against
//! databases of their own. Run with `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench --bench
//! postgres_apply`; prints medians and the medians of the ratios.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use migrator::Migrations;
use postgres::Client;
use support::load::{revisions, script};
use support::postgres::{TestDatabase, connect};
use support::proxy::Proxy;
use support::set;

fn main() {
    if support::needs::postgres().is_none() {
        return;
    }
    let thousand = Work::new(1_000);
    let hundred = Work::new(100);
    compare(&thousand, 5, Duration::ZERO);
    compare(&hundred, 5, Duration::from_millis(1));
    compare(&hundred, 5, Duration::from_millis(5));
    compare(&thousand, 1, Duration::from_millis(5));
    no_op(&thousand);
}

/// The revisions, and the same SQL by itself.
struct Work {
    scripts: Vec<Vec<String>>,
    set: &'static Migrations,
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

impl Work {
    fn new(n_revisions: usize) -> Self {
        let scripts: Vec<Vec<String>> = (0..n_revisions).map(script).collect();
        let set = set(revisions(&scripts));
        Self { scripts, set }
    }

    /// Connects and applies everything.
    fn apply(&self, way: Way, url: &str) {
        let mut client = connect(url);
        match way {
            Way::Statements => self.bare(&mut client, |client, statements| {
                let run = |sql: &String| client.batch_execute(sql).expect("sound SQL");
                statements.iter().for_each(run);
            }),
            Way::Messages => self.bare(&mut client, |client, statements| {
                let message = statements.join(";");
                client.batch_execute(&message).expect("sound SQL");
            }),
            Way::Migrator => {
                let report = self.set.upgrade(&mut client, "head").expect("an upgrade");
                assert_eq!(report.steps.len(), self.scripts.len());
            }
        }
    }

    fn bare(&self, client: &mut Client, send: impl Fn(&mut Client, &[String])) {
        let table = "CREATE TABLE version (num VARCHAR(32) NOT NULL PRIMARY KEY);\
                     INSERT INTO version VALUES ('')";
        client.batch_execute(table).expect("a version table");
        for (at, statements) in self.scripts.iter().enumerate() {
            let mut all = vec!["BEGIN".to_owned()];
            all.extend(statements.iter().cloned());
            all.push(format!("UPDATE version SET num = '{at:012x}'"));
            all.push("COMMIT".to_owned());
            send(client, &all);
        }
    }
}

/// Runs the three ways in turn, `n_runs` times, with this delay between question and answer.
fn compare(work: &Work, n_runs: usize, round_trip: Duration) {
    let mut times = WAYS.map(|_| Vec::new());
    let mut n_round_trips = [0; 3];
    for _ in 0..n_runs {
        for (at, way) in WAYS.into_iter().enumerate() {
            let database = TestDatabase::new().expect("a server");
            let (url, proxy) = if round_trip.is_zero() {
                (database.url(), None)
            } else {
                // The proxy delays each direction.
                let proxy = Proxy::with_delay(database.server_address(), round_trip / 2);
                (database.url_at_port(proxy.port()), Some(proxy))
            };
            times[at].push(timed(|| work.apply(way, &url)));
            n_round_trips[at] = proxy.map_or(0, |proxy| proxy.take().n_round_trips);
        }
    }
    let n_revisions = work.scripts.len();
    println!("apply {n_revisions}, {round_trip:?} between question and answer, {n_runs} runs:");
    let [statements, messages, migrator] = &times;
    let floor = |name: &str, floor: &[Duration], n_round_trips: usize| {
        let (low, middle, high) = ratios(migrator, floor);
        println!(
            "  floor, {name}: {:.0} ms{}; migrator takes {middle:.2} of it ({low:.2} to {high:.2})",
            milliseconds(floor),
            counted(n_round_trips),
        );
    };
    floor("each statement by itself", statements, n_round_trips[0]);
    floor("one message per migration", messages, n_round_trips[1]);
    let (middle, counted) = (milliseconds(migrator), counted(n_round_trips[2]));
    println!("  migrator: {middle:.0} ms{counted}");
}

/// Starting when everything is applied, with the connection and on one that is open.
fn no_op(work: &Work) {
    let database = TestDatabase::new().expect("a server");
    let url = database.url();
    work.apply(Way::Migrator, &url);
    let select = |client: &mut Client| {
        let rows = client.simple_query("SELECT version_num FROM alembic_version");
        assert!(!rows.expect("the version table").is_empty());
    };
    let start = |client: &mut Client| {
        let report = work.set.upgrade(client, "head").expect("an upgrade");
        assert!(report.steps.is_empty());
    };
    let (mut floors, mut own) = (Vec::new(), Vec::new());
    for _ in 0..101 {
        floors.push(timed(|| select(&mut connect(&url))));
        own.push(timed(|| start(&mut connect(&url))));
    }
    report_no_op("connection included", &floors, &own);
    let (mut floors, mut own) = (Vec::new(), Vec::new());
    let mut client = database.client();
    for _ in 0..1_001 {
        floors.push(timed(|| select(&mut client)));
        own.push(timed(|| start(&mut client)));
    }
    report_no_op("on an open connection", &floors, &own);
    let proxy = Proxy::new(database.server_address());
    start(&mut connect(&database.url_at_port(proxy.port())));
    println!("  round trips: {}", proxy.take().n_round_trips);
}

fn report_no_op(how: &str, floors: &[Duration], own: &[Duration]) {
    let (_, ratio, _) = ratios(own, floors);
    println!(
        "nothing to do, {how}: a bare SELECT {:.2} ms, migrator {:.2} ms, ratio {ratio:.2}",
        milliseconds(floors),
        milliseconds(own)
    );
}

fn counted(n_round_trips: usize) -> String {
    match n_round_trips {
        0 => String::new(),
        _ => format!(", {n_round_trips} round trips"),
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// The median, in milliseconds.
fn milliseconds(durations: &[Duration]) -> f64 {
    let mut durations = durations.to_vec();
    durations.sort_unstable();
    durations[durations.len() / 2].as_secs_f64() * 1e3
}

/// The least, the median and the greatest ratio of pairs that were measured together.
fn ratios(own: &[Duration], floors: &[Duration]) -> (f64, f64, f64) {
    let ratio = |(own, floor): (&Duration, &Duration)| own.as_secs_f64() / floor.as_secs_f64();
    let mut ratios: Vec<f64> = own.iter().zip(floors).map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let last = ratios.len() - 1;
    (ratios[0], ratios[ratios.len() / 2], ratios[last])
}
