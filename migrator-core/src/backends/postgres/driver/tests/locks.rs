//! The lock of a run.

use super::{Database, backend, failure, rows, session, settings, statements, transact};
use crate::session::{Exclusion, LockMode, SessionErrorKind, Settings};

#[test]
fn the_lock_keeps_others_out_and_names_its_holder() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut config = database.config();
    config.application_name("billing");
    let mut first = config.connect(postgres::NoTls).unwrap();
    let process = backend(&mut first);
    let mut second = database.client();
    let mut holder = session(&mut first, &settings());
    let mut other = session(&mut second, &settings());
    assert_eq!(holder.exclusion(), Exclusion::Lock);
    holder.lock().unwrap();
    holder.lock().unwrap();
    let error = other.lock().unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Busy);
    let begin = format!(
        "process {process} (`billing`) of user `postgres` holds the migration lock; connected since 2"
    );
    assert!(error.message.starts_with(&begin), "{error}");
    assert!(error.message.contains(" UTC, idle since "), "{error}");
    transact(&mut *holder, &statements(["CREATE TABLE a ()", "SELECT 1"])).unwrap();
    assert_eq!(database.advisory_locks().len(), 1);
    holder.unlock().unwrap();
    assert_eq!(database.advisory_locks(), [""; 0]);
    other.lock().unwrap();
    other.unlock().unwrap();
    other.unlock().unwrap();
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_holder_whose_details_are_hidden_is_still_named() {
    let Some(database) = Database::new() else {
        return;
    };
    let role = database.role();
    database.run(&format!("ALTER ROLE {role} LOGIN PASSWORD 'x'"));
    let mut first = database.client();
    let process = backend(&mut first);
    let mut holder = session(&mut first, &settings());
    holder.lock().unwrap();
    let mut config = database.config();
    config.user(role).password("x");
    let mut second = config.connect(postgres::NoTls).unwrap();
    let error = session(&mut second, &settings()).lock().unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Busy);
    let message = format!("process {process} of user `postgres` holds the migration lock");
    assert_eq!(error.message, message);
}

#[test]
fn locks_of_other_version_tables_and_databases_are_free() {
    let (Some(one), Some(two)) = (Database::new(), Database::new()) else {
        return;
    };
    let other = Settings {
        lock_name: "\"app\".\"v\"".to_owned(),
        ..settings()
    };
    let mut clients = [one.client(), one.client(), two.client()];
    let [a, b, c] = &mut clients;
    let mut a = session(a, &settings());
    let mut b = session(b, &other);
    let mut c = session(c, &settings());
    a.lock().unwrap();
    b.lock().unwrap();
    c.lock().unwrap();
}

#[test]
fn a_lock_of_the_transaction_is_taken_when_it_begins() {
    let Some(database) = Database::new() else {
        return;
    };
    let settings = Settings {
        lock: LockMode::Transaction,
        ..settings()
    };
    let (mut first, mut second) = (database.client(), database.client());
    let process = backend(&mut first);
    let mut holder = session(&mut first, &settings);
    let mut other = session(&mut second, &settings);
    assert_eq!(holder.exclusion(), Exclusion::Transaction);
    holder.lock().unwrap();
    holder.begin().unwrap();
    let error = other.begin().unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Busy);
    assert!(
        error
            .message
            .starts_with(&format!("process {process} of user")),
        "{error}"
    );
    assert!(
        error.message.contains("idle in transaction since"),
        "{error}"
    );
    assert!(!other.in_transaction());
    holder.rollback().unwrap();
    transact(&mut *other, &statements(["CREATE TABLE a ()"])).unwrap();
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_lock_of_a_joined_transaction_lasts_as_long_as_that() {
    let Some(database) = Database::new() else {
        return;
    };
    let (mut first, mut second) = (database.client(), database.client());
    let mut one = first.transaction().unwrap();
    let mut two = second.transaction().unwrap();
    transact(
        &mut *session(&mut one, &settings()),
        &statements(["CREATE TABLE a ()"]),
    )
    .unwrap();
    {
        let mut other = session(&mut two, &settings());
        assert_eq!(other.begin().unwrap_err().kind, SessionErrorKind::Busy);
        one.rollback().unwrap();
        transact(&mut *other, &statements(["CREATE TABLE a ()"])).unwrap();
    }
    two.commit().unwrap();
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_lock_that_is_gone_is_noticed() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.lock().unwrap();
    transact(
        &mut *session,
        &statements(["SELECT pg_advisory_unlock_all()"]),
    )
    .unwrap();
    let error = session.unlock().unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Pooled);
    assert!(
        error
            .message
            .ends_with("no longer held the migration lock when it was given back")
    );
}

#[test]
fn a_failure_under_the_lock_keeps_the_lock() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.lock().unwrap();
    failure(transact(
        &mut *session,
        &statements(["CREATE TABLE a ()", "SELECT 1/0"]),
    ));
    assert_eq!(database.advisory_locks().len(), 1);
    session.unlock().unwrap();
    drop(session);
    assert_eq!(
        rows(
            &mut client,
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        ),
        ["0"]
    );
}
