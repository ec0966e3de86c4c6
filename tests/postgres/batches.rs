//! Batches in what only PostgreSQL has: settings, schemas, collations, partitions, locks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use migrator::prelude::*;
use migrator::{Cancel, ErrorKind, Event, Migrations, Options};

use crate::support::postgres::{TestDatabase, lines};
use crate::support::{Rev, set};

fn outside(up: fn(&mut Op<'_>) -> migrator::__private::Outcome) -> &'static Migrations {
    set(vec![
        Rev::rust("a1", &[], up).transaction(Transaction::None),
    ])
}

#[test]
fn keys_do_not_depend_on_how_they_are_written() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute(
            "CREATE TABLE reals (k float8 PRIMARY KEY, n int); \
             INSERT INTO reals SELECT 0.1::float8 * at + 1e-17 * at, 0 FROM generate_series(1, 50) AS at; \
             CREATE TABLE singles (k real PRIMARY KEY, n int); \
             INSERT INTO singles SELECT 0.1::real * at, 0 FROM generate_series(1, 50) AS at; \
             CREATE TABLE stamps (k timestamptz PRIMARY KEY, n int); \
             INSERT INTO stamps SELECT '2026-03-04 05:06:07.123456+00'::timestamptz \
             + at * interval '1 hour 1 microsecond', 0 FROM generate_series(1, 50) AS at; \
             CREATE TABLE bytes (k bytea PRIMARY KEY, n int); \
             INSERT INTO bytes SELECT sha256(at::text::bytea), 0 FROM generate_series(1, 50) AS at; \
             CREATE TABLE numbers (k numeric PRIMARY KEY, n int); \
             INSERT INTO numbers SELECT at / 3.0, 0 FROM generate_series(1, 50) AS at",
        )
        .unwrap();
    let set = outside(|op| {
        // `IST` is read as another zone than the one that it is written for.
        op.execute("SET datestyle = 'Postgres, DMY'");
        op.execute("SET timezone = 'Asia/Kolkata'");
        op.execute("SET extra_float_digits = -5");
        op.execute("SET bytea_output = 'escape'");
        for table in ["reals", "singles", "stamps", "bytes", "numbers"] {
            op.update_in_batches(Batches::of(table).size(3), [("n", "n + 1")]);
        }
        Ok(())
    });
    // Another connection, with other settings, goes on in the middle of each.
    let mut n_runs = 0;
    loop {
        let cancel = Cancel::new();
        let (stop, seen) = (cancel.clone(), Mutex::new(0));
        let options = Options::new()
            .cancel(&cancel)
            .observer(move |event: &Event<'_>| {
                if let Event::BatchFinished { .. } = event {
                    let mut seen = seen.lock().unwrap();
                    *seen += 1;
                    if *seen == 5 {
                        stop.cancel();
                    }
                }
            });
        n_runs += 1;
        match set.with(options).upgrade(&mut database.client(), "head") {
            Ok(_) => break,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}"),
        }
    }
    assert!(n_runs > 10, "{n_runs}");
    for table in ["reals", "singles", "stamps", "bytes", "numbers"] {
        let counts = format!("SELECT n, count(*) FROM {table} GROUP BY n");
        assert_eq!(lines(&mut client, &counts), ["1 | 50"], "{table}");
    }
}

#[test]
fn tables_of_every_kind_are_gone_through() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute(
            "CREATE SCHEMA \"my app\"; CREATE TABLE \"my app\".t (id int PRIMARY KEY, n int); \
             INSERT INTO \"my app\".t SELECT at, 0 FROM generate_series(1, 7) AS at; \
             CREATE TABLE t (id text PRIMARY KEY); \
             CREATE TABLE parts (id bigint PRIMARY KEY, n int) PARTITION BY RANGE (id); \
             CREATE TABLE low PARTITION OF parts FOR VALUES FROM (MINVALUE) TO (0); \
             CREATE TABLE high PARTITION OF parts FOR VALUES FROM (0) TO (MAXVALUE); \
             INSERT INTO parts SELECT at, 0 FROM generate_series(-5, 5) AS at; \
             CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false); \
             CREATE TABLE folds (id text COLLATE folded PRIMARY KEY, n int); \
             INSERT INTO folds VALUES ('b', 0), ('A', 0), ('c', 0), ('Ä', 0), ('D', 0); \
             CREATE TYPE mood AS ENUM ('sad', 'fair', 'glad'); \
             CREATE TABLE moods (id mood PRIMARY KEY, n int); \
             INSERT INTO moods VALUES ('glad', 0), ('sad', 0), ('fair', 0); \
             CREATE TABLE padded (id char(4) PRIMARY KEY, n int); \
             INSERT INTO padded VALUES ('a', 0), ('b', 0), ('ab', 0)",
        )
        .unwrap();
    let set = outside(|op| {
        op.update_in_batches(Batches::of(("my app", "t")).size(2), [("n", "n + 1")]);
        for table in ["parts", "folds", "moods", "padded"] {
            op.update_in_batches(Batches::of(table).size(2), [("n", "n + 1")]);
        }
        op.execute("SET search_path = 'my app'");
        op.update_in_batches(Batches::of("t").size(2), [("n", "n + 1")]);
        Ok(())
    });
    set.upgrade(&mut client, "head").unwrap();
    for (table, expected) in [
        ("\"my app\".t", "2 | 7"),
        ("parts", "1 | 11"),
        ("folds", "1 | 5"),
        ("moods", "1 | 3"),
        ("padded", "1 | 3"),
    ] {
        let counts = format!("SELECT n, count(*) FROM public.{table} GROUP BY n");
        let counts = counts.replace("public.\"", "\"");
        assert_eq!(lines(&mut client, &counts), [expected], "{table}");
    }
}

#[test]
fn a_batch_that_meets_a_lock_of_the_application_is_tried_again() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute(
            "CREATE TABLE t (id int PRIMARY KEY, n int); \
             INSERT INTO t SELECT at, 0 FROM generate_series(1, 10) AS at",
        )
        .unwrap();
    let mut holder = database.client();
    holder
        .batch_execute("BEGIN; UPDATE t SET n = n WHERE id = 8")
        .unwrap();
    let held = Arc::new(Mutex::new((Some(holder), Vec::new())));
    let shared = Arc::clone(&held);
    let options = Options::new()
        .lock_timeout(Duration::from_millis(20))
        .observer(move |event: &Event<'_>| {
            let (holder, batches) = &mut *shared.lock().unwrap();
            match event {
                Event::Waiting { .. } => {
                    if let Some(mut holder) = holder.take() {
                        holder.batch_execute("ROLLBACK").unwrap();
                    }
                }
                Event::BatchFinished { n_rows, .. } => batches.push(*n_rows),
                _ => {}
            }
        });
    let set = outside(|op| {
        op.update_in_batches(Batches::of("t").size(3), [("n", "n + 1")]);
        Ok(())
    });
    set.with(options).upgrade(&mut client, "head").unwrap();
    assert_eq!(held.lock().unwrap().1, [3, 6, 9, 10]);
    let counts = "SELECT n, count(*) FROM t GROUP BY n";
    assert_eq!(lines(&mut client, counts), ["1 | 10"]);
}
