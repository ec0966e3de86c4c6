//! `BEGIN IMMEDIATE`, statements that end a transaction by themselves, interrupts,
//! and foreign keys.

use crate::support::file::File;
use crate::support::look::{dump, statements};
use crate::support::{Rev, column, line, set, tables};
use migrator::__private::Outcome;
use migrator::{Cancel, Error, ErrorKind, Migrations, Op, Options};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, TransactionBehavior};

/// `line(2)`, and then a revision that fails.
fn failing(bad: Rev) -> &'static Migrations {
    let mut revisions = line(2);
    revisions.push(bad);
    revisions.push(Rev::sql("r004", &["bad1"], "CREATE TABLE t_r004 (x)"));
    set(revisions)
}

fn bad_sql(sql: &str) -> &'static Migrations {
    failing(Rev::sql("bad1", &["r002"], sql))
}

fn bad_rust(upgrade: fn(&mut Op<'_>) -> Outcome) -> &'static Migrations {
    failing(Rev::rust("bad1", &["r002"], upgrade))
}

/// Upgrades a fresh database with a set whose third revision fails; checks that
/// the two before it are kept and nothing of it is.
fn fails(set: &Migrations) -> Error {
    let file = File::new();
    let connection = file.open();
    connection
        .execute_batch("PRAGMA foreign_keys = on")
        .unwrap();
    let error = set.upgrade(&connection, "head").unwrap_err();
    assert!(connection.is_autocommit());
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert_eq!(error.report().after, ["r002"]);
    // Another connection sees it the same way: nothing is locked.
    let outside = file.open_impatient();
    let undisturbed = Connection::open_in_memory().unwrap();
    crate::support::set(line(2))
        .upgrade(&undisturbed, "head")
        .unwrap();
    let without_digest = |connection: &Connection| {
        connection
            .execute_batch("BEGIN; UPDATE migrator_history SET graph_digest = ''")
            .unwrap();
        let dump = dump(connection);
        connection.execute_batch("ROLLBACK").unwrap();
        dump
    };
    assert_eq!(without_digest(&outside), without_digest(&undisturbed));
    error
}

/// The error's text without the numbers of this file's lines.
fn text(error: &Error) -> String {
    let text = format!("{error:?}");
    let mut parts = text.split("transactions.rs:");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_digit() || char == ':');
        clean.push_str("transactions.rs:…");
        clean.push_str(rest);
    }
    clean
}

#[test]
fn each_migration_is_a_transaction_of_its_own() {
    let mut connection = Connection::open_in_memory().unwrap();
    let ran = statements(&mut connection, |connection| {
        set(line(2)).upgrade(connection, "head").unwrap();
    });
    let brackets: Vec<&str> = ran
        .iter()
        .map(String::as_str)
        .filter(|sql| ["BEGIN IMMEDIATE", "COMMIT", "BEGIN", "ROLLBACK"].contains(sql))
        .collect();
    assert_eq!(
        brackets,
        ["BEGIN IMMEDIATE", "COMMIT", "BEGIN IMMEDIATE", "COMMIT"]
    );
    let at = |start: &str| ran.iter().position(|sql| sql.starts_with(start)).unwrap();
    let first_commit = at("COMMIT");
    let inserts_into = |table: &str| {
        let into = |sql: &String| sql.starts_with("INSERT") && sql.contains(table);
        ran.iter().position(into).unwrap()
    };
    assert!(inserts_into("alembic_version") < first_commit);
    assert!(inserts_into("migrator_history") < first_commit);
    assert!(first_commit < at("CREATE TABLE t_r002"));
}

#[test]
fn a_deferred_transaction_that_meets_another_writer_says_what_to_do() {
    let file = File::new();
    let mut connection = file.open_impatient();
    set(line(1)).upgrade(&connection, "head").unwrap();
    let holder = file.open();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let transaction = connection.transaction().unwrap();
    let error = set(line(2)).upgrade(&transaction, "head").unwrap_err();
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `r002` (migrations/r002_test.sql) failed at statement 1 of 3 (migrations/r002_test.sql:1)
      caused by: database is locked
      statement: CREATE TABLE t_r002 (x TEXT)
      applied before this: nothing; nothing of `r002` was kept
    help: begin the transaction that the migrations join with `TransactionBehavior::Immediate`
    "#);
    drop(transaction);
    holder.execute_batch("ROLLBACK").unwrap();
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    set(line(2)).upgrade(&transaction, "head").unwrap();
    transaction.commit().unwrap();
}

