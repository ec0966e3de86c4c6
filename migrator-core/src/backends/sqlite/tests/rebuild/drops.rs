//! Columns that are dropped: what is theirs alone goes, what uses others, too, is in the way.

use super::{changed, definition, is_rebuild, refused, statements, written};
use crate::ops::{DropColumn, Op};

fn drop_b(op: &mut Op<'_>) {
    op.drop_column("t", "b");
}

#[track_caller]
fn check(setup: &str, is_rebuilt: bool, expect: &str) {
    let all = written(setup, drop_b);
    assert_eq!(all.iter().any(is_rebuild), is_rebuilt, "{setup}");
    let (database, _) = changed(setup, drop_b);
    assert_eq!(definition(&database, "t"), expect);
}

#[test]
fn a_column_goes_natively_where_sqlite_can() {
    check(
        "CREATE TABLE t (a, b TEXT NOT NULL DEFAULT 'x')",
        false,
        "CREATE TABLE t (a)",
    );
    check(
        "CREATE TABLE t (a, b INT CHECK (b > 0) REFERENCES t (a))",
        false,
        "CREATE TABLE t (a)",
    );
    check(
        "CREATE TABLE t (a, b INT, CHECK (\"B\" > 0))",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    check("CREATE TABLE t (a, b AS (a))", false, "CREATE TABLE t (a)");
    let sql = statements(
        "CREATE TABLE t (a, b); CREATE INDEX ix ON t (b DESC) WHERE b > 1",
        drop_b,
    );
    assert_eq!(
        sql,
        "DROP INDEX \"main\".\"ix\"\nALTER TABLE \"main\".\"t\" DROP COLUMN \"b\""
    );
}

#[test]
fn a_column_takes_with_it_what_is_its_alone() {
    check(
        "CREATE TABLE t (a, b UNIQUE)",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    check(
        "CREATE TABLE t (a, b INTEGER PRIMARY KEY)",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    check(
        "CREATE TABLE t (a, b, CONSTRAINT u UNIQUE (b DESC))",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    check(
        "CREATE TABLE t (a, b, FOREIGN KEY (\"B\") REFERENCES t (a))",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    check(
        "CREATE TABLE t (b, a UNIQUE); CREATE INDEX ix ON t ('b' COLLATE NOCASE DESC)",
        false,
        "CREATE TABLE t (a UNIQUE)",
    );
    check(
        "CREATE TABLE t (b UNIQUE, a); CREATE UNIQUE INDEX ix ON t (lower(b))",
        true,
        "CREATE TABLE \"t\" (a)",
    );
    let (database, difference) = changed(
        "CREATE TABLE t (a, b UNIQUE, c); INSERT INTO t VALUES (1, 2, 3); CREATE INDEX ia ON t (a, c);
         CREATE INDEX ib ON t (b)",
        drop_b,
    );
    assert_eq!(database.rows("SELECT rowid, * FROM t"), ["1|1|3"]);
    assert_eq!(
        difference.iter().filter(|it| it.contains("index")).count(),
        2,
        "{difference:?}"
    );
}

#[test]
fn what_uses_other_columns_too_is_named() {
    let check = |setup: &str, expect: &str| {
        let error = refused(setup, drop_b);
        assert_eq!(
            error,
            format!("SQLite cannot do drop_column `t.b`: {expect} uses the column `b`")
        );
    };
    check(
        "CREATE TABLE t (a, b, CONSTRAINT u UNIQUE (a, b))",
        "the unique constraint `u`",
    );
    check(
        "CREATE TABLE t (a, b, PRIMARY KEY (b, a))",
        "the primary key `PRIMARY KEY (b, a)`",
    );
    check(
        "CREATE TABLE t (a, b, CHECK (b > a))",
        "the check `CHECK (b > a)`",
    );
    check(
        "CREATE TABLE t (a CHECK (a > \"B\"), b)",
        "the check `CHECK (a > \"B\")` of the column `a`",
    );
    check(
        "CREATE TABLE t (a AS (b + 1), b, c)",
        "the expression `AS (b + 1)` of the column `a`",
    );
    check(
        "CREATE TABLE t (a, b, FOREIGN KEY (a, b) REFERENCES t (b, a))",
        "the foreign key `FOREIGN KEY (a, b) REFERENCES t (b, a)`",
    );
    check(
        "CREATE TABLE t (a REFERENCES t (b), b)",
        "the foreign key `REFERENCES t (b)`",
    );
    check(
        "CREATE TABLE t (a, b); CREATE INDEX ix ON t (a, b)",
        "the index `ix`",
    );
    check(
        "CREATE TABLE t (a, b); CREATE INDEX ix ON t (a) WHERE b > 0",
        "the index `ix`",
    );
    check(
        "CREATE TABLE t (a, b PRIMARY KEY); CREATE TABLE child (x REFERENCES t)",
        "a foreign key of the table `child`",
    );
    check(
        "CREATE TABLE t (a, b); CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT NEW.\"b\"; END",
        "the trigger `tr`",
    );
    check(
        "CREATE TABLE t (a, b); CREATE TABLE u (x);
         CREATE TRIGGER tr AFTER INSERT ON u BEGIN UPDATE t SET b = NEW.x; END",
        "the trigger `tr`",
    );
    check(
        "CREATE TABLE t (a, b); CREATE TRIGGER tr AFTER UPDATE OF a, b ON t BEGIN SELECT 1; END",
        "the trigger `tr`",
    );
}

#[test]
fn names_that_only_look_the_same_are_not_in_the_way() {
    let (_database, difference) = changed(
        "CREATE TABLE t (a CHECK (a <> 'b' AND b(a) IS NOT 1), b UNIQUE)"
            .replace("b(a)", "abs(a)")
            .as_str(),
        drop_b,
    );
    assert_eq!(difference.len(), 3, "{difference:?}");
    let setup = "CREATE TABLE t (a, b UNIQUE); CREATE TABLE u (b); CREATE INDEX ix ON u (b);
        CREATE TRIGGER tr AFTER UPDATE OF b ON u BEGIN SELECT NEW.b; END;
        CREATE TRIGGER ts AFTER UPDATE ON t WHEN NEW.a = 'b' BEGIN SELECT b FROM u; END;";
    check(setup, true, "CREATE TABLE \"t\" (a)");
}

#[test]
fn a_column_that_is_not_there_is_an_error_or_fine() {
    let error = refused("CREATE TABLE t (a)", drop_b);
    assert_eq!(
        error,
        "drop_column `t.b` makes no sense: there is no column `b`"
    );
    let (_database, difference) = changed("CREATE TABLE t (a)", |op| {
        op.drop_column("t", DropColumn::new("b").if_exists());
    });
    assert_eq!(difference, Vec::<String>::new());
    let error = refused("CREATE TABLE t (b, c AS (1))", drop_b);
    assert_eq!(
        error,
        "drop_column `t.b` makes no sense: no column would be left"
    );
}

#[test]
fn a_column_is_replaced_by_another_of_its_name() {
    let setup = "CREATE TABLE t (a, b TEXT UNIQUE); INSERT INTO t VALUES (1, 'x')";
    let (database, _) = changed(setup, |op| {
        op.alter_table("t", |t| {
            t.drop_column("b")
                .add_column(crate::schema::Column::new("b", crate::schema::integer()).default(7));
        });
    });
    assert_eq!(database.rows("SELECT * FROM t"), ["1|7"]);
}
