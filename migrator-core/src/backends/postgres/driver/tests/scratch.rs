//! Scratch databases, and schemas in their place.

use std::panic::{AssertUnwindSafe, catch_unwind};

use postgres::{Client, NoTls};

use super::{Database, rows, statement, statements, transact};
use crate::backends::postgres::driver::Server;
use crate::backends::postgres::driver::surroundings::PREFIX;
use crate::session::{Ground, Scope, Session, SessionErrorKind, Settings, Workshop};

/// The databases that scratch sessions have made beside this one: those of other tests are others'.
fn scratch_databases(client: &mut Client, owner: &str) -> Vec<String> {
    rows(
        client,
        &format!(
            "SELECT d.datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba \
             WHERE starts_with(d.datname, '{PREFIX}') AND r.rolname = '{owner}'"
        ),
    )
}

/// A role of this test's own that may log in, and the configuration with which it does.
fn role(database: &Database, attributes: &str) -> (String, postgres::Config) {
    let name = database.role().to_owned();
    database.run(&format!(
        "ALTER ROLE {name} LOGIN PASSWORD '{name}' {attributes}; GRANT CREATE ON DATABASE {name} TO {name}"
    ));
    let mut config = database.config();
    config.user(&name).password(&name);
    (name, config)
}

fn configured(workshop: &mut dyn Workshop) -> Box<dyn Session + '_> {
    let mut session = workshop.scratch().unwrap();
    let settings = Settings {
        lock_name: "scratch".to_owned(),
        ..Settings::default()
    };
    session.configure(&settings).unwrap();
    session
}

fn text(session: &mut dyn Session, sql: &'static str) -> String {
    let rows = session.read(&crate::session::Statement::new(sql)).unwrap();
    rows.first().unwrap().get(0).unwrap()
}

#[test]
fn a_scratch_database_is_made_like_its_model_and_dropped() {
    let Some(database) = Database::new() else {
        return;
    };
    let (owner, config) = role(&database, "CREATEDB");
    database.run(&format!(
        "CREATE SCHEMA own AUTHORIZATION {owner}; CREATE TABLE own.t (); \
         ALTER DATABASE {owner} SET search_path = own, public; \
         ALTER DATABASE {owner} SET app.tenant = 'blue = green'; \
         ALTER DATABASE {owner} SET default_transaction_read_only = off"
    ));
    let mut client = database.client();
    let mut workshop = (&config).workshop();
    let mut session = configured(&mut *workshop);
    assert_eq!(session.scope(), Scope::Own);
    let created = statements(["CREATE TABLE t (a INT)", "CREATE SCHEMA app"]);
    transact(&mut *session, &created).unwrap();
    session
        .execute(
            &statements(["CREATE INDEX CONCURRENTLY i ON t (a)"]),
            &mut crate::session::always,
        )
        .unwrap();
    let like = "SELECT current_schema() || ' ' || current_setting('app.tenant') || ' ' || \
                (SELECT datcollate || ' ' || pg_encoding_to_char(encoding) FROM pg_database \
                WHERE datname = current_database())";
    let expected = rows(
        &mut client,
        "SELECT datcollate || ' ' || pg_encoding_to_char(encoding) \
                                      FROM pg_database WHERE datname = current_database()",
    );
    assert_eq!(
        text(&mut *session, like),
        format!("own blue = green {}", expected[0])
    );
    assert_eq!(scratch_databases(&mut client, &owner).len(), 1);
    drop(session);
    assert_eq!(scratch_databases(&mut client, &owner), [""; 0]);
    // And another one, by the same workshop.
    drop(configured(&mut *workshop));
    assert_eq!(scratch_databases(&mut client, &owner), [""; 0]);
}

#[test]
fn a_panic_leaves_no_scratch_database() {
    let Some(database) = Database::new() else {
        return;
    };
    let (owner, config) = role(&database, "CREATEDB");
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut workshop = Server::config(config).workshop();
        let mut session = configured(&mut *workshop);
        transact(&mut *session, &statements(["CREATE TABLE t ()"])).unwrap();
        session.begin().unwrap();
        panic!("on purpose");
    }));
    assert!(panicked.is_err());
    assert_eq!(scratch_databases(&mut database.client(), &owner), [""; 0]);
}

#[test]
fn a_scratch_database_is_dropped_when_the_first_connection_is_lost() {
    let Some(database) = Database::new() else {
        return;
    };
    let (owner, config) = role(&database, "CREATEDB");
    let mut workshop = (&config).workshop();
    let session = configured(&mut *workshop);
    let name = database.rows(&format!(
        "SELECT datname FROM pg_database WHERE datname = current_database() AND \
         (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE usename = '{owner}' AND datname = current_database()) = 1"
    ));
    assert_eq!(name.len(), 1);
    drop(session);
    assert_eq!(scratch_databases(&mut database.client(), &owner), [""; 0]);
}

