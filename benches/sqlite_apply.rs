//! Applying revisions to a SQLite file, and starting when there is nothing to do.
//!
//! The floor is the same statements through bare `rusqlite` in the same transactions, each with
//! one change of a version row; of a start, one query for the version rows. Run with
//! `cargo bench --bench sqlite_apply`; prints medians and ratios.
//!
//! For a profiler, `… -- own 1000` applies a thousand revisions and `… -- bare 1000` runs their
//! statements; `… -- start 1000` starts a hundred times more, on one connection.

mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;

use measure::{Pairs, Work, id, print_head};
use migrator::Options;
use migrator_core::base::Transaction;
use rusqlite::Connection;

const N_RUNS: usize = 7;
const N_STARTS: usize = 1_001;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    if let Some((way, n_revisions)) = measure::only() {
        return once(
            &way,
            &Work::new(n_revisions),
            &folder.path().join("once.db"),
        );
    }
    print_head("SQLite, a file");
    let thousand = Work::new(1_000);
    let each = Transaction::PerMigration;
    let compare = |work: &Work, mode, n_runs| {
        let mut run = 0..;
        let mut file = |who| {
            let run = run.next().unwrap_or_default();
            folder
                .path()
                .join(format!("{who}-{}-{mode:?}-{run}.db", work.n_revisions()))
        };
        let mut pairs = Pairs::default();
        for _ in 0..n_runs {
            let (bare_file, own_file) = (file("bare"), file("own"));
            let floor = measure::timed(|| bare(&bare_file, work, mode));
            pairs.add(floor, measure::timed(|| migrate(&own_file, work, mode)));
        }
        pairs
    };
    compare(&thousand, each, N_RUNS).print("apply 1,000, a transaction each");
    compare(&thousand, Transaction::WholeRun, N_RUNS).print("apply 1,000, one transaction for all");
    compare(&Work::new(5_000), each, 1).print("apply 5,000, a transaction each");
    let file = folder.path().join("start.db");
    migrate(&file, &thousand, Transaction::WholeRun);
    starts(&file, &thousand);
}

/// Starting when everything is applied.
fn starts(file: &Path, work: &Work) {
    let open = || Connection::open(file).expect("a database");
    Pairs::measure(N_STARTS, || select(&open()), || start(&open(), work))
        .print("nothing to do, 1,000 applied, connecting included");
    let connection = open();
    Pairs::measure(
        N_STARTS,
        || select(&connection),
        || start(&connection, work),
    )
    .print("nothing to do, 1,000 applied, on an open connection");
}

fn once(way: &str, work: &Work, file: &Path) {
    match way {
        "bare" => bare(file, work, Transaction::PerMigration),
        "own" => migrate(file, work, Transaction::PerMigration),
        "bare-at-once" => bare(file, work, Transaction::WholeRun),
        "own-at-once" => migrate(file, work, Transaction::WholeRun),
        "start" => {
            migrate(file, work, Transaction::WholeRun);
            let connection = Connection::open(file).expect("a database");
            (0..100).for_each(|_| start(&connection, work));
        }
        other => panic!("`{other}` is none of bare, own, bare-at-once, own-at-once and start"),
    }
}

fn bare(file: &Path, work: &Work, mode: Transaction) {
    let connection = Connection::open(file).expect("a database");
    let run = |sql: &str| connection.execute_batch(sql).expect("sound SQL");
    run("CREATE TABLE version (num VARCHAR(32) NOT NULL PRIMARY KEY)");
    run("INSERT INTO version VALUES ('')");
    let whole = mode == Transaction::WholeRun;
    if whole {
        run("BEGIN IMMEDIATE");
    }
    for (at, statements) in work.scripts.iter().enumerate() {
        if !whole {
            run("BEGIN IMMEDIATE");
        }
        statements.iter().for_each(|statement| run(statement));
        run(&format!("UPDATE version SET num = '{}'", id(at)));
        if !whole {
            run("COMMIT");
        }
    }
    if whole {
        run("COMMIT");
    }
}

fn migrate(file: &Path, work: &Work, mode: Transaction) {
    let connection = Connection::open(file).expect("a database");
    let verbs = work.set.with(Options::new().transaction(mode));
    let report = verbs.upgrade(&connection, "head").expect("an upgrade");
    assert_eq!(report.steps.len(), work.n_revisions());
}

fn select(connection: &Connection) {
    let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let sql = "SELECT version_num FROM alembic_version";
    let _: String = connection.query_row(sql, [], read).expect("a row");
}

fn start(connection: &Connection, work: &Work) {
    let report = work.set.upgrade(connection, "head").expect("an upgrade");
    assert!(report.steps.is_empty());
}