#[test]
fn words_of_control_are_fine_where_they_control_nothing() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE \"commit\" (\"rollback\" TEXT DEFAULT 'COMMIT; --')");
        op.execute(
            "CREATE TRIGGER begin_it AFTER INSERT ON \"commit\" BEGIN \
             SELECT CASE WHEN 1 THEN 2 END; UPDATE \"commit\" SET rollback = 'END;'; END; \
             INSERT INTO \"commit\" DEFAULT VALUES",
        );
        Ok(())
    })]);
    let connection = Connection::open_in_memory().unwrap();
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT * FROM \"commit\""), ["END;"]);
}

#[test]
fn a_statement_that_rolls_back_by_itself_keeps_nothing() {
    let bad = "CREATE TABLE half (x UNIQUE); INSERT INTO half VALUES (1); \
               INSERT OR ROLLBACK INTO half VALUES (1)";
    insta::assert_snapshot!(text(&fails(bad_sql(bad))), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 3 of 3 (migrations/bad1_test.sql:1)
      caused by: UNIQUE constraint failed: half.x
      statement: INSERT OR ROLLBACK INTO half VALUES (1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
    // A trigger does the same, and a migration cannot go on after it.
    let error = fails(bad_rust(|op| {
        op.execute(
            "CREATE TABLE half (x); CREATE TRIGGER no BEFORE INSERT ON half \
             BEGIN SELECT raise(ROLLBACK, 'no half measures'); END",
        );
        op.execute("INSERT INTO half VALUES (1)");
        let _ = op.query("SELECT 1");
        op.execute("CREATE TABLE after (x)");
        Ok(())
    }));
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 3 of 3 (tests/sqlite/transactions.rs:…)
      caused by: no half measures
      statement: INSERT INTO half VALUES (1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

#[test]
fn in_a_joined_run_such_a_statement_ends_the_applications_transaction() {
    let mut connection = Connection::open_in_memory().unwrap();
    let transaction = connection.transaction().unwrap();
    let bad = "CREATE TABLE half (x UNIQUE); INSERT INTO half VALUES (1); \
               INSERT OR ROLLBACK INTO half VALUES (1)";
    let error = bad_sql(bad).upgrade(&transaction, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(error.report().steps, []);
    drop(transaction);
    assert!(connection.is_autocommit());
    assert_eq!(tables(&connection), [""; 0]);
}

/// A statement that never ends.
const FOR_EVER: &str = "CREATE TABLE half (x); INSERT INTO half \
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \
    SELECT count(*) FROM n";

/// Calls `then` when SQLite has begun to run a statement of `FOR_EVER`.
fn when_it_runs(connection: &mut Connection, then: impl Fn() + Send + 'static) {
    let callback = move |event: TraceEvent<'_>| match event {
        TraceEvent::Stmt(_, sql) if sql.contains("RECURSIVE") => then(),
        _ => {}
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(callback))
        .unwrap();
}

#[test]
fn the_applications_own_interrupt_is_not_mistaken_for_a_cancelled_run() {
    let mut connection = Connection::open_in_memory().unwrap();
    let interrupt = connection.get_interrupt_handle();
    when_it_runs(&mut connection, move || interrupt.interrupt());
    let options = Options::new().cancel(&Cancel::new());
    let error = bad_sql(FOR_EVER)
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 (migrations/bad1_test.sql:1)
      caused by: interrupted
      statement: INSERT INTO half WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

#[test]
fn foreign_keys_stay_as_the_application_set_them() {
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE up (id INTEGER PRIMARY KEY); \
             CREATE TABLE down (up REFERENCES up ON DELETE CASCADE); \
             INSERT INTO up VALUES (1), (2); INSERT INTO down VALUES (1), (2)",
        ),
        Rev::sql("a2", &["a1"], "DELETE FROM up WHERE id = 1"),
    ]);
    for (setting, left) in [("1", vec!["2"]), ("0", vec!["1", "2"])] {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&format!("PRAGMA foreign_keys = {setting}"))
            .unwrap();
        set.upgrade(&connection, "head").unwrap();
        assert_eq!(column(&connection, "SELECT up FROM down"), left);
        assert_eq!(column(&connection, "PRAGMA foreign_keys"), [setting]);
    }
}
