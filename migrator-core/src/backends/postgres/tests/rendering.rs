//! The exact SQL of each operation; every statement also runs.

use super::{Database, shortened, sql};
use crate::ops::{Op, Sql};
use crate::schema::{
    Column, Index, IndexPart, Table, array, big_integer, boolean, double, enumeration, integer,
    json_binary, text, timestamp,
};

/// Checks the SQL of `migration`, and that it runs after `before`.
fn check(before: impl FnOnce(&mut Op<'_>), migration: fn(&mut Op<'_>), expect: &str) {
    assert_eq!(shortened(&sql(migration)), expect);
    let Some(mut database) = Database::new() else {
        return;
    };
    database.migrate(before).unwrap();
    database.migrate(migration).unwrap();
}

fn nothing(_op: &mut Op<'_>) {}

fn users(op: &mut Op<'_>) {
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text())),
    );
}

#[test]
fn defaults_fit_their_columns() {
    check(
        nothing,
        |op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", text()).default("it's"))
                    .column(Column::new("b", integer()).default(-5))
                    .column(Column::new("c", timestamp()).default_expr("now()"))
                    .column(Column::new("d", timestamp()).default_expr("current_timestamp"))
                    .column(Column::new("e", text()).default_expr("lower('X') || 'y'"))
                    .column(Column::new("f", text()).default(None::<bool>))
                    .column(Column::new("g", boolean()).default(1))
                    .column(Column::new("h", integer()).default(true))
                    .column(Column::new("i", json_binary()).default(1))
                    .column(Column::new("j", text()).default(2.0))
                    .column(Column::new("k", double()).default(f64::NAN))
                    .column(Column::new("l", big_integer()).default(i64::MIN))
                    .column(Column::new("m", text()).default(r"C:\it's")),
            );
        },
        "CREATE TABLE \"t\" (\"a\" TEXT DEFAULT 'it''s', \"b\" INTEGER DEFAULT -5, \
         \"c\" TIMESTAMP DEFAULT now(), \"d\" TIMESTAMP DEFAULT CURRENT_TIMESTAMP, \
         \"e\" TEXT DEFAULT (lower('X') || 'y'), \"f\" TEXT DEFAULT NULL, \
         \"g\" BOOLEAN DEFAULT TRUE, \"h\" INTEGER DEFAULT 1, \"i\" JSONB DEFAULT '1', \
         \"j\" TEXT DEFAULT '2', \"k\" DOUBLE PRECISION DEFAULT 'NaN', \
         \"l\" BIGINT DEFAULT -9223372036854775808, \"m\" TEXT DEFAULT E'C:\\\\it''s')",
    );
}

#[test]
fn an_enumeration_is_created_before_its_table() {
    let mood = || enumeration("Mood", ["sad", "it's ok"]);
    let migration = |op: &mut Op<'_>| {
        op.create_table(
            Table::new("t")
                .column(Column::new("a", mood()).not_null().default("sad"))
                .column(Column::new("b", array(mood()))),
        );
        op.create_table(Table::new("u").column(Column::new("a", mood().existing())));
        op.add_column("u", Column::new("b", enumeration("size", ["s"])));
    };
    assert_eq!(
        shortened(&sql(migration)),
        "(if missing) CREATE TYPE \"Mood\" AS ENUM ('sad', 'it''s ok')\n\
         CREATE TABLE \"t\" (\"a\" \"Mood\" NOT NULL DEFAULT 'sad', \"b\" \"Mood\"[])\n\
         CREATE TABLE \"u\" (\"a\" \"Mood\")\n\
         (if missing) CREATE TYPE \"size\" AS ENUM ('s')\n\
         ALTER TABLE \"u\" ADD COLUMN \"b\" \"size\"",
    );
    if let Some(mut database) = Database::new() {
        database.migrate(migration).unwrap();
    }
}

#[test]
fn a_schema_qualifies_tables_types_and_indexes() {
    check(
        |op| op.execute("CREATE SCHEMA app; CREATE SCHEMA \"Old\""),
        |op| {
            op.create_table(
                Table::new(("app", "t")).column(Column::new("a", enumeration("mood", ["sad"]))),
            );
            op.create_index(Index::new("ix").on(("app", "t"), ["a"]));
            op.drop_index(("app", "ix"));
            op.rename_table(("app", "t"), ("app", "u"));
            op.rename_table(("app", "u"), "v");
            op.rename_table(("app", "v"), ("Old", "v"));
            op.rename_table(("Old", "v"), ("app", "w"));
            op.drop_table(("app", "w"));
        },
        "(if missing) CREATE TYPE \"app\".\"mood\" AS ENUM ('sad')\n\
         CREATE TABLE \"app\".\"t\" (\"a\" \"app\".\"mood\")\n\
         CREATE INDEX \"ix\" ON \"app\".\"t\" (\"a\")\n\
         DROP INDEX \"app\".\"ix\"\n\
         ALTER TABLE \"app\".\"t\" RENAME TO \"u\"\n\
         ALTER TABLE \"app\".\"u\" RENAME TO \"v\"\n\
         ALTER TABLE \"app\".\"v\" SET SCHEMA \"Old\"\n\
         ALTER TABLE \"Old\".\"v\" SET SCHEMA \"app\"\n\
         ALTER TABLE \"app\".\"v\" RENAME TO \"w\"\n\
         DROP TABLE \"app\".\"w\"",
    );
}

