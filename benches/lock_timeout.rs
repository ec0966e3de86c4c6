//! How long an upgrade keeps the application's queries waiting while it waits itself.
//!
//! Session A has read the table in a transaction that stays open. The upgrade wants to alter
//! the table and must wait for A; whoever comes after it, even to read, queues behind it. Session C
//! reads all the time and measures. With `lock_timeout` C waits for an attempt at most;
//! without it, for as long as A takes. Run with `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench
//! --bench lock_timeout`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use migrator::{Event, Options};
use support::postgres::TestDatabase;
use support::{Rev, set};

/// How long A keeps its transaction open.
const HELD: Duration = Duration::from_secs(8);
/// A read that takes longer than any undisturbed one.
const BLOCKED: Duration = Duration::from_millis(50);

fn main() {
    if support::needs::postgres().is_none() {
        return;
    }
    println!("a transaction that has read the table stays open for {HELD:?}; meanwhile an upgrade");
    println!("wants to alter it, and a third session reads from it:");
    for limit in [100, 300, 1_000].map(Duration::from_millis) {
        measure(&format!("lock_timeout {limit:?}"), Some(limit));
    }
    measure("no lock_timeout", None);
}

fn measure(name: &str, limit: Option<Duration>) {
    let database = TestDatabase::new().expect("a server");
    let mut holder = database.client();
    let table = "CREATE TABLE busy (id integer PRIMARY KEY); INSERT INTO busy VALUES (1)";
    holder.batch_execute(table).expect("a table");
    let mut transaction = holder.transaction().expect("a transaction");
    transaction.query("SELECT * FROM busy", &[]).expect("a row");

    let over = Arc::new(AtomicBool::new(false));
    let reader = thread::spawn({
        let (mut client, over) = (database.client(), Arc::clone(&over));
        move || {
            let mut reads = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let started = Instant::now();
                client.simple_query("SELECT * FROM busy").expect("a row");
                reads.push(started.elapsed());
                // An application with something else to do between its queries.
                thread::sleep(Duration::from_millis(1));
            }
            reads
        }
    });
    let upgrade = thread::spawn({
        let mut client = database.client();
        move || upgrade(&mut client, limit)
    });
    thread::sleep(HELD);
    transaction.commit().expect("a commit");
    let (attempts, took) = upgrade.join().expect("an upgrade");
    over.store(true, Ordering::Relaxed);
    show(name, reader.join().expect("reads"), attempts, took);
}

/// Returns how many attempts it took, and how long.
fn upgrade(client: &mut postgres::Client, limit: Option<Duration>) -> (usize, Duration) {
    let waits = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&waits);
    let options = Options::new()
        .lock_timeout(limit)
        .lock_wait(HELD * 4)
        .observer(move |event: &Event<'_>| {
            if let Event::Waiting { .. } = event {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
    let alter = "ALTER TABLE busy ADD COLUMN name text";
    let set = set(vec![Rev::sql("r001", &[], alter)]);
    let report = set.with(options).upgrade(client, "head");
    let report = report.expect("an upgrade");
    (waits.load(Ordering::Relaxed) + 1, report.duration)
}

fn show(name: &str, mut reads: Vec<Duration>, attempts: usize, took: Duration) {
    reads.sort_unstable();
    let blocked: Vec<Duration> = reads.iter().copied().filter(|it| *it >= BLOCKED).collect();
    let at = |part: f64| {
        let last = reads.len() - 1;
        // The part lies between 0 and 1.
        reads[(last as f64 * part) as usize]
    };
    println!("{name}: upgraded after {took:.1?} and {attempts} attempts");
    println!(
        "  {} reads: median {:.1?}, 99 % below {:.1?}, longest {:.1?}; blocked {} times, {:.1?} in all",
        reads.len(),
        at(0.5),
        at(0.99),
        at(1.0),
        blocked.len(),
        blocked.iter().sum::<Duration>()
    );
}
