//! Names, files and tables that somebody else has chosen badly, or on purpose.

mod support;

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::{ErrorKind, Migrations, Options};
use rusqlite::Connection;
use support::file::File;
use support::look::{data_version, dump, history, lines};
use support::{Rev, column, line, set, tables, version_rows};

/// Quotes of every kind, a keyword, a statement's end, a comment, no ASCII.
const NAMES: [&str; 9] = [
    "select",
    "it's",
    "say \"hi\"",
    "back`tick",
    "[bracket]",
    "a;b--c/*d",
    "Größe 表 🐢",
    "?1",
    "%s\\n\n",
];

fn create_all(op: &mut Op<'_>) -> Outcome {
    for name in NAMES {
        op.create_table(
            Table::new(name)
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new(name, text()).not_null().default(name))
                .check(Check::new("1 = 1").named(format!("ck {name}"))),
        );
        op.add_column(name, Column::new(format!("{name} 2"), text()));
        op.create_index(Index::new(format!("ix {name}")).on(name, [name]));
        op.bulk_insert(name, [name], [(name,)]);
        op.execute(
            Query::insert()
                .into_table(name)
                .columns([name])
                .values_panic([name.into()])
                .to_owned(),
        );
    }
    Ok(())
}

fn drop_all(op: &mut Op<'_>) -> Outcome {
    for name in NAMES {
        op.drop_index(format!("ix {name}"));
        op.drop_column(name, format!("{name} 2"));
        op.rename_table(name, format!("{name} renamed"));
        op.drop_table(format!("{name} renamed"));
    }
    Ok(())
}

#[test]
fn every_text_is_a_name_of_tables_columns_and_indexes() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(vec![Rev::rust("a1", &[], create_all).down_rust(drop_all)]);
    set.upgrade(&connection, "head").unwrap();
    let mut expected: Vec<&str> = NAMES.to_vec();
    expected.extend(["alembic_version", "migrator_history"]);
    expected.sort_unstable();
    assert_eq!(tables(&connection), expected);
    for name in NAMES {
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        assert_eq!(
            column(
                &connection,
                &format!("SELECT name FROM pragma_table_info({quoted})")
            ),
            ["id", name, &format!("{name} 2")]
        );
        assert_eq!(
            column(&connection, &format!("SELECT {quoted} FROM {quoted}")),
            [name, name]
        );
        assert_eq!(
            column(
                &connection,
                &format!("SELECT name FROM pragma_index_list({quoted})")
            ),
            [format!("ix {name}")]
        );
        connection
            .execute_batch(&format!("INSERT INTO {quoted} DEFAULT VALUES"))
            .unwrap();
    }
    set.downgrade(&connection, "base").unwrap();
    assert_eq!(tables(&connection), ["alembic_version", "migrator_history"]);
}

#[test]
fn a_name_that_cannot_be_is_refused_before_anything_runs() {
    fn refused(upgrade: fn(&mut Op<'_>) -> Outcome) -> String {
        let connection = Connection::open_in_memory().unwrap();
        let error = set(vec![Rev::rust("a1", &[], upgrade)])
            .upgrade(&connection, "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(tables(&connection), [""; 0]);
        let text = format!("{error:?}");
        let from = text.find("caused by").unwrap();
        text[from..].to_owned()
    }
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.create_table(Table::new("").column(Column::new("x", text())));
        Ok(())
    }), @r#"
    caused by: the name "" cannot be used: it is empty
      applied before this: nothing; nothing of `a1` was kept
    help: choose another name
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.drop_table("nul\0byte");
        Ok(())
    }), @r#"
    caused by: the name "nul\0byte" cannot be used: it holds a NUL byte
      applied before this: nothing; nothing of `a1` was kept
    help: choose another name
    "#);
    insta::assert_snapshot!(refused(|op| {
        op.execute("CREATE TABLE half (x)");
        op.drop_table(("attached", "x"));
        Ok(())
    }), @r#"
    caused by: SQLite cannot do drop_table `attached.x`: there is no schema `attached`; there are `main` and `temp`
      applied before this: nothing; nothing of `a1` was kept
    help: leave the schema out
    "#);
}

