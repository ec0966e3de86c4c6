//! `op.update_in_batches` and `op.delete_in_batches`: each row once, whatever happens.

use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::{Cancel, ErrorKind, Event, Options};

use crate::backend::{Backend, Connection, Database, End, journal, upgrade, version_rows};
use crate::children;
use crate::support::random::Random;
use crate::support::{Rev, set};

/// Keys with gaps, and half of them negative.
fn rows(n: i64) -> impl Iterator<Item = (i64, i64)> {
    (0..n).map(move |at| ((at - n / 2) * 7 + at % 3, 0))
}

pub(crate) fn create(op: &mut Op<'_>, n: i64) {
    op.create_table(
        Table::new("t")
            .column(Column::new("id", big_integer()).primary_key())
            .column(Column::new("n", integer()).not_null()),
    );
    op.bulk_insert("t", ["id", "n"], rows(n));
}

fn of_ten() -> Batches {
    Batches::of("t").size(10)
}

pub(crate) fn count(op: &mut Op<'_>) -> Outcome {
    op.update_in_batches(of_ten(), [("n", "n + 1")]);
    Ok(())
}

pub(crate) fn created<const N: i64>(op: &mut Op<'_>) -> Outcome {
    create(op, N);
    Ok(())
}

/// A table of 25 rows, and a revision that counts in them by tens.
fn counting(transaction: Transaction) -> Vec<Rev> {
    vec![
        Rev::rust("a1", &[], created::<25>),
        Rev::rust("b2", &["a1"], count).transaction(transaction),
    ]
}

/// Notes what the batches say, and does something after each.
pub(crate) fn watched(
    after: impl Fn(u64) + Send + Sync + 'static,
) -> (Options, Arc<Mutex<Vec<String>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&told);
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::BatchFinished {
            revision,
            statement,
            table,
            n_rows,
            ..
        } = event
        {
            let line = format!("{revision} {statement} {table} {n_rows}");
            note.lock().unwrap().push(line);
            after(*n_rows);
        }
    });
    (options, told)
}

pub(crate) fn take(told: &Mutex<Vec<String>>) -> Vec<String> {
    std::mem::take(&mut told.lock().unwrap())
}

/// How many rows there are of each count.
pub(crate) fn counts(connection: &mut dyn Connection) -> Vec<String> {
    connection.lines("SELECT n, count(*) FROM t GROUP BY n ORDER BY n")
}

