//! A database without a history, or of which somebody says where it stands: its schema is compared.

use insta::{allow_duplicates, assert_snapshot};
use migrator::{Adopt, ErrorKind};
use rusqlite::Connection;

use super::database::{Database, each};
use super::made::sea_orm;
use super::sets::{DATES, DBMATE, DIESEL, INDEX, SCHEMA};
use crate::support::{Rev, set};

#[test]
fn a_new_database_has_nothing_to_take_over() {
    allow_duplicates! {
        for database in each() {
            let error = database.adopt(&DBMATE).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NothingToAdopt);
            assert_snapshot!(format!("{error:?}"), @"
    no tool has left a history in this database, and there is nothing else in it
    help: run `upgrade`
    ");
            assert_eq!(database.tables(), [""; 0]);
            // Whoever says where old databases stand does not mean a new one.
            let told = database.adopt_with(&DBMATE, Adopt::new().at("head")).unwrap_err();
            assert_eq!(told.kind(), ErrorKind::NothingToAdopt);
            assert_eq!(told.to_string(), error.to_string());
            assert_eq!(database.tables(), [""; 0]);
        }
    }
}

#[test]
fn the_revision_with_the_same_schema_is_offered_and_not_taken() {
    allow_duplicates! {
        for database in each() {
            database.run(SCHEMA);
            let error = database.adopt(&DBMATE).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NothingToAdopt);
            assert_snapshot!(format!("{error:?}"), @r#"
    no tool has left a history in this database; its schema is that of `20240201093000`
    help: if that is where it stands, say so: `.at(["20240201093000"])`, `--at 20240201093000`
    "#);
            assert_eq!(database.tables(), ["orders", "users"]);
            let adoption = database.adopt_with(&DBMATE, Adopt::new().at(DATES[1])).unwrap();
            assert_eq!(adoption.tool, None);
            assert_eq!(adoption.after, DATES[1..2]);
            assert_eq!(adoption.warnings, [""; 0]);
            database.upgrade(&DBMATE).unwrap();
        }
    }
}

#[test]
fn several_revisions_with_the_same_schema_are_all_named() {
    let set = set(vec![
        Rev::sql("a1", &[], SCHEMA),
        Rev::sql(
            "b2",
            &["a1"],
            "INSERT INTO users (id, name) VALUES (1, 'root')",
        ),
        Rev::sql("c3", &["b2"], INDEX),
    ]);
    allow_duplicates! {
        for database in each() {
            database.run(SCHEMA);
            let error = database.adopt(set).unwrap_err();
            assert_snapshot!(format!("{error:?}"), @r#"
    no tool has left a history in this database; its schema is that of `a1`, and of `b2`
    help: if that is where it stands, say so: `.at(["b2"])`, `--at b2`
    "#);
        }
    }
}

/// In the graph's own order there is no such place.
#[test]
fn lines_that_have_come_so_far_each_are_found_together() {
    let table = |name: &str| format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY)");
    let set = set(vec![
        Rev::sql("a1", &[], &table("a1")).label("shop"),
        Rev::sql("a2", &["a1"], &table("a2")),
        Rev::sql("a3", &["a2"], &table("a3")),
        Rev::sql("b1", &[], &table("b1")).label("billing"),
        Rev::sql("b2", &["b1"], &table("b2")),
        Rev::sql("c1", &[], &table("c1")).label("mail"),
    ]);
    let check = |database: &Database, tables: &[&str], expected: &str| {
        for name in tables {
            database.run(&table(name));
        }
        let error = database.adopt(set).unwrap_err().to_string();
        assert!(error.contains(expected), "{tables:?}: {error}");
    };
    let sqlite = || Database::Sqlite(Box::new(Connection::open_in_memory().unwrap()));
    for database in each() {
        let expected = "; its schema is that of `a2` and `b1`";
        check(&database, &["a1", "a2", "b1"], expected);
    }
    check(&sqlite(), &["b1", "b2"], "; its schema is that of `b2`");
    let expected = "; its schema is that of `a1` and `c1`";
    check(&sqlite(), &["c1", "a1"], expected);
    let expected = "the nearest is `a1` and `b1`, but for\n  added table x";
    check(&sqlite(), &["a1", "b1", "x"], expected);
}

