//! What is kept and what is not: a transaction per migration, one for the run, or
//! the application's; failures at every place; panics and cancelling.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};

use migrator::__private::Outcome;
use migrator::{Cancel, Direction, Error, ErrorKind, Event, Migrations, Op, Options, Transaction};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, TransactionBehavior};
use support::file::File;
use support::look::{data_version, dump, history, statements};
use support::{Rev, column, line, set, tables, version_rows};

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
    support::set(line(2)).upgrade(&undisturbed, "head").unwrap();
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
fn a_whole_run_keeps_all_or_nothing() {
    let whole = || Options::new().transaction(Transaction::WholeRun);
    let file = File::new();
    let mut connection = file.open();
    let ran = statements(&mut connection, |connection| {
        let report = set(line(3))
            .with(whole())
            .upgrade(connection, "head")
            .unwrap();
        assert_eq!(report.steps.len(), 3);
        assert_eq!(report.after, ["r003"]);
    });
    let n = |wanted: &str| ran.iter().filter(|sql| *sql == wanted).count();
    assert_eq!((n("BEGIN IMMEDIATE"), n("COMMIT")), (1, 1));

    let file = File::new();
    let connection = file.open();
    let witness = file.open();
    witness.execute_batch("CREATE TABLE x (x)").unwrap();
    let before = (file.bytes(), data_version(&witness));
    let set = bad_sql("CREATE TABLE half (x); INSERT INTO log VALUES (NULL)");
    let error = set.with(whole()).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(error.report().steps, []);
    assert_eq!(error.report().after, [""; 0]);
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 (migrations/bad1_test.sql:1)
      caused by: NOT NULL constraint failed: log.revision
      statement: INSERT INTO log VALUES (NULL)
      applied before this: nothing; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
    "#);
    assert!(connection.is_autocommit());
    assert!(before == (file.bytes(), data_version(&witness)));
}

#[test]
fn a_run_joins_the_applications_transaction() {
    let file = File::new();
    let mut connection = file.open();
    let outside = file.open();
    outside.execute_batch("CREATE TABLE x (x)").unwrap();
    let version = data_version(&outside);

    let transaction = connection.transaction().unwrap();
    transaction
        .execute_batch("INSERT INTO x VALUES (1)")
        .unwrap();
    let report = set(line(3)).upgrade(&transaction, "head").unwrap();
    assert_eq!(report.steps.len(), 3);
    assert_eq!(version_rows(&transaction), ["r003"]);
    assert_eq!(tables(&outside), ["x"]);
    transaction.rollback().unwrap();
    assert_eq!(tables(&outside), ["x"]);
    assert_eq!(data_version(&outside), version);

    let mut transaction = connection.transaction().unwrap();
    transaction
        .execute_batch("INSERT INTO x VALUES (2)")
        .unwrap();
    set(line(3)).upgrade(&mut transaction, "head").unwrap();
    transaction.commit().unwrap();
    assert_eq!(column(&outside, "SELECT x FROM x"), ["2"]);
    assert_eq!(version_rows(&outside), ["r003"]);
}

#[test]
fn a_failure_in_a_joined_run_keeps_the_steps_before_it_in_the_applications_transaction() {
    let file = File::new();
    let mut connection = file.open();
    let set = bad_sql("CREATE TABLE half (x); INSERT INTO log VALUES (NULL)");
    let transaction = connection.transaction().unwrap();
    transaction.execute_batch("CREATE TABLE x (x)").unwrap();
    let error = set.upgrade(&transaction, "head").unwrap_err();
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert!(!transaction.is_autocommit(), "still the application's");
    transaction.commit().unwrap();
    let outside = file.open();
    assert_eq!(
        tables(&outside),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002",
            "x"
        ]
    );
    assert_eq!(version_rows(&outside), ["r002"]);
}

