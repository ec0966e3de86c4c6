//! Migrations outside a transaction that were interrupted: what the next run may
//! take for done, and what must not run over something half-done.

use std::sync::Arc;

use migrator::{ErrorKind, Migrations};

use crate::backend::{Backend, Database, upgrade, version_rows};
use crate::outside::outside;
use crate::shown::{assert_shown, shown};
use crate::support::meanwhile::before;
use crate::support::{Rev, line, set};

/// `r001`, and `b2` interrupted after its first statement, by a table that there is now.
fn half_done(on: &dyn Backend, up: &str) -> Arc<dyn Database> {
    let database = on.database();
    let mut revisions = line(1);
    revisions.push(outside("b2", &["r001"], up));
    let mut connection = database.connect();
    connection.upgrade(set(revisions), "head").unwrap_err();
    connection.execute("CREATE TABLE missing (x INTEGER)");
    database
}

pub(crate) fn a_step_begun_outside_a_transaction_is_not_run_again_inside_one(on: &dyn Backend) {
    let up = "INSERT INTO log VALUES ('b2'); INSERT INTO missing VALUES (1)";
    let database = half_done(on, up);
    // The author has taken `TRANSACTION` out.
    let mut revisions = line(1);
    revisions.push(Rev::sql("b2", &["r001"], up));
    upgrade(&*database, set(revisions));
    let mut connection = database.connect();
    assert_eq!(
        connection.lines("SELECT revision FROM log ORDER BY revision"),
        ["b2", "r001"]
    );
    assert_eq!(
        connection.lines("SELECT status FROM migrator_history"),
        ["done", "done"]
    );
}

pub(crate) fn what_a_half_applied_step_stands_on_is_not_reverted(on: &dyn Backend) {
    let up = "ALTER TABLE log ADD COLUMN x TEXT; INSERT INTO missing VALUES (1)";
    let database = half_done(on, up);
    let mut revisions = line(1);
    revisions.push(outside("b2", &["r001"], up));
    let set = set(revisions);
    let mut connection = database.connect();
    let error = connection.downgrade(set, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HalfDone);
    assert_shown!(shown(&error, &[]), @r#"
    the upgrade of revision `b2` was interrupted, and it is half-done
    help: run the upgrade again to finish it; or put the database in order by hand and `stamp` the revision it then stands on
    "#);
    connection.upgrade(set, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["b2"]);
}

fn half_reverted(on: &dyn Backend) -> (Arc<dyn Database>, &'static Migrations) {
    let database = on.database();
    let mut revisions = line(1);
    revisions.push(
        outside(
            "b2",
            &["r001"],
            "CREATE TABLE t (x TEXT); CREATE TABLE u (x TEXT)",
        )
        .down("DROP TABLE t; DROP TABLE missing; DROP TABLE u"),
    );
    revisions.push(Rev::sql("c3", &["b2"], "CREATE TABLE v (x TEXT)").down("DROP TABLE v"));
    let set = set(revisions);
    let mut connection = database.connect();
    connection.upgrade(set, "b2").unwrap();
    connection.downgrade(set, "-1").unwrap_err();
    (database, set)
}

pub(crate) fn a_half_reverted_database_is_never_up_to_date(on: &dyn Backend) {
    let (database, set) = half_reverted(on);
    let mut connection = database.connect();
    for target in ["b2", "head"] {
        let error = connection.upgrade(set, target).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HalfDone, "{error}");
    }
    connection.execute("CREATE TABLE missing (x TEXT)");
    connection.downgrade(set, "-1").unwrap();
    connection.upgrade(set, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["c3"]);
}

pub(crate) fn a_stamp_gives_up_a_half_done_downgrade(on: &dyn Backend) {
    let (database, set) = half_reverted(on);
    let mut connection = database.connect();
    connection.execute("CREATE TABLE t (x TEXT); CREATE TABLE missing (x TEXT)");
    // Also where the rows stand already.
    connection.stamp(set, &["b2"]).unwrap();
    connection.downgrade(set, "-1").unwrap();
    assert_eq!(
        database.tables(),
        ["alembic_version", "log", "migrator_history", "t_r001"]
    );
}

pub(crate) fn rows_that_another_tool_changes_meanwhile_are_not_lost(on: &dyn Backend) {
    let database = on.database();
    let not_in_transaction = database.dialect().not_in_transaction;
    let outside_one = format!("{not_in_transaction}; CREATE TABLE b1 (x TEXT)");
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)").label("a"),
        Rev::sql("a2", &["a1"], "CREATE TABLE a2 (x TEXT)"),
        outside("b1", &[], &outside_one).label("b"),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a1").unwrap();
    let other = Arc::clone(&database);
    let options = before("b1", 1, move || {
        other.connect().execute(
            "CREATE TABLE a2 (x TEXT); \
             UPDATE alembic_version SET version_num = 'a2' WHERE version_num = 'a1'",
        );
    });
    connection.upgrade(&set.with(options), "b1").unwrap();
    assert_eq!(version_rows(&mut *connection), ["a2", "b1"]);
    assert_eq!(connection.upgrade(set, "heads").unwrap().steps, []);
}

pub(crate) fn a_row_whose_parent_another_tool_takes_away_is_not_lost(on: &dyn Backend) {
    let database = on.database();
    let not_in_transaction = database.dialect().not_in_transaction;
    let mut revisions = line(1);
    let up = format!("{not_in_transaction}; CREATE TABLE b2 (x TEXT)");
    revisions.push(outside("b2", &["r001"], &up));
    let set = set(revisions);
    let mut connection = database.connect();
    connection.upgrade(set, "r001").unwrap();
    let other = Arc::clone(&database);
    let options = before("b2", 1, move || {
        let take_away = "DELETE FROM alembic_version; DROP TABLE log; DROP TABLE t_r001";
        other.connect().execute(take_away);
    });
    // Whether that is an error or not: the next run knows what is there.
    let first = connection.upgrade(&set.with(options), "head");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["b2"], "{first:?}");
    assert_eq!(connection.lines("SELECT revision FROM log"), ["r001"]);
}

pub(crate) fn a_statement_whose_commit_is_refused_is_not_kept(on: &dyn Backend) {
    let database = on.database();
    let up = "CREATE TABLE p (id INTEGER PRIMARY KEY);
              CREATE TABLE q (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);
              INSERT INTO q VALUES (7)";
    let mut connection = database.connect();
    let set = set(vec![outside("a1", &[], up)]);
    let error = connection.upgrade(set, "head").unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("not repeated by the next run: 2"), "{text}");
    assert_eq!(connection.lines("SELECT p FROM q"), [""; 0]);
    connection.execute("INSERT INTO p VALUES (7)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(connection.lines("SELECT p FROM q"), ["7"]);
}