#[test]
fn the_nearest_revision_is_shown_with_what_is_otherwise() {
    allow_duplicates! {
        for database in each() {
            database.run(SCHEMA);
            database.run("ALTER TABLE users ADD COLUMN nick VARCHAR(20)");
            let error = database.adopt(&DBMATE).unwrap_err();
            assert_snapshot!(format!("{error:?}"), @"
    no tool has left a history in this database; no revision has its schema, and the nearest is `20240201093000`, but for
      added column users.nick
    help: bring the database to the schema of a revision, or write one that makes its schema; or tell with `stamp` where it stands nevertheless
    ");
        }
    }
}

#[test]
fn what_no_operation_makes_is_a_difference_like_others() {
    for database in each().into_iter().filter(|it| !it.is_sqlite()) {
        database.run(SCHEMA);
        database.run("CREATE TYPE span AS (low integer, high integer)");
        let error = database.adopt(&DBMATE).unwrap_err();
        assert_snapshot!(format!("{error:?}"), @"
    no tool has left a history in this database; no revision has its schema, and the nearest is `20240201093000`, but for
      added span, a composite type
    help: bring the database to the schema of a revision, or write one that makes its schema; or tell with `stamp` where it stands nevertheless
    ");
    }
}

#[test]
fn a_revision_is_named_whose_schema_it_is_not() {
    allow_duplicates! {
        for database in each() {
            database.run(SCHEMA);
            database.run("DROP TABLE orders");
            let error = database.adopt_with(&DBMATE, Adopt::new().at("head")).unwrap_err();
            assert_snapshot!(format!("{error:?}"), @"
    the database cannot be taken over as it is: the schema is not that of `20240202000000`: removed table orders; removed index ix_orders_buyer on orders; removed index ix_orders_note on orders
    help: bring the database to that schema, or name another revision; or tell with `stamp` where it stands nevertheless
    ");
            assert_eq!(database.tables(), ["users"]);
        }
    }
}

#[test]
fn one_new_revision_stands_for_all_that_a_tool_has_run() {
    let one = set(vec![Rev::sql("c46dab3fa34a", &[], SCHEMA)]);
    for database in each() {
        sea_orm(&database);
        let adoption = database.adopt_with(one, Adopt::new().at("head")).unwrap();
        assert_eq!(adoption.after, ["c46dab3fa34a"]);
        assert_eq!(adoption.table, "seaql_migrations");
    }
}

#[test]
fn a_place_that_there_is_not() {
    for database in each() {
        database.run(SCHEMA);
        let error = database
            .adopt_with(&DIESEL, Adopt::new().at("20240131120001"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
        let error = database
            .adopt_with(&DIESEL, Adopt::new().at("+1"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
    }
}

/// A connection that is open already has but the database itself for scratch.
#[test]
fn what_cannot_be_replayed_within_the_database_is_said() {
    for database in each() {
        let Database::Postgres(server) = &database else {
            continue;
        };
        database.run(SCHEMA);
        let error = DBMATE.adopt(&mut server.client()).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("its schema is that of `20240201093000`"),
            "{error}"
        );
        let adopt = || Adopt::new().at("head");
        let adoption = DBMATE.plan_adopt(&mut server.client(), adopt()).unwrap();
        assert_eq!(
            adoption.warnings,
            [
                "the schema was not compared with that of `20240202000000`: the migrations cannot be replayed on a schema \
                 within the database, in a transaction"
            ]
        );
        assert_eq!(database.tables(), ["orders", "users"]);
    }
}
