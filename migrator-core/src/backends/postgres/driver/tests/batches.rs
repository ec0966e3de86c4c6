//! Many statements in one message, and which of them failed.

use std::ops::ControlFlow;

use super::{Database, failure, rows, session, settings, statement, statements, transact};
use crate::base::Value;
use crate::session::{FailedAt, Scope, SessionErrorKind, Settings, Statement, always};

/// Runs statements after some that prepare, and returns where they failed and what was said.
fn check(before: &str, batch: &[&str]) -> String {
    let Some(database) = Database::new() else {
        return String::new();
    };
    database.run(before);
    let mut client = database.client();
    let batch: Vec<Statement> = batch.iter().map(|sql| statement(*sql)).collect();
    let mut session = session(&mut client, &settings());
    let error = transact(&mut *session, &batch).unwrap_err();
    assert!(!session.in_transaction());
    drop(session);
    assert_eq!(database.advisory_locks(), [""; 0]);
    assert_eq!(
        rows(&mut client, "SELECT now() = statement_timestamp()"),
        ["t"]
    );
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'made'"),
        [""; 0]
    );
    let offset = error.error.offset.map(|offset| format!(" at {offset}"));
    let (at, error) = (error.at, error.error);
    format!(
        "{at:?} {:?}{}: {}",
        error.kind,
        offset.unwrap_or_default(),
        error.message
    )
}

/// Compares where there is a server.
#[track_caller]
fn check_eq(before: &str, batch: &[&str], expect: &str) {
    let found = check(before, batch);
    assert!(found.is_empty() || found == expect, "{found}");
}

const T: &str = "CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED, b int CHECK (b > 0))";

#[test]
fn a_constraint_names_the_statement() {
    check_eq(
        T,
        &[
            "CREATE TABLE made ()",
            "INSERT INTO t VALUES (1, 1)",
            "INSERT INTO t VALUES (2, 0)",
            "SELECT 1",
        ],
        "Statement(2) Constraint: new row for relation \"t\" violates check constraint \
         \"t_b_check\" (Failing row contains (2, 0))",
    );
}

#[test]
fn a_failure_while_running_names_the_statement() {
    check_eq(
        "",
        &["CREATE TABLE made ()", "SELECT 1/0"],
        "Statement(1) Other: division by zero",
    );
    check_eq(
        "",
        &["SELECT 1/0", "CREATE TABLE made ()"],
        "Statement(0) Other: division by zero",
    );
    check_eq("", &["SELECT 1/0"], "Statement(0) Other: division by zero");
}

#[test]
fn a_deferred_constraint_fails_at_the_commit() {
    check_eq(
        T,
        &[
            "CREATE TABLE made ()",
            "INSERT INTO t VALUES (1, 1), (1, 1)",
        ],
        "Commit Constraint: duplicate key value violates unique constraint \"t_a_key\" (Key \
         (a)=(1) already exists)",
    );
}

#[test]
fn a_syntax_error_names_statement_and_byte() {
    check_eq(
        "",
        &[
            "CREATE TABLE made (ü text DEFAULT 'ä')",
            "SELECT 'ö' FORM x",
        ],
        "Statement(1) Other at 17: syntax error at or near \"x\"",
    );
    check_eq(
        "",
        &["CREATE TABLE made ()", "CREATE TABLE"],
        "Statement(1) Other at 12: syntax error at or near \";\"",
    );
}

#[test]
fn a_position_is_one_of_the_statement() {
    check_eq(
        "",
        &[
            "CREATE TABLE made ()",
            "SELECT 'ä', nothing FROM made",
            "SELECT 1",
        ],
        "Statement(1) NoSuchColumn at 13: column \"nothing\" does not exist",
    );
    check_eq(
        "",
        &["CREATE TABLE made ()", "SELECT * FROM nothing"],
        "Statement(1) NoSuchTable at 14: relation \"nothing\" does not exist",
    );
    check_eq(
        "",
        &["CREATE TABLE made ()", "CREATE TABLE nothing.t ()"],
        "Statement(1) NoSuchTable at 13: schema \"nothing\" does not exist",
    );
}

#[test]
fn a_position_inside_a_function_is_none_of_the_statement() {
    check_eq(
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT nothing); END'",
        &["CREATE TABLE made ()", "SELECT 1", "SELECT f()"],
        "Statement(2) NoSuchColumn: column \"nothing\" does not exist",
    );
}

#[test]
fn a_comment_at_the_end_swallows_nothing() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let batch = statements(["CREATE TABLE a () -- one", "CREATE TABLE b () -- two"]);
    transact(&mut *session(&mut client, &settings()), &batch).unwrap();
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        ["2"]
    );
}

