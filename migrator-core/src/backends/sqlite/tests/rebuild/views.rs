//! Views and triggers that a change would break are named; what was broken before is not.

use super::{changed, database, definition, refused};
use crate::ops::Op;
use crate::schema::{Column, Unique, integer};

/// Drops a column that SQLite cannot drop itself.
fn drop_b(op: &mut Op<'_>) {
    op.drop_column("t", "b");
}

const T: &str = "CREATE TABLE t (a, b UNIQUE, c); CREATE TABLE u (b, x); CREATE TABLE log (x);";

#[test]
fn a_view_or_a_trigger_that_would_break_is_named_by_sqlite() {
    let check = |objects: &str, expect: &str| {
        let error = refused(&format!("{T} {objects}"), drop_b);
        assert!(error.starts_with(&format!("error in {expect}")), "{error}");
    };
    check(
        "CREATE VIEW v AS SELECT a, b FROM t",
        "view v: no such column: b",
    );
    check(
        "CREATE VIEW v AS SELECT t.b FROM u, t",
        "view v: no such column: t.b",
    );
    // In double quotes it would silently become a text.
    check(
        "CREATE VIEW v AS SELECT a, \"b\" FROM t",
        "view v: no such column: b",
    );
    check(
        "CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT b FROM v",
        "view w",
    );

    check("CREATE TEMP VIEW v AS SELECT b FROM t", "view v");
    check(
        "CREATE TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO log SELECT t.b FROM t; END",
        "trigger tr: no such column: t.b",
    );
    check(
        "CREATE TEMP TRIGGER tr AFTER INSERT ON u BEGIN SELECT b FROM t; END",
        "trigger tr",
    );
}

#[test]
fn a_view_that_names_its_columns_must_have_as_many() {
    let error = refused(
        &format!("{T} CREATE VIEW v (a, b, c) AS SELECT * FROM t"),
        drop_b,
    );
    assert!(
        error.starts_with("expected 3 columns for 'v' but got 2"),
        "{error}"
    );
}

#[test]
fn a_view_that_a_new_column_makes_ambiguous_is_named() {
    let error = refused(&format!("{T} CREATE VIEW v AS SELECT x FROM t, u"), |op| {
        op.add_column("t", Column::new("x", integer()).unique());
    });
    assert!(
        error.starts_with("error in view v: ambiguous column name: x"),
        "{error}"
    );
}

#[test]
fn what_was_broken_before_is_left_as_it_was() {
    let objects = "CREATE VIEW broken AS SELECT gone FROM t; CREATE VIEW on_broken AS SELECT b FROM broken, t;
        CREATE TRIGGER lost INSTEAD OF DELETE ON broken BEGIN DELETE FROM t WHERE b = OLD.gone; END;
        CREATE TRIGGER astray AFTER DELETE ON u BEGIN DELETE FROM nowhere WHERE x = OLD.x; END;
        CREATE VIEW fine AS SELECT u.b, t.a FROM u, t; CREATE TABLE child (y REFERENCES gone);
        CREATE TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO log VALUES (NEW.b); END;";
    let (database, difference) = changed(&format!("{T} {objects}"), drop_b);
    let others: Vec<_> = difference
        .iter()
        .filter(|it| !it.contains(" t on t: "))
        .collect();
    assert_eq!(others, ["- main index sqlite_autoindex_t_1 on t: "]);
    database
        .connection
        .execute_batch("INSERT INTO u VALUES (7, 8)")
        .unwrap();
    assert_eq!(database.rows("SELECT x FROM log"), ["7"]);
}

#[test]
fn a_broken_view_is_in_the_way_of_nothing() {
    let setup = "CREATE TABLE t (a, b); CREATE VIEW broken AS SELECT missing FROM nowhere;
        CREATE TRIGGER tr INSTEAD OF DELETE ON broken BEGIN DELETE FROM t; END;
        CREATE VIEW v AS SELECT a FROM t;";
    let (database, difference) = changed(setup, |op| {
        op.alter_table("t", |t| {
            t.drop_column("b")
                .rename_column("a", "z")
                .add_constraint(Unique::new(["z"]));
        });
    });
    assert_eq!(
        definition(&database, "v"),
        "CREATE VIEW v AS SELECT \"z\" FROM t"
    );
    let others = |it: &&String| it.contains("broken");
    assert_eq!(
        difference.iter().filter(others).count(),
        0,
        "{difference:?}"
    );
}

