//! `status` and `log`: what they tell, and that they only read.

use std::time::{Duration, SystemTime};

use migrator::{LogEntry, Migrations, Options, Status, Transaction};

use crate::backend::{Acts, Backend, Database, End, column, upgrade};
use crate::shown::assert_shown;
use crate::support::{Rev, line, set};

/// Looks with every kind of connection there is, and checks that nothing was written.
fn look(database: &dyn Database, what: &dyn Acts) -> (Status, Vec<LogEntry>) {
    // Opening a database that is empty yet may write.
    let mut connection = database.connect();
    let before = database.footprint();
    let seen = (
        connection.status(what).unwrap(),
        connection.log(what).unwrap(),
    );
    assert!(database.footprint() == before, "something was written");
    for mut connection in database.connect_read_only() {
        let again = (
            connection.status(what).unwrap(),
            connection.log(what).unwrap(),
        );
        assert_eq!(again, seen);
    }
    database.connect().join(End::Commit, &mut |transaction| {
        let again = (
            transaction.status(what).unwrap(),
            transaction.log(what).unwrap(),
        );
        assert_eq!(again, seen);
        assert!(transaction.is_in_transaction());
    });
    seen
}

/// A line for each revision, and what else there is to say.
fn told(status: &Status) -> String {
    let mut lines: Vec<String> = status
        .revisions
        .iter()
        .map(|it| {
            let mark = if it.revision.is_current {
                " (current)"
            } else {
                ""
            };
            let time = if it.applied_at.is_some() {
                ", with its time"
            } else {
                ""
            };
            format!("{}{mark}: {}{time}", it.revision.id, it.state)
        })
        .collect();
    lines.push(format!(
        "rows {:?}, to be run {:?}",
        status.rows, status.pending
    ));
    if !status.unknown.is_empty() {
        lines.push(format!(
            "unknown {:?}, newer: {}",
            status.unknown, status.is_newer
        ));
    }
    lines.join("\n")
}

fn revision(id: &str, parents: &[&str]) -> Rev {
    Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
        .down(&format!("DROP TABLE t_{id}"))
}