#[test]
fn every_statement_runs_once() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE SEQUENCE s; CREATE TABLE t (a int)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let batch = statements([
        "SELECT nextval('s')",
        "INSERT INTO t VALUES (1)",
        "SELECT 1/0",
    ]);
    assert_eq!(
        failure(transact(&mut *session, &batch)).0,
        FailedAt::Statement(2)
    );
    assert_eq!(
        database.rows("SELECT last_value, is_called FROM s"),
        ["1|t"]
    );
    transact(&mut *session, &batch[..2]).unwrap();
    assert_eq!(database.rows("SELECT last_value FROM s"), ["2"]);
    assert_eq!(database.rows("SELECT a FROM t"), ["1"]);
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_batch_is_continued_until_the_commit() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.begin().unwrap();
    session
        .execute(
            &statements(["CREATE TABLE a ()", "CREATE TABLE b ()"]),
            &mut always,
        )
        .unwrap();
    session
        .execute(&statements(["CREATE TABLE c ()"]), &mut always)
        .unwrap();
    assert!(session.in_transaction());
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname IN ('a', 'b', 'c')"),
        [""; 0]
    );
    session.commit().unwrap();
    assert!(!session.in_transaction());
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'c')"),
        ["3"]
    );
    let (at, kind, _) = failure(session.execute_and_commit(&[], &mut always));
    assert_eq!((at, kind), (FailedAt::Commit, SessionErrorKind::Other));
}

#[test]
fn a_large_batch_goes_in_several_messages() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (a text)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let large = "x".repeat(9 << 20);
    let insert =
        || Statement::new("INSERT INTO t VALUES ($1)").with_params(vec![large.as_str().into()]);
    let mut batch = vec![
        insert(),
        insert(),
        insert(),
        statement("SELECT 1/length(a)/0 FROM t"),
    ];
    let (at, _, message) = failure(transact(&mut *session, &batch));
    assert_eq!(
        (at, message.as_str()),
        (FailedAt::Statement(3), "division by zero")
    );
    assert_eq!(database.rows("SELECT count(*) FROM t"), ["0"]);
    batch.pop();
    transact(&mut *session, &batch).unwrap();
    assert_eq!(
        database.rows("SELECT count(*), min(length(a)) FROM t"),
        ["3|9437184"]
    );
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn meeting_no_row_fails() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE v (n text); INSERT INTO v VALUES ('a')");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let update = |from: &str, to: &str| {
        Statement::new("UPDATE v SET n = $1 WHERE n = $2")
            .with_params(vec![Value::from(to), Value::from(from)])
            .changing_rows()
    };
    transact(
        &mut *session,
        &[statement("CREATE TABLE a ()"), update("a", "b")],
    )
    .unwrap();
    assert_eq!(database.rows("SELECT n FROM v"), ["b"]);
    let found = failure(transact(
        &mut *session,
        &[statement("CREATE TABLE c ()"), update("a", "b")],
    ));
    let message = "the row that had to change is not there".to_owned();
    assert_eq!(
        found,
        (
            FailedAt::Statement(1),
            SessionErrorKind::Other,
            message.clone()
        )
    );
    let found = failure(session.execute(&[update("a", "b")], &mut always));
    assert_eq!(
        found,
        (FailedAt::Statement(0), SessionErrorKind::Other, message)
    );
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'c'"),
        [""; 0]
    );
}

#[test]
fn an_observer_that_breaks_keeps_all_statements_back() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.begin().unwrap();
    let mut stop = |index| {
        if index == 1 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let batch = statements(["CREATE TABLE a ()", "CREATE TABLE b ()"]);
    let found = failure(session.execute_and_commit(&batch, &mut stop));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Statement(1), SessionErrorKind::Interrupted)
    );
    session.rollback().unwrap();
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'a'"),
        [""; 0]
    );
}

#[test]
fn a_joined_transaction_keeps_what_was_before() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut transaction = client.transaction().unwrap();
    transaction.batch_execute("CREATE TABLE before ()").unwrap();
    let mut session = session(&mut transaction, &settings());
    assert_eq!(session.scope(), Scope::Joined);
    assert!(session.in_transaction());
    let bad = statements(["CREATE TABLE bad ()", "SELECT 1/0"]);
    assert_eq!(
        failure(transact(&mut *session, &bad)).0,
        FailedAt::Statement(1)
    );
    let syntax = statements(["CREATE TABLE bad ()", "SELEC"]);
    assert_eq!(
        failure(transact(&mut *session, &syntax)).0,
        FailedAt::Statement(1)
    );
    transact(
        &mut *session,
        &statements(["CREATE TABLE good ()", "SELECT 1"]),
    )
    .unwrap();
    session.begin().unwrap();
    session
        .execute(&statements(["CREATE TABLE undone ()"]), &mut always)
        .unwrap();
    session.rollback().unwrap();
    drop(session);
    transaction.commit().unwrap();
    let tables = database.rows("SELECT relname FROM pg_class WHERE relname IN ('before', 'bad', 'good', 'undone') ORDER BY 1");
    assert_eq!(tables, ["before", "good"]);
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_failed_query_keeps_a_transaction_from_committing() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &Settings::default());
    session.begin().unwrap();
    session
        .execute(&statements(["CREATE TABLE a ()"]), &mut always)
        .unwrap();
    assert!(session.query(&statement("SELECT 1/0")).is_err());
    let error = session.query(&statement("SELECT 1")).unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::InsideTransaction);
    assert_eq!(
        session.commit().unwrap_err().kind,
        SessionErrorKind::InsideTransaction
    );
    assert!(!session.in_transaction());
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'a'"),
        [""; 0]
    );
}