#[test]
fn a_rename_reaches_views_triggers_and_other_tables() {
    let database = database(
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b CHECK (b > 0)); CREATE TABLE c (x REFERENCES t (a));
        CREATE VIEW v AS SELECT a, b FROM t; CREATE INDEX ix ON t (b);
        CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN SELECT NEW.b; END;",
    );
    database
        .migrate(|op| {
            op.rename_column("t", "a", "A b");
            op.rename_column("t", "b", "order");
        })
        .unwrap();
    let sql = database.rows("SELECT sql FROM sqlite_master ORDER BY rowid");
    assert_eq!(
        sql,
        [
            "CREATE TABLE t (\"A b\" INTEGER PRIMARY KEY, \"order\" CHECK (\"order\" > 0))",
            "CREATE TABLE c (x REFERENCES t (\"A b\"))",
            "CREATE VIEW v AS SELECT \"A b\", \"order\" FROM t",
            "CREATE INDEX ix ON t (\"order\")",
            "CREATE TRIGGER tr AFTER UPDATE OF \"order\" ON t BEGIN SELECT NEW.\"order\"; END",
        ]
    );
}

#[test]
fn where_sqlite_drops_the_column_itself_no_less_is_seen() {
    let t = T.replace("b UNIQUE", "b");
    let check = |objects: &str, expect: &str| {
        let error = refused(&format!("{t} {objects}"), drop_b);
        assert!(error.starts_with(expect), "{error}");
    };
    check(
        "CREATE VIEW v AS SELECT a, \"b\" FROM t",
        "error in view v: no such column: b",
    );
    check(
        "CREATE VIEW v (a, b, c) AS SELECT * FROM t",
        "expected 3 columns for 'v' but got 2",
    );
    check(
        "CREATE TRIGGER tr AFTER INSERT ON u BEGIN INSERT INTO log SELECT \"b\" FROM t; END",
        "error in trigger tr: no such column: b",
    );
    for unique in ["", "UNIQUE"] {
        let legacy = T.replace("b UNIQUE", &format!("b {unique}"));
        let error = refused(
            &format!("{legacy} PRAGMA legacy_alter_table = ON; CREATE VIEW v AS SELECT b FROM t"),
            drop_b,
        );
        assert!(error.starts_with("no such column: b"), "{error}");
    }
}

#[test]
fn what_was_broken_before_makes_no_new_table_necessary() {
    let setup = format!(
        "{} CREATE VIEW broken AS SELECT x FROM nowhere; CREATE VIEW v AS SELECT a FROM t;
         CREATE VIEW says AS SELECT \"b\" AS what FROM log;
         CREATE TRIGGER astray AFTER DELETE ON u BEGIN DELETE FROM nowhere WHERE x = OLD.x; END;",
        T.replace("b UNIQUE", "b")
    );
    let (_, difference) = changed(&setup, drop_b);
    assert_eq!(
        difference,
        [
            "- main table t on t: CREATE TABLE t (a, b, c)",
            "+ main table t on t: CREATE TABLE t (a, c)"
        ]
    );
}

#[test]
fn a_view_sees_a_column_that_replaces_one_of_its_name() {
    let setup = "CREATE TABLE t (a, b TEXT); INSERT INTO t VALUES (1, 'x'); CREATE VIEW v AS SELECT \"b\" FROM t";
    let (database, _) = changed(setup, |op| {
        op.alter_table("t", |t| {
            t.drop_column("b")
                .add_column(Column::new("b", integer()).default(7));
        });
    });
    assert_eq!(database.rows("SELECT * FROM v"), ["7"]);
}
