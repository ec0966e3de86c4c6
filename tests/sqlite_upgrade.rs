//! Upgrades and downgrades of a SQLite database, seen from outside.

mod support;

use migrator::ErrorKind;
use rusqlite::Connection;
use support::{Rev, column, line, set, tables, version_rows};

#[test]
fn an_empty_database_reaches_head_and_then_there_is_nothing_to_do() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(line(3));
    let report = set.upgrade(&connection, "head").unwrap();
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["r001", "r002", "r003"]
    );
    assert_eq!(
        (report.before, report.after),
        (vec![], vec!["r003".to_owned()])
    );
    assert_eq!(version_rows(&connection), ["r003"]);
    assert_eq!(
        column(&connection, "SELECT revision FROM log"),
        ["r001", "r002", "r003"]
    );

    let report = set.upgrade(&connection, "head").unwrap();
    assert_eq!(report.steps, []);
    assert_eq!(
        column(&connection, "SELECT count(*) FROM migrator_history"),
        ["3"]
    );
}

#[test]
fn a_downgrade_goes_back_step_by_step_and_to_base() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(line(3));
    set.upgrade(&connection, "head").unwrap();
    set.downgrade(&connection, "-1").unwrap();
    assert_eq!(version_rows(&connection), ["r002"]);
    let report = set.downgrade(&connection, "base").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r002", "r001"]);
    assert_eq!(tables(&connection), ["alembic_version", "migrator_history"]);
    assert_eq!(version_rows(&connection), [""; 0]);
}

#[test]
fn a_failing_migration_keeps_those_before_it_and_nothing_of_itself() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(2);
    revisions.push(Rev::sql(
        "bad1",
        &["r002"],
        "CREATE TABLE half (x);\nINSERT INTO log VALUES (NULL);",
    ));
    let error = set(revisions).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(version_rows(&connection), ["r002"]);
    assert_eq!(
        tables(&connection),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002"
        ]
    );
    assert_eq!(
        format!("{error:?}"),
        "upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 \
         (migrations/bad1_test.sql:2)\n  \
         caused by: NOT NULL constraint failed: log.revision\n  \
         statement: INSERT INTO log VALUES (NULL)\n  \
         applied before this: `r001`, `r002`; nothing of `bad1` was kept\n\
         help: mend the data or the statement, then run it again"
    );
}