#[test]
fn a_table_named_without_its_schema_can_move_to_where_it_is() {
    check(
        users,
        |op| op.rename_table("users", ("public", "people")),
        "ALTER TABLE \"users\" SET SCHEMA \"public\"\n\
         ALTER TABLE \"public\".\"users\" RENAME TO \"people\"",
    );
}

#[test]
fn tables_and_columns_change_with_alter_table() {
    check(
        users,
        |op| {
            op.add_column("users", Column::new("age", integer()).not_null().default(0));
            op.add_column(
                "users",
                Column::new("boss", integer()).references("users", "id"),
            );
            op.drop_column("users", "age");
            op.rename_table("users", "people");
            op.drop_table("people");
            op.drop_table_if_exists("people");
        },
        "ALTER TABLE \"users\" ADD COLUMN \"age\" INTEGER NOT NULL DEFAULT 0\n\
         ALTER TABLE \"users\" ADD COLUMN \"boss\" INTEGER REFERENCES \"users\" (\"id\")\n\
         ALTER TABLE \"users\" DROP COLUMN \"age\"\n\
         ALTER TABLE \"users\" RENAME TO \"people\"\n\
         DROP TABLE \"people\"\n\
         DROP TABLE IF EXISTS \"people\"",
    );
}

#[test]
fn an_added_key_generates_its_values() {
    check(
        |op| op.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)"),
        |op| op.add_column("t", Column::new("id", big_integer()).primary_key()),
        "ALTER TABLE \"t\" ADD COLUMN \"id\" BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    );
}

#[test]
fn an_index_has_everything_that_sql_has() {
    check(
        |op| {
            op.execute("CREATE EXTENSION pg_trgm; CREATE SCHEMA app");
            op.execute("CREATE TABLE app.t (a text, b int, c int, d tsvector)");
        },
        |op| {
            op.create_index(
                Index::new("ix")
                    .on(
                        ("app", "t"),
                        [
                            IndexPart::column("a")
                                .collate("C")
                                .opclass("text_pattern_ops")
                                .desc(),
                            IndexPart::expression("b + c").desc().nulls_last(),
                            IndexPart::column("b").nulls_first(),
                        ],
                    )
                    .unique()
                    .using("BTREE")
                    .include(["c"])
                    .nulls_not_distinct()
                    .with("fillfactor = 70, deduplicate_items = off")
                    .filter("c > 0"),
            );
            op.create_index(
                Index::new("gin")
                    .on(("app", "t"), ["d"])
                    .using("gin")
                    .concurrently(),
            );
            op.create_index(
                Index::new("gist")
                    .on(
                        ("app", "t"),
                        [IndexPart::column("a").opclass("public.gist_trgm_ops(siglen = 32)")],
                    )
                    .using("gist")
                    .concurrently()
                    .if_not_exists(),
            );
            op.drop_index_concurrently(("app", "gin"));
        },
        "CREATE UNIQUE INDEX \"ix\" ON \"app\".\"t\" USING \"btree\" (\"a\" COLLATE \"C\" \
         text_pattern_ops DESC, (b + c) DESC NULLS LAST, \"b\" NULLS FIRST) INCLUDE (\"c\") \
         NULLS NOT DISTINCT WITH (fillfactor = 70, deduplicate_items = off) WHERE c > 0\n\
         CREATE INDEX CONCURRENTLY \"gin\" ON \"app\".\"t\" USING \"gin\" (\"d\")\n\
         CREATE INDEX CONCURRENTLY IF NOT EXISTS \"gist\" ON \"app\".\"t\" USING \"gist\" \
         (\"a\" public.gist_trgm_ops(siglen = 32))\n\
         DROP INDEX CONCURRENTLY \"app\".\"gin\"",
    );
}

#[test]
fn raw_sql_is_taken_for_this_dialect() {
    check(
        users,
        |op| {
            op.execute("DELETE FROM users;");
            op.execute(Sql::sqlite("PRAGMA optimize").postgres("ANALYZE users"));
            op.execute(Sql::new("SELECT 1").postgres(""));
            op.execute(Sql::new("DELETE FROM users WHERE id = $1").param(1));
        },
        "DELETE FROM users\nANALYZE users\nDELETE FROM users WHERE id = $1",
    );
}
