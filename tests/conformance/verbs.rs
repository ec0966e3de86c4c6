//! What the verbs do to a database, and what they tell about it.

use migrator::Migrations;

use crate::backend::{Backend, history, journal, version_rows};
use crate::support::{Rev, line, set};

pub(crate) fn an_empty_database_reaches_head(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let report = connection.upgrade(set(line(3)), "head").unwrap();
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["r001", "r002", "r003"]
    );
    assert_eq!(report.before, [""; 0]);
    assert_eq!(report.after, ["r003"]);
    assert_eq!(version_rows(&mut *connection), ["r003"]);
    assert_eq!(
        database.tables(),
        [
            "alembic_version",
            "log",
            "migrator_history",
            "t_r001",
            "t_r002",
            "t_r003"
        ]
    );
    let mut log = connection.lines("SELECT revision FROM log");
    log.sort_unstable();
    assert_eq!(log, ["r001", "r002", "r003"]);
}

pub(crate) fn upgrade_twice_changes_nothing(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    let before = (database.footprint(), database.dump());
    let report = connection.upgrade(set, "head").unwrap();
    assert_eq!(report.steps, []);
    assert_eq!(report.before, report.after);
    assert!(before == (database.footprint(), database.dump()));
}

pub(crate) fn each_step_leaves_a_row_in_the_history(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    connection.downgrade(set, "-1").unwrap();
    assert_eq!(
        history(&mut *connection),
        [
            "upgrade r001 -> r001",
            "upgrade r002 -> r002",
            "downgrade r002 -> r001"
        ]
    );
    assert_eq!(
        journal(&mut *connection),
        ["r001 done 4", "r002 done 3", "r002 done 2"]
    );
    assert_eq!(
        connection.lines(
            "SELECT down_revision, depends_on, statements_total, statement_hashes, application \
             FROM migrator_history ORDER BY id"
        ),
        [
            " |  | 4 | NULL | test 1.0.0",
            "r001 |  | 3 | NULL | test 1.0.0",
            "r001 |  | 2 | NULL | test 1.0.0"
        ]
    );
    // Equal checksums for the same migration, and one digest for the program.
    assert_eq!(
        connection.lines(
            "SELECT count(DISTINCT checksum), count(DISTINCT graph_digest) FROM migrator_history"
        ),
        ["2 | 1"]
    );
    // Times by the database's clock, in order.
    let wrong =
        "SELECT id FROM migrator_history WHERE started_at IS NULL OR finished_at < started_at";
    assert_eq!(connection.lines(wrong), [""; 0]);
}

pub(crate) fn the_tables_have_the_columns_that_are_documented(on: &dyn Backend) {
    let database = on.database();
    database.connect().upgrade(set(line(1)), "head").unwrap();
    let version = database.columns("alembic_version");
    assert_eq!(version.len(), 1);
    assert_eq!(version[0].name, "version_num");
    assert!(version[0].is_required);
    let names = [
        "id",
        "revision",
        "down_revision",
        "depends_on",
        "direction",
        "status",
        "statements_done",
        "statements_total",
        "statement_hashes",
        "checksum",
        "graph_digest",
        "version_rows",
        "started_at",
        "finished_at",
        "application",
    ];
    let columns = database.columns("migrator_history");
    let mut found: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut expected = names;
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

pub(crate) fn a_downgrade_goes_back_step_by_step_and_to_base(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    connection.downgrade(set, "-1").unwrap();
    assert_eq!(version_rows(&mut *connection), ["r002"]);
    let report = connection.downgrade(set, "base").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r002", "r001"]);
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
    assert_eq!(version_rows(&mut *connection), [""; 0]);
    connection.upgrade(set, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["r003"]);
}

pub(crate) fn current_and_history_tell_where_the_database_stands(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    let mut connection = database.connect();
    let current = connection.current(set).unwrap();
    assert_eq!(current.rows, [""; 0]);
    assert!(!current.is_up_to_date);
    connection.upgrade(set, "r002").unwrap();
    let current = connection.current(set).unwrap();
    assert_eq!(current.rows, ["r002"]);
    assert!(!current.is_up_to_date);
    let of = connection.history_of(set, "current:").unwrap();
    let of: Vec<(&str, bool)> = of
        .iter()
        .map(|it| (it.id.as_str(), it.is_current))
        .collect();
    assert_eq!(of, [("r003", false), ("r002", true)]);
    connection.upgrade(set, "head").unwrap();
    assert!(connection.current(set).unwrap().is_up_to_date);
}

pub(crate) fn the_reading_verbs_work_where_there_are_no_tables(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute("CREATE TABLE x (x TEXT)");
    let set = set(line(3));
    let connections = database.connect_read_only();
    for mut connection in connections.into_iter().chain([database.connect()]) {
        let current = connection.current(set).unwrap();
        assert_eq!(current.rows, [""; 0]);
        assert!(!current.is_up_to_date);
        let of = connection.history_of(set, ":").unwrap();
        assert!(of.iter().all(|revision| !revision.is_current));
        assert!(!connection.is_in_transaction());
    }
    assert_eq!(database.tables(), ["x"]);
}

pub(crate) fn a_set_without_revisions_does_nothing_everywhere(on: &dyn Backend) {
    let database = on.database();
    let empty = set(vec![]);
    let mut connection = database.connect();
    for target in ["head", "heads"] {
        assert_eq!(connection.upgrade(empty, target).unwrap().steps, []);
    }
    assert_eq!(connection.downgrade(empty, "base").unwrap().steps, []);
    connection.stamp(empty, &["heads"]).unwrap();
    assert!(connection.current(empty).unwrap().is_up_to_date);
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn ids_may_be_as_long_as_the_column_is_wide(on: &dyn Backend) {
    let database = on.database();
    let (first, second) = ("a".repeat(32), "0123456789abcdef0123456789abcdef");
    let ours = set(vec![
        Rev::sql(&first, &[], "CREATE TABLE a (x TEXT)"),
        Rev::sql(second, &[&first], "CREATE TABLE b (x TEXT)"),
    ]);
    let mut connection = database.connect();
    connection.upgrade(ours, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), [second]);
    assert_eq!(connection.upgrade(ours, &second[..4]).unwrap().steps, []);
}

/// `trunk <- a1 <- a2` and `trunk <- b1`, with a merge of both.
fn diamond() -> &'static Migrations {
    let revision = |id: &str, parents: &[&str]| {
        Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
            .down(&format!("DROP TABLE t_{id}"))
    };
    set(vec![
        revision("trunk", &[]),
        revision("left", &["trunk"]),
        revision("right", &["trunk"]),
        Rev::sql("merge", &["left", "right"], "").down(""),
    ])
}

pub(crate) fn a_merge_point_goes_down_to_its_parents(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(diamond(), "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["merge"]);
    connection.downgrade(diamond(), "-1").unwrap();
    assert_eq!(version_rows(&mut *connection), ["left", "right"]);
    connection.upgrade(diamond(), "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["merge"]);
    connection.downgrade(diamond(), "trunk").unwrap();
    assert_eq!(version_rows(&mut *connection), ["trunk"]);
}

pub(crate) fn a_target_already_passed_is_nothing_to_do(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    for target in ["r001", "head", "head-1"] {
        let report = connection.upgrade(set, target).unwrap();
        assert_eq!(report.steps, [], "{target}");
    }
    assert_eq!(connection.downgrade(set, "r003").unwrap().steps, []);
    assert_eq!(version_rows(&mut *connection), ["r003"]);
}
