//! Applying 1,000 revisions to a SQLite file, and starting when there is nothing to do.
//!
//! The floor is the same statements through bare `rusqlite` in the same
//! transactions, each with one change of a version row. Run with
//! `cargo bench --bench sqlite_apply`; prints medians and ratios.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use migrator::{Migrations, Options};
use migrator_core::base::Transaction;
use rusqlite::Connection;
use support::load::{revisions, script};
use support::set;

const N_REVISIONS: usize = 1_000;
const N_RUNS: usize = 7;

fn main() {
    let scripts: Vec<Vec<String>> = (0..N_REVISIONS).map(script).collect();
    let set = set(revisions(&scripts));
    let folder = tempfile::tempdir().expect("a folder");
    for (name, mode) in [
        ("a transaction per migration", Transaction::PerMigration),
        ("one transaction for all", Transaction::WholeRun),
    ] {
        let (mut floors, mut ours, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for run in 0..N_RUNS {
            let file = |who: &str| folder.path().join(format!("{mode:?}-{who}-{run}.db"));
            let floor = timed(|| bare(&file("bare"), &scripts, mode));
            let own = timed(|| migrate(&file("own"), set, mode));
            floors.push(floor);
            ours.push(own);
            ratios.push(own.as_secs_f64() / floor.as_secs_f64());
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "apply {N_REVISIONS}, {name}: floor {:.0} ms, migrator {:.0} ms, ratio {:.2} ({:.2} to {:.2})",
            median(&mut floors).as_secs_f64() * 1e3,
            median(&mut ours).as_secs_f64() * 1e3,
            ratios[N_RUNS / 2],
            ratios[0],
            ratios[N_RUNS - 1],
        );
    }
    no_op(&folder.path().join("PerMigration-own-0.db"), set);
}

fn bare(file: &Path, scripts: &[Vec<String>], mode: Transaction) {
    let connection = Connection::open(file).expect("a database");
    let run = |sql: &str| connection.execute_batch(sql).expect("sound SQL");
    run("CREATE TABLE version (num VARCHAR(32) NOT NULL PRIMARY KEY)");
    run("INSERT INTO version VALUES ('')");
    let whole = mode == Transaction::WholeRun;
    if whole {
        run("BEGIN IMMEDIATE");
    }
    for (at, statements) in scripts.iter().enumerate() {
        if !whole {
            run("BEGIN IMMEDIATE");
        }
        statements.iter().for_each(|statement| run(statement));
        run(&format!("UPDATE version SET num = '{at:012x}'"));
        if !whole {
            run("COMMIT");
        }
    }
    if whole {
        run("COMMIT");
    }
}

fn migrate(file: &Path, set: &Migrations, mode: Transaction) {
    let connection = Connection::open(file).expect("a database");
    let options = Options::new().transaction(mode);
    let report = set
        .with(options)
        .upgrade(&connection, "head")
        .expect("an upgrade");
    assert_eq!(report.steps.len(), N_REVISIONS);
}

fn no_op(file: &Path, set: &Migrations) {
    let mut floors: Vec<Duration> = Vec::new();
    let mut ours: Vec<Duration> = Vec::new();
    for _ in 0..101 {
        floors.push(timed(|| {
            let connection = Connection::open(file).expect("a database");
            let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
            let sql = "SELECT version_num FROM alembic_version";
            let _: String = connection.query_row(sql, [], read).expect("a row");
        }));
        ours.push(timed(|| {
            let connection = Connection::open(file).expect("a database");
            set.upgrade(&connection, "head").expect("an upgrade");
        }));
    }
    let (floor, own) = (median(&mut floors), median(&mut ours));
    println!(
        "nothing to do, connection included: floor {floor:?}, migrator {own:?}, ratio {:.2}",
        own.as_secs_f64() / floor.as_secs_f64()
    );
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(durations: &mut [Duration]) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}
