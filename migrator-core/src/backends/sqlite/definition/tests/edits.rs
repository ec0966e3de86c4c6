//! An edit changes what it is about, and nothing else.

use super::{Clause, Constraint, parsed};
use crate::backends::sqlite::definition::Definition;

fn check(sql: &str, edit: impl FnOnce(&mut Definition), expect: &str) {
    let mut definition = parsed(sql);
    edit(&mut definition);
    let printed = definition.print("t");
    assert_eq!(printed, expect);
    // The edited table is taken apart as it was put together.
    assert_eq!(parsed(&printed), parsed(&definition.print("t")));
}

fn named(definition: &mut Definition, name: &str) {
    let found = definition.find(|it| it.name() == Some(name));
    definition.remove(found[0]);
}

const NOT_NULL: fn(&Constraint) -> bool = |it| matches!(it.clause(), Clause::NotNull);

#[test]
fn columns_and_constraints_come_and_go_with_their_comments() {
    let sql = "CREATE TABLE t(\n  a INT, -- one\n  b INT, -- two\n  CHECK (a > 0)\n)";
    check(
        sql,
        |it| it.remove_column("A"),
        "CREATE TABLE t(\n  b INT, -- two\n  CHECK (a > 0)\n)",
    );
    check(
        sql,
        |it| it.remove_column("b"),
        "CREATE TABLE t(\n  a INT, -- one\n  CHECK (a > 0)\n)",
    );
    check(
        sql,
        |it| it.add_column("c TEXT DEFAULT 'x'").unwrap(),
        "CREATE TABLE t(\n  a INT, -- one\n  b INT, -- two\n  c TEXT DEFAULT 'x',\n  CHECK (a > 0)\n)",
    );
    check(
        sql,
        |it| it.add_constraint("CONSTRAINT u UNIQUE (a)").unwrap(),
        "CREATE TABLE t(\n  a INT, -- one\n  b INT, -- two\n  CHECK (a > 0),\n  CONSTRAINT u UNIQUE (a)\n)",
    );
    check(
        sql,
        |it| {
            let checks = it.find(|it| matches!(it.clause(), Clause::Check { .. }));
            it.remove(checks[0]);
        },
        "CREATE TABLE t(\n  a INT, -- one\n  b INT -- two\n)",
    );
    check(
        "CREATE TABLE t(a -- x\n)",
        |it| it.add_column("b").unwrap(),
        "CREATE TABLE t(a -- x\n, b)",
    );
}

#[test]
fn a_missing_comma_is_put_where_it_is_needed() {
    let sql = "CREATE TABLE t(a, CONSTRAINT x UNIQUE (a) CONSTRAINT y CHECK (a) CHECK (1))";
    check(
        sql,
        |it| named(it, "x"),
        "CREATE TABLE t(a, CONSTRAINT y CHECK (a) CHECK (1))",
    );
    check(
        sql,
        |it| named(it, "y"),
        "CREATE TABLE t(a, CONSTRAINT x UNIQUE (a) CHECK (1))",
    );
    check(
        sql,
        |it| it.add_constraint("CHECK (2)").unwrap(),
        "CREATE TABLE t(a, CONSTRAINT x UNIQUE (a) CONSTRAINT y CHECK (a) CHECK (1), CHECK (2))",
    );
}

#[test]
fn the_clauses_of_a_column_are_set_in_place() {
    let sql = "CREATE TABLE t(a INT /* n */ CONSTRAINT nn NOT NULL DEFAULT 1, b)";
    let column = |it: &mut Definition, sql: &str, is: fn(&Constraint) -> bool| {
        it.column_mut("a").unwrap().set(sql, is).unwrap();
    };
    let default: fn(&Constraint) -> bool = |it| matches!(it.clause(), Clause::Default);
    check(
        sql,
        |it| column(it, "DEFAULT (a + 2)", default),
        "CREATE TABLE t(a INT /* n */ CONSTRAINT nn NOT NULL DEFAULT (a + 2), b)",
    );
    check(
        sql,
        |it| it.column_mut("a").unwrap().unset(NOT_NULL),
        "CREATE TABLE t(a INT DEFAULT 1, b)",
    );
    check(
        sql,
        |it| {
            it.column_mut("b")
                .unwrap()
                .set("NOT NULL", NOT_NULL)
                .unwrap();
            it.column_mut("b").unwrap().set_kind("TEXT");
        },
        "CREATE TABLE t(a INT /* n */ CONSTRAINT nn NOT NULL DEFAULT 1, b TEXT NOT NULL)",
    );
    check(
        "CREATE TABLE t(a CONSTRAINT lonely)",
        |it| {
            it.column_mut("a")
                .unwrap()
                .set("NOT NULL", NOT_NULL)
                .unwrap();
        },
        "CREATE TABLE t(a NOT NULL CONSTRAINT lonely)",
    );
}

#[test]
fn constraints_are_renamed_or_named() {
    let sql = "CREATE TABLE t(a CHECK (a), CONSTRAINT /* x */ x -- y\n UNIQUE (a))";
    let rename = |it: &mut Definition, at: usize| {
        let found = it.find(|it| !matches!(it.clause(), Clause::Nothing));
        it.rename(found[at], "\"new one\"", "new one");
    };
    check(
        sql,
        |it| rename(it, 0),
        "CREATE TABLE t(a CONSTRAINT \"new one\" CHECK (a), CONSTRAINT /* x */ x -- y\n UNIQUE (a))",
    );
    check(
        sql,
        |it| rename(it, 1),
        "CREATE TABLE t(a CHECK (a), CONSTRAINT /* x */ \"new one\" -- y\n UNIQUE (a))",
    );
}

#[test]
fn a_reference_goes_with_its_deferral() {
    check(
        "CREATE TABLE t(a REFERENCES o DEFERRABLE NOT NULL)",
        |it| {
            let found = it.find(|it| matches!(it.clause(), Clause::ForeignKey { .. }));
            it.remove(found[0]);
        },
        "CREATE TABLE t(a NOT NULL)",
    );
}
