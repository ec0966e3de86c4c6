//! What a role, a file or somebody's lock keeps us from.

use std::time::Duration;

use insta::assert_snapshot;
use migrator::{Adopt, ErrorKind, Options};
use rusqlite::{Connection, OpenFlags};

use super::database::{Database, each};
use super::made::{diesel, sqlx};
use super::sets::{DATES, DIESEL, SQLX};
use crate::support::postgres::connect;

#[test]
fn a_database_that_may_only_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for database in each() {
        sqlx(&database);
        let before = database.tables();
        let (planned, error) = match &database {
            Database::Sqlite(connection) => {
                let file = folder.path().join("app.db").display().to_string();
                connection.execute("VACUUM INTO ?1", [&file]).unwrap();
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
                let connection = Connection::open_with_flags(file, flags).unwrap();
                let planned = SQLX.plan_adopt(&connection, Adopt::new());
                (planned, SQLX.adopt(&connection))
            }
            Database::Postgres(server) => {
                let role = server.role("reader");
                database.run(&format!(
                    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}",
                    role.name
                ));
                let mut client = connect(&role.url);
                let planned = SQLX.plan_adopt(&mut client, Adopt::new());
                (planned, SQLX.adopt(&mut client))
            }
        };
        assert_eq!(planned.unwrap().after, DATES[1..2]);
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
        assert_eq!(database.tables(), before);
        // What is ours already is left alone.
        database.adopt(&SQLX).unwrap();
    }
}

#[test]
fn a_table_that_may_not_be_read() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        diesel(&database);
        let role = server.role("app");
        database.run(&format!("GRANT ALL ON SCHEMA public TO {}", role.name));
        let error = DIESEL.adopt(&mut connect(&role.url)).unwrap_err();
        assert_snapshot!(format!("{:?}: {error:?}", error.kind()), @"
    Database: the database could not be used
      caused by: permission denied for table __diesel_schema_migrations
    help: grant the role what it lacks, or run the migrations in a role that has it, with `Options::role`
    ");
    }
}

/// The other tool is in the middle of a migration.
#[test]
fn a_table_that_the_tool_is_writing() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        diesel(&database);
        let mut tool = server.client();
        let mut migrating = tool.transaction().unwrap();
        let noted = format!(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('{}')",
            DATES[2]
        );
        migrating.batch_execute(&noted).unwrap();
        let wait = Options::new()
            .lock_wait(Duration::from_millis(50))
            .lock_timeout(Duration::from_millis(10));
        let error = DIESEL.with(wait).adopt(&mut server.client()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
        migrating.commit().unwrap();
        assert_eq!(database.adopt(&DIESEL).unwrap().after, DATES[2..]);
    }
}
