//! What no operation can make is said, and left alone.

use super::{database, own};
use crate::ops::Extension;

#[test]
fn what_no_operation_makes_is_beyond() {
    let Some(mut database) = database(
        "CREATE TABLE plain (id integer PRIMARY KEY, x integer); \
         CREATE TABLE heir (y integer) INHERITS (plain); CREATE UNLOGGED TABLE hasty (x integer); \
         CREATE TYPE pair AS (a integer, b text); CREATE TABLE pairs OF pair; \
         CREATE TYPE span AS RANGE (subtype = float8); \
         CREATE TABLE events (at date) PARTITION BY RANGE (at); \
         CREATE TABLE old_events PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY RANGE (at); \
         CREATE TABLE older_events PARTITION OF old_events DEFAULT; CREATE INDEX on_old ON older_events (at); \
         CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; \
         CREATE FOREIGN TABLE abroad (x text) SERVER files OPTIONS (filename '/dev/null'); \
         CREATE TABLE ruled (a text, b text, EXCLUDE USING btree (a text_pattern_ops WITH =)); \
         INSERT INTO plain VALUES (1, 1), (2, 1)",
    ) else {
        return;
    };
    let concurrently = "CREATE UNIQUE INDEX CONCURRENTLY twice ON plain (x)";
    assert!(database.try_run(concurrently).is_err());
    let found = own(&database);
    let beyond: Vec<String> = found
        .beyond
        .iter()
        .map(|it| format!("{} {}: {}", it.object.kind, it.object, it.what))
        .collect();
    assert_eq!(
        beyond,
        [
            "domain pair: a composite type",
            "domain span: a range type",
            "table abroad: a foreign table",
            "table hasty: an unlogged table",
            "table heir: a table that inherits from plain",
            "table old_events: a partition of events",
            "table older_events: a partition of old_events",
            "table pairs: a table of a composite type",
            "constraint ruled.ruled_a_excl: an exclusion constraint with an operator class, a collation or an order",
            "index twice: an index that is not valid",
        ]
    );
    let known = found.beyond.iter().filter_map(|it| it.by.as_ref());
    let known: Vec<String> = known.flat_map(|it| it.make.clone()).collect();
    assert_eq!(
        known,
        [
            "CREATE TYPE pair AS (a integer, b text)",
            "CREATE TABLE old_events PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY RANGE (at)",
            "CREATE TABLE older_events PARTITION OF old_events DEFAULT",
            "CREATE INDEX on_old ON older_events USING btree (at)",
        ]
    );
    let tables: Vec<String> = found
        .tables
        .iter()
        .map(|it| it.name().to_string())
        .collect();
    assert_eq!(tables, ["events", "plain", "ruled"]);
    assert!(found.indexes.is_empty());
    assert!(found.functions.is_empty() && found.enums.is_empty() && found.domains.is_empty());
}

#[test]
fn what_extensions_bring_is_theirs() {
    let Some(database) = database(
        "CREATE EXTENSION citext; CREATE EXTENSION pg_stat_statements; CREATE EXTENSION lo; \
         CREATE TABLE t (x citext)",
    ) else {
        return;
    };
    let found = own(&database);
    let names: Vec<&str> = found.extensions.iter().map(Extension::name).collect();
    assert_eq!(names, ["citext", "lo", "pg_stat_statements"]);
    assert!(
        found
            .extensions
            .iter()
            .all(|it| it.version_wanted().is_none())
    );
    assert!(found.views.is_empty() && found.functions.is_empty() && found.domains.is_empty());
    assert!(found.beyond.is_empty(), "{:?}", found.beyond);
}
