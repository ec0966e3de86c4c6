//! Whole schemas, as people and tools have written them.

use super::{check_round_trip, made_again};

const RECORDS: &str = include_str!("../../../../../tests/data/schemas/records.sqlite.sql");
const RENTALS: &str = include_str!("../../../../../tests/data/schemas/rentals.sqlite.sql");

#[test]
fn a_schema_with_brackets_is_read_and_made_again() {
    let catalog = check_round_trip(RECORDS);
    assert_eq!(catalog.tables.len(), 5);
    assert_eq!(catalog.indexes.len(), 3);
    assert!(catalog.beyond.is_empty());
}

#[test]
fn a_schema_with_views_and_triggers_is_read_and_made_again() {
    let catalog = check_round_trip(RENTALS);
    assert_eq!((catalog.views.len(), catalog.triggers.len()), (2, 2));
    assert_eq!(catalog.needs.len(), 6);
}

#[test]
fn the_server_knows_the_schema_as_the_one_it_was_read_from() {
    for sql in [RECORDS, RENTALS] {
        let database = super::Database::new();
        database.connection.execute_batch(sql).unwrap();
        let again = made_again(&database.catalog().unwrap());
        for query in [
            "SELECT m.name, x.cid, x.name, x.pk, x.hidden FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS x ORDER BY 1, 2",
            "SELECT m.name, f.\"from\", f.\"table\", f.on_update, f.on_delete FROM sqlite_schema AS m,
             pragma_foreign_key_list(m.name) AS f ORDER BY 1, 2",
            "SELECT m.name, i.\"unique\", i.partial, x.name, x.\"desc\", x.coll FROM sqlite_schema AS m, pragma_index_list(m.name) AS i,
             pragma_index_xinfo(i.name) AS x WHERE i.origin = 'c' AND x.key ORDER BY 1, 4",
        ] {
            assert_eq!(again.rows(query), database.rows(query), "{query}");
        }
    }
}
