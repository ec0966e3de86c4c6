//! The exact SQL of each operation; every statement also runs.

use super::{Database, sql};
use crate::ops::{Op, Sql};
use crate::schema::{
    Action, Check, Column, ForeignKey, Index, IndexPart, PrimaryKey, Table, Unique, boolean,
    enumeration, integer, string, text, timestamp,
};

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
fn the_tables_of_the_front_page() {
    check(
        nothing,
        |op| {
            op.create_table(
                Table::new("roles").column(Column::new("name", string(16)).primary_key()),
            );
            op.create_table(
                Table::new("users")
                    .column(Column::new("id", integer()).primary_key())
                    .column(Column::new("name", text()).not_null())
                    .column(
                        Column::new("role", string(16))
                            .references("roles", "name")
                            .on_delete(Action::Cascade),
                    )
                    .column(Column::new("active", boolean()).not_null().default(false)),
            );
            op.create_index(Index::new("ix_users_name").on("users", ["name"]));
        },
        "CREATE TABLE \"roles\" (\"name\" VARCHAR(16) NOT NULL PRIMARY KEY)\n\
         CREATE TABLE \"users\" (\"id\" INTEGER PRIMARY KEY, \"name\" TEXT NOT NULL, \
         \"role\" VARCHAR(16) REFERENCES \"roles\" (\"name\") ON DELETE CASCADE, \
         \"active\" BOOLEAN NOT NULL DEFAULT 0)\n\
         CREATE INDEX \"ix_users_name\" ON \"users\" (`name`)",
    );
}

#[test]
fn constraints_of_a_table_keep_their_names() {
    check(
        users,
        |op| {
            op.create_table(
                Table::new("seats")
                    .column(Column::new("room", integer()))
                    .column(Column::new("seat", integer()).unique().check("seat > 0"))
                    .column(Column::new("user", integer()).not_null())
                    .primary_key(PrimaryKey::new(["room", "seat"]).named("pk_seats"))
                    .unique(["seat", "user"])
                    .unique(Unique::new(["user"]).named("uq_seats_user"))
                    .foreign_key(
                        ForeignKey::new(["user"])
                            .references("users", ["id"])
                            .on_delete(Action::SetNull)
                            .on_update(Action::Restrict)
                            .named("fk_seats_user"),
                    )
                    .check("room <> seat")
                    .check(Check::new("room > 0").named("ck_seats_room"))
                    .if_not_exists(),
            );
        },
        "CREATE TABLE IF NOT EXISTS \"seats\" (\"room\" INTEGER NOT NULL, \
         \"seat\" INTEGER NOT NULL UNIQUE CHECK (seat > 0), \"user\" INTEGER NOT NULL, \
         CONSTRAINT \"pk_seats\" PRIMARY KEY (\"room\", \"seat\"), UNIQUE (\"seat\", \"user\"), \
         CONSTRAINT \"uq_seats_user\" UNIQUE (\"user\"), CONSTRAINT \"fk_seats_user\" \
         FOREIGN KEY (\"user\") REFERENCES \"users\" (\"id\") ON DELETE SET NULL \
         ON UPDATE RESTRICT, CHECK (room <> seat), \
         CONSTRAINT \"ck_seats_room\" CHECK (room > 0))",
    );
}

#[test]
fn several_key_columns_make_one_key() {
    check(
        nothing,
        |op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("b", integer()).primary_key())
                    .column(Column::new("a", integer()).primary_key()),
            );
        },
        "CREATE TABLE \"t\" (\"b\" INTEGER NOT NULL, \"a\" INTEGER NOT NULL, \
         PRIMARY KEY (\"b\", \"a\"))",
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
fn indexes_cover_columns_and_expressions() {
    check(
        users,
        |op| {
            op.create_index(
                Index::new("ix")
                    .on(
                        "users",
                        [
                            IndexPart::column("name").desc(),
                            IndexPart::expression("lower(name)"),
                        ],
                    )
                    .unique()
                    .filter("id > 10")
                    .if_not_exists(),
            );
            op.drop_index("ix");
            op.drop_index_if_exists("ix");
        },
        "CREATE UNIQUE INDEX IF NOT EXISTS \"ix\" ON \"users\" (`name` DESC, lower(name)) \
         WHERE id > 10\n\
         DROP INDEX \"ix\"\n\
         DROP INDEX IF EXISTS \"ix\"",
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

#[test]
fn rows_are_inserted_with_few_statements() {
    check(
        users,
        |op| {
            op.bulk_insert("users", ["id", "name"], [(1, "ann"), (2, "bob")]);
            op.bulk_insert("users", ["id"], Vec::<(i64,)>::new());
        },
        "INSERT INTO \"users\" (\"id\", \"name\") VALUES (?, ?), (?, ?)",
    );
}