#[test]
fn stamp_and_downgrade_join_too() {
    let mut connection = Connection::open_in_memory().unwrap();
    let set = set(line(2));
    let transaction = connection.transaction().unwrap();
    set.upgrade(&transaction, "head").unwrap();
    set.downgrade(&transaction, "-1").unwrap();
    set.stamp(&transaction, "head").unwrap();
    assert_eq!(set.current(&transaction).unwrap().rows, ["r002"]);
    transaction.rollback().unwrap();
    assert_eq!(tables(&connection), [""; 0]);
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
      statement: CREATE TABLE t_r002 (id INTEGER PRIMARY KEY, x TEXT)
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
fn a_plain_connection_inside_a_transaction_is_refused() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(line(1));
    for upgraded in [false, true] {
        if upgraded {
            set.upgrade(&connection, "head").unwrap();
        }
        connection.execute_batch("BEGIN").unwrap();
        let before = dump(&connection);
        for error in [
            set.upgrade(&connection, "head").unwrap_err(),
            set.downgrade(&connection, "base").unwrap_err(),
            set.stamp(&connection, "head").unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InsideTransaction);
            insta::allow_duplicates! {
                insta::assert_snapshot!(text(&error), @r#"
                the connection is already inside a transaction
                help: pass the transaction itself to have the migrations join it, or finish it first
                "#);
            }
        }
        assert_eq!(set.current(&connection).unwrap().is_up_to_date, upgraded);
        assert_eq!(dump(&connection), before);
        assert!(!connection.is_autocommit());
        connection.execute_batch("COMMIT").unwrap();
    }
}

#[test]
fn a_failing_statement_of_a_rust_migration_is_named_with_its_call() {
    let error = fails(bad_rust(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("INSERT INTO log\nVALUES (NULL)");
        op.execute("CREATE TABLE never (x)");
        Ok(())
    }));
    assert_eq!(error.kind(), ErrorKind::Migration);
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 2 of 3 (tests/transactions.rs:…)
      caused by: NOT NULL constraint failed: log.revision
      statement: INSERT INTO log
                 VALUES (NULL)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
    "#);
}

#[test]
fn a_failing_statement_of_an_sql_migration_is_named_with_its_line() {
    let error = fails(bad_sql("CREATE TABLE half (x);\n\nSELEC 1;\n"));
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 (migrations/bad1_test.sql:3)
      caused by: near "SELEC": syntax error
      statement: SELEC 1
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
    "#);
}

#[test]
fn a_swallowed_failure_cannot_be_committed() {
    let error = fails(bad_rust(|op| {
        op.execute("CREATE TABLE half (x)");
        let _ = op.query("SELECT missing FROM log");
        op.execute("CREATE TABLE more (x)");
        // And it stays failed.
        assert!(op.query("SELECT 1").is_err());
        Ok(())
    }));
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 2 of 2 (tests/transactions.rs:…)
      caused by: no such column: missing
      statement: SELECT missing FROM log
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
    "#);
    let error = fails(bad_rust(|op| {
        op.execute("INSERT INTO log VALUES (NULL)");
        let _ = op.query("SELECT 1");
        Ok(())
    }));
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 1 of 1 (tests/transactions.rs:…)
      caused by: NOT NULL constraint failed: log.revision
      statement: INSERT INTO log VALUES (NULL)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
    "#);
}

#[test]
fn a_migrations_own_error_is_shown_and_nothing_of_it_kept() {
    let error = fails(bad_rust(|op| {
        op.execute("CREATE TABLE half (x)");
        let n: i64 = op
            .query("SELECT count(*) FROM log")?
            .first()
            .unwrap()
            .get(0)?;
        Err(format!("the log has {n} rows, which is odd").into())
    }));
    assert_eq!(error.kind(), ErrorKind::Migration);
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) returned an error
      caused by: the log has 2 rows, which is odd
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    "#);
}

#[test]
fn a_panic_rolls_back_and_goes_on_unwinding() {
    fn panics(op: &mut Op<'_>) -> Outcome {
        op.execute("CREATE TABLE half (x)");
        op.query("SELECT * FROM half")?;
        panic!("out of cheese");
    }
    let file = File::new();
    let connection = file.open();
    let set = bad_rust(panics);
    let run = || set.upgrade(&connection, "head");
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"out of cheese"));
    assert!(connection.is_autocommit());
    assert_eq!(version_rows(&file.open_impatient()), ["r002"]);
    assert!(!tables(&connection).contains(&"half".to_owned()));
    // The connection and the cancel handle are as good as new.
    support::set(line(3)).upgrade(&connection, "head").unwrap();

    // In a joined run only the step is undone.
    let mut connection = Connection::open_in_memory().unwrap();
    let transaction = connection.transaction().unwrap();
    transaction.execute_batch("CREATE TABLE x (x)").unwrap();
    let run = || set.upgrade(&transaction, "head");
    catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert!(!transaction.is_autocommit());
    transaction.commit().unwrap();
    assert_eq!(
        tables(&connection),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002",
            "x"
        ]
    );
}

