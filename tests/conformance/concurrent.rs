//! Several processes and connections at one database: each revision runs once, all
//! succeed, and whoever waits too long says so.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use migrator::{ErrorKind, Event, Options};

use crate::backend::{Backend, history, upgrade, version_rows};
use crate::children;
use crate::holder::Holder;
use crate::killed::revision_boundary;
use crate::support::child::Process;
use crate::support::{Rev, line, set};

const N_PROCESSES: usize = 8;
const N_REVISIONS: usize = 20;

pub(crate) fn processes_that_start_at_once_run_each_revision_once(on: &dyn Backend) {
    let database = on.database();
    let holder = Holder::new(&database, set(line(1)));
    let mut processes: Vec<Process> = (0..N_PROCESSES)
        .map(|_| children::start(&*database, "line", N_REVISIONS))
        .collect();
    processes.iter_mut().for_each(Process::go);
    for process in &mut processes {
        process.line_after("waiting");
    }
    holder.let_go();
    let mut n_steps = 0;
    for mut process in processes {
        n_steps += process.line_after("ended").parse::<usize>().unwrap();
        assert!(process.child.wait().unwrap().success());
    }
    assert_eq!(n_steps, N_REVISIONS, "each step is in one report");
    assert_eq!(revision_boundary(&*database), N_REVISIONS);
}

pub(crate) fn processes_that_start_at_once_share_steps_outside_a_transaction(on: &dyn Backend) {
    let database = on.database();
    let undisturbed = on.database();
    let revisions = crate::killed::mixed(9, database.dialect());
    upgrade(&*undisturbed, set(revisions));
    let mut processes: Vec<Process> = (0..4)
        .map(|_| children::start(&*database, "mixed", 9))
        .collect();
    processes.iter_mut().for_each(Process::go);
    for mut process in processes {
        process.line_after("ended");
        assert!(process.child.wait().unwrap().success());
    }
    assert_eq!(database.dump(), undisturbed.dump());
}

pub(crate) fn a_holder_that_never_lets_go_is_waited_for_up_to_the_limit(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(1)));
    let holder = Holder::new(&database, set(line(2)));
    let before = database.dump();
    let mut connection = database.connect();
    let impatient = || set(line(3)).with(Options::new().lock_wait(Duration::from_millis(100)));
    for error in [
        connection.upgrade(&impatient(), "head").unwrap_err(),
        connection.downgrade(&impatient(), "base").unwrap_err(),
        connection.stamp(&impatient(), &["r002"]).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
        let text = error.to_string();
        let (_, rest) = text.split_once(" for ").unwrap();
        let (seconds, _) = rest.split_once(" s").unwrap();
        assert!(seconds.parse::<f64>().unwrap() >= 0.1, "{text}");
        assert!(error.help().is_some());
        assert_eq!(error.report().steps, []);
        assert!(!error.report().waited.is_zero());
        assert!(!connection.is_in_transaction());
    }
    // Whoever has nothing to do need not wait, nor who only looks.
    assert_eq!(upgrade(&*database, set(line(1))).steps, []);
    assert_eq!(connection.current(set(line(3))).unwrap().rows, ["r001"]);
    assert_eq!(database.dump(), before);
    holder.let_go();
    connection.upgrade(&impatient(), "head").unwrap();
}

pub(crate) fn what_another_did_before_the_lock_is_not_done_again(on: &dyn Backend) {
    let database = on.database();
    let holder = Mutex::new(Some(Holder::new(&database, set(line(1)))));
    let other = Arc::clone(&database);
    // While we wait for the lock, the other one upgrades.
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(holder) = holder.lock().unwrap().take()
        {
            holder.let_go();
            upgrade(&*other, set(line(2)));
        }
    });
    let report = upgrade(&*database, &set(line(3)).with(options));
    assert!(!report.waited.is_zero());
    assert_eq!(report.before, ["r002"]);
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(revision_boundary(&*database), 3);
}

pub(crate) fn a_stamp_waits_like_the_others(on: &dyn Backend) {
    let database = on.database();
    let one = set(vec![Rev::sql("a1", &[], "")]);
    let holder = Mutex::new(Some(Holder::new(&database, one)));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(holder) = holder.lock().unwrap().take()
        {
            holder.let_go();
        }
    });
    let mut connection = database.connect();
    let report = connection.stamp(&one.with(options), &["head"]).unwrap();
    assert!(!report.waited.is_zero());
    assert_eq!(version_rows(&mut *connection), ["a1"]);
    assert_eq!(history(&mut *connection), ["stamp a1 -> a1"]);
}
