//! Nothing but our two tables is new, and we go on from where the tool stood.

use migrator::Tool;

use crate::database::Database;
use crate::peers::{self, Peer};

/// Our own tables, without which the database must be as it was. Alembic's version table is its own.
fn without_ours(peer: &Peer, database: &Database) -> Vec<String> {
    database.run("DROP TABLE migrator_history");
    if peer.tool != Tool::Alembic {
        database.run("DROP TABLE alembic_version");
    }
    database.dump()
}

fn check_taken_over(peer: &Peer, database: &Database) {
    let set = peer.set(database);
    let last = *peer.revisions.last().unwrap();
    let before = database.dump();
    let adoption = database.adopt(set).unwrap();
    assert_eq!(adoption.tool, Some(peer.tool));
    assert_eq!(adoption.applied, peer.revisions);
    assert_eq!(adoption.proved.len(), peer.n_proved, "{}", peer.name);
    assert_eq!(adoption.after, [last]);
    assert_eq!(adoption.warnings, [""; 0]);
    assert_eq!(database.current(set), [last]);
    assert!(database.upgrade(set).steps.is_empty());
    assert_eq!(without_ours(peer, database), before, "{}", peer.name);
}

/// The next release of the application has a revision of ours.
fn check_going_on(peer: &Peer, database: &Database) {
    let rows = peer.rows(database);
    let set = peer.set_on_top(database);
    let adoption = database.adopt(set).unwrap();
    assert!(!adoption.was_adopted);
    assert_eq!(adoption.applied, peer.revisions);
    let report = database.upgrade(set);
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["c46dab3fa34a"]);
    assert_eq!(database.current(set), ["c46dab3fa34a"]);
    let table = if peer.tool == Tool::Alembic {
        "accounts"
    } else {
        "authors"
    };
    let nicknames = format!("SELECT nickname FROM {table} WHERE nickname IS NULL");
    assert!(!database.lines(&nicknames).is_empty());
    if peer.tool != Tool::Alembic {
        assert_eq!(peer.rows(database), rows, "{}", peer.name);
    }
    assert!(database.adopt(set).unwrap().was_adopted);
}

fn check(peer: &Peer) {
    for database in peer.databases() {
        check_taken_over(peer, &database);
        check_going_on(peer, &database);
    }
}

#[test]
fn a_database_that_refinery_made() {
    check(&peers::refinery());
}

#[test]
fn a_database_that_diesel_made() {
    check(&peers::diesel());
}

#[test]
fn a_database_that_sqlx_made() {
    check(&peers::sqlx());
}

#[test]
fn a_database_that_dbmate_made() {
    check(&peers::dbmate());
}

#[test]
fn a_database_that_sea_orm_made() {
    check(&peers::sea_orm());
}

#[test]
fn a_database_that_rusqlite_migration_made() {
    check(&peers::rusqlite_migration());
}

#[test]
fn a_database_that_alembic_made() {
    check(&peers::of_alembic());
}