#[test]
fn a_panic_in_a_whole_run_keeps_nothing() {
    let connection = Connection::open_in_memory().unwrap();
    let set = bad_rust(|_| panic!("out of cheese"));
    let whole = Options::new().transaction(Transaction::WholeRun);
    let verbs = set.with(whole);
    let run = || verbs.upgrade(&connection, "head");
    catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert!(connection.is_autocommit());
    assert_eq!(tables(&connection), [""; 0]);
}

#[test]
fn sql_that_would_end_the_transaction_is_refused_before_anything_runs() {
    fn refused(upgrade: fn(&mut Op<'_>) -> Outcome) -> String {
        let set = bad_rust(upgrade);
        let error = fails(set);
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        // Not one statement of the migration was sent.
        let mut connection = Connection::open_in_memory().unwrap();
        let ran = statements(&mut connection, |connection| {
            set.upgrade(connection, "head").unwrap_err();
        });
        assert!(!ran.iter().any(|sql| sql.contains("half")), "{ran:#?}");
        text(&error)
    }
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("COMMIT");
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("INSERT INTO half VALUES (1);\n/* now */ rollback;");
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: `ROLLBACK` controls the transaction, which belongs to migrator (line 2, column 11)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("SAVEPOINT migrator_step");
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: `SAVEPOINT` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("INSERT INTO log VALUES ('open)");
        op.execute("INSERT INTO log VALUES ('closed')");
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: the string that starts here is never closed (line 1, column 25)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: close it with `'`; a quote inside a string is written twice: `''`
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.execute("SELECT 1 /* open");
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: the comment that starts here is never closed (line 1, column 10)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: close it with `*/`
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.query("END")?;
        Ok(())
    }), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) asks for what cannot be done (tests/transactions.rs:…)
      caused by: the SQL is refused: `END` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    for control in [
        "BEGIN",
        "End Transaction",
        "RELEASE x",
        "ROLLBACK TO migrator_step",
    ] {
        let error = migrator_core::script::split(migrator::Dialect::Sqlite, control);
        assert!(error.is_err(), "{control}");
    }
}

#[test]
fn a_comment_at_the_end_does_not_swallow_the_next_statement() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE one (x) -- the first");
        op.execute("CREATE TABLE two (x); -- the second");
        op.execute("-- nothing at all");
        op.execute("CREATE TABLE three (x)");
        Ok(())
    })]);
    let connection = Connection::open_in_memory().unwrap();
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(
        tables(&connection),
        ["alembic_version", "migrator_history", "one", "three", "two"]
    );
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
    help: mend the data or the statement, then run it again
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
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 3 of 3 (tests/transactions.rs:…)
      caused by: no half measures
      statement: INSERT INTO half VALUES (1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: mend the data or the statement, then run it again
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
    drop(transaction);
    assert!(connection.is_autocommit());
    assert_eq!(tables(&connection), [""; 0]);
}

#[test]
fn a_deferred_foreign_key_fails_at_the_commit() {
    let error = fails(bad_sql(
        "CREATE TABLE half (x REFERENCES t_r001 DEFERRABLE INITIALLY DEFERRED); \
         INSERT INTO half VALUES (99)",
    ));
    assert_eq!(error.kind(), ErrorKind::Migration);
    insta::assert_snapshot!(text(&error), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) ran, but could not be committed
      caused by: FOREIGN KEY constraint failed
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    "#);
}

#[test]
fn a_missing_downgrade_is_refused_before_the_first_step() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = vec![Rev::sql("once", &[], "CREATE TABLE once (x)")];
    revisions.push(Rev::sql("a2", &["once"], "CREATE TABLE a2 (x)").down("DROP TABLE a2"));
    let set = set(revisions);
    set.upgrade(&connection, "head").unwrap();
    let error = set.downgrade(&connection, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Irreversible);
    insta::assert_snapshot!(text(&error), @r#"
    revision `once` cannot be reverted: migrations/once_test.sql has no downgrade
    help: write its downgrade, or restore a backup
    "#);
    assert_eq!(version_rows(&connection), ["a2"]);
    set.downgrade(&connection, "once").unwrap();
}

