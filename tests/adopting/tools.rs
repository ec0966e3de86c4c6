//! Each tool's table, on each database that the tool has.

use migrator::Tool;
use refinery_core::Migration;

use crate::database::{Database, each};
use crate::sets::{DATES, DIESEL, REFINERY, SCHEMA, SHA384, SQLX};

/// What refinery makes, in its own words.
pub(crate) fn refinery(database: &Database) {
    let files = [
        (
            "V1__create_users",
            include_str!("../layouts/refinery/V1__create_users.sql"),
        ),
        (
            "V2__create_orders",
            include_str!("../layouts/refinery/V2__create_orders.sql"),
        ),
    ];
    database.run(SCHEMA);
    database.run(
        "CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));",
    );
    for (name, sql) in files {
        let it = Migration::unapplied(name, sql).unwrap();
        database.run(&format!(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
             VALUES ({}, '{}', '2024-02-01T12:00:00.5Z', '{}')",
            it.version(),
            it.name(),
            it.checksum()
        ));
    }
}

/// What diesel makes.
pub(crate) fn diesel(database: &Database) {
    database.run(SCHEMA);
    database.run(&format!(
        "CREATE TABLE __diesel_schema_migrations (
             version VARCHAR(50) PRIMARY KEY NOT NULL,
             run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
         );
         INSERT INTO __diesel_schema_migrations (version) VALUES ('{}'), ('{}');",
        DATES[1], DATES[0]
    ));
}

/// What sqlx makes.
pub(crate) fn sqlx(database: &Database) {
    database.run(SCHEMA);
    let (bytes, boolean) = match database.is_sqlite() {
        true => ("BLOB", "1"),
        false => ("BYTEA", "TRUE"),
    };
    database.run(&format!(
        "CREATE TABLE _sqlx_migrations (
             version BIGINT PRIMARY KEY,
             description TEXT NOT NULL,
             installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
             success BOOLEAN NOT NULL,
             checksum {bytes} NOT NULL,
             execution_time BIGINT NOT NULL
         );"
    ));
    for (version, checksum) in DATES.iter().zip(SHA384).take(2) {
        database.run(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES ({version}, 'x', {boolean}, {}, -1)",
            database.bytes(checksum)
        ));
    }
}

#[test]
fn a_database_of_refinery() {
    for database in each() {
        refinery(&database);
        let adoption = database.adopted(&REFINERY, "refinery_schema_history");
        assert_eq!(adoption.tool, Some(Tool::Refinery));
        assert_eq!(adoption.applied, ["1", "2"]);
        assert_eq!(adoption.proved, ["1", "2"]);
        assert_eq!(adoption.after, ["2"]);
        let report = database.upgrade(&REFINERY).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["10"]);
    }
}

#[test]
fn a_database_of_diesel() {
    for database in each() {
        diesel(&database);
        let adoption = database.adopted(&DIESEL, "__diesel_schema_migrations");
        assert_eq!(adoption.tool, Some(Tool::Diesel));
        assert_eq!(adoption.applied, DATES[..2]);
        assert!(adoption.proved.is_empty());
        let report = database.upgrade(&DIESEL).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), DATES[2..]);
    }
}

#[test]
fn a_database_of_sqlx() {
    for database in each() {
        sqlx(&database);
        let adoption = database.adopted(&SQLX, "_sqlx_migrations");
        assert_eq!(adoption.tool, Some(Tool::Sqlx));
        assert_eq!(adoption.applied, DATES[..2]);
        assert_eq!(adoption.proved, DATES[..2]);
        let report = database.upgrade(&SQLX).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), DATES[2..]);
    }
}
