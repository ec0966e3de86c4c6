//! A panic in a migration, or in an observer: it rolls back, gives the lock back and
//! goes on unwinding.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrator::__private::Outcome;
use migrator::{Event, Op, Options, Transaction};

use crate::backend::{Acts, Backend, Connection, End, upgrade, version_rows};
use crate::failures::{bad_rust, failing};
use crate::support::{Rev, line, set};

fn panics(op: &mut Op<'_>) -> Outcome {
    op.execute("CREATE TABLE half (x TEXT)");
    op.query("SELECT * FROM half")?;
    panic!("out of cheese");
}

/// Upgrades with what panics, and returns what it panicked with.
fn caught(connection: &mut dyn Connection, what: &dyn Acts) -> Box<dyn Any + Send> {
    let run = AssertUnwindSafe(|| connection.upgrade(what, "head"));
    catch_unwind(run).unwrap_err()
}

pub(crate) fn a_panic_rolls_back_and_goes_on_unwinding(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let panic = caught(&mut *connection, bad_rust(panics));
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"out of cheese"));
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *database.connect()), ["r002"]);
    assert!(!database.tables().contains(&"half".to_owned()));
    // Others may go on although the connection is still open, and so may it.
    upgrade(&*database, set(line(3)));
    connection.upgrade(set(line(4)), "head").unwrap();
}

pub(crate) fn a_panic_before_anything_was_sent_does_the_same(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    caught(
        &mut *connection,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            panic!("at once");
        }),
    );
    assert!(!connection.is_in_transaction());
    upgrade(&*database, set(line(3)));
}

pub(crate) fn a_panic_in_a_joined_run_undoes_the_step_alone(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.join(End::Commit, &mut |transaction| {
        transaction.execute("CREATE TABLE x (x TEXT)");
        caught(transaction, bad_rust(panics));
        assert!(transaction.is_in_transaction());
    });
    assert_eq!(
        database.tables(),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002",
            "x"
        ]
    );
    upgrade(&*database, set(line(3)));
}

pub(crate) fn a_panic_in_a_whole_run_keeps_nothing(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let whole = Options::new().transaction(Transaction::WholeRun);
    caught(&mut *connection, &bad_rust(panics).with(whole));
    assert!(!connection.is_in_transaction());
    assert_eq!(database.tables(), [""; 0]);
    upgrade(&*database, set(line(3)));
}

pub(crate) fn a_panic_outside_a_transaction_keeps_what_was_done(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let bad = Rev::rust("bad1", &["r002"], panics).transaction(Transaction::None);
    caught(&mut *connection, failing(bad));
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *connection), ["r002"]);
    assert!(database.tables().contains(&"half".to_owned()));
    // And the next run passes over it.
    let mended = Rev::rust("bad1", &["r002"], |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        Ok(())
    });
    upgrade(&*database, failing(mended.transaction(Transaction::None)));
    assert_eq!(version_rows(&mut *connection), ["r004"]);
}

pub(crate) fn an_observer_that_panics_leaves_no_transaction_open(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let options = Options::new().observer(|event: &Event<'_>| {
        if let Event::Statement {
            revision: "r002", ..
        } = event
        {
            panic!("in the observer");
        }
    });
    caught(&mut *connection, &set(line(2)).with(options));
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *connection), ["r001"]);
    upgrade(&*database, set(line(2)));
}