#[test]
fn what_a_killed_run_has_left_is_removed_when_it_is_old_and_nobody_is_there() {
    let Some(database) = Database::new() else {
        return;
    };
    let (owner, config) = role(&database, "CREATEDB");
    let mut client = database.client();
    let now: i64 = rows(&mut client, "SELECT extract(epoch FROM now())::bigint")[0]
        .parse()
        .unwrap();
    let process = std::process::id();
    let name = |age: i64, number: u32| format!("{PREFIX}{}_{process}_{number:016x}", now - age);
    let random = u32::from_str_radix(&owner[owner.len() - 1..], 36).unwrap_or(0);
    let (old, fresh, used) = (
        name(3600, random),
        name(10, random),
        name(3600, random + 1000),
    );
    let other = format!("{PREFIX}notes_{owner}");
    for name in [&old, &fresh, &used, &other] {
        client
            .batch_execute(&format!("CREATE DATABASE {name} OWNER {owner}"))
            .unwrap();
    }
    let mut there = config.clone();
    let there = there.dbname(&used).connect(NoTls).unwrap();
    let mut workshop = (&config).workshop();
    drop(configured(&mut *workshop));
    let mut left = scratch_databases(&mut client, &owner);
    left.sort();
    let mut expected = vec![fresh, used, other];
    expected.sort();
    assert_eq!(left, expected);
    drop(there);
    for name in left {
        client
            .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .unwrap();
    }
}

#[test]
fn without_the_right_to_create_databases_a_schema_takes_the_place() {
    let Some(database) = Database::new() else {
        return;
    };
    let (owner, config) = role(&database, "NOCREATEDB");
    database.run("CREATE TABLE users (name TEXT); CREATE TABLE kept ()");
    let schemas = "SELECT nspname FROM pg_namespace ORDER BY 1";
    let before = database.rows(schemas);
    let mut workshop = (&config).workshop();
    let mut session = configured(&mut *workshop);
    assert_eq!(session.scope(), Scope::Joined);
    // A table of the same name, because the other one is out of sight.
    let sql = statements([
        "CREATE TABLE users (id INT)",
        "INSERT INTO users VALUES (7)",
    ]);
    transact(&mut *session, &sql).unwrap();
    assert_eq!(text(&mut *session, "SELECT id::text FROM users"), "7");
    // A failure takes back its own part only.
    transact(
        &mut *session,
        &statements(["INSERT INTO users VALUES (8)", "SELECT 1/0"]),
    )
    .unwrap_err();
    assert_eq!(text(&mut *session, "SELECT count(*)::text FROM users"), "1");
    let error = transact(&mut *session, &statements(["DROP TABLE kept"])).unwrap_err();
    assert_eq!(error.error.kind, SessionErrorKind::NoSuchTable);
    drop(session);
    drop(workshop);
    assert_eq!(database.rows(schemas), before);
    assert_eq!(scratch_databases(&mut database.client(), &owner), [""; 0]);
}

#[test]
fn a_schema_refuses_what_reaches_out_of_it_before_it_is_sent() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE SCHEMA app; CREATE TABLE app.users (); CREATE SCHEMA \"My App\"");
    let mut client = database.client();
    let mut workshop = (&mut client).workshop();
    let mut session = configured(&mut *workshop);
    for sql in [
        "CREATE SCHEMA other",
        "create extension if not exists citext",
        "CREATE TRUSTED LANGUAGE x",
        "ALTER DATABASE x SET a.b = 1",
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "VACUUM",
        "SET search_path TO app",
        "SET LOCAL search_path TO app",
        "SET work_mem = '1MB'",
        "SELECT set_config('search_path', 'app', true)",
        "DROP TABLE app.users",
        "DELETE FROM \"app\" . users",
        "INSERT INTO t SELECT a FROM APP.users",
        "DROP TABLE \"My App\".t",
        "CREATE TABLE public.t ()",
    ] {
        let error = transact(&mut *session, &[statement(sql)])
            .unwrap_err()
            .error;
        assert_eq!(error.kind, SessionErrorKind::Unsupported, "{sql}: {error}");
        assert!(error.help.unwrap().contains("CREATEDB"), "{sql}");
        session.rollback().unwrap();
    }
    let sql = statements([
        "CREATE TABLE t (app INT, \"app.users\" INT)",
        "INSERT INTO t SELECT t.app, 1 FROM t -- app.users",
        "INSERT INTO t (app) SELECT length('app.users')",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ]);
    transact(&mut *session, &sql).unwrap();
}

#[test]
fn a_connection_inside_a_transaction_gives_no_scratch_database() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    client.batch_execute("BEGIN; CREATE TABLE mine ()").unwrap();
    let error = (&mut client).workshop().scratch().err().unwrap();
    assert_eq!(error.kind, SessionErrorKind::InsideTransaction);
    client.batch_execute("COMMIT").unwrap();
    assert_eq!(database.rows("SELECT to_regclass('mine')"), ["mine"]);
}

#[test]
fn a_role_that_may_create_nothing_is_told_so() {
    let Some(database) = Database::new() else {
        return;
    };
    let (name, config) = role(&database, "NOCREATEDB");
    database.run(&format!("REVOKE CREATE ON DATABASE {name} FROM {name}"));
    let error = (&config).workshop().scratch().err().unwrap();
    assert_eq!(error.kind, SessionErrorKind::Denied);
    assert_eq!(
        error.message,
        "the role may create neither databases nor schemas"
    );
}

#[test]
fn a_role_that_may_only_read_is_told_so() {
    let Some(database) = Database::new() else {
        return;
    };
    let (name, config) = role(&database, "CREATEDB");
    database.run(&format!(
        "ALTER ROLE {name} SET default_transaction_read_only = on"
    ));
    let error = (&config).workshop().scratch().err().unwrap();
    assert_eq!(error.kind, SessionErrorKind::ReadOnly);
    assert_eq!(error.message, "the connection can only read");
    assert!(
        error
            .help
            .unwrap()
            .contains("default_transaction_read_only")
    );
}
