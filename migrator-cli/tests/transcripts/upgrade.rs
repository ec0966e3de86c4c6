//! `upgrade`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn an_unknown_target_is_named() {
    assert_snapshot!(Place::new().migrate("upgrade nowhere"), @r#"
    $ migrate upgrade nowhere
    [stderr]
    error: no revision or label is called `nowhere`
    help: look at `history(":")`, which lists the revisions there are
    [exit 1]
    "#);
}

#[test]
fn the_account_table_is_there_after_the_first_revision() {
    let place = Place::new();
    assert_snapshot!(place.migrate("upgrade 1975"), @"$ migrate upgrade 1975");
    let connection = rusqlite::Connection::open(place.path("app.db")).unwrap();
    let tables: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'account'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(tables, 1);
    assert!(place.cargo_migrator("heads").contains("error:"));
}
