//! What becomes of constraints that are added, dropped, renamed and validated, and that
//! PostgreSQL takes it.

use super::altering::Cases;
use super::{Database, PostgresRenderer, operations, sql};
use crate::dialect::Renderer;
use crate::ops::{DropConstraint, TableChanges};
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclude, ForeignKey, NamingConvention, PrimaryKey,
    Unique,
};

#[test]
fn every_constraint_is_added() {
    let mut cases = Cases::new();
    let mut added = |constraint: Constraint, expect: &str| {
        let add = |t: &mut TableChanges| {
            t.add_constraint(constraint.clone());
        };
        cases.check(add, &[expect]);
    };
    added(
        PrimaryKey::new(["c", "d"]).named("pk").into(),
        "ADD CONSTRAINT \"pk\" PRIMARY KEY (\"c\", \"d\")",
    );
    added(
        PrimaryKey::new(["c"])
            .include(["b"])
            .deferrable(Deferrable::InitiallyImmediate)
            .into(),
        "ADD PRIMARY KEY (\"c\") INCLUDE (\"b\") DEFERRABLE INITIALLY IMMEDIATE",
    );
    added(
        Unique::new(["a", "b"])
            .named("uq")
            .nulls_not_distinct()
            .include(["c"])
            .deferrable(Deferrable::InitiallyDeferred)
            .into(),
        "ADD CONSTRAINT \"uq\" UNIQUE NULLS NOT DISTINCT (\"a\", \"b\") INCLUDE (\"c\") \
         DEFERRABLE INITIALLY DEFERRED",
    );
    added(
        Check::new("a > 5").not_valid().no_inherit().into(),
        "ADD CHECK (a > 5) NO INHERIT NOT VALID",
    );
    let key = ForeignKey::new(["a"])
        .references("u", ["id"])
        .match_full()
        .on_delete(Action::SetNull)
        .on_delete_columns(["a"])
        .on_update(Action::Cascade)
        .deferrable(Deferrable::InitiallyDeferred)
        .not_valid()
        .named("fk");
    added(
        key.into(),
        "ADD CONSTRAINT \"fk\" FOREIGN KEY (\"a\") REFERENCES \"u\" (\"id\") MATCH FULL \
         ON DELETE SET NULL (\"a\") ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID",
    );
    let exclude = Exclude::using("GIST")
        .expression("int4range(a, c + 1)", "&&")
        .filter("a > 0")
        .deferrable(Deferrable::InitiallyDeferred)
        .named("ex");
    added(
        exclude.into(),
        "ADD CONSTRAINT \"ex\" EXCLUDE USING \"gist\" ((int4range(a, c + 1)) WITH &&) \
         WHERE (a > 0) DEFERRABLE INITIALLY DEFERRED",
    );
}

#[test]
fn constraints_are_dropped_renamed_and_validated() {
    let mut cases = Cases::new();
    cases.check(
        |t| {
            t.rename_constraint("ck", "k")
                .validate_constraint("k")
                .drop_constraint(DropConstraint::new("k").cascade())
                .drop_constraint(DropConstraint::new("gone").if_exists());
        },
        &[
            "RENAME CONSTRAINT \"ck\" TO \"k\"",
            "VALIDATE CONSTRAINT \"k\"",
            "DROP CONSTRAINT \"k\" CASCADE, DROP CONSTRAINT IF EXISTS \"gone\"",
        ],
    );
    cases.check(
        |t| {
            t.drop_constraint("ck")
                .add_constraint(Check::new("a > -1").named("ck"))
                .comment("x")
                .drop_comment();
        },
        &[
            "DROP CONSTRAINT \"ck\", ADD CONSTRAINT \"ck\" CHECK (a > -1)",
            "COMMENT ON TABLE \"t\" IS 'x'",
            "COMMENT ON TABLE \"t\" IS NULL",
        ],
    );
}

