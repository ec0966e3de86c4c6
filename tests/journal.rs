//! Migrations outside a transaction: their statements are journaled and not repeated.

mod support;

use migrator::__private::Transaction;
use migrator::{ErrorKind, Options, Sql};
use rusqlite::Connection;
use support::{Rev, column, line, set, tables, version_rows};

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
    let up = "PRAGMA foreign_keys = ON; CREATE TABLE t (x); VACUUM; INSERT INTO t VALUES (1)";
    let report = set(vec![outside("a1", &[], up)])
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.steps[0].n_statements, 4);
    assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
    assert_eq!(column(&connection, "SELECT x FROM t"), ["1"]);
    assert_eq!(journal(&connection), ["a1 done 4"]);
}

#[test]
fn inside_a_transaction_they_are_refused_before_anything_runs() {
    let connection = Connection::open_in_memory().unwrap();
    for (up, statement) in [
        ("CREATE TABLE t (x); VACUUM", "VACUUM"),
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
                 help: declare `pub const TRANSACTION: Transaction = Transaction::None;` in the migration"
            )
        );
        assert_eq!(tables(&connection), [""; 0]);
    }
}

#[test]
fn a_failed_one_goes_on_where_it_stopped() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    let up = "CREATE TABLE t (x); INSERT INTO t VALUES (1); INSERT INTO missing VALUES (2); \
              INSERT INTO t VALUES (3)";
    revisions.push(outside("b2", &["r001"], up));
    let set = set(revisions);
    let error = set.upgrade(&connection, "head").unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "upgrade of revision `b2` (migrations/b2_test.sql) failed at statement 3 of 4 \
         (migrations/b2_test.sql:1)\n  \
         caused by: no such table: missing\n  \
         statement: INSERT INTO missing VALUES (2)\n  \
         applied before this: `r001`; `b2` runs outside a transaction: statements kept, and not \
         repeated by the next run: 2\n\
         help: mend the data or the statement, then run it again"
    );
    assert_eq!(version_rows(&connection), ["r001"]);
    assert_eq!(journal(&connection), ["r001 done 4", "b2 started 2"]);

    connection
        .execute_batch("CREATE TABLE missing (x)")
        .unwrap();
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT x FROM t"), ["1", "3"]);
    assert_eq!(column(&connection, "SELECT x FROM missing"), ["2"]);
    assert_eq!(journal(&connection), ["r001 done 4", "b2 done 4"]);
    assert_eq!(version_rows(&connection), ["b2"]);
}

#[test]
fn one_that_changed_in_between_is_refused_by_name() {
    let connection = Connection::open_in_memory().unwrap();
    let before = outside(
        "a1",
        &[],
        "CREATE TABLE t (x); INSERT INTO missing VALUES (1)",
    );
    set(vec![before]).upgrade(&connection, "head").unwrap_err();
    let after = outside("a1", &[], "CREATE TABLE u (x); INSERT INTO u VALUES (1)");
    let error = set(vec![after]).upgrade(&connection, "head").unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "upgrade of revision `a1` (migrations/a1_test.sql) was interrupted, and its statement 1 \
         is no longer what ran (migrations/a1_test.sql:1)\n  \
         applied before this: nothing; `a1` runs outside a transaction: statements kept, and not \
         repeated by the next run: 1\n\
         help: restore the migration as it was; or finish it by hand and `stamp` the revision"
    );
    assert_eq!(
        tables(&connection),
        ["alembic_version", "migrator_history", "t"]
    );
}

#[test]
fn a_stamp_gives_up_what_was_under_way() {
    let connection = Connection::open_in_memory().unwrap();
    let revision = |up| outside("a1", &[], up).down("DROP TABLE t");
    let broken = revision("CREATE TABLE t (x); INSERT INTO missing VALUES (1)");
    set(vec![broken]).upgrade(&connection, "head").unwrap_err();
    let mended = set(vec![revision("CREATE TABLE t (x)")]);
    mended.stamp(&connection, "a1").unwrap();
    mended.downgrade(&connection, "base").unwrap();
    mended.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["a1"]);
    assert_eq!(
        tables(&connection),
        ["alembic_version", "migrator_history", "t"]
    );
}

#[test]
fn reading_between_the_statements_sees_them_and_writing_through_it_is_refused() {
    let connection = Connection::open_in_memory().unwrap();
    let reading = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x)");
        op.execute(Sql::new("INSERT INTO t VALUES (?1)").param(7));
        for row in op.query("SELECT x FROM t")? {
            let x: i64 = row.get("x")?;
            op.execute(Sql::new("INSERT INTO t VALUES (?1)").param(x + 1));
        }
        Ok(())
    });
    set(vec![reading.transaction(Transaction::None)])
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(
        column(&connection, "SELECT x FROM t ORDER BY x"),
        ["7", "8"]
    );

    let writing = Rev::rust("a1", &[], |op| {
        op.query("INSERT INTO t VALUES (9) RETURNING x")?;
        Ok(())
    });
    let other = Connection::open_in_memory().unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    let error = set(vec![writing.transaction(Transaction::None)])
        .upgrade(&other, "head")
        .unwrap_err();
    assert!(
        error.to_string().contains("writes through `op.query`"),
        "{error}"
    );
    assert_eq!(column(&other, "SELECT x FROM t"), [""; 0]);
}

#[test]
fn inside_a_larger_transaction_it_is_refused_before_anything_runs() {
    let mut connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(outside("b2", &["r001"], "VACUUM"));
    let set = set(revisions);
    let transaction = connection.transaction().unwrap();
    let error = set.upgrade(&transaction, "head").unwrap_err();
    assert_eq!(
        error.to_string(),
        "revision `b2` (migrations/b2_test.sql) must run outside a transaction, and the run \
         joins the application's transaction"
    );
    transaction.commit().unwrap();
    let whole = Options::new().transaction(Transaction::WholeRun);
    let error = set.with(whole).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(tables(&connection), [""; 0]);
}

#[test]
fn a_whole_run_can_go_without_transactions() {
    let connection = Connection::open_in_memory().unwrap();
    let options = Options::new().transaction(Transaction::None);
    set(line(3))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(version_rows(&connection), ["r003"]);
    assert_eq!(
        journal(&connection),
        ["r001 done 4", "r002 done 3", "r003 done 3"]
    );
}
