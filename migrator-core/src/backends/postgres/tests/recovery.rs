//! Statements of which nobody saw the end, looked up in the catalogue.

use super::{Database, PostgresRenderer, operations};
use crate::dialect::{Effect, Recovery, Renderer};
use crate::ops::Op;
use crate::schema::Index;
use crate::session::Statement;

fn effect(sql: &str) -> Effect {
    match PostgresRenderer.recovery(&Statement::new(sql.to_owned())) {
        Recovery::Check(effect) => effect,
        other => panic!("{other:?}: {sql}"),
    }
}

#[test]
fn what_bears_repetition_is_told_from_what_does_not() {
    let check = |sql: &str, expect: Recovery| {
        let statement = Statement::new(sql.to_owned());
        assert_eq!(PostgresRenderer.recovery(&statement), expect, "{sql}");
        let repeatable = statement.repeatable(true);
        assert_eq!(PostgresRenderer.recovery(&repeatable), Recovery::Repeat);
    };
    check("VACUUM", Recovery::Repeat);
    check("/* x */ vacuum (full) t", Recovery::Repeat);
    check("ANALYZE t", Recovery::Repeat);
    check("CLUSTER", Recovery::Repeat);
    check("ALTER SYSTEM RESET ALL", Recovery::Repeat);
    check("REINDEX (VERBOSE) DATABASE d", Recovery::Repeat);
    check("REINDEX TABLE CONCURRENTLY t", Recovery::Refuse);
    check("REINDEX (CONCURRENTLY) TABLE t", Recovery::Refuse);
    check("CREATE INDEX CONCURRENTLY ON t (a)", Recovery::Refuse);
    check(
        "CREATE INDEX CONCURRENTLY U&\"\\0061\" ON t (a)",
        Recovery::Refuse,
    );
    check("CREATE INDEX CONCURRENTLY a.i ON t (a)", Recovery::Refuse);
    check("CREATE INDEX i ON t (a)", Recovery::Refuse);
    check("DROP INDEX CONCURRENTLY a, b", Recovery::Refuse);
    check("DROP INDEX a", Recovery::Refuse);
    check("CREATE DATABASE d", Recovery::Refuse);
    check(
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        Recovery::Refuse,
    );
    check("INSERT INTO t VALUES (1)", Recovery::Refuse);
    check("", Recovery::Refuse);
}

/// Tells what the check says before the statement, after it, and when it was cut off; then
/// whether what is broken can be removed and the statement run again.
fn check_created(database: &mut Database, create: &str, table: &str, index: &str) {
    let effect = effect(create);
    let remove = effect.remove.as_ref().unwrap();
    let look = |database: &mut Database| database.run(&effect.check).unwrap().concat();
    database.rows(&format!("CREATE TABLE {table} (a int)"));
    assert_eq!(look(database), "absent", "{create}");
    database.rows(create);
    assert_eq!(look(database), "done", "{create}");
    database.run(remove).unwrap();
    assert_eq!(look(database), "absent", "{create}");
    // A unique index over equal values fails half-way, and stays invalid.
    database.rows(&format!("INSERT INTO {table} VALUES (1), (1)"));
    let unique = format!("CREATE UNIQUE INDEX CONCURRENTLY {index} ON {table} (a)");
    assert!(super::read(&mut database.client, &unique).is_err());
    assert_eq!(look(database), "broken", "{create}");
    database.run(remove).unwrap();
    assert_eq!(look(database), "absent", "{create}");
    database.rows(&format!("DELETE FROM {table}"));
    database.rows(create);
    assert_eq!(look(database), "done", "{create}");
    database.rows(&format!("DROP TABLE {table}"));
}

#[test]
fn an_index_built_concurrently_is_looked_up() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let database = &mut database;
    database.rows("CREATE SCHEMA \"My App\"");
    check_created(database, "CREATE INDEX CONCURRENTLY ix ON t (a)", "t", "ix");
    check_created(
        database,
        "create unique index concurrently if not exists \"I;\"\"x --\" on only \"My App\".\"T\" \
         using btree (a)",
        "\"My App\".\"T\"",
        "\"I;\"\"x --\"",
    );
    check_created(
        database,
        "CREATE INDEX CONCURRENTLY Größe_IX ON PUBLIC.Ünder (a)",
        "public.Ünder",
        "größe_ix",
    );
    let long = "i".repeat(70);
    let create = format!("CREATE INDEX CONCURRENTLY {long} ON t (a)");
    check_created(database, &create, "t", &long[..63]);
}

#[test]
fn what_our_own_operations_write_is_looked_up_too() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let written = |migration: fn(&mut Op<'_>)| {
        let statements = PostgresRenderer.render(&operations(migration)[0]).unwrap();
        statements[0].sql.clone().into_owned()
    };
    let create = written(|op| {
        let index = Index::new("my \"ix\"").on(("app", "T"), ["a"]);
        op.create_index(index.unique().concurrently());
    });
    database.rows("CREATE SCHEMA app");
    check_created(&mut database, &create, "app.\"T\"", "\"my \"\"ix\"\"\"");
    database
        .rows("CREATE TABLE app.\"T\" (a int); CREATE INDEX \"my \"\"ix\"\"\" ON app.\"T\" (a)");
    let drop = effect(&written(|op| {
        op.drop_index_concurrently(("app", "my \"ix\""));
    }));
    assert_eq!(database.run(&drop.check), Ok(vec!["absent".to_owned()]));
    database.rows("DROP INDEX app.\"my \"\"ix\"\"\"");
    assert_eq!(database.run(&drop.check), Ok(vec!["done".to_owned()]));
}

#[test]
fn an_index_of_another_table_is_not_taken_for_ours() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(
        "CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TABLE app.u (a int); \
         CREATE TABLE public.t (a int); CREATE INDEX ix ON app.u (a); CREATE INDEX iy ON app.t (a)",
    );
    let look =
        |database: &mut Database, sql: &str| database.run(&effect(sql).check).unwrap().concat();
    let database = &mut database;
    assert_eq!(
        look(database, "CREATE INDEX CONCURRENTLY ix ON app.t (a)"),
        "absent"
    );
    assert_eq!(
        look(database, "CREATE INDEX CONCURRENTLY iy ON app.t (a)"),
        "done"
    );
    assert_eq!(
        look(database, "CREATE INDEX CONCURRENTLY iy ON t (a)"),
        "absent"
    );
    assert_eq!(
        look(database, "CREATE INDEX CONCURRENTLY iy ON nowhere.t (a)"),
        "absent"
    );
    assert_eq!(
        look(database, "DROP INDEX CONCURRENTLY IF EXISTS iy CASCADE"),
        "done"
    );
    assert_eq!(look(database, "DROP INDEX CONCURRENTLY app.iy"), "absent");
    database.rows("SET search_path TO app");
    assert_eq!(
        look(database, "CREATE INDEX CONCURRENTLY iy ON t (a)"),
        "done"
    );
    assert_eq!(look(database, "DROP INDEX CONCURRENTLY iy"), "absent");
}
