//! What is read can be made again: introspect, make by operations elsewhere, introspect, compare.

use super::{all, database, making, portrait, read};
use crate::backends::postgres::tests::Database;
use crate::catalog::Catalog;
use crate::ops::View;
use crate::schema::{ObjectKind, ObjectName};

/// Every type and every attribute; two schemas as they are in the wild.
const EVERYTHING: &str = include_str!("../../../../../tests/data/schemas/everything.postgres.sql");
const RECORDS: &str = include_str!("../../../../../tests/data/schemas/records.postgres.sql");
const RENTALS: &str = include_str!("../../../../../tests/data/schemas/rentals.postgres.sql");

/// Checks that a schema is read as itself after it was made again, and returns it.
#[track_caller]
fn check(sql: &str) -> Option<Catalog> {
    let (mut database, mut other) = (database(sql)?, Database::new()?);
    let mut found = read(&mut database.connect(), &all());
    other.migrate(|op| making::make(op, &found)).unwrap();
    let made = read(&mut other.connect(), &all());
    if !found.beyond.is_empty() {
        let name = |view: &View| ObjectName::new(ObjectKind::View, view.name());
        let all = found.clone();
        found
            .views
            .retain(|view| !making::is_beyond(&all, &name(view)));
        found
            .needs
            .retain(|need| !making::is_beyond(&all, &need.who));
    }
    same(&made.schemas, &found.schemas);
    same(&made.extensions, &found.extensions);
    same(&made.enums, &found.enums);
    same(&made.domains, &found.domains);
    same(&made.sequences, &found.sequences);
    same(&made.tables, &found.tables);
    same(&made.indexes, &found.indexes);
    same(&made.views, &found.views);
    same(&made.functions, &found.functions);
    same(&made.triggers, &found.triggers);
    same(&made.needs, &found.needs);
    if found.beyond.is_empty() {
        same(&portrait::of(&mut other), &portrait::of(&mut database));
    }
    Some(found)
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(made: &[T], found: &[T]) {
    for (made, found) in made.iter().zip(found) {
        assert_eq!(made, found);
    }
    assert_eq!(made.len(), found.len());
}

#[test]
fn everything_is_made_again_as_it_was() {
    let Some(found) = check(EVERYTHING) else {
        return;
    };
    assert_eq!(found.beyond, []);
}

#[test]
fn generated_schemas_are_made_again_as_they_were() {
    let Some(found) = check(RECORDS) else {
        return;
    };
    assert_eq!((found.tables.len(), found.sequences.len()), (11, 10));
    assert_eq!(found.beyond, []);
}

/// But for the partitions.
#[test]
fn dumped_schemas_are_made_again_as_they_were() {
    let Some(found) = check(RENTALS) else {
        return;
    };
    let beyond: Vec<String> = found
        .beyond
        .iter()
        .map(|it| it.object.to_string())
        .collect();
    assert_eq!(beyond, ["payment_2022_01", "payment_2022_02"]);
    let views: Vec<String> = found.views.iter().map(|it| it.name().to_string()).collect();
    assert_eq!(views, ["every_title", "film_list", "sales", "titles"]);
}
