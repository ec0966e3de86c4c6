//! A database for a test, of a history of 1,000 revisions.
//!
//! On SQLite beside an empty database in memory, and beside migrating afresh; on PostgreSQL beside a bare `CREATE DATABASE …
//! TEMPLATE` and `DROP DATABASE` of the same database, on a connection that is open already. Run with
//! `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench --bench fixtures`; prints medians and ratios. With `--profile dev` they
//! are those of most people's tests.

mod measure;
#[path = "../tests/support/mod.rs"]
mod support;

use measure::{Pairs, Work, print_head};
use migrator::testing::Fixture;
use postgres::Client;
use rusqlite::Connection;
use support::postgres::{TestDatabase, connect};

const N_COPIES: usize = 301;
const N_FRESH: usize = 5;
const N_DATABASES: usize = 21;

fn main() {
    let work = Work::new(1_000);
    sqlite(&work);
    if let Some(server) = support::needs::postgres() {
        on_server(&work, &server);
    }
}

fn sqlite(work: &Work) {
    let fixture = || Fixture::new(work.set);
    let copy = || fixture().sqlite().expect("a copy");
    let empty = || Connection::open_in_memory().expect("a database");
    drop(copy());
    print_head("SQLite, the fixture beside an empty database in memory");
    Pairs::measure(N_COPIES, || drop(empty()), || drop(copy())).print("opened");
    Pairs::measure(
        N_COPIES,
        || query(&empty(), "SELECT 1"),
        || query(&copy(), "SELECT count(*) FROM t7"),
    )
    .print("opened, and one query of one table");
    drop(fixture().sqlite_file().expect("a file"));
    let file = || drop(fixture().sqlite_file().expect("a file"));
    Pairs::measure(N_COPIES, || drop(empty()), file).print("a file");
    print_head("SQLite, migrating afresh beside the fixture");
    let fresh = || {
        let connection = empty();
        work.set.upgrade(&connection, "head").expect("an upgrade");
    };
    Pairs::measure(N_FRESH, || drop(copy()), fresh).print("1,000 revisions in memory");
}

fn query(connection: &Connection, sql: &str) {
    let found: i64 = connection
        .query_row(sql, [], |row| row.get(0))
        .expect("a row");
    assert!(found < 2);
}

fn on_server(work: &Work, server: &str) {
    let fixture = || Fixture::new(work.set).server(server);
    drop(fixture().postgres().expect("a template"));
    let database = TestDatabase::on(server);
    work.set
        .upgrade(&mut database.client(), "head")
        .expect("an upgrade");
    let mut client = connect(server);
    let template = database.name();
    let close = format!("ALTER DATABASE {template} WITH ALLOW_CONNECTIONS false");
    client.batch_execute(&close).expect("closed");
    print_head("PostgreSQL, the fixture beside a bare copy, both dropped");
    beside_bare(&mut client, template, &fixture()).print("1,000 revisions");
    let small = fixture().at("00000000000a");
    drop(small.postgres().expect("a template"));
    beside_bare(&mut client, "template0", &small)
        .print("11 revisions, beside a copy of `template0`");
    let version = "SELECT current_setting('server_version_num')::int";
    if client
        .query_one(version, &[])
        .expect("a version")
        .get::<_, i32>(0)
        >= 150_000
    {
        print_head("PostgreSQL, STRATEGY file_copy beside wal_log");
        strategies(&mut client, template, "1,000 revisions");
        strategies(&mut client, "template0", "`template0`");
    }
    let open = format!("ALTER DATABASE {template} WITH ALLOW_CONNECTIONS true");
    client.batch_execute(&open).expect("opened");
}

fn beside_bare(client: &mut Client, template: &str, fixture: &Fixture) -> Pairs {
    let copy = || drop(fixture.postgres().expect("a copy"));
    Pairs::measure(N_DATABASES, || bare(client, template, ""), copy)
}

fn strategies(client: &mut Client, template: &str, what: &str) {
    let mut pairs = Pairs::default();
    for _ in 0..N_DATABASES {
        let floor = measure::timed(|| bare(client, template, "STRATEGY wal_log"));
        pairs.add(
            floor,
            measure::timed(|| bare(client, template, "STRATEGY file_copy")),
        );
    }
    pairs.print(what);
}

fn bare(client: &mut Client, template: &str, strategy: &str) {
    let name = format!("migrator_bench_{}", std::process::id());
    let create = format!("CREATE DATABASE {name} TEMPLATE {template} {strategy}");
    client.batch_execute(&create).expect("a copy");
    client
        .batch_execute(&format!("DROP DATABASE {name}"))
        .expect("dropped");
}