#[test]
fn a_constraint_without_a_name_is_found_by_what_it_says() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let mut dropped = |constraint: Constraint, name: &str| {
        database.rows(
            "BEGIN; CREATE TABLE \"o'o\" (id int PRIMARY KEY, x int, UNIQUE (id, x)); \
             CREATE TABLE \"T's\" (a int, b int, \"c%\" int, CONSTRAINT pk PRIMARY KEY (b, a), \
             CONSTRAINT uq UNIQUE (a, \"c%\"), CONSTRAINT uq2 UNIQUE (\"c%\", a), \
             CONSTRAINT ck CHECK (a > 0 AND b IN (1, 2)), CONSTRAINT ck2 CHECK (a > 1), \
             CONSTRAINT fk FOREIGN KEY (a) REFERENCES \"o'o\", \
             CONSTRAINT fk2 FOREIGN KEY (a, b) REFERENCES \"o'o\" (id, x), \
             CONSTRAINT ex EXCLUDE USING gist (int4range(a, b) WITH &&))",
        );
        let names = "SELECT conname FROM pg_constraint WHERE conrelid = '\"T''s\"'::regclass";
        let before = database.rows(names);
        let done = database.migrate(|op| op.drop_constraint("T's", constraint));
        done.unwrap();
        let after = database.rows(names);
        database.rows("ROLLBACK");
        let gone: Vec<_> = before.iter().filter(|it| !after.contains(it)).collect();
        assert_eq!(gone, [name]);
    };
    dropped(PrimaryKey::new(["b", "a"]).into(), "pk");
    dropped(Unique::new(["c%", "a"]).into(), "uq2");
    dropped(Check::new("(a>0) and b = any(array[1,2])").into(), "ck");
    dropped(ForeignKey::new(["a", "b"]).into(), "fk2");
    let key = ForeignKey::new(["a"]).references("o'o", ["id"]);
    dropped(key.into(), "fk");
    let anything = ForeignKey::new(["a"]).references("o'o", [""; 0]);
    dropped(anything.into(), "fk");
    let exclude = Exclude::using("gist").expression("int4range(a, b)", "&&");
    dropped(exclude.into(), "ex");
}

#[test]
fn a_constraint_that_is_not_found_or_found_twice_is_an_error() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(
        "CREATE TABLE t (a int, b int, CONSTRAINT u2 UNIQUE (a), CHECK (a > 0)); \
         ALTER TABLE t ADD CONSTRAINT \"U1\" UNIQUE (a)",
    );
    let mut failed = |constraint: Constraint| {
        let drop = |op: &mut crate::ops::Op<'_>| op.drop_constraint("t", constraint.clone());
        let statement = sql(drop);
        let error = database.client.batch_execute(&statement).unwrap_err();
        let error = error.as_db_error().unwrap();
        let hint = error.hint().unwrap_or_default();
        format!("{}: {}: {hint}", error.code().code(), error.message())
    };
    assert_eq!(
        failed(Unique::new(["a"]).into()),
        "42P08: table \"t\" has several constraints that are UNIQUE (a): \
         drop one of them by its name: U1, u2"
    );
    let hint = "look up what the constraint is called, and drop it by its name";
    assert_eq!(
        failed(Unique::new(["b"]).into()),
        format!("42704: table \"t\" has no UNIQUE (b): {hint}")
    );
    assert_eq!(
        failed(Check::new("a > 1").into()),
        format!("42704: table \"t\" has no CHECK (a > 1): {hint}")
    );
    let missing = DropConstraint::from(Unique::new(["b"])).if_exists();
    database
        .migrate(|op| op.drop_constraint("t", missing))
        .unwrap();
    let n_constraints =
        database.rows("SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass");
    assert_eq!(n_constraints, ["3"]);
}

#[test]
fn of_several_the_one_that_the_naming_convention_gives_is_dropped() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows("CREATE TABLE t (a int, CONSTRAINT mine UNIQUE (a))");
    database.rows("ALTER TABLE t ADD CONSTRAINT uq_t_a UNIQUE (a)");
    let mut dropped = operations(|op| op.drop_constraint("t", Unique::new(["a"])));
    dropped[0].apply_naming(&NamingConvention::new()).unwrap();
    for expect in ["mine", ""] {
        let [statement] = &PostgresRenderer.render(&dropped[0]).unwrap()[..] else {
            panic!("one statement");
        };
        database.rows(&statement.sql);
        let left = database.rows(
            "SELECT coalesce(max(conname), '') FROM pg_constraint WHERE conrelid = 't'::regclass",
        );
        assert_eq!(left, [expect]);
    }
}
