//! What is read does not depend on how the connection is set, nor on where it looks beside its own schema.

use super::{database, own, read};
use crate::backends::postgres::introspection::PostgresIntrospection;
use crate::catalog::{Introspection, Scope};
use crate::session::Connect;

const SCHEMA: &str = "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad'); \
    CREATE FUNCTION app.f(timestamptz) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; \
    CREATE TABLE app.users (id integer PRIMARY KEY, mood app.mood DEFAULT 'sad', \
    at timestamptz DEFAULT '2020-01-01 12:00+02' CHECK (app.f(at)), span interval DEFAULT '1 day 2 hours', \
    day date DEFAULT '2020-02-01', bytes bytea DEFAULT '\\x00ff', x double precision DEFAULT 0.1::float8, \
    path text DEFAULT E'a\\\\b', friend integer REFERENCES app.users); \
    CREATE VIEW app.friends AS SELECT u.id, 'sad'::app.mood AS m FROM app.users u; \
    CREATE TABLE public.users (mood app.mood); \
    CREATE SCHEMA other; CREATE TABLE other.notes (user_id integer REFERENCES app.users, x public.users)";

#[test]
fn settings_of_the_connection_change_nothing() {
    let Some(database) = database(SCHEMA) else {
        return;
    };
    let with = |settings: &str| {
        let mut client = database.connect();
        client.batch_execute(settings).unwrap();
        read(&mut client, &Scope::default())
    };
    let plain = with("SET search_path = app");
    assert_eq!(plain.tables.len(), 1);
    let at = plain.tables[0]
        .columns()
        .iter()
        .find(|it| it.name() == "at");
    assert!(format!("{at:?}").contains("10:00:00+00"));
    for settings in [
        "SET search_path = app, public, other",
        "SET search_path = missing, app, pg_catalog; CREATE TEMPORARY TABLE users (x text)",
        "SET search_path = app; SET quote_all_identifiers = on; SET TimeZone = 'Asia/Tokyo'",
        "SET search_path = app; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = sql_standard; \
         SET bytea_output = escape; SET extra_float_digits = -9; SET standard_conforming_strings = off",
    ] {
        assert_eq!(with(settings), plain, "{settings}");
    }
}

#[test]
fn reading_leaves_the_connection_as_it_was() {
    let Some(database) = database(SCHEMA) else {
        return;
    };
    let mut client = database.connect();
    let all = "SELECT name || coalesce(setting, '') FROM pg_settings ORDER BY name";
    let texts =
        |rows: Vec<postgres::Row>| rows.iter().map(|row| row.get(0)).collect::<Vec<String>>();
    client
        .batch_execute("SET search_path = app, public")
        .unwrap();
    let before = texts(client.query(all, &[]).unwrap());
    read(&mut client, &Scope::default());
    assert_eq!(texts(client.query(all, &[]).unwrap()), before);
    let mut transaction = client.transaction().unwrap();
    transaction
        .batch_execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
        .unwrap();
    let before = texts(transaction.query(all, &[]).unwrap());
    read(&mut transaction, &Scope::default());
    assert_eq!(texts(transaction.query(all, &[]).unwrap()), before);
}

#[test]
fn a_column_of_newer_servers_is_missed_without_an_error() {
    let Some(mut database) = database("CREATE TABLE t (x integer UNIQUE)") else {
        return;
    };
    // The way of asking for it, with a name that no server has.
    let questions = PostgresIntrospection.questions(&Scope::default());
    for question in questions {
        let older = question
            .sql
            .replace("indnullsnotdistinct", "indnobodyknows")
            .replace("confdelsetcols", "confnobodyknows");
        assert_eq!(database.try_run(&older), Ok(()));
    }
}

#[test]
fn the_identity_is_one_row() {
    let Some(database) = database("SELECT 1") else {
        return;
    };
    let mut client = database.connect();
    let mut session = client.session().unwrap();
    let identity = session.read(&PostgresIntrospection.identity()).unwrap();
    assert_eq!(identity.len(), 1);
    let version: String = identity.first().unwrap().get("version").unwrap();
    assert!(version.starts_with("PostgreSQL"));
    drop(session);
    assert_eq!(own(&database), own(&database));
}
