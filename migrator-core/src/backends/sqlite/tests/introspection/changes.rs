//! What an operation has changed is read as a new table of that kind is.

use super::super::Database;
use super::read;
use crate::backends::sqlite::SqliteIntrospection;
use crate::catalog::{Conversion, Introspection};
use crate::ops::{Op, TableChanges};
use crate::schema::{
    Action, AlterColumn, Check, Column, ColumnType, Deferrable, ForeignKey, PrimaryKey, Table,
    Unique, blob, boolean, enumeration, integer, string, text,
};

#[track_caller]
fn check(before: &str, change: impl FnOnce(&mut Op<'_>), after: &str) {
    let database = Database::new();
    database.connection.execute_batch(before).unwrap();
    database.migrate(change).unwrap();
    assert_eq!(database.catalog().unwrap(), read(after), "{before}");
}

/// Changes a table `t` with a key and these columns.
#[track_caller]
fn alter(before: &str, change: impl FnOnce(&mut TableChanges) -> &mut TableChanges, after: &str) {
    let table = |columns: &str| format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {columns})");
    check(
        &table(before),
        |op| {
            op.alter_table("t", |t| {
                change(t);
            });
        },
        &table(after),
    );
}

#[test]
fn a_column_changes_in_each_attribute() {
    let check = |before: &str, change: AlterColumn, after: &str| {
        alter(before, |t| t.alter_column(change), after);
    };
    let a = || AlterColumn::new("a");
    let b = || AlterColumn::new("b");
    check("a TEXT", a().kind(integer()), "a INTEGER");
    check("a INT", a().kind(string(8)), "a VARCHAR(8)");
    check("a TEXT", a().not_null(), "a TEXT NOT NULL");
    check("a TEXT NOT NULL", a().nullable(), "a TEXT");
    check("a TEXT", a().default(1), "a TEXT DEFAULT 1");
    check(
        "a TEXT DEFAULT 1",
        a().default_expr("lower('X')"),
        "a TEXT DEFAULT (lower('X'))",
    );
    check("a TEXT DEFAULT 1", a().drop_default(), "a TEXT");
    check("a TEXT", a().collate("NOCASE"), "a TEXT COLLATE NOCASE");
    check(
        "a TEXT COLLATE NOCASE",
        a().collate("RTRIM"),
        "a TEXT COLLATE RTRIM",
    );
    check("a TEXT COLLATE NOCASE", a().drop_collation(), "a TEXT");
    let computed = "a INT, b INT AS (a + 1)";
    check(
        &format!("{computed} STORED"),
        b().generated_stored("a + 2"),
        "a INT, b INT AS (a + 2) STORED",
    );
    check(
        &format!("{computed} STORED"),
        b().drop_generated(),
        "a INT, b INT",
    );
    check(
        "a INT, b INT",
        b().generated_stored("a + 1"),
        &format!("{computed} STORED"),
    );
    check(
        computed,
        b().generated_stored("a + 1"),
        &format!("{computed} STORED"),
    );
}

#[test]
fn an_enumeration_changes_its_values() {
    let values =
        |list: &str| format!("a ENUM_TEXT CHECK (a IN ({list})), b ENUM_TEXT CHECK (b IN ('x'))");
    let check = |before: &str, kind: ColumnType, after: &str| {
        alter(
            before,
            |t| t.alter_column(AlterColumn::new("a").kind(kind)),
            after,
        );
    };
    let sad = || enumeration("mood", ["sad", "it's ok"]);
    check(&values("'sad'"), sad(), &values("'sad', 'it''s ok'"));
    check(
        &values("'sad', 'ok'"),
        enumeration("", ["ok"]),
        &values("'ok'"),
    );
    let checked = "a TEXT CHECK (a <> '')";
    check(
        checked,
        sad(),
        "a ENUM_TEXT CHECK (a IN ('sad', 'it''s ok')) CHECK (a <> '')",
    );
    check(
        "a ENUM_TEXT CHECK (a IN ('x')) CHECK (a <> '')",
        text(),
        checked,
    );
    alter(
        "a ENUM_TEXT CHECK (a IN ('x'))",
        |t| t.rename_column("a", "the mood"),
        "\"the mood\" ENUM_TEXT CHECK (\"the mood\" IN ('x'))",
    );
}

