//! Tables, columns, constraints and indexes, value by value.

use super::{database, own};
use crate::catalog::Catalog;
use crate::schema::{
    Action, Check, Column, Deferrable, Exclude, ForeignKey, Identity, Index, IndexPart, PrimaryKey,
    Table, Unique, array, big_integer, boolean, char, custom, decimal, integer, interval, string,
    text, timestamp_with_time_zone,
};

/// Checks that a schema reads as these tables and indexes.
#[track_caller]
fn check(sql: &str, tables: impl IntoIterator<Item = Table>, indexes: &[Index]) {
    let Some(database) = database(sql) else {
        return;
    };
    let Catalog {
        tables: found_tables,
        indexes: found_indexes,
        ..
    } = own(&database);
    assert_eq!(found_tables, tables.into_iter().collect::<Vec<_>>());
    assert_eq!(found_indexes, indexes);
}

#[test]
fn columns_have_what_the_catalogue_says() {
    check(
        "CREATE TABLE gone (); DROP TABLE gone; CREATE TABLE t (\
         dropped text, id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10 CYCLE) PRIMARY KEY, \
         name varchar(80) NOT NULL DEFAULT 'none' COLLATE \"C\", price numeric(10,2) DEFAULT (1 + 2), \
         tags text[][], short char(3), at timestamptz DEFAULT now(), span interval, \
         twice integer GENERATED ALWAYS AS (length(name) * 2) STORED, odd timestamp(3));\
         ALTER TABLE t DROP dropped; COMMENT ON TABLE t IS 'a table'; \
         COMMENT ON COLUMN t.name IS 'it''s a name'",
        [Table::new("t")
            .column(
                Column::new("id", big_integer())
                    .not_null()
                    .identity(Identity::always().start(100).increment(10).cycle()),
            )
            .column(
                Column::new("name", string(80))
                    .not_null()
                    .default_expr("'none'::character varying")
                    .collate("C")
                    .comment("it's a name"),
            )
            .column(Column::new("price", decimal(10, 2)).default_expr("1 + 2"))
            .column(Column::new("tags", array(array(text()))))
            .column(Column::new("short", char(3)))
            .column(Column::new("at", timestamp_with_time_zone()).default_expr("now()"))
            .column(Column::new("span", interval()))
            .column(Column::new("twice", integer()).generated_stored("length((name)::text) * 2"))
            .column(Column::new("odd", custom("timestamp(3) without time zone")))
            .primary_key(PrimaryKey::new(["id"]).named("t_pkey"))
            .comment("a table")],
        &[],
    );
}

