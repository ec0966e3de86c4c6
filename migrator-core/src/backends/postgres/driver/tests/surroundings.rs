//! Role and timeouts: set for us, and put back after us.

use std::time::Duration;

use super::{Database, failure, rows, session, settings, statement, statements, transact};
use crate::session::{FailedAt, Session, SessionErrorKind, Settings, Statement, always};

/// What the statements of these tests note and leave.
const SETTINGS: &str = "current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') || ' ' || current_user";

fn timed() -> Settings {
    Settings {
        lock_timeout: Some(Duration::from_millis(1500)),
        statement_timeout: Some(Duration::from_micros(1)),
        ..settings()
    }
}

/// A function that fails with the settings it sees, and a procedure that notes them.
fn witnesses() -> String {
    format!(
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE TABLE notes (note text);
         CREATE FUNCTION shout(int) RETURNS int IMMUTABLE LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION '%', {SETTINGS}; END $$;
         CREATE PROCEDURE note() LANGUAGE plpgsql
            AS $$ BEGIN INSERT INTO notes VALUES ({SETTINGS}); END $$;"
    )
}

#[test]
fn a_transaction_has_its_own_timeouts() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run(&witnesses());
    let mut client = database.client();
    client
        .batch_execute("SET lock_timeout = 7; SET statement_timeout = 60000")
        .unwrap();
    let settings = Settings {
        statement_timeout: Some(Duration::from_secs(90)),
        ..timed()
    };
    let mut session = session(&mut client, &settings);
    transact(&mut *session, &statements(["CALL note()"])).unwrap();
    session.begin().unwrap();
    session.query(&statement("SELECT 1")).unwrap();
    session
        .execute(&statements(["CALL note()"]), &mut always)
        .unwrap();
    session.commit().unwrap();
    let read = session
        .read(&statement(format!("SELECT {SETTINGS}")))
        .unwrap();
    let text: String = read.first().unwrap().get(0).unwrap();
    drop(session);
    assert_eq!(text, "1500ms 90s postgres");
    assert_eq!(
        database.rows("SELECT * FROM notes"),
        [text.as_str(), text.as_str()]
    );
    assert_eq!(
        rows(&mut client, &format!("SELECT {SETTINGS}")),
        ["7ms 1min postgres"]
    );
}

#[test]
fn outside_a_transaction_settings_are_put_back() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run(&witnesses());
    let role = database.role();
    database.run(&format!(
        "GRANT ALL ON t, notes TO {role}; ALTER TABLE t OWNER TO {role}"
    ));
    let mut client = database.client();
    client
        .batch_execute("SET lock_timeout = 7; SET statement_timeout = '1h'; SET ROLE pg_monitor")
        .unwrap();
    let before = "7ms 1h pg_monitor";
    let with_role = Settings {
        role: Some(role.to_owned()),
        lock_timeout: Some(Duration::from_secs(3)),
        ..settings()
    };
    let mut check = |settings: &Settings, sql: &str| {
        let result = session(&mut client, settings).execute(&statements([sql]), &mut always);
        assert_eq!(rows(&mut client, &format!("SELECT {SETTINGS}")), [before]);
        result.map_err(|failed| (failed.at, failed.error.message))
    };
    check(&with_role, "CALL note()").unwrap();
    let noted = database.rows("DELETE FROM notes RETURNING note");
    assert_eq!(noted, [format!("3s 1h {role}")]);
    let index = "CREATE INDEX CONCURRENTLY i ON t (shout(a))";
    let failed = (FailedAt::Statement(0), format!("0 0 {role}"));
    assert_eq!(check(&with_role, index), Err(failed));
    assert_eq!(
        check(
            &with_role,
            "CREATE INDEX /* CONCURRENTLY */ j ON t (shout(a))"
        ),
        Err((FailedAt::Statement(0), format!("3s 1h {role}")))
    );
    let nobody = Settings {
        role: Some("no'body".to_owned()),
        ..settings()
    };
    assert_eq!(
        check(&nobody, "VACUUM t"),
        Err((
            FailedAt::Statement(0),
            "role \"no'body\" does not exist".to_owned()
        ))
    );
}