pub(crate) fn a_status_has_every_revision_in_its_state(on: &dyn Backend) {
    let database = on.database();
    let before = set(vec![
        revision("a1", &[]),
        revision("b1", &["a1"]),
        revision("c1", &["b1"]),
    ]);
    let empty = told(&look(&*database, before).0);
    assert_shown!(empty, @r#"
    a1: pending
    b1: pending
    c1: pending
    rows [], to be run ["a1", "b1", "c1"]
    "#);
    assert_eq!(database.tables(), [""; 0]);
    upgrade(&*database, before);
    assert_shown!(told(&look(&*database, before).0), @r#"
    a1: applied, with its time
    b1: applied, with its time
    c1 (current): applied, with its time
    rows ["c1"], to be run []
    "#);
    let after = set(vec![
        revision("a1", &[]).edited(),
        revision("late", &["a1"]),
        revision("b1", &["late"]),
        revision("c1", &["b1"]),
        revision("d1", &["c1"]),
        revision("side", &["a1"]).label("apart"),
    ]);
    let status = look(&*database, after).0;
    assert!(!status.is_up_to_date());
    assert_shown!(told(&status), @r#"
    a1: changed since applied, with its time
    side: pending
    late: out of order
    b1: applied, with its time
    c1 (current): applied, with its time
    d1: pending
    rows ["c1"], to be run ["side", "late", "d1"]
    "#);
}

pub(crate) fn a_status_is_true_whatever_the_policies_say(on: &dyn Backend) {
    let database = on.database();
    let before = set(vec![revision("a1", &[]), revision("b1", &["a1"])]);
    upgrade(&*database, before);
    // Taken over by the program as it is, it stays true.
    let changed = set(vec![revision("a1", &[]).edited(), revision("b1", &["a1"])]);
    let accepting = Options::new().changed_checksum(migrator::ChangedChecksum::Accept);
    let verbs = changed.with(accepting);
    database.connect().upgrade(&verbs, "head").unwrap();
    assert_shown!(told(&look(&*database, &verbs).0), @r#"
    a1: changed since applied, with its time
    b1 (current): applied, with its time
    rows ["b1"], to be run []
    "#);
    // What was stamped has no time.
    let stamped = on.database();
    stamped.connect().stamp(before, &["a1"]).unwrap();
    stamped.connect().upgrade(before, "head").unwrap();
    assert_shown!(told(&look(&*stamped, before).0), @r#"
    a1: applied
    b1 (current): applied, with its time
    rows ["b1"], to be run []
    "#);
}

pub(crate) fn a_status_tells_rows_of_a_newer_program_from_unknown_ones(on: &dyn Backend) {
    let database = on.database();
    let newer = set(vec![
        revision("a1", &[]),
        revision("b1", &["a1"]),
        revision("c1", &["b1"]),
    ]);
    let older = set(vec![revision("a1", &[]), revision("b1", &["a1"])]);
    upgrade(&*database, newer);
    assert_shown!(told(&look(&*database, older).0), @r#"
    a1: applied, with its time
    b1: applied, with its time
    rows ["c1"], to be run []
    unknown ["c1"], newer: true
    "#);
    let stranger = set(vec![revision("z1", &[])]);
    assert_shown!(told(&look(&*database, stranger).0), @r#"
    z1: pending
    rows ["c1"], to be run ["z1"]
    unknown ["c1"], newer: false
    "#);
}

/// Fails at its third statement.
fn outside() -> &'static Migrations {
    set(vec![
        revision("a1", &[]),
        Rev::sql(
            "b1",
            &["a1"],
            "CREATE TABLE x (x TEXT); CREATE TABLE y (x TEXT); CREATE TABLE x (x TEXT)",
        )
        .transaction(Transaction::None),
    ])
}

pub(crate) fn a_status_says_how_far_a_half_done_step_is(on: &dyn Backend) {
    let database = on.database();
    database.connect().upgrade(outside(), "head").unwrap_err();
    let (status, log) = look(&*database, outside());
    assert_shown!(told(&status), @r#"
    a1 (current): applied, with its time
    b1: upgrade half-done, 2 of 3 statements
    rows ["a1"], to be run ["b1"]
    "#);
    assert_eq!(log[0].status.to_string(), "started");
    assert_eq!((log[0].n_statements, log[0].n_total), (2, None));
    assert_eq!((log[0].finished_at, log[0].duration), (None, None));
    database.connect().stamp(outside(), &["a1"]).unwrap();
    let (status, log) = look(&*database, outside());
    assert_shown!(told(&status), @r#"
    a1 (current): applied, with its time
    b1: pending
    rows ["a1"], to be run ["b1"]
    "#);
    assert_eq!(log[1].status.to_string(), "abandoned");
}

pub(crate) fn a_log_has_every_row_newest_first(on: &dyn Backend) {
    let database = on.database();
    let options = Options::new().application("shop 2.1");
    let verbs = set(line(2)).with(options);
    let mut connection = database.connect();
    connection.upgrade(&verbs, "head").unwrap();
    connection.downgrade(&verbs, "-1").unwrap();
    connection.stamp(&verbs, &["r002"]).unwrap();
    let (_, log) = look(&*database, &verbs);
    let lines: Vec<String> = log
        .iter()
        .map(|it| {
            let (action, status) = (&it.action, &it.status);
            let (revisions, rows) = (it.revisions.join(","), it.version_rows.join(","));
            let (n, total) = (it.n_statements, it.n_total.unwrap());
            format!(
                "{action} {revisions} -> {rows} {status} {n}/{total} {:?} {}",
                it.is_unchanged, it.application
            )
        })
        .collect();
    assert_shown!(lines.join("\n"), @r"
    stamp r002 -> r002 done 0/0 None shop 2.1
    downgrade r002 -> r001 done 2/2 Some(true) shop 2.1
    upgrade r002 -> r002 done 3/3 Some(true) shop 2.1
    upgrade r001 -> r001 done 4/4 Some(true) shop 2.1
    ");
    let ids: Vec<i64> = log.iter().map(|it| it.id).collect();
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    // The clock of the database is that of this machine.
    for entry in &log {
        let (start, end) = (entry.started_at.unwrap(), entry.finished_at.unwrap());
        assert_eq!(entry.duration, end.duration_since(start).ok());
        let age = SystemTime::now().duration_since(start).unwrap_or_default();
        assert!(age < Duration::from_secs(600), "{entry:?}");
    }
    // Another program sees what has changed since.
    let mut edited = line(2);
    edited[0] = line(1).remove(0).edited();
    let (_, log) = look(&*database, set(edited));
    let unchanged: Vec<Option<bool>> = log.iter().map(|it| it.is_unchanged).collect();
    assert_eq!(unchanged, [None, Some(true), Some(true), Some(false)]);
}

pub(crate) fn a_log_of_a_database_without_a_history_is_empty(on: &dyn Backend) {
    let database = on.database();
    assert_eq!(look(&*database, set(line(1))).1, []);
    database.connect().execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); \
         INSERT INTO alembic_version VALUES ('r001')",
    );
    let (status, log) = look(&*database, set(line(2)));
    assert_eq!(log, []);
    assert_shown!(told(&status), @r#"
    r001 (current): applied
    r002: pending
    rows ["r001"], to be run ["r002"]
    "#);
}

pub(crate) fn words_of_a_later_version_are_shown_as_they_are(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(1));
    upgrade(&*database, set);
    let mut connection = database.connect();
    connection.execute(
        "INSERT INTO migrator_history (revision, down_revision, depends_on, direction, status, statements_done, \
         graph_digest, version_rows, started_at) SELECT 'x', '', '', 'audit', 'noted', 0, graph_digest, \
         version_rows, started_at FROM migrator_history",
    );
    let (status, log) = look(&*database, set);
    assert!(status.is_up_to_date());
    assert_eq!(log[0].action.to_string(), "audit");
    assert_eq!(log[0].status.to_string(), "noted");
    assert_eq!(
        column(&mut *connection, "SELECT count(*) FROM migrator_history"),
        ["2"]
    );
    assert_eq!(connection.upgrade(set, "head").unwrap().steps, []);
}
