//! Waits that end, cancels, and connections that are lost.

use std::thread;
use std::time::Duration;

use super::{Database, backend, failure, rows, session, settings, statement, statements, transact};
use crate::session::{FailedAt, SessionErrorKind, Settings, Statement, always};

#[test]
fn waiting_too_long_for_a_table_is_being_busy() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (a int)");
    let mut blocker = database.client();
    let mut blocking = blocker.transaction().unwrap();
    blocking.batch_execute("LOCK TABLE t").unwrap();
    let mut client = database.client();
    let short = Settings {
        lock_timeout: Some(Duration::from_millis(1)),
        ..settings()
    };
    let mut session = session(&mut client, &short);
    let batch = statements(["CREATE TABLE a ()", "ALTER TABLE t ADD b int"]);
    let message = "canceling statement due to lock timeout".to_owned();
    let expect = (FailedAt::Statement(1), SessionErrorKind::Busy, message);
    assert_eq!(failure(transact(&mut *session, &batch)), expect);
    let found = failure(session.execute(&statements(["VACUUM FULL t"]), &mut always));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Statement(0), SessionErrorKind::Busy)
    );
    blocking.commit().unwrap();
    transact(&mut *session, &batch).unwrap();
}

#[test]
fn running_too_long_names_the_setting() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let short = Settings {
        statement_timeout: Some(Duration::from_millis(20)),
        ..settings()
    };
    let found = failure(transact(
        &mut *session(&mut client, &short),
        &statements(["SELECT 1", "SELECT pg_sleep(60)"]),
    ));
    let message =
        "canceling statement due to statement timeout, which the options set to 20ms".to_owned();
    assert_eq!(
        found,
        (FailedAt::Statement(1), SessionErrorKind::Other, message)
    );
    client.batch_execute("SET statement_timeout = 20").unwrap();
    let error = session(&mut client, &settings())
        .query(&Statement::new("SELECT pg_sleep(60)"))
        .unwrap_err();
    assert_eq!(
        error.message,
        "canceling statement due to statement timeout, the connection's own setting"
    );
}

#[test]
fn a_cancel_interrupts_and_another_session_sees_where() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let process = backend(&mut client);
    let mut session = session(&mut client, &settings());
    let interrupt = session.interrupter();
    let marks = thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            database.wait_for(process, "pg_sleep");
            let marks = database.advisory_locks();
            interrupt();
            marks
        });
        let found = failure(transact(
            &mut *session,
            &statements(["CREATE TABLE a ()", "SELECT pg_sleep(60)"]),
        ));
        assert_eq!(
            (found.0, found.1),
            (FailedAt::Statement(1), SessionErrorKind::Interrupted)
        );
        watcher.join().unwrap()
    });
    assert_eq!(marks, ["1835624306|2|2"]);
    assert_eq!(database.advisory_locks(), [""; 0]);
    drop(session);
    assert_eq!(
        rows(&mut client, "SELECT now() = statement_timestamp()"),
        ["t"]
    );
}

#[test]
fn a_commit_that_lost_a_deadlock_cannot_be_repeated() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run(
        "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql \
         AS $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$; \
         CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW EXECUTE FUNCTION f()",
    );
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let insert = statements(["INSERT INTO t VALUES (1)"]);
    let found = failure(transact(&mut *session, &insert));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Commit, SessionErrorKind::Busy)
    );
    assert!(!session.in_transaction());
    session.begin().unwrap();
    session.execute(&insert, &mut always).unwrap();
    assert_eq!(session.commit().unwrap_err().kind, SessionErrorKind::Busy);
    assert!(!session.in_transaction());
    assert_eq!(session.commit().unwrap_err().kind, SessionErrorKind::Other);
    assert_eq!(database.rows("SELECT count(*) FROM t"), ["0"]);
}

/// Terminates a connection in the middle of what `act` does.
fn terminated_in(database: &Database, process: i32, text: &str, act: impl FnOnce()) {
    thread::scope(|scope| {
        scope.spawn(|| {
            database.wait_for(process, text);
            database.run(&format!("SELECT pg_terminate_backend({process})"));
        });
        act();
    });
}

