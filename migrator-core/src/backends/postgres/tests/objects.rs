//! The exact SQL of objects other than tables.

use super::{refusal, sql};
use crate::ops::{
    DropEnum, DropExtension, DropFunction, DropIndex, DropSchema, DropSequence, DropTable,
    DropTrigger, DropView, EnumValue, Enumeration, Extension, Function, Op, RefreshView, Schema,
    Sequence, Sql, Trigger, View,
};
use crate::schema::{Column, Index, Table, date, integer, text};

fn check(migration: impl FnOnce(&mut Op<'_>), expect: &str) {
    assert_eq!(sql(migration), expect);
}

#[test]
fn enumerations() {
    check(
        |op| {
            op.create_enum(Enumeration::new(("app", "Mood"), ["sad", "it's"]));
            op.add_enum_value("mood", "x");
            op.add_enum_value("mood", EnumValue::new("y").before("it's").if_not_exists());
            op.add_enum_value("mood", EnumValue::new("z").after("y"));
            op.rename_enum_value("mood", "x", "back\\slash");
            op.rename_enum("mood", ("app", "temper"));
            op.drop_enum(DropEnum::new(("app", "temper")).if_exists().cascade());
        },
        "CREATE TYPE \"app\".\"Mood\" AS ENUM ('sad', 'it''s')\n\
         ALTER TYPE \"mood\" ADD VALUE 'x'\n\
         ALTER TYPE \"mood\" ADD VALUE IF NOT EXISTS 'y' BEFORE 'it''s'\n\
         ALTER TYPE \"mood\" ADD VALUE 'z' AFTER 'y'\n\
         ALTER TYPE \"mood\" RENAME VALUE 'x' TO E'back\\\\slash'\n\
         ALTER TYPE \"mood\" SET SCHEMA \"app\"\n\
         ALTER TYPE \"app\".\"mood\" RENAME TO \"temper\"\n\
         DROP TYPE IF EXISTS \"app\".\"temper\" CASCADE",
    );
}

#[test]
fn schemas_and_extensions() {
    check(
        |op| {
            op.create_schema("app");
            op.create_schema(Schema::new("app").if_not_exists().owner("some one"));
            op.rename_schema("app", "core");
            op.drop_schema(DropSchema::new("core").if_exists().cascade());
            let citext = || Extension::new("citext");
            op.create_extension(
                citext()
                    .if_not_exists()
                    .schema("app")
                    .version("1.6")
                    .cascade(),
            );
            op.alter_extension(citext());
            op.alter_extension(citext().version("1.6").schema("app"));
            op.alter_extension(citext().version("1.6").instead_of(citext().version("1.6")));
            op.drop_extension(DropExtension::new("citext").if_exists().cascade());
        },
        "CREATE SCHEMA \"app\"\n\
         CREATE SCHEMA IF NOT EXISTS \"app\" AUTHORIZATION \"some one\"\n\
         ALTER SCHEMA \"app\" RENAME TO \"core\"\n\
         DROP SCHEMA IF EXISTS \"core\" CASCADE\n\
         CREATE EXTENSION IF NOT EXISTS \"citext\" SCHEMA \"app\" VERSION '1.6' CASCADE\n\
         ALTER EXTENSION \"citext\" UPDATE\n\
         ALTER EXTENSION \"citext\" UPDATE TO '1.6'\n\
         ALTER EXTENSION \"citext\" SET SCHEMA \"app\"\n\
         DROP EXTENSION IF EXISTS \"citext\" CASCADE",
    );
}

#[test]
fn sequences() {
    check(
        |op| {
            op.create_sequence(Sequence::new("s").if_not_exists());
            op.create_sequence(
                Sequence::new(("app", "s"))
                    .of(integer())
                    .start(-5)
                    .increment(-1)
                    .min(-9)
                    .max(-1)
                    .cache(3)
                    .cycle()
                    .owned_by(("app", "t"), "a b"),
            );
            op.alter_sequence(Sequence::new("s").increment(2).no_cycle());
            let all = Sequence::new("s")
                .start(1)
                .cache(3)
                .cycle()
                .owned_by("t", "a");
            op.alter_sequence(Sequence::new("s").min(7).instead_of(all));
            let down = || Sequence::new("s").increment(-1);
            op.alter_sequence(down().instead_of(Sequence::new("s")));
            op.alter_sequence(Sequence::new("s").max(9).instead_of(down().min(-9)));
            op.alter_sequence(Sequence::new("s").min(-5).instead_of(Sequence::new("s")));
            op.rename_sequence(("app", "s"), "t");
            op.drop_sequence(DropSequence::new(("app", "t")).if_exists().cascade());
        },
        "CREATE SEQUENCE IF NOT EXISTS \"s\"\n\
         CREATE SEQUENCE \"app\".\"s\" AS INTEGER INCREMENT BY -1 MINVALUE -9 MAXVALUE -1 \
         START WITH -5 CACHE 3 CYCLE OWNED BY \"app\".\"t\".\"a b\"\n\
         ALTER SEQUENCE \"s\" INCREMENT BY 2 NO CYCLE\n\
         ALTER SEQUENCE \"s\" MINVALUE 7 START WITH 7 CACHE 1 NO CYCLE OWNED BY NONE\n\
         ALTER SEQUENCE \"s\" INCREMENT BY -1 NO MINVALUE NO MAXVALUE START WITH -1 RESTART\n\
         ALTER SEQUENCE \"s\" MAXVALUE 9 INCREMENT BY 1 NO MINVALUE START WITH 1 RESTART\n\
         ALTER SEQUENCE \"s\" MINVALUE -5 START WITH -5\n\
         ALTER SEQUENCE \"app\".\"s\" RENAME TO \"t\"\n\
         DROP SEQUENCE IF EXISTS \"app\".\"t\" CASCADE",
    );
    assert_eq!(
        refusal(|op| op.create_sequence(Sequence::new("s").of(text()))),
        "PostgreSQL cannot do create_sequence `s`: a sequence of other numbers\n\
         help: choose `small_integer()`, `integer()` or `big_integer()` for the sequence"
    );
    assert_eq!(
        refusal(|op| op.alter_sequence(Sequence::new("s"))),
        "alter_sequence `s` makes no sense: nothing is said about the sequence"
    );
}

#[test]
fn partitioned_tables() {
    let table = |key: &str| {
        Table::new("t")
            .column(Column::new("at", date()))
            .partition_by(key)
    };
    check(
        |op| op.create_table(table(" range (at, lower(\"x)\")) ")),
        "CREATE TABLE \"t\" (\"at\" DATE) PARTITION BY range (at, lower(\"x)\"))",
    );
    assert_eq!(table("LIST (at)").partition_key(), Some("LIST (at)"));
    for key in ["at", "RANGE", "RANGES (at)", "RANGE (at) TABLESPACE x"] {
        assert_eq!(
            refusal(|op| op.create_table(table(key))),
            format!(
                "create_table `t` makes no sense: `{key}` is no partition key\n\
                 help: write it as in SQL: `RANGE (created_at)`, `LIST (country)` or `HASH (id)`"
            )
        );
    }
}

#[test]
fn views() {
    check(
        |op| {
            let view = || {
                View::new("v")
                    .columns(["a b"])
                    .with("security_barrier = true")
            };
            op.create_view(view().as_("SELECT ';' -- one;\n; -- end"));
            op.replace_view(
                view()
                    .as_("SELECT 2")
                    .instead_of(view().as_("SELECT 1"))
                    .recreate(),
            );
            op.rename_view("v", ("app", "w"));
            let totals = || View::materialized("m").as_("SELECT 1 AS a");
            op.create_view(totals().if_not_exists().without_data());
            op.replace_view(totals());
            op.rename_view(totals(), "n");
            op.refresh_view(("app", "n"));
            op.refresh_view(RefreshView::new("n").concurrently());
            op.drop_view(DropView::new(View::materialized("n")).if_exists());
            op.drop_view(DropView::new("w").cascade());
            op.create_view(View::new("x").as_(Sql::sqlite("SELECT 1").postgres("")));
        },
        "CREATE VIEW \"v\" (\"a b\") WITH (security_barrier = true) AS SELECT ';'\n\
         DO $$\n\
         BEGIN\n  CREATE OR REPLACE VIEW \"v\" (\"a b\") WITH (security_barrier = true) AS SELECT 2;\n\
         EXCEPTION WHEN invalid_table_definition THEN\n  DROP VIEW \"v\";\n  \
         CREATE VIEW \"v\" (\"a b\") WITH (security_barrier = true) AS SELECT 2;\nEND\n$$\n\
         ALTER VIEW \"v\" SET SCHEMA \"app\"\n\
         ALTER VIEW \"app\".\"v\" RENAME TO \"w\"\n\
         CREATE MATERIALIZED VIEW IF NOT EXISTS \"m\" AS SELECT 1 AS a WITH NO DATA\n\
         DROP MATERIALIZED VIEW \"m\"\n\
         CREATE MATERIALIZED VIEW \"m\" AS SELECT 1 AS a\n\
         ALTER MATERIALIZED VIEW \"m\" RENAME TO \"n\"\n\
         REFRESH MATERIALIZED VIEW \"app\".\"n\"\n\
         REFRESH MATERIALIZED VIEW CONCURRENTLY \"n\"\n\
         DROP MATERIALIZED VIEW IF EXISTS \"n\"\n\
         DROP VIEW \"w\" CASCADE",
    );
    let help =
        "create_view `v` makes no sense: only the name is given\nhelp: give the definition, too";
    assert_eq!(refusal(|op| op.create_view(View::new("v"))), help);
    assert_eq!(
        refusal(|op| op.create_view(View::new("v").as_("SELECT 1; DROP TABLE t"))),
        "the SQL holds 2 statements where exactly one is possible\n\
         help: call `op.execute` or `op.query` once for each statement"
    );
    assert_eq!(
        refusal(|op| op.create_view(View::new("v").as_(Sql::sqlite("SELECT 1")))),
        "no SQL is given for PostgreSQL\nhelp: give a text for PostgreSQL too; an empty text \
         means that nothing is to be done there"
    );
}

#[test]
fn functions_and_triggers() {
    check(
        |op| {
            let one = |body| {
                Function::new(
                    "\"One\"(x int = 1)",
                    format!("RETURNS int LANGUAGE sql AS $$ {body}; $$;"),
                )
            };
            op.create_function(one("SELECT 1"));
            op.replace_function(one("SELECT 2"));
            op.replace_function(
                Function::new("\"One\"()", "RETURNS int RETURN 3").instead_of(one("SELECT 1")),
            );
            op.drop_function(
                DropFunction::new("f(x int DEFAULT 1)")
                    .if_exists()
                    .cascade(),
            );
            op.drop_function(Function::procedure_named("p(int)"));
            let trigger = || {
                Trigger::new(
                    "tr x",
                    ("app", "t"),
                    "AFTER DELETE ON app.t EXECUTE FUNCTION f(';')",
                )
            };
            op.create_trigger(trigger());
            op.create_trigger(trigger().constraint());
            op.replace_trigger(trigger());
            op.drop_trigger(DropTrigger::new(trigger()).if_exists().cascade());
            op.drop_trigger(Trigger::new("tr", "t", Sql::sqlite("x").postgres("")));
        },
        "CREATE FUNCTION \"One\"(x int = 1) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$\n\
         CREATE OR REPLACE FUNCTION \"One\"(x int = 1) RETURNS int LANGUAGE sql AS $$ SELECT 2; $$\n\
         DROP FUNCTION \"One\"(x int)\n\
         CREATE FUNCTION \"One\"() RETURNS int RETURN 3\n\
         DROP FUNCTION IF EXISTS f(x int) CASCADE\n\
         DROP PROCEDURE p(int)\n\
         CREATE TRIGGER \"tr x\" AFTER DELETE ON app.t EXECUTE FUNCTION f(';')\n\
         CREATE CONSTRAINT TRIGGER \"tr x\" AFTER DELETE ON app.t EXECUTE FUNCTION f(';')\n\
         DROP TRIGGER \"tr x\" ON \"app\".\"t\"\n\
         CREATE TRIGGER \"tr x\" AFTER DELETE ON app.t EXECUTE FUNCTION f(';')\n\
         DROP TRIGGER IF EXISTS \"tr x\" ON \"app\".\"t\" CASCADE",
    );
    let refused = refusal(|op| op.create_function(Function::new("f()", "AS 'x'; COMMIT")));
    assert!(refused.starts_with("the SQL is refused: `COMMIT` controls"));
}

#[test]
fn tables_and_indexes() {
    check(
        |op| {
            op.drop_table(DropTable::new("t").if_exists().cascade());
            op.drop_index(DropIndex::new(("app", "i")).if_exists().cascade());
            op.drop_index(Index::new("i").on(("app", "t"), ["a"]).concurrently());
            op.rename_index(("app", "i"), "j");
            op.create_index(
                Index::new("i")
                    .on("t", ["a"])
                    .include(["b"])
                    .with("fillfactor = 70")
                    .tablespace("fast disk")
                    .filter("a > 0"),
            );
        },
        "DROP TABLE IF EXISTS \"t\" CASCADE\n\
         DROP INDEX IF EXISTS \"app\".\"i\" CASCADE\n\
         DROP INDEX CONCURRENTLY \"app\".\"i\"\n\
         ALTER INDEX \"app\".\"i\" RENAME TO \"j\"\n\
         CREATE INDEX \"i\" ON \"t\" (\"a\") INCLUDE (\"b\") WITH (fillfactor = 70) \
         TABLESPACE \"fast disk\" WHERE a > 0",
    );
}