#[test]
fn constraints_stand_at_the_table_with_their_names() {
    check(
        "CREATE TABLE teams (a integer, b integer, CONSTRAINT \"my key\" PRIMARY KEY (b, a) INCLUDE (c), c text);\
         CREATE TABLE people (id integer PRIMARY KEY, x integer, y integer DEFAULT 1, \
         email text UNIQUE NULLS NOT DISTINCT, \
         CONSTRAINT u UNIQUE (y, x) INCLUDE (email) DEFERRABLE, \
         CONSTRAINT f FOREIGN KEY (x, y) REFERENCES teams MATCH FULL ON DELETE SET DEFAULT (y) ON UPDATE CASCADE \
         DEFERRABLE INITIALLY DEFERRED, \
         CHECK (x > 0), CONSTRAINT never CHECK (x <> y AND email <> ')') NO INHERIT, \
         EXCLUDE USING gist (int4range(x, y) WITH &&) WHERE (x > 1) DEFERRABLE);\
         ALTER TABLE people ADD CONSTRAINT later CHECK (y > 0) NOT VALID; \
         ALTER TABLE people ADD CONSTRAINT self FOREIGN KEY (x) REFERENCES people ON DELETE RESTRICT NOT VALID",
        [
            Table::new("people")
                .column(Column::new("id", integer()).not_null().no_generated())
                .column(Column::new("x", integer()))
                .column(Column::new("y", integer()).default_expr("1"))
                .column(Column::new("email", text()))
                .primary_key(PrimaryKey::new(["id"]).named("people_pkey"))
                .unique(
                    Unique::new(["email"])
                        .named("people_email_key")
                        .nulls_not_distinct(),
                )
                .unique(
                    Unique::new(["y", "x"])
                        .named("u")
                        .include(["email"])
                        .deferrable(Deferrable::InitiallyImmediate),
                )
                .foreign_key(
                    ForeignKey::new(["x", "y"])
                        .named("f")
                        .references("teams", ["b", "a"])
                        .match_full()
                        .on_delete(Action::SetDefault)
                        .on_delete_columns(["y"])
                        .on_update(Action::Cascade)
                        .deferrable(Deferrable::InitiallyDeferred),
                )
                .foreign_key(
                    ForeignKey::new(["x"])
                        .named("self")
                        .references("people", ["id"])
                        .on_delete(Action::Restrict)
                        .not_valid(),
                )
                .check(Check::new("y > 0").named("later").not_valid())
                .check(
                    Check::new("(x <> y) AND (email <> ')'::text)")
                        .named("never")
                        .no_inherit(),
                )
                .check(Check::new("x > 0").named("people_x_check"))
                .exclude(
                    Exclude::using("gist")
                        .expression("int4range(x, y)", "&&")
                        .named("people_int4range_excl")
                        .filter("x > 1")
                        .deferrable(Deferrable::InitiallyImmediate),
                ),
            Table::new("teams")
                .column(Column::new("a", integer()).not_null())
                .column(Column::new("b", integer()).not_null())
                .column(Column::new("c", text()))
                .primary_key(PrimaryKey::new(["b", "a"]).named("my key").include(["c"])),
        ],
        &[],
    );
}

#[test]
fn indexes_say_what_is_not_the_default() {
    let users = || {
        Table::new("users")
            .column(Column::new("id", integer()))
            .column(Column::new("name", text()))
            .column(Column::new("code", string(9)).collate("C"))
            .column(Column::new("active", boolean()))
            .column(Column::new("tags", array(text())))
    };
    let on = |name: &str, parts: Vec<IndexPart>| Index::new(name).on("users", parts);
    let column = |name: &str| IndexPart::column(name);
    check(
        "CREATE TABLE users (id integer, name text, code varchar(9) COLLATE \"C\", active boolean, tags text[]);\
         CREATE UNIQUE INDEX a ON users (id DESC, name NULLS FIRST) INCLUDE (active) NULLS NOT DISTINCT WHERE active;\
         CREATE INDEX b ON users (lower(name), (id + 1) DESC NULLS LAST);\
         CREATE INDEX c ON users USING gin (tags) WITH (fastupdate = off);\
         CREATE INDEX d ON users (code text_pattern_ops, name COLLATE \"C\", code COLLATE \"POSIX\", code);\
         CREATE INDEX e ON users USING hash (name);\
         CREATE INDEX f ON users (upper(name) COLLATE \"C\" text_pattern_ops)",
        [users()],
        &[
            on("a", vec![column("id").desc(), column("name").nulls_first()])
                .include(["active"])
                .unique()
                .nulls_not_distinct()
                .filter("active"),
            on(
                "b",
                vec![
                    IndexPart::expression("lower(name)"),
                    IndexPart::expression("id + 1").desc().nulls_last(),
                ],
            ),
            on("c", vec![column("tags")])
                .using("gin")
                .with("fastupdate=off"),
            on(
                "d",
                vec![
                    column("code").opclass("text_pattern_ops"),
                    column("name").collate("C"),
                    column("code").collate("POSIX"),
                    column("code"),
                ],
            ),
            on("e", vec![column("name")]).using("hash"),
            on(
                "f",
                vec![
                    IndexPart::expression("upper(name)")
                        .collate("C")
                        .opclass("text_pattern_ops"),
                ],
            ),
        ],
    );
}
