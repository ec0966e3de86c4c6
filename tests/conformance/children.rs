//! Other processes: what each of them does, and how they are started.

use migrator::{Event, Options};

use crate::backend::{Database, dialect_of, open};
use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::{line, set};
use crate::{batches, killed};

/// Does nothing unless it is such a process.
#[test]
fn child() {
    let Some((address, task)) = job() else { return };
    let (what, number) = task.split_once(' ').unwrap();
    let n: usize = number.parse().unwrap();
    let revisions = match what {
        "line" => line(n),
        "batches" => batches::many(),
        "mixed" => killed::mixed(n, dialect_of(&address)),
        _ => panic!("no such task: {task}"),
    };
    let mut connection = open(&address);
    wait_for_parent();
    let options = Options::new().observer(|event: &Event<'_>| match event {
        Event::StepStarted { revision, .. } => say(format_args!("begun {revision}")),
        Event::Statement { revision, .. } => say(format_args!("runs {revision}")),
        Event::StepFinished { revision, .. } => say(format_args!("done {revision}")),
        Event::BatchFinished { n_rows, .. } => say(format_args!("batch {n_rows}")),
        Event::Waiting { .. } => say("waiting"),
        other => say(format_args!("{other:?}")),
    });
    let report = connection.upgrade(&set(revisions).with(options), "head");
    say(format_args!("ended {}", report.unwrap().steps.len()));
}

/// Starts a process that upgrades, once it is told to, to the last of `n` revisions:
/// of a `line`, of a line that is `mixed` with revisions outside a transaction, or of those
/// with `batches`.
pub(crate) fn start(database: &dyn Database, what: &str, n: usize) -> Process {
    Process::start(
        "children::child",
        &database.address(),
        &format!("{what} {n}"),
    )
}
