//! Pragmas and `VACUUM` in migrations outside a transaction.

use crate::support::{Rev, column, set, tables};
use migrator::__private::Transaction;
use migrator::ErrorKind;
use rusqlite::Connection;

fn outside(id: &str, parents: &[&str], up: &str) -> Rev {
    Rev::sql(id, parents, up).transaction(Transaction::None)
}

fn journal(connection: &Connection) -> Vec<String> {
    column(
        connection,
        "SELECT revision || ' ' || status || ' ' || statements_done FROM migrator_history ORDER BY id",
    )
}

#[test]
fn statements_that_no_transaction_bears_run_outside_one() {
    let connection = Connection::open_in_memory().unwrap();
    let up = "PRAGMA foreign_keys = ON; CREATE TABLE t (x); VACUUM; PRAGMA synchronous = OFF; \
        INSERT INTO t VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)";
    let report = set(vec![outside("a1", &[], up)])
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.steps[0].n_statements, 6);
    assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
    assert_eq!(column(&connection, "PRAGMA synchronous"), ["0"]);
    assert_eq!(column(&connection, "SELECT x FROM t"), ["1"]);
    assert_eq!(journal(&connection), ["a1 done 6"]);
}

#[test]
fn inside_a_transaction_they_are_refused_before_anything_runs() {
    let connection = Connection::open_in_memory().unwrap();
    for (up, statement) in [
        ("CREATE TABLE t (x); VACUUM", "VACUUM"),
        (
            "CREATE TABLE t (x); PRAGMA wal_checkpoint",
            "PRAGMA wal_checkpoint",
        ),
        (
            "CREATE TABLE t (x); PRAGMA foreign_keys = ON",
            "PRAGMA foreign_keys = ON",
        ),
    ] {
        let set = set(vec![Rev::sql("a1", &[], up)]);
        let error = set.upgrade(&connection, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(
            format!("{error:?}"),
            format!(
                "upgrade of revision `a1` (migrations/a1_test.sql) asks for what cannot be done \
                 (migrations/a1_test.sql:1)\n  \
                 caused by: SQLite does not obey `{statement}` inside a transaction\n  \
                 applied before this: nothing; nothing of `a1` was kept\n\
                 help: declare `pub const TRANSACTION: Transaction = Transaction::None;` in the migration \
                 (`-- transaction: none` in an SQL file), or put the statement into a block of \
                 `op.autocommit`"
            )
        );
        assert_eq!(tables(&connection), [""; 0]);
    }
}
