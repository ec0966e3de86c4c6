//! What operations and SQL lose.

use super::Losses;
use crate::base::Dialect;
use crate::ops::recorded::Recorded;
use crate::ops::{Batches, DropEnum, DropSchema, DropTable, Op};
use crate::schema::{Column, Table, integer, text};

fn lost(migration: impl FnOnce(&mut Op<'_>)) -> Vec<String> {
    let mut losses = Losses::default();
    for operation in Recorded::of(Dialect::Postgres, migration).into_operations() {
        losses.take(&operation);
    }
    losses.take_lost()
}

#[test]
fn what_holds_data_is_named() {
    let found = lost(|op| {
        op.drop_table("users");
        op.drop_table(DropTable::new(("app", "logs")).if_exists());
        op.drop_column("roles", "nick");
        op.alter_table("orders", |orders| {
            orders
                .drop_column("a")
                .rename_column("b", "c")
                .drop_column("d");
        });
        op.delete_in_batches(Batches::of("events"));
        op.drop_schema(DropSchema::new("app").cascade());
        op.drop_enum(DropEnum::new("mood").cascade());
    });
    assert_eq!(
        found,
        [
            "table `users`",
            "table `app.logs`",
            "column `roles.nick`",
            "column `orders.a`",
            "column `orders.d`",
            "rows of `events`",
            "schema `app` with everything in it",
            "columns of type `mood`",
        ]
    );
}

#[test]
fn what_holds_none_and_what_was_just_created_is_not() {
    let found = lost(|op| {
        let table = || Table::new("new").column(Column::new("id", integer()).primary_key());
        op.create_table(table());
        op.drop_column("new", "id");
        op.rename_table("new", "newer");
        op.drop_table("newer");
        op.add_column("users", Column::new("nick", text()));
        op.drop_column("users", "nick");
        op.drop_index("ix_users_name");
        op.drop_view("adults");
        op.drop_enum("mood");
        op.drop_schema("empty");
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_leading_words_tell() {
    let check = |sql: &str, expect: &[&str]| {
        let mut losses = Losses::default();
        losses.take_sql(Dialect::Postgres, sql);
        let lost = losses.take_lost();
        let lost: Vec<&str> = lost
            .iter()
            .filter_map(|it| it.strip_suffix(", by SQL of its own"))
            .collect();
        assert_eq!(lost, expect, "{sql}");
    };
    check("DROP TABLE users", &["table `users`"]);
    check(
        "/* old */ drop table if exists a, \"B\".c cascade",
        &["table `a`", "table `B.c`"],
    );
    check("TRUNCATE TABLE a, b", &["rows of `a`", "rows of `b`"]);
    check("DELETE FROM ONLY a WHERE x", &["rows of `a`"]);
    check(
        "ALTER TABLE IF EXISTS ONLY t DROP a, ADD COLUMN b numeric(1, 2), DROP COLUMN IF EXISTS \"C\"",
        &["column `t.a`", "column `t.C`"],
    );
    check(
        "ALTER TABLE t DROP CONSTRAINT c, ALTER COLUMN d DROP NOT NULL",
        &[],
    );
    check("DROP SCHEMA a", &[]);
    check(
        "DROP SCHEMA IF EXISTS a, b CASCADE",
        &[
            "schema `a` with everything in it",
            "schema `b` with everything in it",
        ],
    );
    check(
        "CREATE TEMP TABLE t (x int); DROP TABLE t; DROP TABLE u",
        &["table `u`"],
    );
    check(
        "CREATE TABLE new AS SELECT 1; DROP TABLE t; ALTER TABLE new RENAME TO t; DELETE FROM t",
        &["table `t`"],
    );
    check(
        "CREATE TABLE a.new (x int); ALTER TABLE a.new RENAME TO t; DROP TABLE a.t, t",
        &["table `t`"],
    );
    check(
        "CREATE TABLE IF NOT EXISTS t (x int); DROP TABLE t",
        &["table `t`"],
    );
    check(
        "DROP INDEX i; DROP VIEW v; UPDATE t SET a = 'DROP TABLE x'",
        &[],
    );
    // What a trigger or a function will do is done by nobody now.
    check(
        "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM a; DELETE FROM b; END; DROP TABLE c",
        &["table `c`"],
    );
    check("DROP TABLE", &[]);
    check("'", &[]);
}

#[test]
fn what_may_have_been_there_is_not_taken_for_new() {
    let found = lost(|op| {
        let table = || Table::new("old").column(Column::new("id", integer()).primary_key());
        op.create_table(table().if_not_exists());
        op.drop_table("old");
        op.add_column_if_not_exists("users", Column::new("nick", text()));
        op.drop_column("users", "nick");
    });
    assert_eq!(found, ["table `old`", "column `users.nick`"]);
}

#[test]
fn what_takes_the_name_of_something_new_is_not_new() {
    let found = lost(|op| {
        let table = || Table::new("new").column(Column::new("id", integer()).primary_key());
        op.create_table(table());
        op.drop_table("new");
        op.rename_table("users", "new");
        op.drop_table("new");
        op.add_column("roles", Column::new("nick", text()));
        op.drop_column("roles", "nick");
        op.rename_column("roles", "name", "nick");
        op.drop_column("roles", "nick");
    });
    assert_eq!(found, ["table `new`", "column `roles.nick`"]);
}

#[test]
fn what_is_new_stays_new_under_another_name() {
    let found = lost(|op| {
        op.add_column("users", Column::new("a", text()));
        op.rename_column("users", "a", "b");
        op.rename_table("users", "people");
        op.drop_column("people", "b");
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn each_databases_quotes_are_read() {
    let mut losses = Losses::default();
    losses.take_sql(
        Dialect::Sqlite,
        "DROP TABLE `a``b`; DROP TABLE [c]; DROP TABLE \"d\"\"e\"",
    );
    let lost = losses.take_lost().join("; ");
    assert!(
        lost.contains("table `a`b`") && lost.contains("table `c`"),
        "{lost}"
    );
    assert!(lost.contains("table `d\"e`"), "{lost}");
    losses.take_sql(
        Dialect::Sqlite,
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END",
    );
    assert_eq!(losses.take_lost(), [""; 0]);
}
