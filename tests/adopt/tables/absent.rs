//! A tool that has left nothing, or something that is its own in name only.

use insta::{allow_duplicates, assert_snapshot};
use migrator::{Adopt, ErrorKind, Tool};

use super::database::{Database, each};
use super::made::diesel;
use super::sets::{DATES, DIESEL, SCHEMA};
use crate::support::postgres::connect;
use crate::support::{Rev, set};

/// The start of an application that knows the tool, and meets a new database.
#[test]
fn a_tool_that_is_named_has_left_nothing_in_a_new_database() {
    let known = [
        Adopt::new().from(Tool::Diesel),
        Adopt::new().from(Tool::Goose).table("versions"),
    ];
    for adopt in known {
        for database in each() {
            let error = database.adopt_with(&DIESEL, adopt.clone()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NothingToAdopt, "{error}");
            database.upgrade(&DIESEL).unwrap();
            let again = database.adopt_with(&DIESEL, adopt.clone()).unwrap();
            assert!(again.was_adopted);
            assert_eq!(again.after, DATES[2..]);
        }
    }
}

#[test]
fn no_number_is_no_history() {
    let adopt = || Adopt::new().from(Tool::RusqliteMigration);
    for database in each() {
        let error = database.adopt_with(&DIESEL, adopt()).unwrap_err();
        if database.is_sqlite() {
            assert_eq!(error.kind(), ErrorKind::NothingToAdopt, "{error}");
            database.upgrade(&DIESEL).unwrap();
            assert!(database.adopt_with(&DIESEL, adopt()).unwrap().was_adopted);
        } else {
            assert_eq!(error.kind(), ErrorKind::Target, "{error}");
        }
    }
}

/// Applications count with it, too.
#[test]
fn a_number_in_a_database_of_ours_is_the_applications() {
    let database = &each()[0];
    database.upgrade(&DIESEL).unwrap();
    for number in [1, 7] {
        database.run(&format!("PRAGMA user_version = {number}"));
        assert!(database.adopt(&DIESEL).unwrap().was_adopted);
    }
    let named = Adopt::new().from(Tool::RusqliteMigration);
    assert!(database.adopt_with(&DIESEL, named).unwrap().was_adopted);
}

#[test]
fn a_table_that_is_a_tools_in_name_only() {
    allow_duplicates! {
        for database in each() {
            database.run("CREATE TABLE schema_migrations (id INTEGER)");
            let error = database.adopt(&DIESEL).unwrap_err();
            assert_snapshot!(format!("{:?}: {error:?}", error.kind()), @"
    Diverges: `schema_migrations` is no table of dbmate: it has no column `version`
    help: name the tool whose history counts with `from` (`--from`); or say where the database stands with `at` (`--at`)
    ");
            database.upgrade(&DIESEL).unwrap();
            assert!(database.adopt(&DIESEL).unwrap().was_adopted);
        }
        for database in each() {
            database.run("CREATE TABLE schema_migrations (id INTEGER)");
            database.run(SCHEMA);
            let adoption = database.adopt_with(&DIESEL, Adopt::new().at(DATES[1])).unwrap();
            assert_eq!(adoption.after, DATES[1..2]);
        }
    }
}

#[test]
fn a_history_without_rows_and_somebodys_word() {
    for database in each() {
        diesel(&database);
        database.run("DELETE FROM __diesel_schema_migrations");
        let adoption = database
            .adopt_with(&DIESEL, Adopt::new().at(DATES[1]))
            .unwrap();
        assert_eq!(adoption.after, DATES[1..2]);
        assert!(database.adopt(&DIESEL).unwrap().was_adopted);
    }
}

/// As a dump is that has become the first revision.
#[test]
fn the_tools_table_is_in_the_migrations() {
    let table = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP);";
    let one = set(vec![Rev::sql(
        "c46dab3fa34a",
        &[],
        &format!("{SCHEMA};{table}"),
    )]);
    for database in each() {
        diesel(&database);
        let adoption = database.adopt_with(one, Adopt::new().at("head")).unwrap();
        assert_eq!(adoption.warnings, [""; 0]);
        assert_eq!(adoption.after, ["c46dab3fa34a"]);
    }
}

/// What is hidden would be taken for what has not run.
#[test]
fn rows_that_a_policy_hides() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        diesel(&database);
        let role = server.role("app");
        database.run(&format!(
            "GRANT ALL ON SCHEMA public TO {0}; GRANT ALL ON ALL TABLES IN SCHEMA public TO {0};
             ALTER TABLE __diesel_schema_migrations ENABLE ROW LEVEL SECURITY",
            role.name
        ));
        let mut client = connect(&role.url);
        let error = DIESEL.adopt(&mut client).unwrap_err();
        assert_snapshot!(format!("{:?}: {error:?}", error.kind()), @"
    Database: the database could not be used
      caused by: row-level security may hide rows of table `__diesel_schema_migrations` from this role
    help: take the database over in the role that owns the table, with `Options::role`, or disable row-level security for it
    ");
    }
}