#[test]
fn a_failing_downgrade_keeps_the_revision() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(
        Rev::sql("a2", &["r001"], "CREATE TABLE a2 (x)").down("DROP TABLE a2; DROP TABLE nope"),
    );
    let set = set(revisions);
    set.upgrade(&connection, "head").unwrap();
    let error = set.downgrade(&connection, "base").unwrap_err();
    insta::assert_snapshot!(text(&error), @r#"
    downgrade of revision `a2` (migrations/a2_test.sql) failed at statement 2 of 2 (migrations/a2_test.sql:1)
      caused by: no such table: nope
      statement: DROP TABLE nope
      applied before this: nothing; nothing of `a2` was kept
    help: mend the data or the statement, then run it again
    "#);
    assert_eq!(version_rows(&connection), ["a2"]);
    assert!(tables(&connection).contains(&"a2".to_owned()));
    assert_eq!(history(&connection).len(), 2);
}

#[test]
fn cancelling_from_an_observer_stops_before_the_next_migration() {
    let connection = Connection::open_in_memory().unwrap();
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let options = Options::new()
        .cancel(&cancel)
        .observer(move |event: &Event<'_>| {
            if let Event::StepFinished {
                revision: "r002", ..
            } = event
            {
                handle.cancel();
            }
        });
    let error = set(line(4))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    insta::assert_snapshot!(text(&error), @"
    the run was cancelled
      applied before this: `r001`, `r002`
    ");
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert_eq!(version_rows(&connection), ["r002"]);
    // A used handle stops the next run at once; without it the run goes on.
    let again = Options::new().cancel(&cancel);
    let error = set(line(4))
        .with(again)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    set(line(4)).upgrade(&connection, "head").unwrap();
}

#[test]
fn cancelling_inside_a_migration_rolls_it_back() {
    let connection = Connection::open_in_memory().unwrap();
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let options = Options::new()
        .cancel(&cancel)
        .observer(move |event: &Event<'_>| {
            if let Event::Statement {
                revision: "r002", ..
            } = event
            {
                handle.cancel();
            }
        });
    let error = set(line(4))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(connection.is_autocommit());
    assert_eq!(version_rows(&connection), ["r001"]);
    assert!(!tables(&connection).contains(&"t_r002".to_owned()));
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
fn cancelling_from_another_thread_interrupts_a_long_statement() {
    let file = File::new();
    let mut connection = file.open();
    let (running, is_running) = mpsc::channel();
    when_it_runs(&mut connection, move || running.send(()).unwrap());
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let canceller = std::thread::spawn(move || {
        is_running.recv().unwrap();
        handle.cancel();
    });
    let options = Options::new().cancel(&cancel);
    let error = bad_sql(FOR_EVER)
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    canceller.join().unwrap();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert!(connection.is_autocommit());
    assert_eq!(version_rows(&file.open_impatient()), ["r002"]);
    assert!(!tables(&connection).contains(&"half".to_owned()));
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
    help: mend the data or the statement, then run it again
    "#);
}

