//! Columns that are changed.

use super::{changed, definition, refused};
use crate::ops::Op;
use crate::schema::{AlterColumn, Identity, boolean, custom, enumeration, integer, string, text};

/// Changes the table `t`, and returns its new definition.
#[track_caller]
fn check(columns: &str, alter: AlterColumn, expect: &str) {
    let (database, _) = changed(&format!("CREATE TABLE t ({columns})"), |op| {
        op.alter_column("t", alter);
    });
    let expect = format!("CREATE TABLE \"t\" ({expect})");
    assert_eq!(definition(&database, "t"), expect);
}

fn a() -> AlterColumn {
    AlterColumn::new("a")
}

#[test]
fn each_part_of_a_column_changes_by_itself() {
    let before = "id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x' CHECK (a <> ''), b";
    let with = |column: &str| format!("id INTEGER PRIMARY KEY, {column}, b");
    check(
        before,
        a().kind(string(9)),
        &with("a VARCHAR(9) NOT NULL DEFAULT 'x' CHECK (a <> '')"),
    );
    check(
        before,
        a().nullable(),
        &with("a TEXT DEFAULT 'x' CHECK (a <> '')"),
    );
    check(
        before,
        a().default("it's"),
        &with("a TEXT NOT NULL DEFAULT 'it''s' CHECK (a <> '')"),
    );
    check(
        before,
        a().default_expr("1 + 1"),
        &with("a TEXT NOT NULL DEFAULT (1 + 1) CHECK (a <> '')"),
    );
    check(
        before,
        a().drop_default(),
        &with("a TEXT NOT NULL CHECK (a <> '')"),
    );
    check(
        before,
        a().collate("NOCASE"),
        &with("a TEXT NOT NULL DEFAULT 'x' CHECK (a <> '') COLLATE \"NOCASE\""),
    );
    check(
        "a TEXT COLLATE RTRIM, b",
        a().collate("BINARY"),
        "a TEXT COLLATE \"BINARY\", b",
    );
    check(
        "a, b",
        a().not_null().kind(boolean()),
        "a BOOLEAN NOT NULL, b",
    );
    check(
        "a AS (b), b",
        a().generated_stored("b + 1"),
        "a GENERATED ALWAYS AS (b + 1) STORED, b",
    );
    check("\"A\" INT NULL", a().not_null(), "\"A\" INT NOT NULL");
    check(
        "a INT NOT NULL ON CONFLICT IGNORE",
        a().not_null().default(1),
        "a INT NOT NULL ON CONFLICT IGNORE DEFAULT 1",
    );
}

#[test]
fn the_values_of_an_enumeration_are_replaced() {
    let mood = |values: &[&str]| a().kind(enumeration("mood", values.to_vec()));
    let before = "a ENUM_TEXT NOT NULL CHECK (\"a\" IN ('x', 'y')) CHECK (a <> 'z'), b";
    check(
        before,
        mood(&["x", "it's"]),
        "a ENUM_TEXT NOT NULL CHECK (\"a\" IN ('x', 'it''s')) CHECK (a <> 'z'), b",
    );
    check(
        before,
        a().kind(text()),
        "a TEXT NOT NULL CHECK (a <> 'z'), b",
    );
    check(
        "a TEXT, b",
        mood(&["x"]),
        "a ENUM_TEXT CHECK (\"a\" IN ('x')), b",
    );
    let error = refused(
        "CREATE TABLE t (a ENUM_TEXT CHECK (a IN ('x', 'y'))); INSERT INTO t VALUES ('y')",
        |op| op.alter_column("t", mood(&["x"])),
    );
    assert!(error.starts_with("CHECK constraint failed"), "{error}");
}

#[test]
fn values_change_by_affinity_or_by_an_expression_and_never_otherwise() {
    let setup = "CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES ('12', 1), ('abc', 2), ('1e2', 3), (NULL, 4), (x'00', 5)";
    let values = |alter: AlterColumn| {
        let (database, _) = changed(setup, |op| op.alter_column("t", alter));
        database.rows("SELECT typeof(a) || ' ' || ifnull(hex(a), '') FROM t ORDER BY b")
    };
    let by_affinity = [
        "integer 3132",
        "text 616263",
        "integer 313030",
        "null ",
        "blob 00",
    ];
    assert_eq!(values(a().kind(integer())), by_affinity);
    let by_expression = [
        "integer 32",
        "integer 33",
        "integer 33",
        "integer 30",
        "integer 31",
    ];
    let using = a().kind(integer()).using("ifnull(length(a), 0)");
    assert_eq!(values(using), by_expression);
}

#[test]
fn a_computed_column_becomes_an_ordinary_one_with_its_values_and_the_other_way() {
    let setup = "CREATE TABLE t (b INT, a INT AS (b * 2)); INSERT INTO t VALUES (2), (4)";
    let (database, _) = changed(setup, |op| op.alter_column("t", a().drop_generated()));
    assert_eq!(database.rows("SELECT * FROM t"), ["2|4", "4|8"]);
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE \"t\" (b INT, a INT)"
    );
    database
        .migrate(|op| op.alter_column("t", a().generated_stored("b + 1")))
        .unwrap();
    assert_eq!(database.rows("SELECT * FROM t"), ["2|3", "4|5"]);
}

#[test]
fn the_rowid_stays_the_rowid() {
    let key = |op: &mut Op<'_>| op.alter_column("t", a().kind(crate::schema::big_integer()));
    let (database, _) = changed("CREATE TABLE t (a INTEGER PRIMARY KEY, b)", key);
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b)"
    );
    let (database, _) = changed("CREATE TABLE t (a INT PRIMARY KEY, b)", key);
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE \"t\" (a BIGINT PRIMARY KEY, b)"
    );
    let there = |op: &mut Op<'_>| op.alter_column("t", a().kind(text()));
    let setup = "CREATE TABLE t (a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (5, 'x')";
    let (database, _) = changed(setup, there);
    assert_eq!(
        database.rows("SELECT rowid, typeof(a), a FROM t"),
        ["5|text|5"]
    );
    database
        .migrate(|op| op.alter_column("t", a().kind(integer())))
        .unwrap();
    assert_eq!(
        definition(&database, "t"),
        "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b)"
    );
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_runs() {
    let setup = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b AS (a))";
    let check = |alter: AlterColumn, expect: &str| {
        let error = refused(setup, |op| op.alter_column("t", alter));
        assert_eq!(error, expect);
    };
    check(
        AlterColumn::new("c").not_null(),
        "alter_column `t.c` makes no sense: there is no column `c`",
    );
    check(
        a().nullable(),
        "alter_column `t.a` makes no sense: column `a`: a column of the primary key is never `NULL`",
    );
    check(
        AlterColumn::new("b").using("1"),
        "alter_column `t.b` makes no sense: column `b`: a computed column takes no values from `using`",
    );
    check(
        a().kind(text()),
        "SQLite cannot do alter_column `t.a`: `AUTOINCREMENT` needs an integer as the only column \
         of the primary key",
    );
    check(
        a().comment("x"),
        "SQLite cannot do alter_column `t.a`: column `a`: there are no comments in the schema",
    );
    check(
        a().add_identity(Identity::by_default()),
        "SQLite cannot do alter_column `t.a`: column `a`: only the single integer key of a table \
         counts by itself",
    );
    check(
        a().kind(custom("x) y")),
        "SQLite cannot do alter_column `t.a`: column `a`: `x) y` is no type name",
    );
    check(
        a().using("1)"),
        "alter_column `t.a` makes no sense: column `a`: the expression `1)` closes a parenthesis it \
         did not open",
    );
}
