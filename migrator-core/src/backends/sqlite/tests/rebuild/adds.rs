//! Columns that are added: natively where SQLite can.

use super::{changed, database, definition, is_rebuild, refused, statements, written};
use crate::schema::{Column, boolean, enumeration, integer, string, text, timestamp};

/// Adds a column to a table with two rows, and returns whether the table was built anew.
#[track_caller]
fn check(column: Column, is_rebuilt: bool, rows: &[&str]) {
    let setup = "CREATE TABLE o (id INTEGER PRIMARY KEY); INSERT INTO o VALUES (1);
        CREATE TABLE t (x); INSERT INTO t VALUES ('a'), ('b'); CREATE INDEX ix ON t (x);";
    let added = || column.clone();
    let all = written(setup, |op| op.add_column("t", added()));
    assert_eq!(all.iter().any(is_rebuild), is_rebuilt);
    let (database, _) = changed(setup, |op| op.add_column("t", added()));
    assert_eq!(database.rows("SELECT rowid, * FROM t ORDER BY 1"), rows);
}

#[test]
fn what_alter_table_can_add_is_added_by_it() {
    check(
        Column::new("a", integer()),
        false,
        &["1|a|NULL", "2|b|NULL"],
    );
    check(
        Column::new("a", text()).not_null().default("it's"),
        false,
        &["1|a|it's", "2|b|it's"],
    );
    check(
        Column::new("a", string(4)).check("a <> ''"),
        false,
        &["1|a|NULL", "2|b|NULL"],
    );
    check(
        Column::new("a", integer()).references("o", "id"),
        false,
        &["1|a|NULL", "2|b|NULL"],
    );
    check(
        Column::new("a", text()).generated_virtual("x || x"),
        false,
        &["1|a|aa", "2|b|bb"],
    );
    check(enumerated(), false, &["1|a|y", "2|b|y"]);
}

fn enumerated() -> Column {
    Column::new("a", enumeration("mood", ["y", "z"])).default("y")
}

#[test]
fn what_alter_table_cannot_add_is_added_to_a_new_table() {
    check(
        Column::new("a", integer()).unique(),
        true,
        &["1|a|NULL", "2|b|NULL"],
    );
    check(
        Column::new("id", integer()).primary_key(),
        true,
        &["1|a|1", "2|b|2"],
    );
    check(
        Column::new("a", text()).default_expr("upper('q')"),
        true,
        &["1|a|Q", "2|b|Q"],
    );
    check(
        Column::new("a", text()).generated_stored("x || 1"),
        true,
        &["1|a|a1", "2|b|b1"],
    );
    check(
        Column::new("a", integer()).references("o", "id").default(1),
        true,
        &["1|a|1", "2|b|1"],
    );
    let now = Column::new("a", timestamp())
        .not_null()
        .default_expr("now()");
    let (database, _) = changed("CREATE TABLE t (x); INSERT INTO t VALUES (1)", |op| {
        op.add_column("t", now);
    });
    assert_eq!(database.rows("SELECT length(a) FROM t"), ["19"]);
}

#[test]
fn not_null_without_a_default_is_a_matter_of_the_rows() {
    let add = |op: &mut crate::ops::Op<'_>| {
        op.add_column("t", Column::new("a", boolean()).not_null());
    };
    let (database, _) = changed("CREATE TABLE t (x)", add);
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE t (x, \"a\" BOOLEAN NOT NULL)"
    );
    let error = refused("CREATE TABLE t (x); INSERT INTO t VALUES (1)", add);
    assert!(error.starts_with("Cannot add a NOT NULL column"), "{error}");
    let error = refused("CREATE TABLE t (x); INSERT INTO t VALUES (1)", |op| {
        op.add_column("t", Column::new("a", boolean()).not_null().unique());
    });
    assert!(
        error.starts_with("NOT NULL constraint failed: t (new).a"),
        "{error}"
    );
}

#[test]
fn a_strict_table_gets_strict_types() {
    let (database, _) = changed("CREATE TABLE t (x TEXT) STRICT", |op| {
        op.add_column("t", Column::new("a", string(10)));
        op.add_column("t", Column::new("b", boolean()).unique());
    });
    assert_eq!(
        database.rows("SELECT name, type FROM pragma_table_info('t')"),
        ["x|TEXT", "a|TEXT", "b|INTEGER"]
    );
}

#[test]
fn a_column_that_is_there_is_an_error_or_fine() {
    let setup = "CREATE TABLE t (x, \"Größe\" TEXT)";
    let error = refused(setup, |op| {
        op.add_column("t", Column::new("X", integer()).unique());
    });
    assert_eq!(
        error,
        "add_column `t.X` makes no sense: there is a column `X` already"
    );
    let (_database, difference) = changed(setup, |op| {
        op.add_column_if_not_exists("t", Column::new("X", integer()).not_null());
    });
    assert_eq!(difference, Vec::<String>::new());
    let sql = statements(setup, |op| {
        op.add_column_if_not_exists("t", Column::new("y", integer()));
    });
    assert_eq!(sql, "ALTER TABLE \"main\".\"t\" ADD COLUMN \"y\" INTEGER");
    let error = refused("CREATE TABLE t (x PRIMARY KEY)", |op| {
        op.add_column("t", Column::new("id", integer()).primary_key());
    });
    assert_eq!(
        error,
        "add_column `t.id` makes no sense: the table has a primary key already"
    );
}

#[test]
fn several_changes_share_one_new_table() {
    let setup = "CREATE TABLE t (a INT, b TEXT, c TEXT); INSERT INTO t VALUES (1, 'x', 'y')";
    let all = written(setup, |op| {
        op.alter_table("t", |t| {
            t.add_column(Column::new("d", integer()).default(4))
                .drop_column("b")
                .add_constraint(crate::schema::Unique::new(["d"]))
                .rename_column("c", "cc")
                .add_column(Column::new("e", integer()))
                .drop_column("a")
                .rename_column("cc", "b");
        });
    });
    let rebuilds: Vec<_> = all
        .iter()
        .map(|it| (is_rebuild(it), it.statements.len()))
        .collect();
    assert_eq!(rebuilds, [(true, 4), (false, 1), (false, 2), (false, 1)]);
}

#[test]
fn a_table_that_cannot_be_changed_is_named() {
    let add = |op: &mut crate::ops::Op<'_>| {
        op.add_column("t", Column::new("a", integer()).unique());
    };
    let start = |error: &str| error.split(": ").nth(1).unwrap_or_default().to_owned();
    assert_eq!(
        start(&refused("CREATE VIEW t AS SELECT 1", add)),
        "`t` is a view"
    );
    assert_eq!(
        start(&refused("CREATE TABLE u (x)", add)),
        "there is no table `t`"
    );
    let error = refused("CREATE VIRTUAL TABLE t USING fts5 (x)", add);
    assert_eq!(start(&error), "a virtual table cannot be changed");
    let error = refused("CREATE VIRTUAL TABLE v USING fts5 (x)", |op| {
        op.add_column("v_data", Column::new("a", integer()).unique());
    });
    assert_eq!(start(&error), "it belongs to a virtual table");
    let database = database(
        "CREATE TABLE t (x); PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = 'CREATE TABLE t (x CHECK (1), y) ' WHERE name = 't'",
    );
    let error = database.migrate(add).unwrap_err();
    assert!(
        error.contains("the definition of `t` is not understood"),
        "{error}"
    );
}
