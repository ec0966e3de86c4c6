//! Where our own two tables are: in a schema of choice, and whatever a migration does to
//! the `search_path`.

use migrator::{ErrorKind, Options, Transaction};
use postgres::Client;

use crate::support::postgres::{TestDatabase, column, connect, lines};
use crate::support::{Rev, line, set};
use crate::tools::again;

fn search_path(client: &mut Client) -> String {
    column(client, "SHOW search_path").remove(0)
}

/// Every table of ours, wherever it is.
fn own_tables(client: &mut Client) -> Vec<String> {
    let sql = "SELECT schemaname || '.' || tablename FROM pg_tables \
        WHERE tablename IN ('alembic_version', 'migrator_history') ORDER BY 1";
    column(client, sql)
}

const BOTH: [&str; 2] = ["public.alembic_version", "public.migrator_history"];

/// Runs a migration that changes the path, and one after it, and checks that everything
/// is where it was.
fn is_put_back(up: &str, mode: Transaction) {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    // The way a schema with tables of the same names would catch our rows.
    client
        .batch_execute(
            "CREATE SCHEMA app; SET search_path = public, pg_temp; \
             CREATE TABLE app.alembic_version (version_num VARCHAR(32) PRIMARY KEY)",
        )
        .unwrap();
    let revisions = vec![
        Rev::sql("a1", &[], up).transaction(mode),
        Rev::sql("a2", &["a1"], "CREATE TABLE second (x TEXT)"),
    ];
    set(revisions).upgrade(&mut client, "head").unwrap();
    assert_eq!(search_path(&mut client), "public, pg_temp", "{up}");
    let rows = "SELECT version_num FROM public.alembic_version";
    assert_eq!(column(&mut client, rows), ["a2"], "{up}");
    let others = "SELECT version_num FROM app.alembic_version";
    assert_eq!(column(&mut client, others), [""; 0], "{up}");
    let history = "SELECT revision FROM public.migrator_history WHERE status = 'done' ORDER BY id";
    assert_eq!(column(&mut client, history), ["a1", "a2"], "{up}");
    let made = "SELECT schemaname || '.' || tablename FROM pg_tables \
                WHERE tablename IN ('first', 'second') ORDER BY 1";
    assert_eq!(
        column(&mut client, made),
        ["app.first", "public.second"],
        "{up}"
    );
}

const CHANGES: [&str; 5] = [
    "SET search_path = app; CREATE TABLE first (x TEXT)",
    "SET SESSION search_path TO app, public; CREATE TABLE first (x TEXT)",
    "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE app.first (x TEXT)",
    "SET SCHEMA 'app'; CREATE TABLE first (x TEXT)",
    "SELECT set_config('search_path', 'app', false); CREATE TABLE first (x TEXT)",
];

#[test]
fn a_changed_search_path_is_put_back_in_a_transaction() {
    for up in CHANGES {
        is_put_back(up, Transaction::PerMigration);
    }
    is_put_back(
        "SET LOCAL search_path = app; CREATE TABLE first (x TEXT)",
        Transaction::PerMigration,
    );
    is_put_back(
        "SELECT set_config('search_path', 'app', true); CREATE TABLE first (x TEXT)",
        Transaction::PerMigration,
    );
}

#[test]
fn a_changed_search_path_is_put_back_outside_a_transaction() {
    for up in CHANGES {
        is_put_back(up, Transaction::None);
    }
}

/// Runs an upgrade that fails, and checks that the path is as it was.
fn is_put_back_after_a_failure(revisions: Vec<Rev>) {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("CREATE SCHEMA app; SET search_path = public, pg_temp")
        .unwrap();
    let error = set(revisions).upgrade(&mut client, "head").unwrap_err();
    assert!(
        format!("{error:?}").contains("division by zero"),
        "{error:?}"
    );
    assert_eq!(search_path(&mut client), "public, pg_temp", "{error:?}");
}

#[test]
fn a_changed_search_path_is_put_back_after_a_failure() {
    for mode in [Transaction::PerMigration, Transaction::None] {
        for up in CHANGES {
            let up = crate::support::leak_str(&format!("{up}; SELECT 1 / 0"));
            is_put_back_after_a_failure(vec![Rev::sql("a1", &[], up).transaction(mode)]);
        }
    }
}

