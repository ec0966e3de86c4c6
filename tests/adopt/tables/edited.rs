//! Files that are edited after a database has been taken over.

use migrator::{ErrorKind, LogAction, Migrations, Repair};

use super::database::{Database, each};
use super::made::{diesel, sqlx};
use super::sets::{DATES, DIESEL, INDEX, SQLX};
use crate::support::{Rev, set};

/// The next release, in which everything has been edited and something is new.
fn edited() -> &'static Migrations {
    set(vec![
        Rev::sql(DATES[0], &[], "SELECT 1"),
        Rev::sql(DATES[1], &[DATES[0]], "SELECT 2"),
        Rev::sql(DATES[2], &[DATES[1]], INDEX),
    ])
}

fn repair(database: &Database, set: &Migrations) {
    let all = Repair::new().accept_all_changed();
    match database {
        Database::Sqlite(connection) => set.repair(&**connection, all).unwrap(),
        Database::Postgres(it) => set.repair(&mut it.client(), all).unwrap(),
    };
}

#[test]
fn what_was_proved_must_not_change() {
    for database in each() {
        sqlx(&database);
        database.adopt(&SQLX).unwrap();
        let error = database.upgrade(edited()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ChangedChecksum);
        assert!(
            DATES[..2].iter().all(|id| error.to_string().contains(id)),
            "{error}"
        );
        repair(&database, edited());
        let report = database.upgrade(edited()).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), DATES[2..]);
    }
}

#[test]
fn of_what_was_not_proved_nobody_knows_what_ran() {
    for database in each() {
        diesel(&database);
        database.adopt(&DIESEL).unwrap();
        let report = database.upgrade(edited()).unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), DATES[2..]);
    }
}

#[test]
fn the_log_shows_what_was_taken_over_and_the_status_not_when_it_ran() {
    for database in each() {
        sqlx(&database);
        database.adopt(&SQLX).unwrap();
        let (log, status) = match &database {
            Database::Sqlite(it) => (SQLX.log(&**it), SQLX.status(&**it)),
            Database::Postgres(it) => (SQLX.log(&mut it.client()), SQLX.status(&mut it.client())),
        };
        let log = log.unwrap();
        let actions: Vec<_> = log.iter().rev().map(|it| it.action.clone()).collect();
        assert_eq!(
            actions,
            [LogAction::Adopt, LogAction::Adopt, LogAction::Stamp]
        );
        assert_eq!(log[1].revisions, DATES[1..2]);
        assert_eq!(log[1].is_unchanged, Some(true));
        let status = format!("{:?}", status.unwrap());
        assert!(!status.contains("applied_at: Some"), "{status}");
    }
}

/// By the rows that the history has a release without the last revision knows that it is an old one.
#[test]
fn an_older_release_sees_that_it_is_older() {
    let older = set(vec![Rev::sql(DATES[0], &[], "SELECT 1")]);
    for database in each() {
        sqlx(&database);
        database.adopt(&SQLX).unwrap();
        let error = database.upgrade(older).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NewerDatabase, "{error}");
    }
}
