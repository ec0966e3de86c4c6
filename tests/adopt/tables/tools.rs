//! Each tool's table, on each database that the tool has.

use migrator::Tool;

use super::database::each;
use super::made::{dbmate, diesel, flyway, golang_migrate, goose, refinery, sea_orm, sqlx};
use super::sets::{DATES, DBMATE, DIESEL, FLYWAY, GOLANG_MIGRATE, GOOSE, REFINERY, SCHEMA, SQLX};
use crate::support::{Rev, set};

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

#[test]
fn a_database_of_golang_migrate() {
    for database in each() {
        golang_migrate(&database);
        let adoption = database.adopted(&GOLANG_MIGRATE, "schema_migrations");
        assert_eq!(adoption.tool, Some(Tool::GolangMigrate));
        assert_eq!(adoption.applied, ["1", "2"]);
        let report = database.upgrade(&GOLANG_MIGRATE).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["10"]);
    }
}

#[test]
fn a_database_of_dbmate_or_of_rails() {
    for database in each() {
        dbmate(&database);
        let adoption = database.adopted(&DBMATE, "schema_migrations");
        assert_eq!(adoption.tool, Some(Tool::Dbmate));
        assert_eq!(adoption.applied, DATES[..2]);
        database.upgrade(&DBMATE).unwrap();
    }
}

#[test]
fn a_database_of_goose() {
    for database in each() {
        goose(&database);
        let adoption = database.adopted(&GOOSE, "goose_db_version");
        assert_eq!(adoption.tool, Some(Tool::Goose));
        assert_eq!(adoption.applied, ["1", "2"]);
        let report = database.upgrade(&GOOSE).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["20240202000000"]);
    }
}

#[test]
fn a_database_of_flyway() {
    for database in each() {
        flyway(&database);
        let adoption = database.adopted(&FLYWAY, "flyway_schema_history");
        assert_eq!(adoption.tool, Some(Tool::Flyway));
        assert_eq!(adoption.applied, ["1", "1.1"]);
        assert_eq!(adoption.proved, ["1", "1.1"]);
        let report = database.upgrade(&FLYWAY).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["1.10"]);
    }
}

#[test]
fn what_was_there_before_flyway_is_applied() {
    for database in each() {
        flyway(&database);
        database.run(
            "DELETE FROM flyway_schema_history WHERE installed_rank IN (0, 2, 3, 4);
             UPDATE flyway_schema_history SET version = '1.01', type = 'BASELINE', checksum = NULL;",
        );
        let adoption = database.adopted(&FLYWAY, "flyway_schema_history");
        assert_eq!(adoption.applied, ["1", "1.1"]);
        assert!(adoption.proved.is_empty());
    }
}

/// A migration `B1.1__…` makes at once what those below it made one by one.
#[test]
fn what_a_baseline_migration_of_flyway_made_is_applied() {
    for database in each() {
        flyway(&database);
        database.run(
            "DELETE FROM flyway_schema_history WHERE installed_rank IN (0, 2, 3, 4);
             UPDATE flyway_schema_history SET version = '1.1', type = 'SQL_BASELINE', script = 'B1.1__all.sql';",
        );
        let adoption = database.adopted(&FLYWAY, "flyway_schema_history");
        assert_eq!(adoption.applied, ["1", "1.1"]);
        assert!(adoption.proved.is_empty());
    }
}

#[test]
fn a_database_of_sea_orm() {
    let set = set(vec![
        Rev::sql("m20240131_120000_create_users", &[], "SELECT 1"),
        Rev::sql(
            "m20240201_093000_create_orders",
            &["m20240131_120000_create_users"],
            "SELECT 1",
        ),
        Rev::sql(
            "c46dab3fa34a",
            &["m20240201_093000_create_orders"],
            "CREATE TABLE more (id INTEGER)",
        ),
    ]);
    for database in each() {
        sea_orm(&database);
        let adoption = database.adopted(set, "seaql_migrations");
        assert_eq!(adoption.tool, Some(Tool::SeaOrm));
        assert_eq!(adoption.after, ["m20240201_093000_create_orders"]);
        let report = database.upgrade(set).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["c46dab3fa34a"]);
    }
}

#[test]
fn a_database_of_rusqlite_migration() {
    let database = &each()[0];
    database.run(SCHEMA);
    database.run("PRAGMA user_version = 2");
    let adoption = database.adopt(&DIESEL).unwrap();
    assert_eq!(adoption.tool, Some(Tool::RusqliteMigration));
    assert_eq!(adoption.table, "PRAGMA user_version");
    assert_eq!(adoption.applied, DATES[..2]);
    assert_eq!(database.column("PRAGMA user_version"), ["2"]);
    database.upgrade(&DIESEL).unwrap();
}

#[test]
fn a_database_of_alembic() {
    for database in each() {
        database.run(SCHEMA);
        database.run(&format!(
            "CREATE TABLE alembic_version (
                 version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
             );
             INSERT INTO alembic_version VALUES ('{}')",
            DATES[1]
        ));
        let adoption = database.adopt(&DIESEL).unwrap();
        assert_eq!(adoption.tool, Some(Tool::Alembic));
        assert_eq!(adoption.applied, DATES[..2]);
        let history = "SELECT direction, version_rows FROM migrator_history ORDER BY id";
        let stands = DATES[1];
        assert_eq!(
            database.lines(history),
            [format!("found | {stands}"), format!("stamp | {stands}")]
        );
        assert!(database.adopt(&DIESEL).unwrap().was_adopted);
        database.upgrade(&DIESEL).unwrap();
    }
}
