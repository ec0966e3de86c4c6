//! `kill -9` at random points of an upgrade: the database stands at a revision
//! boundary, or is half-done and says so; and the next run finishes.
//!
//! The child reports every event on its stdout; the parent reads a random number
//! of them, spins for a random while, and kills. `scripts/soak` does it a hundred
//! times with a new seed: `MIGRATOR_SOAK` raises the number, and
//! `MIGRATOR_SOAK_SEED` repeats a seed that was printed.

use std::collections::BTreeSet;

use crate::backend::{Backend, Database, Dialect, history, upgrade, version_rows};
use crate::children;
use crate::outside::outside;
use crate::support::random::Random;
use crate::support::{Rev, line, set};

const N_REVISIONS: usize = 60;

/// What the child says about each revision: begun, three statements, done.
const N_LINES: u64 = 5 * N_REVISIONS as u64;

/// `line(n)` in which every third revision is outside a transaction, and has a
/// statement that cannot be inside one.
pub(crate) fn mixed(n: usize, dialect: &Dialect) -> Vec<Rev> {
    let revisions = line(n).into_iter().enumerate();
    revisions
        .map(|(at, revision)| {
            if at % 3 != 1 {
                return revision;
            }
            let (id, parent) = (format!("r{:03}", at + 1), format!("r{at:03}"));
            let up = format!(
                "CREATE TABLE t_{id} (x TEXT); {}; INSERT INTO t_{id} (x) VALUES ('{id}'); \
                 INSERT INTO log VALUES ('{id}');",
                dialect.not_in_transaction
            );
            outside(&id, &[&parent], &up)
        })
        .collect()
}

/// Kills one run; tells whether that was inside it, and at which revision.
fn kill_one(database: &dyn Database, what: &str, random: &mut Random) -> Option<usize> {
    let mut process = children::start(database, what, N_REVISIONS);
    process.go();
    let n_lines = random.below(N_LINES);
    let last = (0..n_lines).map_while(|_| process.line()).last();
    for _ in 0..random.below(200_000) {
        std::hint::spin_loop();
    }
    process.child.kill().unwrap();
    process.child.wait().unwrap();
    database.settle();
    let reached = match what {
        "line" => revision_boundary(database),
        _ => n_applied(database),
    };
    println!("  {what}: after {n_lines} lines, {last:?}, stands at {reached} of {N_REVISIONS}");
    // What was reported as done is done.
    if let Some(done) = last.as_deref().and_then(|line| line.strip_prefix("done r")) {
        assert!(reached >= done.parse().unwrap());
    }
    (last.is_some() && reached < N_REVISIONS).then_some(reached)
}

/// How many revisions the version row stands for.
fn n_applied(database: &dyn Database) -> usize {
    if database.tables().is_empty() {
        return 0;
    }
    let rows = version_rows(&mut *database.connect());
    rows.first().map_or(0, |row| row[1..].parse().unwrap())
}

/// How many revisions of [`line`] the database holds, after checking that
/// everything in it says the same.
pub(crate) fn revision_boundary(database: &dyn Database) -> usize {
    let all: BTreeSet<String> = database.tables().into_iter().collect();
    if all.is_empty() {
        // Killed before the first commit: nothing at all may be there.
        return 0;
    }
    let n = all.iter().filter(|name| name.starts_with("t_")).count();
    let expected: Vec<String> = (1..=n).map(|at| format!("r{at:03}")).collect();
    let mut tables: BTreeSet<String> = expected.iter().map(|id| format!("t_{id}")).collect();
    tables.extend(["alembic_version", "log", "migrator_history"].map(str::to_owned));
    assert_eq!(all, tables);
    let mut connection = database.connect();
    let log = connection.lines("SELECT revision FROM log ORDER BY revision");
    assert_eq!(log, expected);
    assert_eq!(version_rows(&mut *connection), expected[n - 1..]);
    let steps = expected.iter().map(|id| format!("upgrade {id} -> {id}"));
    assert_eq!(history(&mut *connection), steps.collect::<Vec<_>>());
    n
}

fn check(on: &dyn Backend, what: &str) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let n_kills = number("MIGRATOR_SOAK").unwrap_or(6);
    let seed = number("MIGRATOR_SOAK_SEED").unwrap_or(20);
    println!("seed {seed}, {n_kills} kills");
    let mut random = Random::new(seed);
    let undisturbed = on.database();
    let dialect = undisturbed.dialect();
    let set = set(match what {
        "line" => line(N_REVISIONS),
        _ => mixed(N_REVISIONS, dialect),
    });
    upgrade(&*undisturbed, set);
    let undisturbed = undisturbed.dump();
    let mut n_inside = 0;
    for _ in 0..n_kills {
        let database = on.database();
        n_inside += u64::from(kill_one(&*database, what, &mut random).is_some());
        upgrade(&*database, set);
        assert!(database.dump() == undisturbed, "not as without the kill");
    }
    println!("{n_inside} of {n_kills} inside the run");
    assert!(n_inside * 2 >= n_kills, "too few inside the run");
}

pub(crate) fn a_killed_upgrade_leaves_a_revision_boundary_and_the_next_run_finishes(
    on: &dyn Backend,
) {
    check(on, "line");
}

pub(crate) fn a_killed_upgrade_goes_on_inside_a_revision_outside_a_transaction(on: &dyn Backend) {
    check(on, "mixed");
}
