//! Tables and indexes that are dropped, and those that are not.

use std::sync::Mutex;

use migrator::prelude::{DropIndex, DropTable};
use rusqlite::Connection;

use crate::support::{Rev, column, set};

#[test]
fn an_index_that_a_foreign_key_needs_is_not_dropped() {
    fn check(index: &str, foreign_keys: bool) -> Result<(), String> {
        let connection = Connection::open_in_memory().unwrap();
        let setup = format!(
            "PRAGMA foreign_keys = {foreign_keys};
             CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT UNIQUE);
             CREATE UNIQUE INDEX uq_ab ON p (a, b);
             CREATE UNIQUE INDEX uq_abc ON p (a, b, c);
             CREATE INDEX ix_ab ON p (a, b);
             CREATE UNIQUE INDEX uq_c ON p (c); CREATE UNIQUE INDEX uq_c2 ON p (c DESC);
             CREATE UNIQUE INDEX uq_id ON p (id);
             CREATE UNIQUE INDEX uq_b ON p (b) WHERE a > 'a';
             CREATE UNIQUE INDEX \"it's\" ON p (d);
             CREATE TABLE k (id REFERENCES p, again REFERENCES p (id), b, a, c REFERENCES p (c),
                d REFERENCES p (d), FOREIGN KEY (b, a) REFERENCES P (B, A));
             INSERT INTO p VALUES (1, 'a', 'b', 'c', 'd'); INSERT INTO k VALUES (1, 1, 'b', 'a', 'c', 'd')"
        );
        connection.execute_batch(&setup).unwrap();
        *INDEX.lock().unwrap() = index.to_owned();
        let dropped = set(vec![Rev::rust("a1", &[], |op| {
            op.drop_index(INDEX.lock().unwrap().as_str());
            Ok(())
        })])
        .upgrade(&connection, "head");
        let deleted = connection.execute_batch("DELETE FROM k; DELETE FROM p");
        deleted.map_err(|error| error.to_string())?;
        dropped.map(|_| ()).map_err(|error| format!("{error:?}"))
    }
    static INDEX: Mutex<String> = Mutex::new(String::new());

    let refused = check("uq_ab", true).unwrap_err();
    let refused = refused.split("caused by: ").nth(1).unwrap();
    insta::assert_snapshot!(refused, @r#"
    SQLite cannot do drop_index `uq_ab`: foreign keys of `k` need it, and SQLite would refuse every change of the rows that they join
      applied before this: nothing; nothing of `a1` was kept
    help: create another unique index over the columns before, or drop the foreign keys with `op.drop_constraint`
    "#);
    assert!(check("UQ_AB", true).unwrap_err().contains("of `k`"));
    for other in ["uq_abc", "ix_ab", "uq_c", "uq_c2", "uq_id", "uq_b", "it's"] {
        assert_eq!(check(other, true), Ok(()), "{other}");
    }
    assert_eq!(check("uq_ab", false), Ok(()));
}

#[test]
fn nothing_of_an_attached_file_is_dropped_by_a_bare_name() {
    let attached = || {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "ATTACH ':memory:' AS archive; CREATE TABLE archive.t (x); \
                 CREATE UNIQUE INDEX archive.ix ON t (x); INSERT INTO archive.t VALUES (1)",
            )
            .unwrap();
        connection
    };
    let connection = attached();
    let if_there = set(vec![Rev::rust("a1", &[], |op| {
        op.drop_table(DropTable::new("t").if_exists());
        op.drop_index(DropIndex::new("ix").if_exists());
        Ok(())
    })]);
    if_there.upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT x FROM archive.t"), ["1"]);
    let indexes = "SELECT name FROM archive.sqlite_schema WHERE type = 'index'";
    assert_eq!(column(&connection, indexes), ["ix"]);

    let connection = attached();
    let there = set(vec![Rev::rust("a1", &[], |op| {
        op.drop_table("t");
        Ok(())
    })]);
    let error = there.upgrade(&connection, "head").unwrap_err();
    assert!(format!("{error:?}").contains("no such table: main.t"));
    assert_eq!(column(&connection, "SELECT x FROM archive.t"), ["1"]);
    // A temporary one is found as before.
    connection
        .execute_batch("CREATE TEMP TABLE t (x); CREATE INDEX temp.ix ON t (x)")
        .unwrap();
    if_there.upgrade(&connection, "head").unwrap();
    assert_eq!(
        column(&connection, "SELECT name FROM temp.sqlite_schema"),
        [""; 0]
    );
}
