//! Version tables and histories that others have made, or changed.

use migrator::{ErrorKind, Options};

use crate::backend::{Backend, Database, history, upgrade, version_rows};
use crate::shown::assert_shown;
use crate::support::{Rev, line, set};

/// Runs every verb and checks that each refuses and leaves everything as it is.
fn refuses(database: &dyn Database) -> String {
    let before = database.footprint();
    let ours = set(line(2));
    let mut connection = database.connect();
    let error = connection.upgrade(ours, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    for other in [
        connection.downgrade(ours, "base").unwrap_err(),
        connection.stamp(ours, &["head"]).unwrap_err(),
    ] {
        assert_eq!(format!("{other:?}"), format!("{error:?}"));
    }
    assert!(!connection.is_in_transaction());
    assert!(before == database.footprint());
    format!("{error:?}")
}

pub(crate) fn a_version_table_of_another_shape_is_left_alone(on: &dyn Backend) {
    let database = on.database();
    database
        .connect()
        .execute("CREATE TABLE alembic_version (number INTEGER)");
    let text = refuses(&*database);
    assert!(text.starts_with(
        "the version table or the history has not the columns it should have\n  caused by: "
    ));
    assert!(text.contains("version_num"), "{text}");
    assert!(text.ends_with(
        "help: a table of that name belongs to something else: choose others with \
         `Options::version_table` and `Options::history_table`"
    ));
}

pub(crate) fn a_history_of_another_shape_is_left_alone(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute(
        "CREATE TABLE alembic_version (version_num TEXT); \
         CREATE TABLE migrator_history (what TEXT)",
    );
    let text = refuses(&*database);
    assert!(text.starts_with(
        "the version table or the history has not the columns it should have\n  caused by: "
    ));
    assert!(text.contains("graph_digest"), "{text}");
}

pub(crate) fn a_version_row_that_is_null_is_refused(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute(
        "CREATE TABLE alembic_version (version_num TEXT); \
         INSERT INTO alembic_version VALUES (NULL)",
    );
    assert_shown!(refuses(&*database), @r#"
    the database could not be used
      caused by: in table `alembic_version`: column `version_num` holds NULL where a text is wanted
    "#);
}

pub(crate) fn a_history_beside_no_version_table_is_taken_as_it_is(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(1)));
    let mut connection = database.connect();
    connection.execute("DROP TABLE alembic_version; DROP TABLE t_r001; DROP TABLE log");
    connection.upgrade(set(line(1)), "head").unwrap();
    assert_eq!(
        history(&mut *connection),
        ["upgrade r001 -> r001", "upgrade r001 -> r001"]
    );
    assert_eq!(version_rows(&mut *connection), ["r001"]);
}

pub(crate) fn version_rows_of_any_text_are_told_as_they_are(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); \
         INSERT INTO alembic_version VALUES ('it''s `quoted`, and long'), ('')",
    );
    let error = connection.upgrade(set(line(1)), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
    assert_shown!(format!("{error:?}"), @r#"
    the database stands on ``, `it's `quoted`, and long`, which this program does not have
    help: run a version of the program that has the revision; if its file is gone for good, `stamp` the database with `Options::purge` to a revision whose schema it has
    "#);
    let purging = set(line(1)).with(Options::new().purge(true));
    connection.stamp(&purging, &["r001"]).unwrap();
    assert_eq!(version_rows(&mut *connection), ["r001"]);
}

pub(crate) fn version_rows_that_stand_there_twice_become_one(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    let mut connection = database.connect();
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32));
         CREATE TABLE log (revision TEXT); CREATE TABLE t_r001 (x TEXT);
         INSERT INTO alembic_version VALUES ('r001'), ('r001')",
    );
    let report = connection.upgrade(set, "+1").unwrap();
    assert_eq!(report.before, ["r001"]);
    assert_eq!(report.after, ["r002"]);
    connection.upgrade(set, "head").unwrap();
    connection.downgrade(set, "r001").unwrap();
    assert_eq!(connection.current(set).unwrap().rows, ["r001"]);
}

pub(crate) fn rows_of_another_tool_are_taken_over_and_noted(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    // As Alembic makes it.
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); \
         INSERT INTO alembic_version VALUES ('r001'); \
         CREATE TABLE log (revision TEXT); CREATE TABLE t_r001 (x TEXT)",
    );
    let report = connection.upgrade(set(line(2)), "head").unwrap();
    assert_eq!(report.before, ["r001"]);
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r002"]);
    assert_eq!(
        history(&mut *connection),
        ["found r001 -> r001", "upgrade r002 -> r002"]
    );
    connection.downgrade(set(line(2)), "base").unwrap();
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

pub(crate) fn our_version_table_is_alembics(on: &dyn Backend) {
    let (alembics, ours, stamped) = (on.database(), on.database(), on.database());
    alembics.connect().execute(
        "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t\
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)",
    );
    let one = set(vec![Rev::sql("a1", &[], "")]);
    upgrade(&*ours, one);
    stamped.connect().stamp(one, &["head"]).unwrap();
    for database in [ours, stamped] {
        let mut connection = database.connect();
        connection.execute("DELETE FROM alembic_version; DROP TABLE migrator_history");
        let dump = database.dump();
        assert_eq!(dump, alembics.dump());
    }
}
