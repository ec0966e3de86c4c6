//! Files, schemas and tables that somebody else has chosen badly, or on purpose.

use crate::support::file::File;
use crate::support::look::lines;
use crate::support::{Rev, line, set, tables};
use migrator::{ErrorKind, Migrations, Options};
use rusqlite::Connection;

#[test]
fn a_schema_that_is_not_there_is_refused_before_anything_runs() {
    let connection = Connection::open_in_memory().unwrap();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE half (x)");
        op.drop_table(("attached", "x"));
        Ok(())
    });
    let error = set(vec![revision])
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(tables(&connection), [""; 0]);
    let text = format!("{error:?}");
    let from = text.find("caused by").unwrap();
    insta::assert_snapshot!(&text[from..], @r#"
    caused by: SQLite cannot do drop_table `attached.x`: there is no schema `attached`; there are `main` and `temp`
      applied before this: nothing; nothing of `a1` was kept
    help: leave the schema out
    "#);
}

#[test]
fn a_version_table_that_cannot_be_is_refused() {
    let connection = Connection::open_in_memory().unwrap();
    let refused = |options: Options| {
        let error = set(line(1))
            .with(options)
            .upgrade(&connection, "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(tables(&connection), [""; 0]);
        format!("{error:?}")
    };
    insta::assert_snapshot!(refused(Options::new().version_table("")), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "" cannot be used: it is empty
    help: choose another name
    "#);
    insta::assert_snapshot!(refused(Options::new().version_table(("other", "v"))), @r#"
    the version table or the history cannot be kept under that name
      caused by: SQLite cannot do table `other.v`: there is no schema `other`; there are `main` and `temp`
    help: leave the schema out
    "#);
    insta::assert_snapshot!(refused(Options::new().history_table("nul\0")), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "nul\0" cannot be used: it holds a NUL byte
    help: choose another name
    "#);
}

/// Runs every verb on a file and checks that each refuses and leaves it as it is.
fn refuses(file: &File) -> String {
    let before = file.bytes();
    let connection = file.open_impatient();
    let ours = set(line(2));
    let error = ours.upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    for other in [
        ours.downgrade(&connection, "base").unwrap_err(),
        ours.stamp(&connection, "head").unwrap_err(),
        ours.current(&connection).unwrap_err(),
        ours.history_of(&connection, ":").unwrap_err(),
    ] {
        assert_eq!(format!("{other:?}"), format!("{error:?}"));
    }
    assert!(connection.is_autocommit());
    assert!(before == file.bytes());
    format!("{error:?}")
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let file = File::new();
    std::fs::write(file.path(), "Dear diary, ".repeat(100)).unwrap();
    insta::assert_snapshot!(refuses(&file), @r#"
    the database could not be used
      caused by: file is not a database
    "#);
}

#[test]
fn a_damaged_database_is_left_alone() {
    let file = File::new();
    set(line(2)).upgrade(&file.open(), "head").unwrap();
    let mut bytes = std::fs::read(file.path()).unwrap();
    bytes[100..4096].fill(0xff);
    std::fs::write(file.path(), bytes).unwrap();
    insta::assert_snapshot!(refuses(&file), @r#"
    the database could not be used
      caused by: database disk image is malformed
    "#);
}

#[test]
fn a_version_table_of_another_shape_is_left_alone() {
    let file = File::new();
    file.open()
        .execute_batch("CREATE TABLE alembic_version (number INTEGER)")
        .unwrap();
    insta::assert_snapshot!(refuses(&file), @r#"
    the version table or the history has not the columns it should have
      caused by: no such column: version_num
    help: a table of that name belongs to something else: choose others with `Options::version_table` and `Options::history_table`
    "#);
}

#[test]
fn a_history_of_another_shape_is_left_alone() {
    let file = File::new();
    file.open()
        .execute_batch(
            "CREATE TABLE alembic_version (version_num TEXT); \
             CREATE TABLE migrator_history (what TEXT)",
        )
        .unwrap();
    insta::assert_snapshot!(refuses(&file), @r#"
    the version table or the history has not the columns it should have
      caused by: no such column: graph_digest
    help: a table of that name belongs to something else: choose others with `Options::version_table` and `Options::history_table`
    "#);
}

#[test]
fn version_rows_of_any_text_are_told_as_they_are() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); \
             INSERT INTO alembic_version VALUES ('it''s `quoted`, and long'), ('')",
        )
        .unwrap();
    let error = set(line(1)).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    the database stands on ``, `it's `quoted`, and long`, which this program does not have
    help: run a version of the program that has the revision; if its file is gone for good, `stamp` the database with `Options::purge` to a revision whose schema it has
    "#);
    connection
        .execute_batch("DELETE FROM alembic_version; INSERT INTO alembic_version VALUES (x'ff00')")
        .unwrap();
    let error = set(line(1)).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    the database could not be used
      caused by: in table `alembic_version`: column `version_num` holds BLOB where a text is wanted
    "#);
    let empty = Options::new().purge(true);
    let error = set(line(1))
        .with(empty)
        .stamp(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
}

#[test]
fn the_settings_of_the_connection_are_as_before() {
    const SETTINGS: [&str; 9] = [
        "foreign_keys",
        "recursive_triggers",
        "busy_timeout",
        "journal_mode",
        "synchronous",
        "defer_foreign_keys",
        "legacy_alter_table",
        "temp_store",
        "user_version",
    ];
    let file = File::new();
    let connection = file.open();
    let look = || -> Vec<String> {
        let all = SETTINGS.map(|name| lines(&connection, &format!("PRAGMA {name}")).join(","));
        all.to_vec()
    };
    let before = look();
    let set: &Migrations = set(line(3));
    set.upgrade(&connection, "head").unwrap();
    set.downgrade(&connection, "base").unwrap();
    assert_eq!(look(), before);
}

#[test]
fn the_two_tables_cannot_share_a_name() {
    let connection = Connection::open_in_memory().unwrap();
    let options = Options::new().version_table("v").history_table("V");
    let error = set(line(1))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "v" cannot be used: the version table and the history need a name each
    help: choose another name
    "#);
}
