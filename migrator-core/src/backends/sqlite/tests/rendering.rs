//! The exact SQL of each operation; every statement also runs.

use super::{Database, sql};
use crate::ops::{Op, Sql};
use crate::schema::{Column, Index, IndexPart, Table, enumeration, integer, text, timestamp};

/// Checks the SQL of `migration`, and that it runs after `before`.
fn check(before: impl FnOnce(&mut Op<'_>), migration: fn(&mut Op<'_>), expect: &str) {
    assert_eq!(sql(migration), expect);
    let database = Database::new();
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
fn defaults_are_literals_or_stand_in_parentheses() {
    check(
        nothing,
        |op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", text()).default("it's"))
                    .column(Column::new("b", integer()).default(-5))
                    .column(Column::new("c", timestamp()).default_expr("now()"))
                    .column(Column::new("d", timestamp()).default_expr("current_date"))
                    .column(Column::new("e", text()).default_expr("lower('X') || 'y'"))
                    .column(Column::new("f", text()).default(None::<bool>))
                    .column(Column::new("g", enumeration("mood", ["sad", "it's ok"]))),
            );
        },
        "CREATE TABLE \"t\" (\"a\" TEXT DEFAULT 'it''s', \"b\" INTEGER DEFAULT -5, \
         \"c\" TIMESTAMP DEFAULT CURRENT_TIMESTAMP, \"d\" TIMESTAMP DEFAULT CURRENT_DATE, \
         \"e\" TEXT DEFAULT (lower('X') || 'y'), \"f\" TEXT DEFAULT NULL, \
         \"g\" ENUM_TEXT CHECK (\"g\" IN ('sad', 'it''s ok')))",
    );
}

#[test]
fn a_schema_qualifies_the_table_and_the_index() {
    check(
        nothing,
        |op| {
            op.create_table(Table::new(("temp", "t")).column(Column::new("a", integer())));
            op.create_index(Index::new("ix").on(("temp", "t"), ["a"]));
            op.drop_index(("temp", "ix"));
            op.rename_table(("temp", "t"), ("temp", "u"));
            op.drop_table(("temp", "u"));
        },
        "CREATE TABLE \"temp\".\"t\" (\"a\" INTEGER)\n\
         CREATE INDEX \"temp\".\"ix\" ON \"t\" (`a`)\n\
         DROP INDEX \"temp\".\"ix\"\n\
         ALTER TABLE \"temp\".\"t\" RENAME TO \"u\"\n\
         DROP TABLE \"temp\".\"u\"",
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
            op.rename_table("users", "people");
            op.drop_table("people");
            op.drop_table_if_exists("people");
        },
        "ALTER TABLE \"users\" ADD COLUMN \"age\" INTEGER NOT NULL DEFAULT 0\n\
         ALTER TABLE \"users\" ADD COLUMN \"boss\" INTEGER REFERENCES \"users\" (\"id\")\n\
         ALTER TABLE \"users\" RENAME TO \"people\"\n\
         DROP TABLE \"people\"\n\
         DROP TABLE IF EXISTS \"people\"",
    );
}

#[test]
fn an_index_is_built_alike_with_and_without_concurrently() {
    check(
        users,
        |op| {
            let parts = [IndexPart::column("name").collate("NOCASE").desc()];
            op.create_index(
                Index::new("ix")
                    .on("users", parts)
                    .concurrently()
                    .using("btree"),
            );
            op.drop_index_concurrently("ix");
        },
        "CREATE INDEX \"ix\" ON \"users\" (`name` COLLATE \"NOCASE\" DESC)\n\
         DROP INDEX \"ix\"",
    );
}

#[test]
fn raw_sql_is_taken_for_this_dialect() {
    check(
        users,
        |op| {
            op.execute("DELETE FROM users;");
            op.execute(Sql::new("ANALYZE users").postgres("VACUUM"));
            op.execute(Sql::sqlite("").postgres("ANALYZE"));
            op.execute(Sql::new("DELETE FROM users WHERE id = ?").param(1));
        },
        "DELETE FROM users\nANALYZE users\nDELETE FROM users WHERE id = ?",
    );
}
