//! Texts that mean the same are read as the same, and others are not.

use super::{check_round_trip, read};

#[track_caller]
fn same(one: &str, other: &str) {
    assert_eq!(check_round_trip(one), check_round_trip(other));
}

#[track_caller]
fn different(one: &str, other: &str) {
    assert_ne!(check_round_trip(one), check_round_trip(other));
}

#[test]
fn where_a_constraint_stands_does_not_matter() {
    same(
        "CREATE TABLE t (a TEXT UNIQUE CHECK (a <> ''), b INT)",
        "create table [t] (`a` text, 'b' integer, check(\"a\"<>''), unique (A))",
    );
    same(
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))",
    );
    different(
        "CREATE TABLE t (a TEXT CONSTRAINT u UNIQUE)",
        "CREATE TABLE t (a TEXT UNIQUE)",
    );
}

#[test]
fn checks_are_compared_by_tokens() {
    let with = |check: &str| format!("CREATE TABLE t (name TEXT, \"a b\" INT, CHECK ({check}))");
    let check = |one: &str, other: &str| same(&with(one), &with(other));
    check(
        "LENGTH(Name) > 0 and name is not NULL",
        "length( [name] )>0 AND /* why */ \"name\" IS NOT null",
    );
    check("((name IN ('a', 'b')))", "name in('a','b')");
    check("`a b` between -1 and +10", "\"a b\" BETWEEN - 1 AND + 10");
    check("name LIKE 'x%' ESCAPE '!'", "name like 'x%' escape '!'");
    check(
        "CAST(\"a b\" AS integer) = 1.5E+3",
        "cast( [a b] as INTEGER ) = 1.5e+3",
    );
    check("name COLLATE nocase <> ''", "name collate \"NOCASE\"<>''");
    check("(1) + (2) > `a b`", "(1)+(2) > \"A B\"");
    let differ = |one: &str, other: &str| different(&with(one), &with(other));
    differ("name <> 'Name'", "name <> 'name'");
    differ("name <> 'x'", "name <> \"x\"");
    differ("name - - 1 > 0", "name - 1 > 0");
    differ("name = 'a  b'", "name = 'a b'");
    differ("(1) + (2) > 3", "(1 + 2) > 3");
}

#[test]
fn defaults_are_compared_by_what_they_say() {
    let with = |default: &str| format!("CREATE TABLE t (a TEXT {default})");
    let check = |one: &str, other: &str| same(&with(one), &with(other));
    check("DEFAULT 1", "default (1)");
    check("DEFAULT -1", "DEFAULT ( - 1 )");
    check("DEFAULT +1", "DEFAULT 1");
    check("DEFAULT TRUE", "DEFAULT 1");
    check("DEFAULT NULL", "");
    check("DEFAULT (null)", "");
    check("DEFAULT \"it's\"", "DEFAULT 'it''s'");
    check("DEFAULT word", "DEFAULT 'word'");
    check("DEFAULT current_timestamp", "DEFAULT (CURRENT_TIMESTAMP)");
    check("DEFAULT X'00ff'", "DEFAULT x'00ff'");
    check(
        "DEFAULT (strftime('%s','now'))",
        "DEFAULT (((STRFTIME( '%s' , 'now' ))))",
    );
    let differ = |one: &str, other: &str| different(&with(one), &with(other));
    differ("DEFAULT 'a'", "DEFAULT 'A'");
    differ("DEFAULT 1", "DEFAULT '1'");
    differ("DEFAULT 'CURRENT_TIMESTAMP'", "DEFAULT CURRENT_TIMESTAMP");
    differ("DEFAULT 0", "DEFAULT NULL");
}

#[test]
fn indexes_are_compared_by_what_they_cover() {
    let with = |index: &str| format!("CREATE TABLE t (a TEXT COLLATE NOCASE, b INT); {index}");
    let check = |one: &str, other: &str| same(&with(one), &with(other));
    check(
        "CREATE UNIQUE INDEX i ON t (a COLLATE nocase ASC, lower(a) DESC) WHERE b IS NOT NULL",
        "create unique index \"i\" on [T] (\"A\", (LOWER(`a`)) desc) where (b is not null)",
    );
    check("CREATE INDEX i ON t ((a))", "CREATE INDEX i ON t ('a')");
    let differ = |one: &str, other: &str| different(&with(one), &with(other));
    differ(
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX i ON t (a COLLATE BINARY)",
    );
    differ("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a DESC)");
    differ("CREATE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a)");
    differ(
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX i ON t (a) WHERE b > 0",
    );
    differ("CREATE INDEX i ON t (a, b)", "CREATE INDEX i ON t (b, a)");
}

#[test]
fn a_table_that_a_query_made_is_read() {
    let catalog = read("CREATE TABLE t AS SELECT 1 AS a, 'x' AS b");
    assert_eq!(catalog.tables[0].columns().len(), 2);
}