pub(crate) fn batches_inside_a_transaction_are_kept_or_undone_with_it(on: &dyn Backend) {
    let database = on.database();
    let (options, told) = watched(|_| {});
    let set_ = set(counting(Transaction::PerMigration));
    let report = database
        .connect()
        .upgrade(&set_.with(options), "head")
        .unwrap();
    assert_eq!(take(&told), ["b2 1 t 10", "b2 1 t 20", "b2 1 t 25"]);
    assert_eq!(report.steps[1].n_statements, 1);
    assert_eq!(counts(&mut *database.connect()), ["1 | 25"]);

    let fails = Rev::rust("c3", &["b2"], |op| {
        count(op)?;
        op.execute("INSERT INTO missing VALUES (1)");
        Ok(())
    });
    let mut revisions = counting(Transaction::PerMigration);
    revisions.push(fails);
    let failing = set(revisions);
    database.connect().upgrade(failing, "head").unwrap_err();
    assert_eq!(counts(&mut *database.connect()), ["1 | 25"]);

    // The same in a transaction that is not the migration's own.
    let other = on.database();
    let whole = Options::new().transaction(Transaction::WholeRun);
    other.connect().upgrade(&set_.with(whole), "head").unwrap();
    assert_eq!(counts(&mut *other.connect()), ["1 | 25"]);
    let other = on.database();
    let mut connection = other.connect();
    connection.join(End::Rollback, &mut |transaction| {
        transaction.upgrade(set_, "head").unwrap();
        assert_eq!(counts(transaction), ["1 | 25"]);
    });
    assert_eq!(other.tables(), [""; 0]);

    // An observer that cancels.
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let (options, told) = watched(move |_| stop.cancel());
    let other = on.database();
    other.connect().upgrade(set_, "a1").unwrap();
    let options = options.cancel(&cancel);
    let error = other
        .connect()
        .upgrade(&set_.with(options), "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(take(&told), ["b2 1 t 10"]);
    assert_eq!(counts(&mut *other.connect()), ["0 | 25"]);
}

pub(crate) fn batches_outside_a_transaction_are_kept_one_by_one(on: &dyn Backend) {
    let database = on.database();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (look, other) = (Arc::clone(&seen), Arc::clone(&database));
    let (options, told) = watched(move |_| {
        let mut connection = other.connect();
        let changed = connection.lines("SELECT count(*) FROM t WHERE n = 1");
        let notes = connection.lines(
            "SELECT statements_done, length(statement_hashes) FROM migrator_history \
             WHERE revision = 'b2'",
        );
        look.lock().unwrap().push(format!("{changed:?} {notes:?}"));
    });
    let set = set(counting(Transaction::None));
    let report = database
        .connect()
        .upgrade(&set.with(options), "head")
        .unwrap();
    assert_eq!(take(&told), ["b2 1 t 10", "b2 1 t 20", "b2 1 t 25"]);
    // Each is there for others to see, and its note stands in the place of the last.
    let seen = take(&seen);
    assert!(seen[0].starts_with(r#"["10"] ["0 | "#), "{seen:?}");
    assert!(seen[1].starts_with(r#"["20"] ["0 | "#), "{seen:?}");
    assert!(seen[1].len() <= seen[0].len() + 1, "{seen:?}");
    assert_eq!(seen[2], r#"["25"] ["1 | 16"]"#);
    assert_eq!(report.steps[1].n_statements, 1);
    let mut connection = database.connect();
    assert_eq!(counts(&mut *connection), ["1 | 25"]);
    assert_eq!(journal(&mut *connection), ["a1 done 2", "b2 done 1"]);
}

pub(crate) fn a_cancelled_one_goes_on_behind_its_last_batch(on: &dyn Backend) {
    let database = on.database();
    let set = set(counting(Transaction::None));
    database.connect().upgrade(set, "a1").unwrap();
    for (cancelled_at, done, expected) in
        [(10, "10", vec!["b2 1 t 10"]), (20, "20", vec!["b2 1 t 20"])]
    {
        let cancel = Cancel::new();
        let stop = cancel.clone();
        let (options, told) = watched(move |n_rows| {
            if n_rows >= cancelled_at {
                stop.cancel();
            }
        });
        let options = options.cancel(&cancel);
        let error = database
            .connect()
            .upgrade(&set.with(options), "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cancelled);
        assert_eq!(take(&told), expected);
        let mut connection = database.connect();
        let changed = "SELECT count(*) FROM t WHERE n = 1";
        assert_eq!(connection.lines(changed), [done]);
        assert_eq!(journal(&mut *connection)[1], "b2 started 0");
    }
    let (options, told) = watched(|_| {});
    let mut connection = database.connect();
    connection.upgrade(&set.with(options), "head").unwrap();
    assert_eq!(take(&told), ["b2 1 t 25"]);
    assert_eq!(counts(&mut *connection), ["1 | 25"]);
    assert_eq!(journal(&mut *connection)[1], "b2 done 1");
    assert_eq!(version_rows(&mut *connection), ["b2"]);
}

/// Stops a run after its first batch.
fn stopped(database: &dyn Database, set: &'static migrator::Migrations) {
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let (options, _) = watched(move |_| stop.cancel());
    let options = options.cancel(&cancel);
    let error = database.connect().upgrade(&set.with(options), "head");
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Cancelled);
}

pub(crate) fn a_changed_one_is_not_taken_for_the_one_that_began(on: &dyn Backend) {
    let database = on.database();
    stopped(&*database, set(counting(Transaction::None)));
    let changed = |up| {
        set(vec![
            Rev::rust("a1", &[], created::<25>),
            Rev::rust("b2", &["a1"], up).transaction(Transaction::None),
        ])
    };
    for up in [
        (|op| {
            op.update_in_batches(of_ten(), [("n", "n + 2")]);
            Ok(())
        }) as fn(&mut Op<'_>) -> Outcome,
        |op| {
            op.execute("DELETE FROM t");
            Ok(())
        },
        |_| Ok(()),
    ] {
        let error = database.connect().upgrade(changed(up), "head").unwrap_err();
        let text = format!("{error:?}");
        assert!(
            text.contains("was interrupted, and its statement 1 is no longer"),
            "{text}"
        );
        let kept = "next run: 0, and 10 rows of the next one, which runs in batches";
        assert!(text.contains(kept), "{text}");
    }
    // How large the batches are may change.
    let larger = changed(|op| {
        op.update_in_batches(Batches::of("t"), [("n", "n + 1")]);
        Ok(())
    });
    database.connect().upgrade(larger, "head").unwrap();
    assert_eq!(counts(&mut *database.connect()), ["1 | 25"]);
}

pub(crate) fn a_refused_batch_keeps_the_ones_before_it(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], created::<25>),
        Rev::rust("b2", &["a1"], |op| {
            // The key of the fifteenth row; the column takes no NULL.
            op.update_in_batches(of_ten(), [("n", "NULLIF(id, 16)")]);
            Ok(())
        })
        .transaction(Transaction::None),
    ]);
    let mut connection = database.connect();
    let error = connection.upgrade(set, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    let text = format!("{error:?}");
    let kept = "next run: 0, and 10 rows of the next one, which runs in batches";
    assert!(text.contains(kept), "{text}");
    let changed = "SELECT count(*) FROM t WHERE n <> 0";
    assert_eq!(connection.lines(changed), ["10"]);
    assert_eq!(journal(&mut *connection)[1], "b2 started 0");
    connection.execute("DELETE FROM t WHERE id = 16");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(
        connection.lines("SELECT count(*) FROM t WHERE n = id"),
        ["24"]
    );
    assert_eq!(journal(&mut *connection)[1], "b2 done 1");
}

pub(crate) fn a_batch_begun_outside_a_transaction_goes_on_inside_one(on: &dyn Backend) {
    let database = on.database();
    stopped(&*database, set(counting(Transaction::None)));
    upgrade(&*database, set(counting(Transaction::PerMigration)));
    let mut connection = database.connect();
    assert_eq!(counts(&mut *connection), ["1 | 25"]);
    assert_eq!(journal(&mut *connection)[1], "b2 done 1");
}

/// The revisions of a process that is killed.
pub(crate) fn many() -> Vec<Rev> {
    vec![
        Rev::rust("a1", &[], created::<3_000>),
        Rev::rust("b2", &["a1"], |op| {
            count(op)?;
            op.delete_in_batches(of_ten().filter("id < 0"));
            op.execute("CREATE TABLE done (x TEXT)");
            Ok(())
        })
        .transaction(Transaction::None),
    ]
}

pub(crate) fn a_killed_one_changes_each_row_once(on: &dyn Backend) {
    let mut random = Random::new(7);
    let undisturbed = on.database();
    upgrade(&*undisturbed, set(many()));
    assert_eq!(counts(&mut *undisturbed.connect()), ["1 | 1500"]);
    let database = on.database();
    upgrade(
        &*database,
        set(vec![Rev::rust("a1", &[], created::<3_000>)]),
    );
    let mut n_inside = 0;
    for _ in 0..6 {
        let mut process = children::start(&*database, "batches", 2);
        process.go();
        let n_lines = 1 + random.below(90);
        let last = (0..n_lines).map_while(|_| process.line()).last();
        for _ in 0..random.below(100_000) {
            std::hint::spin_loop();
        }
        process.child.kill().unwrap();
        process.child.wait().unwrap();
        database.settle();
        n_inside += usize::from(last.is_some_and(|line| line.starts_with("batch")));
        let changed = "SELECT count(*) FROM t WHERE n NOT IN (0, 1)";
        assert_eq!(database.connect().lines(changed), ["0"]);
    }
    assert!(n_inside > 1, "too few inside");
    upgrade(&*database, set(many()));
    assert_eq!(counts(&mut *database.connect()), ["1 | 1500"]);
    let done = "SELECT statements_done FROM migrator_history WHERE revision = 'b2'";
    assert_eq!(database.connect().lines(done), ["3"]);
}

pub(crate) fn processes_share_the_batches_of_one(on: &dyn Backend) {
    let database = on.database();
    let set = set(many());
    database.connect().upgrade(set, "a1").unwrap();
    let barrier = Arc::new(Barrier::new(3));
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let (database, barrier) = (Arc::clone(&database), Arc::clone(&barrier));
            thread::spawn(move || {
                let mut connection = database.connect();
                barrier.wait();
                connection.upgrade(set, "head").map(|_| ())
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(counts(&mut *database.connect()), ["1 | 1500"]);
    assert_eq!(journal(&mut *database.connect())[1], "b2 done 3");
}

pub(crate) fn batches_around_blocks_run_once(on: &dyn Backend) {
    let database = on.database();
    let mut revisions = vec![Rev::rust("a1", &[], created::<25>)];
    revisions.push(Rev::rust("b2", &["a1"], |op| {
        count(op)?;
        op.autocommit(|op| {
            count(op)?;
            op.execute("VACUUM");
            count(op)
        })?;
        count(op)?;
        op.execute("INSERT INTO missing VALUES (1)");
        Ok(())
    }));
    let set = set(revisions);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap_err();
    assert_eq!(counts(&mut *connection), ["3 | 25"]);
    connection.upgrade(set, "head").unwrap_err();
    assert_eq!(counts(&mut *connection), ["3 | 25"]);
    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(counts(&mut *connection), ["4 | 25"]);
    assert_eq!(journal(&mut *connection)[1], "b2 done 6");
}

pub(crate) fn rows_added_behind_the_end_are_left_alone(on: &dyn Backend) {
    let database = on.database();
    let other = Arc::clone(&database);
    let (options, told) = watched(move |n_rows| {
        if n_rows == 10 {
            let mut connection = other.connect();
            connection.execute("INSERT INTO t VALUES (1000, 0)");
            connection.execute("DELETE FROM t WHERE id = (SELECT max(id) FROM t WHERE id < 1000)");
        }
    });
    let set = set(counting(Transaction::None));
    database
        .connect()
        .upgrade(&set.with(options), "head")
        .unwrap();
    assert_eq!(take(&told), ["b2 1 t 10", "b2 1 t 20", "b2 1 t 24"]);
    assert_eq!(counts(&mut *database.connect()), ["0 | 1", "1 | 24"]);
}