#[test]
fn the_version_table_can_have_any_name() {
    for name in NAMES
        .into_iter()
        .chain(["custom_version", "Alembic_Version2"])
    {
        let mut connection = Connection::open_in_memory().unwrap();
        let options = || Options::new().version_table(name);
        let verbs = || set(line(2)).with(options());
        verbs().upgrade(&connection, "head").unwrap();
        let mut expected = vec![
            name.to_owned(),
            format!("{name}_history"),
            "log".to_owned(),
            "t_r001".to_owned(),
            "t_r002".to_owned(),
        ];
        expected.sort_unstable();
        assert_eq!(tables(&connection), expected);
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        assert_eq!(
            column(&connection, &format!("SELECT * FROM {quoted}")),
            ["r002"]
        );
        let ran = support::look::statements(&mut connection, |connection| {
            assert_eq!(verbs().upgrade(connection, "head").unwrap().steps, []);
        });
        assert_eq!(ran.len(), 1);
        assert_eq!(verbs().current(&connection).unwrap().rows, ["r002"]);
        verbs().stamp(&connection, "r001").unwrap();
        verbs().stamp(&connection, "r002").unwrap();
        verbs().downgrade(&connection, "base").unwrap();
        assert_eq!(
            column(&connection, &format!("SELECT count(*) FROM {quoted}")),
            ["0"]
        );
    }
}

#[test]
fn two_sets_share_a_database_under_two_names() {
    let connection = Connection::open_in_memory().unwrap();
    let billing = set(vec![Rev::sql("b1", &[], "CREATE TABLE bills (x)")]);
    let options = || Options::new().version_table("billing_version");
    set(line(2)).upgrade(&connection, "head").unwrap();
    billing
        .with(options())
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(set(line(2)).upgrade(&connection, "head").unwrap().steps, []);
    assert_eq!(
        billing.with(options()).current(&connection).unwrap().rows,
        ["b1"]
    );
    assert_eq!(version_rows(&connection), ["r002"]);
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
fn a_history_beside_no_version_table_is_taken_as_it_is() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(1)).upgrade(&connection, "head").unwrap();
    connection
        .execute_batch("DROP TABLE alembic_version; DROP TABLE t_r001; DROP TABLE log")
        .unwrap();
    set(line(1)).upgrade(&connection, "head").unwrap();
    assert_eq!(
        history(&connection),
        ["upgrade r001 -> r001", "upgrade r001 -> r001"]
    );
    assert_eq!(version_rows(&connection), ["r001"]);
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
fn a_temporary_table_does_not_shadow_the_version_table() {
    let file = File::new();
    let connection = file.open();
    let witness = file.open();
    connection
        .execute_batch(
            "CREATE TEMP TABLE alembic_version (version_num TEXT); \
             CREATE TEMP TABLE migrator_history (x)",
        )
        .unwrap();
    set(line(2)).upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&witness), ["r002"]);
    assert_eq!(history(&witness).len(), 2);
    assert_eq!(set(line(2)).upgrade(&connection, "head").unwrap().steps, []);
    let version = data_version(&witness);
    assert_eq!(set(line(2)).current(&witness).unwrap().rows, ["r002"]);
    assert_eq!(data_version(&witness), version);
    assert_eq!(
        column(&connection, "SELECT count(*) FROM temp.alembic_version"),
        ["0"]
    );
}

#[test]
fn ids_may_be_as_long_as_the_column_is_wide() {
    let (first, second) = ("a".repeat(32), "0123456789abcdef0123456789abcdef");
    let ours = set(vec![
        Rev::sql(&first, &[], "CREATE TABLE a (x)"),
        Rev::sql(second, &[&first], "CREATE TABLE b (x)"),
    ]);
    let connection = Connection::open_in_memory().unwrap();
    ours.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), [second]);
    assert_eq!(ours.upgrade(&connection, &second[..4]).unwrap().steps, []);
    let too_long =
        migrator::graph::Graph::build([migrator::graph::RevisionSpec::new("a".repeat(33))]);
    assert!(too_long.is_err());
}

#[test]
fn a_set_without_revisions_does_nothing_everywhere() {
    let connection = Connection::open_in_memory().unwrap();
    let empty = set(vec![]);
    for target in ["head", "heads"] {
        assert_eq!(empty.upgrade(&connection, target).unwrap().steps, []);
    }
    assert_eq!(empty.downgrade(&connection, "base").unwrap().steps, []);
    empty.stamp(&connection, "heads").unwrap();
    assert!(empty.current(&connection).unwrap().is_up_to_date);
    assert_eq!(empty.heads().unwrap(), []);
    assert_eq!(empty.history(":").unwrap(), []);
    assert_eq!(tables(&connection), [""; 0]);
}

#[test]
fn a_migration_that_removes_the_version_table_is_rolled_back() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(Rev::sql("bad1", &["r001"], "DROP TABLE alembic_version"));
    let before = {
        set(line(1)).upgrade(&connection, "head").unwrap();
        dump(&connection)
    };
    let error = set(revisions).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) ran, but its version row could not be written
      caused by: no such table: main.alembic_version
      statement: UPDATE "main"."alembic_version" SET version_num = ?1 WHERE version_num = ?2
      applied before this: nothing; nothing of `bad1` was kept
    "#);
    assert_eq!(dump(&connection), before);
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
