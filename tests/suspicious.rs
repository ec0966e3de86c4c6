//! What the history reveals, in the cases where it is incomplete, interrupted or
//! older than the program.

mod support;

use migrator::{ErrorKind, NewerDatabase, Options, OutOfOrder};
use rusqlite::Connection;
use support::{Rev, column, line, set, version_rows};

fn table(id: &str, parents: &[&str]) -> Rev {
    Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x)")).down(&format!("DROP TABLE t_{id}"))
}

fn apply() -> Options {
    Options::new().out_of_order(OutOfOrder::Apply)
}

#[test]
fn of_two_revisions_spliced_in_the_second_is_still_seen_if_only_the_first_ran() {
    let connection = Connection::open_in_memory().unwrap();
    set(vec![table("a1", &[]), table("a9", &["a1"])])
        .upgrade(&connection, "head")
        .unwrap();
    let with = |second| {
        set(vec![
            table("a1", &[]),
            table("a2", &["a1"]),
            Rev::sql("a3", &["a2"], second),
            table("a9", &["a3"]),
        ])
    };
    let spliced = with("INSERT INTO missing VALUES (1)");
    spliced
        .with(apply())
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(column(&connection, "SELECT count(*) FROM t_a2"), ["0"]);

    let error = spliced.upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder);
    assert_eq!(
        error.to_string(),
        "below what is applied, and never ran on this database: `a3`"
    );
    connection
        .execute_batch("CREATE TABLE missing (x)")
        .unwrap();
    spliced.with(apply()).upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT x FROM missing"), ["1"]);
    assert_eq!(spliced.upgrade(&connection, "head").unwrap().steps, []);
    assert_eq!(version_rows(&connection), ["a9"]);
}

#[test]
fn a_spliced_revision_is_still_seen_after_another_branch_went_on() {
    let connection = Connection::open_in_memory().unwrap();
    let branch = || Rev::sql("b1", &[], "CREATE TABLE b1 (x)").label("b");
    set(vec![table("a1", &[]), table("a9", &["a1"])])
        .upgrade(&connection, "head")
        .unwrap();
    let spliced = set(vec![
        table("a1", &[]),
        table("a2", &["a1"]),
        table("a9", &["a2"]),
        branch(),
    ]);
    spliced
        .with(apply())
        .upgrade(&connection, "b@head")
        .unwrap();
    let report = spliced.with(apply()).upgrade(&connection, "heads").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a2"]);
}

#[test]
fn a_digest_that_cannot_be_read_is_not_taken_for_ours() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(2)).upgrade(&connection, "head").unwrap();
    connection
        .execute_batch("UPDATE migrator_history SET graph_digest = 'of a later scheme'")
        .unwrap();
    let mut changed = line(2);
    changed[0].migration.checksum = support::checksum("changed");
    let error = set(changed).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ChangedChecksum);
}

#[test]
fn a_migration_that_is_not_applied_any_more_may_change() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(2)).upgrade(&connection, "head").unwrap();
    // Another tool goes back by one.
    connection
        .execute_batch("DROP TABLE t_r002; UPDATE alembic_version SET version_num = 'r001'")
        .unwrap();
    let mut revisions = line(1);
    revisions.push(table("r002", &["r001"]));
    set(revisions).upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["r002"]);
}

#[test]
fn a_history_without_its_beginning_does_not_make_old_revisions_new() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(4)).upgrade(&connection, "head").unwrap();
    connection
        .execute_batch("DELETE FROM migrator_history WHERE revision < 'r003'")
        .unwrap();
    let report = set(line(5)).upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r005"]);
}

#[test]
fn a_newer_program_is_recognized_also_by_a_branch_of_its_own() {
    let connection = Connection::open_in_memory().unwrap();
    let newer = || {
        set(vec![
            table("a1", &[]),
            table("b1", &[]).label("b"),
            table("b2", &["b1"]),
        ])
    };
    newer().upgrade(&connection, "heads").unwrap();
    let older = set(vec![table("a1", &[])]);
    let error = older.upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerDatabase);
    let leave = Options::new().newer_database(NewerDatabase::Leave);
    assert_eq!(
        older
            .with(leave)
            .upgrade(&connection, "head")
            .unwrap()
            .steps,
        []
    );

    // Not newer: the program has something that the database lacks.
    let other = set(vec![table("a1", &[]), table("a2", &["a1"])]);
    let error = other.upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
}

#[test]
fn version_rows_that_stand_there_twice_become_one() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(line(3));
    connection
        .execute_batch(
            "CREATE TABLE alembic_version (version_num VARCHAR(32));
             CREATE TABLE log (revision); CREATE TABLE t_r001 (x);
             INSERT INTO alembic_version VALUES ('r001'), ('r001')",
        )
        .unwrap();
    let report = set.upgrade(&connection, "+1").unwrap();
    assert_eq!(report.before, ["r001"]);
    assert_eq!(report.after, ["r002"]);
    set.upgrade(&connection, "head").unwrap();
    set.downgrade(&connection, "r001").unwrap();
    assert_eq!(set.current(&connection).unwrap().rows, ["r001"]);
}

#[test]
fn a_stamp_on_another_branch_says_nothing_of_a_spliced_revision() {
    let connection = Connection::open_in_memory().unwrap();
    set(vec![table("a1", &[]), table("a9", &["a1"])])
        .upgrade(&connection, "head")
        .unwrap();
    let spliced = set(vec![
        table("a1", &[]),
        table("a2", &["a1"]),
        table("a9", &["a2"]),
        table("b1", &[]).label("b"),
    ]);
    spliced.stamp(&connection, "b1").unwrap();
    let error = spliced.upgrade(&connection, "heads").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder);
    // The way to say that it is applied.
    spliced.stamp(&connection, "a1").unwrap();
    spliced.stamp(&connection, "a9").unwrap();
    assert_eq!(spliced.upgrade(&connection, "heads").unwrap().steps, []);
}

#[test]
fn tables_that_are_not_what_they_should_be_are_named() {
    let check = |sql: &str, expect: &str| {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        let error = set(line(1)).upgrade(&connection, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database);
        let text = format!("{error:?}");
        assert!(text.contains(expect), "{text}");
        assert!(connection.is_autocommit());
    };
    check(
        "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES (NULL)",
        "in table `alembic_version`: column `version_num` holds NULL",
    );
    check(
        "CREATE TABLE alembic_version (version_num); CREATE TABLE migrator_history (x)",
        "no such column: graph_digest\nhelp: a table of that name belongs to something else",
    );
}

#[test]
fn a_downgrade_passes_over_what_never_ran() {
    for policy in [OutOfOrder::Apply, OutOfOrder::Ignore] {
        let connection = Connection::open_in_memory().unwrap();
        set(vec![table("a1", &[]), table("a9", &["a1"])])
            .upgrade(&connection, "head")
            .unwrap();
        let spliced = set(vec![
            table("a1", &[]),
            table("a2", &["a1"]),
            table("a9", &["a2"]),
        ]);
        let options = Options::new().out_of_order(policy);
        let report = spliced
            .with(options)
            .downgrade(&connection, "base")
            .unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["a9", "a1"]);
        assert_eq!(version_rows(&connection), [""; 0]);
    }
}
