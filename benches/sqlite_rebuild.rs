//! Building a SQLite table of 1,000,000 rows anew, to change the type of a column and to add a check.
//!
//! The floor is `CREATE`, `INSERT … SELECT`, `DROP` and `RENAME` by hand through bare
//! `rusqlite`, in one transaction, with the table's index. Beside it the same change
//! by Alembic's batch mode, if `scripts/alembic-venv` finds one. Each run starts from a copy of the same file. Run with
//! `cargo bench --bench sqlite_rebuild`; prints medians and ratios.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use migrator::__private::Outcome;
use migrator::Op;
use migrator::prelude::*;
use rusqlite::Connection;
use support::{Rev, set};

const N_ROWS: usize = 1_000_000;
const N_RUNS: usize = 5;

const TABLE: &str = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, \
     age TEXT, email TEXT NOT NULL, born TEXT)";
const INDEX: &str = "CREATE INDEX ix_people_name ON people (name)";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("source.db");
    fill(&source);
    let alembic = alembic();
    let (mut by_hand, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ratios, mut their_ratios) = (Vec::new(), Vec::new());
    for run in 0..N_RUNS {
        let copy = |who: &str| {
            let path = folder.path().join(format!("{who}-{run}.db"));
            std::fs::copy(&source, &path).expect("a copy");
            // Read once, so that nobody finds a colder file than the others.
            std::fs::read(&path).expect("a file");
            path
        };
        let floor = spent(&copy("hand"), hand);
        let own = spent(&copy("own"), own);
        ratios.push(own.as_secs_f64() / floor.as_secs_f64());
        by_hand.push(floor);
        ours.push(own);
        if let Some(python) = &alembic {
            let its = batch(python, &copy("alembic"));
            their_ratios.push(its.as_secs_f64() / floor.as_secs_f64());
            theirs.push(its);
        }
    }
    println!(
        "rebuild of {N_ROWS} rows: by hand {:.0} ms, migrator {:.0} ms, ratio {}",
        millis(&mut by_hand),
        millis(&mut ours),
        spread(&mut ratios),
    );
    if theirs.is_empty() {
        println!("no Alembic here to compare with");
    } else {
        println!(
            "Alembic's batch mode: {:.0} ms, ratio {}",
            millis(&mut theirs),
            spread(&mut their_ratios)
        );
    }
}

fn fill(path: &Path) {
    let connection = Connection::open(path).expect("a database");
    let rows = format!(
        "INSERT INTO people (name, age, email, born) \
         WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {N_ROWS}) \
         SELECT 'person ' || (x * 7919 % {N_ROWS}), x % 100, 'p' || x || '@example.org', \
         date('1950-01-01', '+' || (x % 20000) || ' days') FROM n"
    );
    let all = format!("BEGIN; {TABLE}; {rows}; {INDEX}; COMMIT");
    connection.execute_batch(&all).expect("sound SQL");
}

fn spent(path: &Path, work: impl FnOnce(&Connection)) -> Duration {
    let connection = Connection::open(path).expect("a database");
    let started = Instant::now();
    work(&connection);
    started.elapsed()
}

fn hand(connection: &Connection) {
    connection
        .execute_batch(&format!(
            "BEGIN IMMEDIATE; \
             CREATE TABLE new_people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, \
             email TEXT NOT NULL, born TEXT, CONSTRAINT ck_people_age CHECK (age >= 0)); \
             INSERT INTO new_people (id, name, age, email, born) \
             SELECT id, name, age, email, born FROM people; \
             DROP TABLE people; ALTER TABLE new_people RENAME TO people; {INDEX}; COMMIT"
        ))
        .expect("sound SQL");
}

fn upgrade(op: &mut Op<'_>) -> Outcome {
    op.alter_table("people", |people| {
        people
            .alter_column(AlterColumn::new("age").kind(integer()))
            .add_constraint(Check::new("age >= 0").named("ck_people_age"));
    });
    Ok(())
}

fn own(connection: &Connection) {
    let set = set(vec![Rev::rust("000000000001", &[], upgrade)]);
    set.upgrade(connection, "head").expect("an upgrade");
}

/// The interpreter of an environment that has Alembic.
fn alembic() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/alembic-venv");
    let output = Command::new(script).output().ok()?;
    let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    output
        .status
        .success()
        .then(|| path.with_file_name("python"))
}

/// The same change by Alembic, timed inside its process.
fn batch(python: &Path, database: &Path) -> Duration {
    const PROGRAM: &str = r#"
import sys, time
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
with sa.create_engine("sqlite:///" + sys.argv[1]).connect() as connection:
    started = time.monotonic()
    with connection.begin():
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("people") as people:
            people.alter_column("age", type_=sa.Integer())
            people.create_check_constraint("ck_people_age", "age >= 0")
    print(time.monotonic() - started)
"#;
    let output = Command::new(python)
        .args(["-c", PROGRAM])
        .arg(database)
        .output()
        .expect("a Python");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let seconds = text.trim().parse().unwrap_or_else(|_| panic!("{errors}"));
    Duration::from_secs_f64(seconds)
}

fn millis(durations: &mut [Duration]) -> f64 {
    durations.sort_unstable();
    durations[durations.len() / 2].as_secs_f64() * 1e3
}

fn spread(ratios: &mut [f64]) -> String {
    ratios.sort_by(f64::total_cmp);
    let last = ratios.len() - 1;
    let (middle, low, high) = (ratios[ratios.len() / 2], ratios[0], ratios[last]);
    format!("{middle:.2} ({low:.2} to {high:.2})")
}
