//! Which part of a database is read.

use super::{all, database, read};
use crate::base::TableName;
use crate::catalog::{Catalog, Schemas, Scope};
use crate::ops::Schema;

const SCHEMA: &str = "CREATE SCHEMA app; CREATE SCHEMA \"it's\"; \
    CREATE TABLE here (id integer PRIMARY KEY); CREATE TABLE app.there (id integer PRIMARY KEY, x integer REFERENCES here); \
    CREATE TABLE \"it's\".that (id integer PRIMARY KEY); CREATE TABLE alembic_version (version_num text); \
    CREATE INDEX ON alembic_version (version_num); CREATE TRIGGER t BEFORE UPDATE ON alembic_version \
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); \
    CREATE TABLE late (x integer REFERENCES \"it's\".that, \"y z\" integer REFERENCES app.there); \
    CREATE TEMPORARY TABLE passing (x integer)";

fn names(catalog: &Catalog) -> Vec<String> {
    let names = catalog.tables.iter().map(|table| table.name().to_string());
    names.collect()
}

#[test]
fn only_what_is_in_scope_is_read() {
    let Some(database) = database(SCHEMA) else {
        return;
    };
    let mut client = database.connect();
    let mut scope = Scope::default();
    let found = read(&mut client, &scope);
    assert_eq!(names(&found), ["alembic_version", "here", "late"]);
    assert!(found.schemas.is_empty());
    scope.leave_out = vec![TableName::from("alembic_version")];
    let found = read(&mut client, &scope);
    assert_eq!(names(&found), ["here", "late"]);
    assert!(found.indexes.is_empty() && found.triggers.is_empty() && found.beyond.is_empty());
    scope.schemas = Schemas::Named(vec!["it's".to_owned(), "missing".to_owned()]);
    let found = read(&mut client, &scope);
    assert_eq!(names(&found), ["here", "late", "it's.that"]);
    assert_eq!(found.schemas, [Schema::new("it's")]);
    scope.schemas = Schemas::All;
    let found = read(&mut client, &scope);
    assert_eq!(names(&found), ["here", "late", "app.there", "it's.that"]);
}

#[test]
fn a_target_outside_is_named_all_the_same() {
    let Some(database) = database(SCHEMA) else {
        return;
    };
    let mut client = database.connect();
    let foreign_keys = |scope: &Scope| {
        let catalog = read(&mut database.connect(), scope);
        let late = catalog.tables.iter().find(|it| it.name().name() == "late");
        late.unwrap().foreign_keys().to_vec()
    };
    let own = foreign_keys(&Scope::default());
    assert_eq!(own.len(), 2);
    assert_eq!(own[1].target(), &TableName::from(("app", "there")));
    assert_eq!(own[1].target_columns(), ["id"]);
    assert_eq!(foreign_keys(&all()), own);
    // Where another schema is the connection's own, the former has its name.
    client.batch_execute("SET search_path = app").unwrap();
    let found = read(&mut client, &Scope::default());
    assert_eq!(names(&found), ["there"]);
    let key = &found.tables[0].foreign_keys()[0];
    assert_eq!(key.target(), &TableName::from(("public", "here")));
}

#[test]
fn without_a_schema_of_its_own_nothing_is_own() {
    let Some(database) = database(SCHEMA) else {
        return;
    };
    let mut client = database.connect();
    client.batch_execute("SET search_path = missing").unwrap();
    assert_eq!(read(&mut client, &Scope::default()), Catalog::default());
    let found = read(&mut client, &all());
    assert_eq!(found.tables.len(), 5);
    assert!(found.tables.iter().all(|it| it.name().schema().is_some()));
}