#[test]
fn a_connection_lost_in_a_batch_leaves_the_outcome_unknown() {
    let Some(database) = Database::new() else {
        return;
    };
    for sql in ["CREATE TABLE a ()", "VACUUM"] {
        let mut client = database.client();
        let process = backend(&mut client);
        let mut session = session(&mut client, &settings());
        session.lock().unwrap();
        terminated_in(&database, process, "pg_sleep", || {
            let found = failure(transact(
                &mut *session,
                &statements(["CREATE TABLE a ()", "SELECT pg_sleep(60)"]),
            ));
            assert_eq!(
                (found.0, found.1),
                (FailedAt::Unknown, SessionErrorKind::Disconnected)
            );
        });
        assert!(!session.in_transaction());
        session.rollback().unwrap();
        let found = failure(session.execute(&statements([sql]), &mut always));
        assert_eq!(
            (found.0, found.1),
            (FailedAt::Unknown, SessionErrorKind::Disconnected)
        );
        assert_eq!(
            session.unlock().unwrap_err().kind,
            SessionErrorKind::Disconnected
        );
    }
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'a'"),
        [""; 0]
    );
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_connection_lost_between_messages_is_noticed_by_the_next() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let process = backend(&mut client);
    let mut session = session(&mut client, &settings());
    session.begin().unwrap();
    session
        .execute(&statements(["CREATE TABLE a ()"]), &mut always)
        .unwrap();
    database.run(&format!("SELECT pg_terminate_backend({process}, 60000)"));
    let error = session.query(&statement("SELECT 1")).unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Disconnected);
    session.rollback().unwrap();
    session.begin().unwrap();
    let found =
        failure(session.execute_and_commit(&statements(["CREATE TABLE a ()"]), &mut always));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Unknown, SessionErrorKind::Disconnected)
    );
}

#[test]
fn errors_of_other_servers_do_not_mean_that_ours_is_lost() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let raise = "DO $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '08001'; END $$";
    let found = failure(transact(&mut *session, &statements(["SELECT 1", raise])));
    assert_eq!(
        found,
        (
            FailedAt::Statement(1),
            SessionErrorKind::Other,
            "away".to_owned()
        )
    );
}

#[test]
fn kinds_follow_the_codes_and_messages_say_all() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let mut check = |code: &str, expect: SessionErrorKind| {
        let raise = format!(
            "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}', DETAIL = 'Why.', HINT = 'Do this.'; END $$"
        );
        let found = failure(transact(&mut *session, &[statement(raise)]));
        assert_eq!(
            found,
            (
                FailedAt::Statement(0),
                expect,
                "no (Why); Do this".to_owned()
            ),
            "{code}"
        );
    };
    check("55P03", SessionErrorKind::Busy);
    check("40P01", SessionErrorKind::Busy);
    check("40001", SessionErrorKind::Busy);
    check("42P01", SessionErrorKind::NoSuchTable);
    check("3F000", SessionErrorKind::NoSuchTable);
    check("42703", SessionErrorKind::NoSuchColumn);
    check("25006", SessionErrorKind::ReadOnly);
    check("42501", SessionErrorKind::Denied);
    check("57014", SessionErrorKind::Interrupted);
    check("53100", SessionErrorKind::Full);
    check("53200", SessionErrorKind::Other);
    check("23505", SessionErrorKind::Constraint);
    check("23P01", SessionErrorKind::Constraint);
    check("25P02", SessionErrorKind::InsideTransaction);
    check("P0001", SessionErrorKind::Other);
}

#[test]
fn a_transaction_that_cannot_write_says_so() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("SET default_transaction_read_only = on")
        .unwrap();
    let mut session = session(&mut client, &settings());
    let found = failure(transact(&mut *session, &statements(["CREATE TABLE a ()"])));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Statement(0), SessionErrorKind::ReadOnly)
    );
}

#[test]
fn an_application_in_a_failed_transaction_is_told() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    client.batch_execute("BEGIN; SELECT 1/0").unwrap_err();
    let mut session = session(&mut client, &settings());
    let error = session.query(&Statement::new("SELECT 1")).unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::InsideTransaction);
    let found = failure(transact(&mut *session, &statements(["CREATE TABLE a ()"])));
    assert_eq!(
        (found.0, found.1),
        (FailedAt::Statement(0), SessionErrorKind::InsideTransaction)
    );
}

#[test]
fn a_stream_is_refused_before_it_is_sent() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (a int)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    for copy in ["COPY t FROM STDIN", "copy (SELECT 1) to stdout"] {
        let found = failure(transact(&mut *session, &statements(["SELECT 1", copy])));
        assert_eq!(
            (found.0, found.1),
            (FailedAt::Statement(1), SessionErrorKind::Unsupported)
        );
        session.rollback().unwrap();
        assert!(session.query(&statement(copy)).is_err());
        assert!(session.execute(&statements([copy]), &mut always).is_err());
    }
    transact(
        &mut *session,
        &statements(["INSERT INTO t VALUES (1)", "SELECT 'STDIN'"]),
    )
    .unwrap();
}
