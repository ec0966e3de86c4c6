//! Where nothing may be written: a start with nothing to do works, and pending work is an
//! error that says why.

use migrator::{Error, ErrorKind};
use postgres::Client;

use crate::support::postgres::{Role, TestDatabase, connect};
use crate::support::{Rev, line, set};
use crate::tools::version_rows;

fn up_to_date() -> Option<(TestDatabase, Role)> {
    let database = TestDatabase::new()?;
    set(line(2))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let role = database.role("reader");
    Some((database, role))
}

fn does_nothing(client: &mut Client) {
    let report = set(line(2)).upgrade(&mut *client, "head").unwrap();
    assert_eq!(report.steps, []);
    assert_eq!(report.before, ["r002"]);
    let current = set(line(2)).current(client).unwrap();
    assert_eq!(current.rows, ["r002"]);
}

fn cannot_upgrade(client: &mut Client) -> Error {
    let error = set(line(3)).upgrade(client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
    assert_eq!(
        error.to_string(),
        "the database is read-only, and there is something to write"
    );
    assert_eq!(error.report().steps, []);
    error
}

#[test]
fn a_connection_that_begins_every_transaction_read_only() {
    let Some((database, _)) = up_to_date() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("SET default_transaction_read_only = on")
        .unwrap();
    does_nothing(&mut client);
    let error = cannot_upgrade(&mut client);
    assert!(
        format!("{error:?}").contains("read-only transaction"),
        "{error:?}"
    );
    let error = set(line(3)).stamp(&mut client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
    let error = set(line(2)).downgrade(&mut client, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
}

#[test]
fn an_empty_database_that_is_read_only() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("SET default_transaction_read_only = on")
        .unwrap();
    assert_eq!(set(line(3)).current(&mut client).unwrap().rows, [""; 0]);
    cannot_upgrade(&mut client);
}

#[test]
fn a_transaction_of_the_application_that_is_read_only() {
    let Some((database, _)) = up_to_date() else {
        return;
    };
    let mut client = database.client();
    let mut transaction = client.build_transaction().read_only(true).start().unwrap();
    let report = set(line(2)).upgrade(&mut transaction, "head").unwrap();
    assert_eq!(report.steps, []);
    let error = set(line(3)).upgrade(&mut transaction, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
    // It is still of use.
    assert_eq!(transaction.query("SELECT 1", &[]).unwrap().len(), 1);
}

#[test]
fn a_role_that_may_only_read_both_tables() {
    let Some((database, role)) = up_to_date() else {
        return;
    };
    let grant = format!(
        "GRANT SELECT ON alembic_version, migrator_history TO {}",
        role.name
    );
    database.client().batch_execute(&grant).unwrap();
    let mut client = connect(&role.url);
    does_nothing(&mut client);
    let error = cannot_upgrade(&mut client);
    assert!(
        format!("{error:?}").contains("permission denied"),
        "{error:?}"
    );
    assert_eq!(version_rows(&mut client), ["r002"]);
}

#[test]
fn a_role_that_may_not_even_read_the_history() {
    let Some((database, role)) = up_to_date() else {
        return;
    };
    let grant = format!("GRANT SELECT ON alembic_version TO {}", role.name);
    database.client().batch_execute(&grant).unwrap();
    let mut client = connect(&role.url);
    does_nothing(&mut client);
    cannot_upgrade(&mut client);
}

#[test]
fn a_role_that_may_read_nothing_learns_what_it_may_not() {
    let Some((_database, role)) = up_to_date() else {
        return;
    };
    let mut client = connect(&role.url);
    let error = set(line(2)).upgrade(&mut client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database, "{error:?}");
    let text = format!("{error:?}");
    assert!(
        text.contains("permission denied for table alembic_version"),
        "{text}"
    );
}

#[test]
fn a_role_without_the_right_to_create_gets_the_migrations_own_error() {
    let Some((database, role)) = up_to_date() else {
        return;
    };
    let name = &role.name;
    let grant = format!(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
         GRANT SELECT, INSERT, UPDATE, DELETE ON alembic_version, migrator_history, log TO {name}; \
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"
    );
    database.client().batch_execute(&grant).unwrap();
    let mut client = connect(&role.url);
    let error = set(line(3)).upgrade(&mut client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(error.revision(), Some("r003"));
    assert_eq!(error.statement(), Some("CREATE TABLE t_r003 (x TEXT)"));
    assert!(
        format!("{error:?}").contains("permission denied for schema public"),
        "{error:?}"
    );
    assert_eq!(version_rows(&mut client), ["r002"]);

    // What needs no such right runs.
    let mut revisions = line(2);
    revisions.push(Rev::sql(
        "rows",
        &["r002"],
        "INSERT INTO log VALUES ('rows')",
    ));
    set(revisions).upgrade(&mut client, "head").unwrap();
    assert_eq!(version_rows(&mut client), ["rows"]);
}
