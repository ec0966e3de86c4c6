//! Constraints that are added, dropped and renamed.

use super::{changed, definition, refused};
use crate::ops::{DropConstraint, Op};
use crate::schema::{Action, Check, Constraint, Deferrable, ForeignKey, PrimaryKey, Unique};

#[track_caller]
fn check(columns: &str, migration: impl FnOnce(&mut Op<'_>), expect: &str) {
    let setup = format!("CREATE TABLE o (x PRIMARY KEY); CREATE TABLE t ({columns}");
    let (database, _) = changed(&setup, migration);
    assert_eq!(
        definition(&database, "t"),
        format!("CREATE TABLE \"t\" ({expect}")
    );
}

#[track_caller]
fn add(columns: &str, constraint: impl Into<Constraint>, expect: &str) {
    check(
        columns,
        |op| op.add_constraint("t", constraint.into()),
        expect,
    );
}

#[track_caller]
fn drop(columns: &str, constraint: impl Into<DropConstraint>, expect: &str) {
    check(
        columns,
        |op| op.drop_constraint("t", constraint.into()),
        expect,
    );
}

#[test]
fn constraints_of_each_kind_are_added() {
    add(
        "a, b)",
        Unique::new(["a", "b"]).named("u"),
        "a, b, CONSTRAINT \"u\" UNIQUE (\"a\", \"b\"))",
    );
    add("a)", Check::new("a > ')'"), "a, CHECK (a > ')'))");
    let key = ForeignKey::new(["a"])
        .references("o", ["x"])
        .on_delete(Action::Cascade);
    add(
        "a)",
        key.deferrable(Deferrable::InitiallyDeferred),
        "a, FOREIGN KEY (\"a\") REFERENCES \"o\" (\"x\") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)",
    );
    add(
        "a TEXT, b)",
        PrimaryKey::new(["a", "b"]),
        "a TEXT NOT NULL, b NOT NULL, PRIMARY KEY (\"a\", \"b\"))",
    );
    add(
        "a INTEGER, b)",
        PrimaryKey::new(["a"]),
        "a INTEGER, b, PRIMARY KEY (\"a\"))",
    );
}

#[test]
fn constraints_are_dropped_by_name_wherever_they_stand() {
    drop(
        "a CONSTRAINT \"u 1\" UNIQUE NOT NULL, b)",
        "U 1",
        "a NOT NULL, b)",
    );
    drop(
        "a, CONSTRAINT c CHECK (a), CHECK (1))",
        "c",
        "a, CHECK (1))",
    );
    drop("a CONSTRAINT f REFERENCES o DEFERRABLE)", "f", "a)");
    // As on PostgreSQL, what was in a key goes on without `NULL`.
    drop("a CONSTRAINT p PRIMARY KEY, b)", "p", "a NOT NULL, b)");
}

#[test]
fn constraints_without_a_name_are_dropped_by_what_they_say() {
    drop("a UNIQUE, b UNIQUE)", Unique::new(["B"]), "a UNIQUE, b)");
    drop(
        "a, b, UNIQUE (b, a), UNIQUE (a))",
        Unique::new(["a", "b"]),
        "a, b, UNIQUE (a))",
    );
    drop(
        "a CHECK (a>0), b, CHECK ( \"a\" > /* x */ 1 ))",
        Check::new("(A > 1)"),
        "a CHECK (a>0), b)",
    );
    drop("a CHECK (\"a\">0), b)", Check::new("a > 0"), "a, b)");
    let key = |columns: [&str; 1]| ForeignKey::new(columns).references("o", ["x"]);
    drop(
        "a REFERENCES o, b REFERENCES o (x))",
        key(["b"]),
        "a REFERENCES o, b)",
    );
    drop(
        "a REFERENCES o, b REFERENCES o (x))",
        key(["a"]),
        "a, b REFERENCES o (x))",
    );
    drop("a, b, FOREIGN KEY (b) REFERENCES o)", key(["b"]), "a, b)");
    drop(
        "a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
        PrimaryKey::new(["a"]),
        "a INTEGER NOT NULL, b)",
    );
    // A convention may have named what a definition does not.
    drop("a CONSTRAINT uq_t_a UNIQUE)", Unique::new(["a"]), "a)");
    // And an older table may lack the name that a definition has now.
    drop(
        "a UNIQUE, b CONSTRAINT y UNIQUE)",
        Unique::new(["a"]).named("x"),
        "a, b CONSTRAINT y UNIQUE)",
    );
}

#[test]
fn rows_and_rowids_outlive_the_primary_key() {
    let setup =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (4, 'x'), (2, 'y')";
    let (database, _) = changed(setup, |op| op.drop_constraint("t", PrimaryKey::new(["id"])));
    assert_eq!(
        database.rows("SELECT rowid, * FROM t ORDER BY 1"),
        ["2|2|y", "4|4|x"]
    );
    database
        .migrate(|op| op.add_constraint("t", PrimaryKey::new(["b"])))
        .unwrap();
    assert_eq!(
        database.rows("SELECT rowid, * FROM t ORDER BY 1"),
        ["2|2|y", "4|4|x"]
    );
}

#[test]
fn constraints_are_renamed() {
    let rename = |op: &mut Op<'_>| op.rename_constraint("t", "u", "new \"one\"");
    check(
        "a CONSTRAINT u UNIQUE, b)",
        rename,
        "a CONSTRAINT \"new \"\"one\"\"\" UNIQUE, b)",
    );
    check(
        "a, CONSTRAINT [u] CHECK (a))",
        rename,
        "a, CONSTRAINT \"new \"\"one\"\"\" CHECK (a))",
    );
}

#[test]
fn what_is_not_there_or_is_there_twice_is_named() {
    let setup = "CREATE TABLE t (a UNIQUE, b CONSTRAINT c CHECK (b), CONSTRAINT d UNIQUE (a), \
        CONSTRAINT e UNIQUE (a, b), CONSTRAINT f UNIQUE (b, a))";
    let check = |migration: fn(&mut Op<'_>), expect: &str| {
        assert_eq!(refused(setup, migration), expect);
    };
    check(
        |op| op.drop_constraint("t", "x"),
        "drop_constraint `t.x` makes no sense: there is no constraint `x`",
    );
    check(
        |op| op.drop_constraint("t", Check::new("b > 1")),
        "drop_constraint `t` makes no sense: there is no CHECK (b > 1)",
    );
    check(
        |op| op.drop_constraint("t", Unique::new(["a", "b"])),
        "drop_constraint `t` makes no sense: it may mean the unique constraint `e` or the unique constraint `f`",
    );
    check(
        |op| op.add_constraint("t", Check::new("a").named("C")),
        "add_constraint `t.C` makes no sense: there is a constraint `C` already",
    );
    check(
        |op| op.rename_constraint("t", "c", "d"),
        "rename_constraint `t.c` makes no sense: there is a constraint `d` already",
    );
    check(
        |op| op.add_constraint("t", Unique::new(["z"])),
        "add_constraint `t` makes no sense: there is no column `z`",
    );
    check(
        |op| op.validate_constraint("t", "c"),
        "SQLite cannot do validate_constraint `t.c`: a constraint is always valid",
    );
    let (_database, difference) = changed(setup, |op| {
        op.drop_constraint("t", DropConstraint::new("x").if_exists());
    });
    assert_eq!(difference, Vec::<String>::new());
}

#[test]
fn a_table_keeps_one_primary_key_where_it_needs_one() {
    let setup = "CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT NOT NULL) WITHOUT ROWID; INSERT INTO t VALUES ('x', 'y')";
    let error = refused(setup, |op| op.drop_constraint("t", PrimaryKey::new(["a"])));
    assert_eq!(
        error,
        "SQLite cannot do drop_constraint `t`: a table `WITHOUT ROWID` cannot be without a primary key"
    );
    let error = refused(setup, |op| op.add_constraint("t", PrimaryKey::new(["b"])));
    assert!(
        error.ends_with("the table has a primary key already"),
        "{error}"
    );
    let (database, _) = changed(setup, |op| {
        op.alter_table("t", |t| {
            t.drop_constraint(PrimaryKey::new(["a"]))
                .add_constraint(PrimaryKey::new(["b"]));
        });
    });
    assert_eq!(
        database.rows("SELECT name, pk FROM pragma_table_info('t')"),
        ["a|0", "b|1"]
    );
}

#[test]
fn rows_that_break_a_new_constraint_make_it_fail() {
    let setup = "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL), (1, NULL)";
    let check = |constraint: Constraint, expect: &str| {
        let error = refused(setup, |op| op.add_constraint("t", constraint));
        assert!(error.starts_with(expect), "{error}");
    };
    check(
        Unique::new(["a"]).into(),
        "UNIQUE constraint failed: t (new).a",
    );
    check(
        Check::new("a > 1").named("big").into(),
        "CHECK constraint failed: big",
    );
    check(
        PrimaryKey::new(["b"]).into(),
        "NOT NULL constraint failed: t (new).b",
    );
}

#[test]
fn a_key_that_a_foreign_key_refers_to_stays_a_key() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, b INT, UNIQUE (b, a));
        CREATE TABLE c (a REFERENCES t (A), id REFERENCES t);
        CREATE TABLE d (x, y, FOREIGN KEY (x, y) REFERENCES t (a, b));";
    let lost = |child: &str| {
        format!(
            "SQLite cannot do drop_constraint `t`: a foreign key of the table `{child}` refers to what would be a key no more"
        )
    };
    let drop = |constraint: Constraint| refused(setup, |op| op.drop_constraint("t", constraint));
    assert_eq!(drop(Unique::new(["a"]).into()), lost("c"));
    assert_eq!(drop(Unique::new(["a", "b"]).into()), lost("d"));
    assert_eq!(drop(PrimaryKey::new(["id"]).into()), lost("c"));
    // Another key over the same columns does.
    let (database, _) = changed(setup, |op| {
        op.alter_table("t", |t| {
            t.drop_constraint(Unique::new(["a"]))
                .add_constraint(Unique::new(["a"]).named("uq"))
                .drop_constraint(PrimaryKey::new(["id"]))
                .add_constraint(PrimaryKey::new(["id"]).named("pk"));
        });
    });
    assert!(definition(&database, "t").contains("\"uq\""));
    let indexed = format!("{setup} CREATE UNIQUE INDEX ix ON t (\"a\" DESC); DROP TABLE d;");
    changed(&indexed, |op| op.drop_constraint("t", Unique::new(["a"])));
    let partial = format!("{setup} CREATE UNIQUE INDEX ix ON t (a) WHERE a > 1;");
    let error = refused(&partial, |op| op.drop_constraint("t", Unique::new(["a"])));
    assert_eq!(error, lost("c"));
}

#[test]
fn one_rule_that_is_written_twice_without_a_name_goes_as_a_whole() {
    drop(
        "a UNIQUE CHECK (a > 0) UNIQUE, b, UNIQUE (a), UNIQUE (b, a))",
        Unique::new(["a"]),
        "a CHECK (a > 0), b, UNIQUE (b, a))",
    );
}