#[test]
fn everything_runs_in_the_role() {
    let Some(database) = Database::new() else {
        return;
    };
    let role = database.role().to_owned();
    let settings = Settings {
        role: Some(role.clone()),
        ..settings()
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings);
    let whoami = Statement::new("SELECT current_user");
    let read: String = session
        .query(&whoami)
        .unwrap()
        .first()
        .unwrap()
        .get(0)
        .unwrap();
    assert_eq!(read, role);
    assert!(!session.in_transaction());
    transact(
        &mut *session,
        &statements(["CREATE TABLE a ()", "CREATE TABLE b ()"]),
    )
    .unwrap();
    session.begin().unwrap();
    session
        .query(&statement("CREATE TABLE c AS SELECT 1"))
        .unwrap();
    session.commit().unwrap();
    let owners =
        database.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(owners, [role]);
    let denied = failure(transact(
        &mut *session,
        &statements(["CREATE TABLE d ()", "CREATE ROLE x"]),
    ));
    assert_eq!(
        (denied.0, denied.1),
        (FailedAt::Statement(1), SessionErrorKind::Denied)
    );
    drop(session);
    assert_eq!(rows(&mut client, "SELECT current_user"), ["postgres"]);
}

#[test]
fn a_role_that_cannot_be_had_is_named() {
    let Some(database) = Database::new() else {
        return;
    };
    let settings = Settings {
        role: Some("nobody".to_owned()),
        ..settings()
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings);
    let failed = failure(transact(&mut *session, &statements(["CREATE TABLE a ()"])));
    let message = "the role cannot be set: role \"nobody\" does not exist".to_owned();
    assert_eq!(
        failed,
        (FailedAt::Statement(0), SessionErrorKind::Other, message)
    );
    assert!(session.query(&Statement::new("SELECT 1")).is_err());
    session.begin().unwrap();
    assert!(session.query(&statement("SELECT 1")).is_err());
    assert!(!session.in_transaction());
    drop(session);
    assert_eq!(database.advisory_locks(), [""; 0]);
    assert_eq!(
        rows(&mut client, "SELECT now() = statement_timestamp()"),
        ["t"]
    );
}

#[test]
fn a_joined_transaction_keeps_its_role_and_its_timeouts() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run(&witnesses());
    let role = database.role().to_owned();
    database.run(&format!("GRANT ALL ON notes TO {role}"));
    let settings = Settings {
        role: Some(role.clone()),
        ..timed()
    };
    let mut client = database.client();
    let mut transaction = client.transaction().unwrap();
    let mut session = session(&mut transaction, &settings);
    transact(&mut *session, &statements(["CALL note()"])).unwrap();
    failure(transact(
        &mut *session,
        &statements(["CALL note()", "SELECT 1/0"]),
    ));
    drop(session);
    transaction.batch_execute("CALL note()").unwrap();
    transaction.commit().unwrap();
    let notes = [format!("0 0 {role}"), "0 0 postgres".to_owned()];
    assert_eq!(database.rows("SELECT * FROM notes"), notes);
}

fn setting(session: &mut dyn Session) -> String {
    let show = Statement::new("SELECT current_setting('lock_timeout')");
    let rows = session.query(&show).unwrap();
    rows.first().unwrap().get(0).unwrap()
}

#[test]
fn a_setting_that_a_migration_makes_stays() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let settings = Settings {
        lock_timeout: Some(Duration::from_secs(3)),
        ..settings()
    };
    let mut first = session(&mut client, &settings);
    transact(&mut *first, &statements(["SET lock_timeout = '2h'"])).unwrap();
    first.execute(&statements(["VACUUM"]), &mut always).unwrap();
    // A query of ours has its own.
    assert_eq!(setting(&mut *first), "3s");
    drop(first);
    assert_eq!(rows(&mut client, "SHOW lock_timeout"), ["2h"]);
    let mut second = session(&mut client, &settings);
    second
        .execute(&statements(["SET lock_timeout = '4h'"]), &mut always)
        .unwrap();
    drop(second);
    assert_eq!(rows(&mut client, "SHOW lock_timeout"), ["4h"]);
}
