//! A database that Alembic made is taken over as it is, and can be given back.
//!
//! `data/alembic` holds the Alembic project and what it made.

use crate::support::alembic::project;
use crate::support::file::File;
use crate::support::look::{history, lines};
use crate::support::{Rev, column, set, tables, version_rows};
use migrator::{Migrations, OutOfOrder};
use rusqlite::Connection;

const MADE: &str = include_str!("../data/alembic/made.sql");
const STAMPED: &str = include_str!("../data/alembic/stamped.sql");

fn made(sql: &str) -> (Connection, &'static Migrations) {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    (connection, set(project("INTEGER")))
}

fn version_table(connection: &Connection) -> Vec<String> {
    let mut described = lines(
        connection,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name = 'alembic_version' ORDER BY name",
    );
    described.extend(lines(connection, "PRAGMA table_info(alembic_version)"));
    described
}

#[test]
fn an_upgrade_goes_on_where_alembic_stopped() {
    let (connection, set) = made(MADE);
    let report = set.upgrade(&connection, "head").unwrap();
    assert_eq!(report.before, ["5b3f6c0a9d21", "ae1027a6acf0"]);
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["9f0e7d5c4b3a", "c3d4e5f60718"]
    );
    assert_eq!(version_rows(&connection), ["c3d4e5f60718"]);
    assert_eq!(
        history(&connection),
        [
            "found 5b3f6c0a9d21,ae1027a6acf0 -> 5b3f6c0a9d21,ae1027a6acf0",
            "upgrade 9f0e7d5c4b3a -> 9f0e7d5c4b3a",
            "upgrade c3d4e5f60718 -> c3d4e5f60718",
        ]
    );
    assert_eq!(
        column(&connection, "SELECT name FROM accounts"),
        ["Ada", "Grace"]
    );
    assert_eq!(
        column(
            &connection,
            "SELECT name FROM pragma_table_info('invoices')"
        ),
        ["id", "account", "due"]
    );
}

#[test]
fn a_stamped_database_is_where_the_stamp_says() {
    let (connection, set) = made(STAMPED);
    let current = set.current(&connection).unwrap();
    assert_eq!(current.rows, ["c3d4e5f60718"]);
    assert!(current.is_up_to_date);
    assert_eq!(set.upgrade(&connection, "head").unwrap().steps, []);
    assert_eq!(
        tables(&connection),
        ["accounts", "alembic_version", "invoices"]
    );
}

#[test]
fn alembics_revisions_can_be_reverted() {
    let (connection, set) = made(STAMPED);
    let report = set.downgrade(&connection, "base").unwrap();
    assert_eq!(report.steps.len(), 5);
    assert_eq!(version_rows(&connection), [""; 0]);
    assert_eq!(tables(&connection), ["alembic_version", "migrator_history"]);
    assert_eq!(
        history(&connection)[0],
        "found c3d4e5f60718 -> c3d4e5f60718"
    );
}

#[test]
fn our_version_table_is_alembics_to_the_letter() {
    let (alembics, _) = made(MADE);
    let ours = Connection::open_in_memory().unwrap();
    set(project("INTEGER")).upgrade(&ours, "head").unwrap();
    assert_eq!(version_table(&ours), version_table(&alembics));
    let (stamped, set) = (
        Connection::open_in_memory().unwrap(),
        set(project("INTEGER")),
    );
    set.stamp(&stamped, "head").unwrap();
    assert_eq!(version_table(&stamped), version_table(&alembics));
}

#[test]
fn alembics_version_table_is_left_as_it_is() {
    let (connection, set) = made(MADE);
    let before = version_table(&connection);
    set.upgrade(&connection, "head").unwrap();
    set.downgrade(&connection, "base").unwrap();
    assert_eq!(version_table(&connection), before);
}

#[test]
fn rows_that_alembic_moved_in_between_are_found_and_not_out_of_order() {
    let (connection, set) = made(MADE);
    set.upgrade(&connection, "9f0e7d5c4b3a").unwrap();
    // What `alembic upgrade head` does to a database that we have used before.
    connection
        .execute_batch(
            "ALTER TABLE invoices ADD COLUMN due TEXT; \
             UPDATE alembic_version SET version_num = 'c3d4e5f60718'",
        )
        .unwrap();
    let mut revisions = project("INTEGER");
    revisions.push(Rev::sql(
        "d00000000001",
        &["c3d4e5f60718"],
        "CREATE TABLE later (x)",
    ));
    let newer = crate::support::set(revisions);
    let report = newer.upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["d00000000001"]);
    assert_eq!(
        history(&connection)[2..],
        [
            "found c3d4e5f60718 -> c3d4e5f60718",
            "upgrade d00000000001 -> d00000000001"
        ]
    );
    // Nor later, by a program with another digest.
    let mut revisions = project("INTEGER");
    revisions.push(Rev::sql(
        "d00000000001",
        &["c3d4e5f60718"],
        "CREATE TABLE later (x)",
    ));
    revisions.push(Rev::sql("d00000000002", &["d00000000001"], ""));
    let newest = crate::support::set(revisions);
    let options = migrator::Options::new().out_of_order(OutOfOrder::Error);
    let report = newest.with(options).upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["d00000000002"]);
}

#[test]
fn rows_that_alembic_moved_down_are_run_again() {
    let (connection, set) = made(MADE);
    set.upgrade(&connection, "head").unwrap();
    connection
        .execute_batch(
            "ALTER TABLE invoices DROP COLUMN due; \
             UPDATE alembic_version SET version_num = '9f0e7d5c4b3a'",
        )
        .unwrap();
    let report = set.upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["c3d4e5f60718"]);
    assert_eq!(
        column(
            &connection,
            "SELECT name FROM pragma_table_info('invoices')"
        ),
        ["id", "account", "due"]
    );
}

/// `scripts/soak` names a file here and then lets Alembic work on it.
#[test]
fn a_database_made_by_us_holds_what_alembic_looks_for() {
    let scratch = File::new();
    let path = std::env::var_os("MIGRATOR_SOAK_ALEMBIC_FILE")
        .map_or_else(|| scratch.path().to_owned(), Into::into);
    let connection = Connection::open(path).unwrap();
    set(project("INTEGER"))
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(version_rows(&connection), ["c3d4e5f60718"]);
    assert_eq!(
        column(
            &connection,
            "SELECT typeof(version_num) FROM alembic_version"
        ),
        ["text"]
    );
}