#[test]
fn events_come_in_the_order_of_what_happens() {
    let events = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&events);
    let options = Options::new().observer(move |event: &Event<'_>| {
        note.lock().unwrap().push(match event {
            Event::Planned { n_steps } => format!("planned {n_steps}"),
            Event::StepStarted {
                revision,
                message,
                direction,
                step,
                n_steps,
            } => {
                format!("{step}/{n_steps} {direction} {revision} ({message})")
            }
            Event::Statement {
                revision,
                statement,
                sql,
            } => {
                format!("{revision} statement {statement}: {sql}")
            }
            Event::StepFinished {
                revision,
                direction,
                ..
            } => {
                assert_eq!(*direction, Direction::Up);
                format!("finished {revision}")
            }
            other => format!("{other:?}"),
        });
    });
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x); CREATE TABLE a2 (x)").message("first"),
        Rev::rust("b1", &["a1"], |op| {
            op.bulk_insert("a1", ["x"], [("secret",)]);
            op.query("SELECT x FROM a1")?;
            op.execute("DELETE FROM a1");
            Ok(())
        }),
    ]);
    let connection = Connection::open_in_memory().unwrap();
    let report = set.with(options).upgrade(&connection, "head").unwrap();
    insta::assert_snapshot!(events.lock().unwrap().join("\n"), @r#"
    planned 2
    1/2 upgrade a1 (first)
    a1 statement 1: CREATE TABLE a1 (x)
    a1 statement 2: CREATE TABLE a2 (x)
    finished a1
    2/2 upgrade b1 ()
    b1 statement 1: INSERT INTO "a1" ("x") VALUES (?)
    b1 statement 2: SELECT x FROM a1
    b1 statement 3: DELETE FROM a1
    finished b1
    "#);
    let n_statements: Vec<usize> = report.steps.iter().map(|it| it.n_statements).collect();
    assert_eq!(n_statements, [2, 3]);
    assert_eq!(report.steps[0].message, "first");
}

#[test]
fn an_observer_that_panics_leaves_no_transaction_open() {
    let connection = Connection::open_in_memory().unwrap();
    let options = Options::new().observer(|event: &Event<'_>| {
        if let Event::Statement {
            revision: "r002", ..
        } = event
        {
            panic!("in the observer");
        }
    });
    let set = set(line(2));
    let verbs = set.with(options);
    let run = || verbs.upgrade(&connection, "head");
    catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert!(connection.is_autocommit());
    assert_eq!(version_rows(&connection), ["r001"]);
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

#[test]
fn a_joined_transaction_that_a_statement_ends_keeps_nothing() {
    let mut c = Connection::open_in_memory().unwrap();
    let mut revisions = line(2);
    revisions.push(Rev::sql("bad1", &["r002"], "CREATE TABLE half (x UNIQUE); INSERT INTO half VALUES (1); INSERT OR ROLLBACK INTO half VALUES (1)"));
    let t = c.transaction().unwrap();
    let e = set(revisions).upgrade(&t, "head").unwrap_err();
    assert_eq!(e.report().steps, []);
}

#[test]
fn a_cancelled_run_names_what_was_applied() {
    let c = Connection::open_in_memory().unwrap();
    let cancel = Cancel::new();
    let h = cancel.clone();
    let o = Options::new()
        .cancel(&cancel)
        .observer(move |e: &Event<'_>| {
            if let Event::StepFinished {
                revision: "r002", ..
            } = e
            {
                h.cancel();
            }
        });
    let e = set(line(4)).with(o).upgrade(&c, "head").unwrap_err();
    assert!(format!("{e:?}").contains("r001"));
}

#[test]
fn a_migration_that_deletes_the_version_row_is_rolled_back() {
    let c = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(Rev::sql("bad1", &["r001"], "DELETE FROM alembic_version"));
    let r = set(revisions).upgrade(&c, "head");
    assert_eq!(
        format!("{:?}", r.unwrap_err()),
        "upgrade of revision `bad1` (migrations/bad1_test.sql) ran, but its version row could not \
         be written\n  \
         caused by: the row that had to change is not there\n  \
         statement: UPDATE \"main\".\"alembic_version\" SET version_num = ?1 WHERE version_num = ?2\n  \
         applied before this: `r001`; nothing of `bad1` was kept"
    );
    assert_eq!(version_rows(&c), ["r001"]);
}

#[test]
fn a_cancel_that_comes_before_a_statement_keeps_it_from_running() {
    let c = Connection::open_in_memory().unwrap();
    let cancel = Cancel::new();
    let h = cancel.clone();
    let o = Options::new()
        .cancel(&cancel)
        .observer(move |e: &Event<'_>| {
            if let Event::Statement {
                revision: "bad1", ..
            } = e
            {
                h.cancel();
            }
        });
    let long = "CREATE TABLE half (x)";
    let mut revisions = line(1);
    revisions.push(Rev::sql("bad1", &["r001"], long));
    let e = set(revisions).with(o).upgrade(&c, "head").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Cancelled);
    assert_eq!(
        tables(&c),
        ["alembic_version", "log", "migrator_history", "t_r001"]
    );
}
