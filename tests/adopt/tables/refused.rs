//! What does not fit: everything is listed at once, and nothing is written.

use insta::assert_snapshot;
use migrator::Migrations;

use super::database::{Database, each};
use super::made::{diesel, flyway, golang_migrate, refinery, sqlx};
use super::sets::{DIESEL, FLYWAY, GOLANG_MIGRATE, REFINERY, SQLX};

/// Changes a database, and shows what is said of it on each of them.
fn refused(set: &Migrations, make: fn(&Database), change: &str) -> String {
    let said = each().into_iter().map(|database| {
        make(&database);
        database.run(change);
        let before = database.tables();
        let error = database.adopt(set).unwrap_err();
        assert_eq!(database.tables(), before);
        format!("{:?}: {error:?}", error.kind())
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    said.join("\n--\n")
}

#[test]
fn a_changed_file_of_refinery() {
    let change = "UPDATE refinery_schema_history SET checksum = '7' WHERE version = 2";
    assert_snapshot!(refused(&REFINERY, refinery, change), @"
    Diverges: the database cannot be taken over as it is: `2` is not what ran: tests/layouts/refinery/V2__create_orders.sql has another checksum
    help: restore the file as it ran, and put the change into a new revision
    ");
}

#[test]
fn everything_at_once() {
    let change = "UPDATE _sqlx_migrations SET version = 20240131120001, success = (1 = 0) WHERE version = 20240131120000;
                  INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                      SELECT 20240202000000, 'x', (1 = 1), checksum, 0 FROM _sqlx_migrations WHERE version = 20240201093000";
    assert_snapshot!(refused(&SQLX, sqlx, change), @r#"
    Diverges: the database cannot be taken over as it is
      `20240131120001` has failed half-way
        put the database in order, and finish it with sqlx, or remove its row
      `20240131120001` has run, and no revision is called so
        add its file, or say which revision it is: `.map("20240131120001", "REVISION")`, `--map 20240131120001=REVISION`
      `20240202000000` is not what ran: tests/layouts/sqlx/20240202000000_index_notes.up.sql has another checksum
        restore the file as it ran, and put the change into a new revision
      `20240131120000` has not run, and `20240201093000` above it has
        run it with sqlx first; or do what is left of it by hand, and tell with `stamp` where the database stands
    "#);
}

#[test]
fn a_row_without_a_revision_and_an_empty_table() {
    let change = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')";
    assert_snapshot!(refused(&DIESEL, diesel, change), @r#"
    Diverges: the database cannot be taken over as it is: `20990101000000` has run, and no revision is called so
    help: add its file, or say which revision it is: `.map("20990101000000", "REVISION")`, `--map 20990101000000=REVISION`
    "#);
    let change = "DELETE FROM __diesel_schema_migrations";
    assert_snapshot!(refused(&DIESEL, diesel, change), @"
    NothingToAdopt: the database cannot be taken over as it is: `__diesel_schema_migrations` says that nothing has run
    help: run `upgrade` if nothing has been applied; else say where the database stands with `at` (`--at`)
    ");
}

#[test]
fn a_dirty_version() {
    let change = "UPDATE schema_migrations SET dirty = (1 = 1)";
    assert_snapshot!(refused(&GOLANG_MIGRATE, golang_migrate, change), @"
    Diverges: the database cannot be taken over as it is: `2` has failed half-way
    help: put the database in order, and say with `migrate force` at which version it is
    ");
}

#[test]
fn a_repeatable_migration_and_a_changed_file_of_flyway() {
    let change = "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE installed_rank = 2;
                  DELETE FROM flyway_schema_history WHERE installed_rank = 4;
                  UPDATE flyway_schema_history SET version = NULL, script = 'R__views.sql' WHERE installed_rank = 3";
    assert_snapshot!(refused(&FLYWAY, flyway, change), @r#"
    Diverges: the database cannot be taken over as it is
      `1.1` is not what ran: tests/layouts/flyway/V1.1__create_orders.sql has another checksum
        restore the file as it ran, and put the change into a new revision
      `R__views.sql` has run, and no revision is called so
        add its file, or say which revision it is: `.map("R__views.sql", "REVISION")`, `--map R__views.sql=REVISION`
    "#);
}

#[test]
fn several_tools() {
    let both = |database: &Database| {
        diesel(database);
        database.run("DROP TABLE orders; DROP TABLE users");
        refinery(database);
    };
    assert_snapshot!(refused(&DIESEL, both, "SELECT 1"), @"
    Diverges: the database cannot be taken over as it is: several tools have a history here: diesel (`__diesel_schema_migrations`), refinery (`refinery_schema_history`)
    help: say which of them made the schema with `from` (`--from diesel` or `--from refinery`)
    ");
}

#[test]
fn other_version_rows() {
    let both = |database: &Database| {
        database.upgrade(&DIESEL).unwrap();
        match database {
            Database::Sqlite(connection) => DIESEL.downgrade(&**connection, "-2").unwrap(),
            Database::Postgres(it) => DIESEL.downgrade(&mut it.client(), "-2").unwrap(),
        };
        database.run("DROP TABLE users");
        diesel(database);
    };
    assert_snapshot!(refused(&DIESEL, both, "SELECT 1"), @"
    Diverges: the database cannot be taken over as it is: the version rows stand at `20240131120000`, without `20240201093000`
    help: look at both histories, and tell with `stamp` where the database stands; once the old table is not needed, drop it
    ");
}

#[test]
fn a_table_that_is_strange() {
    let alone = |database: &Database| {
        database.run("CREATE TABLE __diesel_schema_migrations (number INTEGER)");
    };
    assert_snapshot!(refused(&DIESEL, alone, "SELECT 1"), @"
    Diverges: `__diesel_schema_migrations` is no table of diesel: it has no column `version`, `run_on`
    help: name the tool whose history counts with `from` (`--from`); or say where the database stands with `at` (`--at`)
    ");
}

#[test]
fn a_number_that_counts_something_else() {
    let database = &each()[0];
    database.run("PRAGMA user_version = 20240131");
    let error = database.adopt(&DIESEL).unwrap_err();
    assert_snapshot!(format!("{error:?}"), @"
    the database cannot be taken over as it is: 20240131 migrations have run, and there are 3 revisions
    help: add the files that are missing; or, if the number is not `rusqlite_migration`'s, say where the database stands with `at` (`--at`)
    ");
    database.run("PRAGMA user_version = 2; CREATE TABLE users (id INTEGER PRIMARY KEY)");
    let error = database.adopt(&DIESEL).unwrap_err();
    assert_snapshot!(format!("{error:?}"), @"
    the database cannot be taken over as it is: the schema is not that of `20240201093000`: removed table orders; removed column users.name; removed unique constraint of users: (name); removed index ix_orders_buyer on orders
    help: bring the database to that schema, or name another revision; or tell with `stamp` where it stands nevertheless
    ");
    assert_eq!(database.tables(), ["users"]);
}
