//! A database or a folder that was tampered with is refused, with a list, and left alone.

use migrator::{Error, ErrorKind};

use crate::peers::{self, Peer};

/// Tampers with each database of a tool, and checks that it is refused for these reasons;
/// `$` in them is its kind.
fn check(peer: &Peer, tamper: &str, reasons: &[&str]) {
    for database in peer.databases() {
        database.run(tamper);
        let set = peer.set(&database);
        let before = database.dump();
        let error = database.adopt(set).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Diverges, "{tamper}: {error}");
        let folder = if database.is_sqlite() {
            "sqlite"
        } else {
            "postgres"
        };
        let reasons: Vec<String> = reasons.iter().map(|it| it.replace('$', folder)).collect();
        assert_eq!(said(&error), reasons, "{tamper}");
        assert_eq!(database.dump(), before, "{tamper}");
    }
}

/// Everything that speaks against it.
fn said(error: &Error) -> Vec<String> {
    error
        .divergences()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The files are others than those that ran: those for the other kind of database.
fn check_other_files(peer: &Peer, changed: &[&str]) {
    for database in peer.databases() {
        let [sqlite, postgres] = peer.sets;
        let other = if database.is_sqlite() {
            postgres
        } else {
            sqlite
        };
        let before = database.dump();
        let error = database.adopt(other).unwrap_err();
        let said = said(&error);
        assert_eq!(said.len(), changed.len(), "{said:#?}");
        for (line, revision) in said.iter().zip(changed) {
            let expected = format!("`{revision}` is not what ran: peers/folders/{}", peer.name);
            assert!(line.starts_with(&expected), "{line}");
            assert!(line.ends_with(" has another checksum"), "{line}");
        }
        assert_eq!(database.dump(), before);
    }
}

#[test]
fn what_refinery_has_run_otherwise() {
    let peer = peers::refinery();
    let table = "refinery_schema_history";
    check(
        &peer,
        &format!("UPDATE {table} SET checksum = '16278044916775280247' WHERE version = 9"),
        &["`9` is not what ran: peers/folders/refinery/$/V9__touch_books.sql has another checksum"],
    );
    check(
        &peer,
        &format!("DELETE FROM {table} WHERE version IN (2, 10)"),
        &[
            "`2` has not run, and `9` above it has",
            "`10` has not run, and `11` above it has",
        ],
    );
    check(
        &peer,
        &format!(
            "INSERT INTO {table} VALUES (12, 'late', '2024-03-02T10:00:00Z', '1'), (3, 'early', '2024-03-02T10:00:00Z', '1')"
        ),
        &[
            "`3` has run, and no revision is called so",
            "`12` has run, and no revision is called so",
        ],
    );
    check(
        &peer,
        &format!(
            "DELETE FROM {table} WHERE version = 1; UPDATE {table} SET checksum = NULL WHERE version = 2; \
             UPDATE {table} SET checksum = 'x' WHERE version = 10"
        ),
        &[
            "`10` is not what ran: peers/folders/refinery/$/later/V10__index_books.sql has another checksum",
            "`1` has not run, and `2` above it has",
        ],
    );
    // The index and the view are the same in both.
    check_other_files(&peer, &["1", "2", "9"]);
}

#[test]
fn what_sqlx_has_run_otherwise() {
    let peer = peers::sqlx();
    let table = "_sqlx_migrations";
    check(
        &peer,
        &format!("UPDATE {table} SET checksum = '' WHERE version = 20240201093000"),
        &[
            "`20240201093000` is not what ran: peers/folders/sqlx/$/20240201093000_create_books.up.sql has another checksum",
        ],
    );
    check(
        &peer,
        &format!("DELETE FROM {table} WHERE version = 20240131120000"),
        &["`20240131120000` has not run, and `20240201093000` above it has"],
    );
    check(
        &peer,
        &format!("UPDATE {table} SET version = 20240202000001 WHERE version = 20240202000000"),
        &[
            "`20240202000001` has run, and no revision is called so",
            "`20240202000000` has not run, and `20240229235959` above it has",
        ],
    );
    check(
        &peer,
        &format!("UPDATE {table} SET success = NOT success WHERE version = 20240301000000"),
        &["`20240301000000` has failed half-way"],
    );
    check_other_files(
        &peer,
        &[
            "20240131120000",
            "20240201093000",
            "20240202000000",
            "20240229235959",
        ],
    );
}

#[test]
fn what_diesel_has_run_otherwise() {
    let peer = peers::diesel();
    let table = "__diesel_schema_migrations";
    check(
        &peer,
        &format!("DELETE FROM {table} WHERE version = '00000000000000'"),
        &["`00000000000000` has not run, and `20240201093000` above it has"],
    );
    check(
        &peer,
        &format!("INSERT INTO {table} (version) VALUES ('20240229235958'), ('0')"),
        &[
            "`0` has run, and no revision is called so",
            "`20240229235958` has run, and no revision is called so",
        ],
    );
}

#[test]
fn what_dbmate_has_run_otherwise() {
    let peer = peers::dbmate();
    let table = "schema_migrations";
    check(
        &peer,
        &format!("DELETE FROM {table} WHERE version = '20240202000000'"),
        &["`20240202000000` has not run, and `20240229235959` above it has"],
    );
    check(
        &peer,
        &format!("INSERT INTO {table} VALUES ('20240401000000')"),
        &["`20240401000000` has run, and no revision is called so"],
    );
}

#[test]
fn what_sea_orm_has_run_otherwise() {
    let peer = peers::sea_orm();
    let table = "seaql_migrations";
    check(
        &peer,
        &format!("DELETE FROM {table} WHERE version = 'm20240131_120000_create_authors'"),
        &[
            "`m20240131_120000_create_authors` has not run, and `m20240201_093000_touch_authors` above it has",
        ],
    );
    check(
        &peer,
        &format!(
            "INSERT INTO {table} VALUES ('m20240301_000000_a_name_that_is_longer_than_a_version_row', 0)"
        ),
        &[
            "`m20240301_000000_a_name_that_is_longer_than_a_version_row` has run, and no revision is called so",
        ],
    );
}

#[test]
fn what_rusqlite_migration_has_run_otherwise() {
    check(
        &peers::rusqlite_migration(),
        "PRAGMA user_version = 6",
        &["6 migrations have run, and there are 5 revisions"],
    );
}

#[test]
fn what_alembic_has_run_otherwise() {
    check(
        &peers::of_alembic(),
        "UPDATE alembic_version SET version_num = 'c3d4e5f60719'",
        &["`c3d4e5f60719` has run, and no revision is called so"],
    );
}

/// What has run may well be less than there is: the rest is for `upgrade`.
#[test]
fn a_tool_that_has_not_come_to_the_end_is_no_reason() {
    for peer in [peers::refinery(), peers::sqlx(), peers::diesel()] {
        for database in peer.databases() {
            let last = *peer.revisions.last().unwrap();
            database.run(&format!(
                "DROP VIEW shelf; DELETE FROM {} WHERE version = '{last}'",
                peer.table
            ));
            let set = peer.set(&database);
            assert_eq!(database.adopt(set).unwrap().after, [peer.revisions[3]]);
            let report = database.upgrade(set);
            assert_eq!(report.revisions().collect::<Vec<_>>(), [last]);
        }
    }
}
