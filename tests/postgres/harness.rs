//! The tools of these tests: they must be right before they can show anything.

use std::time::{Duration, Instant};

use crate::support::pgbouncer::PgBouncer;
use crate::support::postgres::{TestDatabase, column, connect};
use crate::support::proxy::{Cut, Proxy, Seen};

#[test]
fn every_test_has_a_database_that_is_dropped_with_its_roles() {
    let Some(witness) = TestDatabase::new() else {
        return;
    };
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let name = database.name().to_owned();
    let role = database.role("reader");
    assert_ne!(name, witness.name());
    let mut client = database.client();
    client.batch_execute("CREATE TABLE t (x TEXT)").unwrap();
    assert_eq!(
        column(&mut connect(&role.url), "SELECT current_user"),
        [role.name]
    );
    // Also with somebody still connected.
    drop(database);
    let databases = format!("SELECT datname FROM pg_database WHERE datname = '{name}'");
    let roles = format!("SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{name}')");
    assert_eq!(column(&mut witness.client(), &databases), [""; 0]);
    assert_eq!(column(&mut witness.client(), &roles), [""; 0]);
}

#[test]
fn a_dump_shows_the_schema_and_the_rows_and_nothing_that_changes_by_itself() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let create = "CREATE TABLE t (x TEXT DEFAULT 'y', started_at TIMESTAMP DEFAULT now()); \
                  INSERT INTO t (x) VALUES ('b'), (NULL)";
    database.client().batch_execute(create).unwrap();
    let dump = database.dump();
    insta::assert_snapshot!(dump.join("\n"), @r"
    CREATE TABLE public.t (
        x text DEFAULT 'y'::text,
        started_at timestamp without time zone DEFAULT now()
    );
    public.t: NULL
    public.t: b
    ");
    assert_eq!(dump, database.dump());
}

#[test]
fn the_proxy_counts_round_trips_and_keeps_the_sql() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    assert_eq!(proxy.take(), Seen::default(), "connecting does not count");
    client.batch_execute("SELECT 1; SELECT 2").unwrap();
    client.simple_query("SELECT 3").unwrap();
    let seen = proxy.take();
    assert_eq!((seen.n_round_trips, seen.n_messages), (2, 2));
    assert_eq!(seen.sql, ["SELECT 1; SELECT 2", "SELECT 3"]);
    // Prepared, and then executed.
    client.query("SELECT $1::text", &[&"x"]).unwrap();
    let seen = proxy.take();
    assert_eq!(seen.n_round_trips, 2);
    assert_eq!(seen.sql, ["SELECT $1::text"]);
    // An error is an answer, too.
    client.batch_execute("SELECT 1 / 0").unwrap_err();
    assert_eq!(proxy.take().n_round_trips, 1);
}

#[test]
fn the_proxy_delays_both_directions() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let delay = Duration::from_millis(5);
    let proxy = Proxy::with_delay(database.server_address(), delay);
    let mut client = connect(&database.url_at_port(proxy.port()));
    let started = Instant::now();
    client.simple_query("SELECT 1").unwrap();
    assert!(started.elapsed() >= delay * 2);
}

#[test]
fn the_proxy_cuts_the_connection_before_and_after_a_message() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    database
        .client()
        .batch_execute("CREATE TABLE t (x INTEGER)")
        .unwrap();
    let proxy = Proxy::new(database.server_address());
    for (cut, kept) in [(Cut::Before(2), "1"), (Cut::After(2), "1,1,2")] {
        let mut client = connect(&database.url_at_port(proxy.port()));
        proxy.cut(cut);
        client.batch_execute("INSERT INTO t VALUES (1)").unwrap();
        let error = client
            .batch_execute("INSERT INTO t VALUES (2)")
            .unwrap_err();
        assert!(error.is_closed() || error.code().is_none(), "{error:?}");
        database.settled();
        let all = "SELECT string_agg(x::text, ',' ORDER BY x) FROM t";
        assert_eq!(column(&mut database.client(), all), [kept], "{cut:?}");
    }
}

#[test]
fn a_pooler_hands_each_transaction_to_another_connection() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let Some(pooler) = PgBouncer::start(&database, "transaction", 1) else {
        return;
    };
    let pid = "SELECT pg_backend_pid()";
    let mut clients = [(); 2].map(|()| connect(&pooler.url(&database)));
    let [first, second] = clients.each_mut().map(|client| column(client, pid));
    assert_eq!(first, second, "one connection to the server for both");
}