#[test]
fn constraints_come_and_go() {
    let unique = || Unique::new(["a", "b"]);
    let (without, with) = ("a INT, b INT", "a INT, b INT, UNIQUE (a, b)");
    alter(without, |t| t.add_constraint(unique()), with);
    alter(with, |t| t.drop_constraint(unique()), without);
    let rule = || Check::new("length(a) > 0 AND a IS NOT 'x'");
    let named = "a TEXT CONSTRAINT c CHECK (length(a) > 0 AND a IS NOT 'x')";
    alter("a TEXT", |t| t.add_constraint(rule().named("c")), named);
    let checked = "a TEXT CHECK (LENGTH( [A] )>0 and a is not 'x')";
    alter(checked, |t| t.drop_constraint(rule()), "a TEXT");
    let key = || {
        let key = ForeignKey::new(["a"])
            .references("t", ["id"])
            .on_delete(Action::Cascade);
        key.deferrable(Deferrable::InitiallyDeferred)
    };
    let refers = "a INT REFERENCES t (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED";
    alter("a INT", |t| t.add_constraint(key()), refers);
    alter(refers, |t| t.drop_constraint(key()), "a INT");
    let column = || Column::new("b", text()).not_null().default("x");
    alter(
        "a INT",
        |t| t.add_column(column()),
        "a INT, b TEXT NOT NULL DEFAULT 'x'",
    );
    alter(
        "a INT, b TEXT UNIQUE CHECK (b <> '')",
        |t| t.drop_column("b"),
        "a INT",
    );
}

#[test]
fn what_was_in_a_key_goes_on_without_null() {
    let table = |rules: &str| format!("CREATE TABLE t (a TEXT, b TEXT{rules})");
    let key = || PrimaryKey::new(["b", "a"]);
    let keyed = &table(", PRIMARY KEY (b, a)");
    check(&table(""), |op| op.add_constraint("t", key()), keyed);
    let plain = "CREATE TABLE t (a TEXT NOT NULL, b TEXT NOT NULL)";
    check(keyed, |op| op.drop_constraint("t", key()), plain);
    check(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        |op| op.drop_constraint("t", PrimaryKey::new(["id"])),
        "CREATE TABLE t (id INTEGER NOT NULL)",
    );
}

#[test]
fn renames_leave_no_trace() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> ''), b INT REFERENCES t);
        CREATE INDEX i ON t (lower(a)) WHERE a IS NOT NULL; CREATE VIEW v AS SELECT t.a AS a FROM t;
        CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN UPDATE t SET a = upper(NEW.a) WHERE id = NEW.id; END";
    let after = before
        .replace("TABLE t", "TABLE people")
        .replace("ON t", "ON people")
        .replace("FROM t", "FROM people")
        .replace("S t)", "S people)")
        .replace("UPDATE t", "UPDATE people")
        .replace("t.a", "people.a");
    check(before, |op| op.rename_table("t", "people"), &after);
}

#[test]
fn values_become_what_the_new_type_stands_for() {
    let check = |values: &str, from: ColumnType, to: ColumnType, expect: &[&str]| {
        let database = Database::new();
        let column = Column::new("a", from.clone());
        let migrated = database.migrate(|op| op.create_table(Table::new("t").column(column)));
        migrated.unwrap();
        let sql = format!("INSERT INTO t VALUES {values}");
        database.connection.execute_batch(&sql).unwrap();
        let change = AlterColumn::new("a").kind(to.clone());
        let change = match SqliteIntrospection.conversion("a", &from, &to) {
            Conversion::Implicit => change,
            Conversion::Using(expression) => change.using(expression),
            Conversion::Unknown => panic!("it is known"),
        };
        database.migrate(|op| op.alter_column("t", change)).unwrap();
        let kept = database.rows("SELECT typeof(a), CAST(a AS TEXT) FROM t ORDER BY rowid");
        assert_eq!(kept, expect);
    };
    let values = "(' True '), ('f'), ('1'), ('maybe'), (NULL)";
    let kept = [
        "integer|1",
        "integer|0",
        "integer|1",
        "text|maybe",
        "null|NULL",
    ];
    check(values, text(), boolean(), &kept);
    check(
        "('12'), ('abc')",
        text(),
        integer(),
        &["integer|12", "text|abc"],
    );
    check("(12), (1.5)", integer(), text(), &["text|12", "text|1.5"]);
    check("('ab')", text(), blob(), &["blob|ab"]);
    check("(x'6162')", blob(), text(), &["text|ab"]);
}

#[test]
fn the_server_is_named_by_its_version() {
    let database = Database::new();
    let rows = database.answer(&SqliteIntrospection.identity());
    let identity: String = rows.first().unwrap().get(0).unwrap();
    assert!(identity.starts_with(rusqlite::version()), "{identity}");
    assert_eq!(rows.len(), 1);
}
