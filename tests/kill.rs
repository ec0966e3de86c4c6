//! `kill -9` at random points of an upgrade: the file stands at a revision
//! boundary, and the next run finishes.
//!
//! The child reports every event on its stdout; the parent reads a random number
//! of them, spins for a random while, and kills. `scripts/soak` does it a hundred
//! times with a new seed: `MIGRATOR_SOAK` raises the number, and
//! `MIGRATOR_SOAK_SEED` repeats a seed that was printed.

#![cfg(unix)]

mod support;

use std::os::unix::process::ExitStatusExt;

use migrator::{Event, Options};
use support::child::{Process, job, say, wait_for_parent};
use support::file::File;
use support::look::{dump, revision_boundary};
use support::random::Random;
use support::{line, set};

const N_REVISIONS: usize = 200;

/// What the child says in a whole run: one line for the plan, five a revision
/// (begun, three statements, done), one more for the table `log`.
const N_LINES: u64 = 1 + 5 * N_REVISIONS as u64 + 1;

#[test]
fn child_that_upgrades() {
    let Some((file, _)) = job() else { return };
    let connection = rusqlite::Connection::open(file).unwrap();
    wait_for_parent();
    let options = Options::new().observer(|event: &Event<'_>| match event {
        Event::StepStarted { revision, .. } => say(format_args!("begun {revision}")),
        Event::Statement { revision, .. } => say(format_args!("runs {revision}")),
        Event::StepFinished { revision, .. } => say(format_args!("done {revision}")),
        other => say(format_args!("{other:?}")),
    });
    let report = set(line(N_REVISIONS))
        .with(options)
        .upgrade(&connection, "head");
    assert_eq!(report.unwrap().steps.len(), N_REVISIONS);
}

/// Kills one run; tells whether that was inside it, and at which revision.
fn kill_one(file: &File, random: &mut Random) -> Option<usize> {
    let mut process = Process::start("child_that_upgrades", file.path(), "");
    process.go();
    let n_lines = random.below(N_LINES);
    let last = (0..n_lines).map_while(|_| process.line()).last();
    for _ in 0..random.below(200_000) {
        std::hint::spin_loop();
    }
    process.child.kill().unwrap();
    let status = process.child.wait().unwrap();
    let reached = revision_boundary(&file.open());
    println!("  after {n_lines} lines, {last:?}: {status}, stands at {reached} of {N_REVISIONS}");
    // What was reported as done is done.
    if let Some(done) = last.as_deref().and_then(|line| line.strip_prefix("done r")) {
        assert!(reached >= done.parse().unwrap());
    }
    let inside = status.signal() == Some(9) && last.is_some() && reached < N_REVISIONS;
    inside.then_some(reached)
}

fn finish(file: &File, undisturbed: &[String]) {
    let connection = file.open();
    // Nobody pulls the plug here, and syncing is most of the time.
    connection
        .pragma_update(None, "synchronous", "off")
        .unwrap();
    set(line(N_REVISIONS)).upgrade(&connection, "head").unwrap();
    assert_eq!(revision_boundary(&connection), N_REVISIONS);
    assert!(dump(&connection) == undisturbed, "not as without the kill");
}

#[test]
fn a_killed_upgrade_leaves_a_revision_boundary_and_the_next_run_finishes() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let n_kills = number("MIGRATOR_SOAK").unwrap_or(12);
    let seed = number("MIGRATOR_SOAK_SEED").unwrap_or(20);
    println!("seed {seed}, {n_kills} kills");
    let mut random = Random::new(seed);

    let undisturbed = {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        set(line(N_REVISIONS)).upgrade(&connection, "head").unwrap();
        dump(&connection)
    };
    let mut inside = Vec::new();
    for at in 0..n_kills {
        let file = if at % 2 == 0 {
            File::new()
        } else {
            File::wal()
        };
        inside.extend(kill_one(&file, &mut random));
        finish(&file, &undisturbed);
    }
    println!(
        "{} of {n_kills} inside the run, at {inside:?}",
        inside.len()
    );
    assert!(
        inside.len() as u64 * 100 >= n_kills * 60,
        "too few inside the run"
    );
}
