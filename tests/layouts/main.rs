//! Folders of other tools, embedded as they are: what is made is what their SQL makes.

#[path = "../support/mod.rs"]
mod support;

use migrator::Migrations;
use rusqlite::Connection;

use support::look;
use support::postgres::TestDatabase;

migrator::embed_migrations!(
    "tests/layouts/refinery" as REFINERY,
    library,
    layout = refinery
);
migrator::embed_migrations!("tests/layouts/diesel" as DIESEL, library, layout = diesel);
migrator::embed_migrations!("tests/layouts/sqlx" as SQLX, library, layout = sqlx);
migrator::embed_migrations!(
    "tests/layouts/golang_migrate" as GOLANG_MIGRATE,
    library,
    layout = golang_migrate
);
migrator::embed_migrations!("tests/layouts/goose" as GOOSE, library, layout = goose);
migrator::embed_migrations!("tests/layouts/dbmate" as DBMATE, library, layout = dbmate);
migrator::embed_migrations!("tests/layouts/flyway" as FLYWAY, library, layout = flyway);

/// The same three migrations in each folder.
const PLAIN: [&str; 3] = [
    include_str!("refinery/V1__create_users.sql"),
    include_str!("refinery/V2__create_orders.sql"),
    include_str!("refinery/later/U10__index_notes.sql"),
];

const ALL: [(&Migrations, &[&str], bool); 7] = [
    (&REFINERY, &["1", "2", "10"], false),
    (&DIESEL, DATES, true),
    (&SQLX, DATES, true),
    (&GOLANG_MIGRATE, &["1", "2", "10"], true),
    (&GOOSE, &["1", "2", "20240202000000"], true),
    (&DBMATE, DATES, true),
    (&FLYWAY, &["1", "1.1", "1.10"], true),
];

const DATES: &[&str] = &["20240131120000", "20240201093000", "20240202000000"];

/// What SQLite itself says of what is not ours.
fn sqlite(connection: &Connection) -> Vec<String> {
    look::lines(
        connection,
        "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'migrator\\_%' ESCAPE '\\' \
         AND tbl_name NOT LIKE 'alembic\\_%' ESCAPE '\\' ORDER BY type, name",
    )
}

#[test]
fn sqlite_holds_what_the_files_make() {
    let plain = Connection::open_in_memory().unwrap();
    plain.execute_batch(&PLAIN.concat()).unwrap();
    for (set, ids, goes_back) in ALL {
        let connection = Connection::open_in_memory().unwrap();
        let report = set.upgrade(&connection, "head").unwrap();
        let applied: Vec<&str> = report.revisions().collect();
        assert_eq!(applied, ids);
        assert_eq!(sqlite(&connection), sqlite(&plain), "{ids:?}");
        assert_eq!(look::version_rows(&connection), [*ids.last().unwrap()]);
        if goes_back {
            set.downgrade(&connection, "base").unwrap();
            assert_eq!(sqlite(&connection), Vec::<String>::new(), "{ids:?}");
        }
    }
}

#[test]
fn postgres_holds_what_the_files_make() {
    let Some(plain) = TestDatabase::new() else {
        return;
    };
    plain.client().batch_execute(&PLAIN.concat()).unwrap();
    for (set, ids, goes_back) in ALL {
        let database = TestDatabase::new().unwrap();
        set.upgrade(&mut database.client(), "head").unwrap();
        let rows =
            support::postgres::column(&mut database.client(), "SELECT * FROM alembic_version");
        assert_eq!(rows, [*ids.last().unwrap()]);
        let own = "DROP TABLE alembic_version, migrator_history";
        if goes_back {
            set.downgrade(&mut database.client(), "base").unwrap();
            set.upgrade(&mut database.client(), "head").unwrap();
        }
        database.client().batch_execute(own).unwrap();
        assert_eq!(database.schema(), plain.schema(), "{ids:?}");
    }
}