#[test]
fn a_search_path_changed_in_a_block_is_put_back_after_it_and_after_a_failure() {
    is_put_back_after_a_failure(vec![Rev::rust("a1", &[], |op| {
        op.autocommit(|op| op.execute("SET search_path = app"));
        op.execute("SELECT 1 / 0");
        Ok(())
    })]);
    is_put_back_after_a_failure(vec![Rev::rust("a1", &[], |op| {
        op.autocommit(|op| {
            op.execute("SET search_path = app");
            op.execute("SELECT 1 / 0");
        });
        Ok(())
    })]);
    is_put_back_after_a_failure(vec![Rev::rust("a1", &[], |op| {
        op.execute("SET search_path = app");
        op.autocommit(|op| op.execute("SELECT 1 / 0"));
        Ok(())
    })]);

    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("CREATE SCHEMA app; SET search_path = public, pg_temp")
        .unwrap();
    let up = |op: &mut migrator::Op<'_>| {
        op.execute("SET search_path = app");
        op.execute("CREATE TABLE first (x TEXT)");
        op.autocommit(|op| {
            op.execute("CREATE TABLE second (x TEXT)");
            op.execute("SET search_path = app");
            op.execute("CREATE TABLE third (x TEXT)");
        });
        op.execute("CREATE TABLE fourth (x TEXT)");
        Ok(())
    };
    set(vec![Rev::rust("a1", &[], up)])
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(search_path(&mut client), "public, pg_temp");
    let made = "SELECT tablename || ' ' || schemaname FROM pg_tables \
                WHERE tablename IN ('first', 'second', 'third', 'fourth') ORDER BY 1";
    assert_eq!(
        column(&mut client, made),
        ["first app", "fourth public", "second public", "third app"]
    );
    assert_eq!(own_tables(&mut client), BOTH);
}

#[test]
fn every_setting_of_the_connection_is_as_before() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client
        .batch_execute("SET lock_timeout = '7s'; SET statement_timeout = '1h'")
        .unwrap();
    let settings = "SELECT name, setting FROM pg_settings ORDER BY name";
    let before = lines(&mut client, settings);
    let mut revisions = line(2);
    revisions.push(
        Rev::sql(
            "a1",
            &["r002"],
            "CREATE TABLE a (x TEXT); VACUUM a; ANALYZE",
        )
        .transaction(Transaction::None),
    );
    let mut failing = again(&revisions);
    failing.push(Rev::sql("a2", &["a1"], "SELECT 1 / 0").transaction(Transaction::None));
    let options = Options::new().statement_timeout(std::time::Duration::from_secs(600));
    set(revisions)
        .with(options.clone())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(lines(&mut client, settings), before);
    set(failing)
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap_err();
    assert_eq!(lines(&mut client, settings), before);
}

#[test]
fn a_schema_of_choice_is_created_when_it_is_missing() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let options = || Options::new().version_table(("Own place", "versions"));
    let set = set(line(2));
    set.with(options()).upgrade(&mut client, "r001").unwrap();
    set.with(options()).upgrade(&mut client, "head").unwrap();
    let report = set.with(options()).upgrade(&mut client, "head").unwrap();
    assert_eq!(report.steps, []);
    let tables = "SELECT schemaname || '.' || tablename FROM pg_tables \
                  WHERE schemaname = 'Own place' ORDER BY 1";
    assert_eq!(
        column(&mut client, tables),
        ["Own place.versions", "Own place.versions_history"]
    );
    let rows = "SELECT version_num FROM \"Own place\".versions";
    assert_eq!(column(&mut client, rows), ["r002"]);
    assert_eq!(own_tables(&mut client), [""; 0]);
    set.with(options()).downgrade(&mut client, "base").unwrap();
    assert_eq!(column(&mut client, rows), [""; 0]);
}

#[test]
fn a_failure_in_the_first_migration_leaves_no_schema_behind() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let options = Options::new().version_table(("own", "versions"));
    set(vec![Rev::sql("a1", &[], "SELECT 1 / 0")])
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap_err();
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'own'";
    assert_eq!(column(&mut client, schemas), ["0"]);
}

#[test]
fn a_role_that_may_not_create_schemas_uses_one_that_exists() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = database.role("app");
    let options = || Options::new().version_table(("own", "versions"));
    let mut client = connect(&role.url);
    let error = set(line(1))
        .with(options())
        .upgrade(&mut client, "head")
        .unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("permission denied for database"), "{text}");
    assert_ne!(error.kind(), ErrorKind::Bug);

    let create = format!("CREATE SCHEMA own AUTHORIZATION {0}", role.name);
    database.client().batch_execute(&create).unwrap();
    let own = Rev::sql("a1", &[], "CREATE TABLE own.t (x TEXT)");
    set(vec![own])
        .with(options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(
        column(&mut client, "SELECT version_num FROM own.versions"),
        ["a1"]
    );
}
