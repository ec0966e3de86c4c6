//! How often the server is asked, counted by a proxy between it and the library.

use migrator::{Migrations, Transaction};

use crate::support::postgres::{TestDatabase, connect};
use crate::support::proxy::{Proxy, Seen};
use crate::support::{Rev, line, set};

/// What a run may cost beside one round trip for each migration.
const CONSTANT: usize = 6;

fn upgrade(database: &TestDatabase, set: &Migrations, n_steps: usize) -> Seen {
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    let report = set.upgrade(&mut client, "head").unwrap();
    assert_eq!(report.steps.len(), n_steps);
    proxy.take()
}

#[test]
fn a_start_with_nothing_to_do_asks_once() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(10));
    set.upgrade(&mut database.client(), "head").unwrap();
    let seen = upgrade(&database, set, 0);
    assert_eq!(seen.n_round_trips, 1, "{seen:#?}");
}

#[test]
fn a_start_with_nothing_to_do_on_a_database_without_a_history_asks_twice_at_most() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let made = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); \
                INSERT INTO alembic_version VALUES ('r010')";
    database.client().batch_execute(made).unwrap();
    let seen = upgrade(&database, set(line(10)), 0);
    assert!(seen.n_round_trips <= 2, "{seen:#?}");
}

#[test]
fn each_migration_asks_once_on_a_fresh_database() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let seen = upgrade(&database, set(line(30)), 30);
    assert!(seen.n_round_trips <= 30 + CONSTANT, "{seen:#?}");
}

#[test]
fn each_migration_asks_once_above_others() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(10))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let seen = upgrade(&database, set(line(40)), 30);
    assert!(seen.n_round_trips <= 30 + CONSTANT, "{seen:#?}");
}

#[test]
fn a_downgrade_asks_once_for_each_migration() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(30));
    set.upgrade(&mut database.client(), "head").unwrap();
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    let report = set.downgrade(&mut client, "base").unwrap();
    assert_eq!(report.steps.len(), 30);
    let seen = proxy.take();
    assert!(seen.n_round_trips <= 30 + CONSTANT, "{seen:#?}");
}

#[test]
fn a_migration_that_reads_asks_three_times_more_for_each_read() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut revisions = line(2);
    revisions.push(Rev::rust("reads", &["r002"], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.execute("INSERT INTO t VALUES (1)");
        let n: i64 = op
            .query("SELECT count(*) FROM t")?
            .first()
            .unwrap()
            .get(0)?;
        assert_eq!(n, 1);
        op.execute("INSERT INTO t VALUES (2)");
        op.execute("INSERT INTO t VALUES (3)");
        Ok(())
    }));
    let seen = upgrade(&database, set(revisions), 3);
    // What was recorded before, the types of the columns, and the rows.
    assert!(seen.n_round_trips <= 3 + 3 + CONSTANT, "{seen:#?}");
}

#[test]
fn a_whole_run_asks_once_for_each_migration_too() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let proxy = Proxy::new(database.server_address());
    let mut client = connect(&database.url_at_port(proxy.port()));
    let options = migrator::Options::new().transaction(Transaction::WholeRun);
    set(line(30))
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    let seen = proxy.take();
    assert!(seen.n_round_trips <= 30 + CONSTANT, "{seen:#?}");
}
