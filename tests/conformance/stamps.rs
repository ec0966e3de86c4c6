//! `stamp`: the rows are set, and nothing runs.

use migrator::{ErrorKind, Migrations, Options};

use crate::backend::{Backend, history, upgrade, version_rows};
use crate::shown::assert_shown;
use crate::support::{Rev, set};

/// `trunk <- a1 <- a2` and `trunk <- b1`.
fn branches() -> &'static Migrations {
    set(vec![
        Rev::sql("trunk", &[], "CREATE TABLE trunk (x TEXT)"),
        Rev::sql("a1", &["trunk"], "CREATE TABLE a1 (x TEXT)").label("a"),
        Rev::sql("a2", &["a1"], "CREATE TABLE a2 (x TEXT)"),
        Rev::sql("b1", &["trunk"], "CREATE TABLE b1 (x TEXT)").label("b"),
    ])
}

pub(crate) fn a_stamp_sets_the_rows_and_runs_nothing(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut check = |targets: &[&str], before: &[&str], after: &[&str]| {
        let report = connection.stamp(branches(), targets).unwrap();
        assert_eq!(report.steps, []);
        assert_eq!(report.before, before, "{targets:?}");
        assert_eq!(report.after, after, "{targets:?}");
        assert_eq!(version_rows(&mut *connection), after, "{targets:?}");
    };
    check(&["heads"], &[], &["a2", "b1"]);
    check(&["a1"], &["a2", "b1"], &["a1", "b1"]);
    check(&["base"], &["a1", "b1"], &[]);
    check(&["a@head", "b1"], &[], &["a2", "b1"]);
    check(&["trunk"], &["a2", "b1"], &["trunk"]);
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
    assert_eq!(
        history(&mut *connection),
        [
            "stamp a2,b1 -> a2,b1",
            "stamp a1,b1 -> a1,b1",
            "stamp  -> ",
            "stamp a2,b1 -> a2,b1",
            "stamp trunk -> trunk",
        ]
    );
}

pub(crate) fn a_stamp_of_where_the_database_stands_writes_nothing(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, branches());
    let before = database.footprint();
    database.connect().stamp(branches(), &["heads"]).unwrap();
    assert!(database.footprint() == before);
    let empty = on.database();
    empty.connect().stamp(branches(), &["base"]).unwrap();
    assert_eq!(empty.tables(), [""; 0]);
}

pub(crate) fn a_stamp_refuses_targets_that_cover_each_other(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let error = connection.stamp(branches(), &["a2", "trunk"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Target);
    assert_shown!(format!("{error:?}"), @r#"
    `trunk` is already covered by `a2`
    help: leave out `trunk`
    "#);
    let error = connection.stamp(branches(), &["+1"]).unwrap_err();
    assert_shown!(format!("{error:?}"), @r#"
    `+1` cannot be used here
    help: name a revision or a label
    "#);
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn a_stamp_with_purge_forgets_unknown_rows(on: &dyn Backend) {
    let database = on.database();
    let lost = Rev::sql("lost", &[], "CREATE TABLE x (x TEXT)");
    upgrade(&*database, set(vec![lost]));
    let purging = || branches().with(Options::new().purge(true));
    let mut connection = database.connect();
    let report = connection.stamp(&purging(), &["a1"]).unwrap();
    assert_eq!(report.before, ["lost"]);
    assert_eq!(report.after, ["a1"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
    assert_eq!(
        history(&mut *connection),
        ["upgrade lost -> lost", "stamp a1 -> a1"]
    );
    let report = connection.upgrade(branches(), "a2").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a2"]);
    connection.stamp(&purging(), &["base"]).unwrap();
    assert_eq!(version_rows(&mut *connection), [""; 0]);
}

pub(crate) fn after_a_stamp_nothing_below_it_is_out_of_order(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let revision = |id: &str, parents: &[&str]| {
        Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
    };
    let before = set(vec![revision("a1", &[]), revision("a9", &["a1"])]);
    connection.stamp(before, &["head"]).unwrap();
    // A stamp says that everything below it is there, `late` included.
    let spliced = set(vec![
        revision("a1", &[]),
        revision("late", &["a1"]),
        revision("a9", &["late"]),
        revision("top", &["a9"]),
    ]);
    let report = connection.upgrade(spliced, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["top"]);
}
