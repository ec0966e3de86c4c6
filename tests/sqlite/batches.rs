//! Batches in what only SQLite has: collations, affinities, rowids, cascades.

use migrator::prelude::*;
use migrator::{Event, Options};
use rusqlite::Connection;

use crate::support::look::lines;
use crate::support::{Rev, column, set};

fn counted(connection: &Connection, table: &str) -> Vec<String> {
    lines(
        connection,
        &format!("SELECT n, count(*) FROM {table} GROUP BY n"),
    )
}

#[test]
fn tables_of_every_kind_are_gone_through() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE folded (k TEXT COLLATE NOCASE PRIMARY KEY, n INT DEFAULT 0);
             INSERT INTO folded (k) VALUES ('b'), ('A'), ('c'), ('D'), ('a b'), ('Z'), ('y');
             CREATE TABLE trimmed (k TEXT COLLATE RTRIM UNIQUE NOT NULL, n INT DEFAULT 0);
             INSERT INTO trimmed (k) VALUES ('b '), ('a'), ('c  '), ('ab');
             CREATE TABLE mixed (k PRIMARY KEY, n INT DEFAULT 0);
             INSERT INTO mixed (k) VALUES (1), ('1'), (x'31'), (1.5), ('a'), (-7), (''), (x'');
             CREATE TABLE numbers (k DECIMAL UNIQUE NOT NULL, n INT DEFAULT 0);
             INSERT INTO numbers (k) VALUES ('1.50'), ('3'), ('x'), (2.25), ('9223372036854775808');
             CREATE TABLE lean (k TEXT PRIMARY KEY, n INT DEFAULT 0) WITHOUT ROWID, STRICT;
             INSERT INTO lean (k) VALUES ('b'), ('a'), ('c');
             CREATE TABLE made (k INTEGER PRIMARY KEY, n INT DEFAULT 0, g TEXT AS ('g' || k) UNIQUE);
             INSERT INTO made (k) VALUES (1), (2), (3);
             CREATE TEMP TABLE t (k INTEGER PRIMARY KEY, n INT DEFAULT 0);
             INSERT INTO temp.t (k) VALUES (5), (6), (7);
             CREATE TABLE main.t (k INTEGER PRIMARY KEY, n INT DEFAULT 0);
             INSERT INTO main.t (k) VALUES (-1), (0), (1), (2)",
        )
        .unwrap();
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            for table in ["folded", "mixed", "lean", "made"] {
                op.update_in_batches(Batches::of(table).size(2), [("n", "n + 1")]);
            }
            for table in ["trimmed", "numbers"] {
                op.update_in_batches(Batches::of(table).by("K").size(2), [("n", "n + 1")]);
            }
            op.update_in_batches(Batches::of("made").by("g").size(2), [("n", "n + 1")]);
            op.update_in_batches(Batches::of(("main", "t")).size(2), [("n", "n + 1")]);
            op.update_in_batches(Batches::of(("temp", "t")).size(2), [("n", "n + 2")]);
            Ok(())
        })
        .transaction(Transaction::None),
    ]);
    set.with(Options::new())
        .upgrade(&connection, "head")
        .unwrap();
    for (table, expected) in [
        ("folded", "1 | 7"),
        ("trimmed", "1 | 4"),
        ("mixed", "1 | 8"),
        ("numbers", "1 | 5"),
        ("lean", "1 | 3"),
        ("made", "2 | 3"),
        ("main.t", "1 | 4"),
        ("temp.t", "2 | 3"),
    ] {
        assert_eq!(counted(&connection, table), [expected], "{table}");
    }
}

#[test]
fn a_key_that_holds_null_and_a_table_without_one_are_refused() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE t (k TEXT PRIMARY KEY, n INT);
             INSERT INTO t VALUES ('a', 0), (NULL, 0), (NULL, 0);
             CREATE VIEW v AS SELECT k, n FROM t;
             CREATE TABLE e (k INT, n INT);
             CREATE UNIQUE INDEX e1 ON e (abs(k))",
        )
        .unwrap();
    let refusal = |up| {
        let set = set(vec![Rev::rust("a1", &[], up)]);
        let error = set.with(Options::new()).upgrade(&connection, "head");
        format!("{:?}", error.unwrap_err())
    };
    let text = refusal(|op| {
        op.delete_in_batches(Batches::of("t"));
        Ok(())
    });
    assert!(text.contains("there are rows whose `k` is NULL"), "{text}");
    let text = refusal(|op| {
        op.update_in_batches(Batches::of("v"), [("n", "1")]);
        Ok(())
    });
    assert!(text.contains("no primary key of one column"), "{text}");
    let text = refusal(|op| {
        op.update_in_batches(Batches::of("e").by("k"), [("n", "1")]);
        Ok(())
    });
    assert!(
        text.contains("`k` has no unique index of its own"),
        "{text}"
    );
    assert_eq!(column(&connection, "SELECT count(*) FROM t"), ["3"]);
}

#[test]
fn deleted_rows_take_theirs_with_them() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = ON;
             CREATE TABLE p (id INTEGER PRIMARY KEY);
             CREATE TABLE c (p INTEGER REFERENCES p ON DELETE CASCADE);
             INSERT INTO p VALUES (1), (2), (3), (4), (5);
             INSERT INTO c SELECT id FROM p UNION ALL SELECT id FROM p",
        )
        .unwrap();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.delete_in_batches(Batches::of("p").size(2).filter("id <> 4"));
        Ok(())
    })]);
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let note = std::sync::Arc::clone(&told);
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::BatchFinished { n_rows, .. } = event {
            note.lock().unwrap().push(*n_rows);
        }
    });
    set.with(options).upgrade(&connection, "head").unwrap();
    assert_eq!(*told.lock().unwrap(), [2, 4]);
    assert_eq!(lines(&connection, "SELECT p FROM c"), ["4", "4"]);
}
