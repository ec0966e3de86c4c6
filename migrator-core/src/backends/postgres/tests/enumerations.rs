//! What becomes of tables when the values of an enumeration change, as the catalogue has it.

use super::{Database, refusal};
use crate::ops::{EnumValue, Enumeration, Op, ReplaceEnum};
use crate::schema::{Column, Table, array, enumeration};

const MOOD: &str = "CREATE TYPE mood AS ENUM ('sad', 'meh', 'it''s \\ok')";

fn replace() -> ReplaceEnum {
    ReplaceEnum::new("mood", ["it's \\ok", "new", "sad"]).map("meh", "new")
}

/// Makes a database with the type and what `sql` adds, and replaces the values there.
fn replaced(sql: &str, replace: ReplaceEnum) -> Option<(Database, Result<(), String>)> {
    let mut database = Database::new()?;
    database.rows(&format!("{MOOD}; {sql}"));
    let outcome = database.migrate(|op| op.replace_enum(replace));
    Some((database, outcome))
}

/// Checks that the values cannot be replaced where `sql` has run, that the error names
/// `words`, and that nothing was changed.
fn check_refused(sql: &str, words: &[&str]) {
    let Some((mut database, outcome)) = replaced(sql, replace()) else {
        return;
    };
    let error = outcome.unwrap_err();
    for word in words {
        assert!(error.contains(word), "`{word}` is not in: {error}");
    }
    let labels = database.rows("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder");
    assert_eq!(labels, ["sad", "meh", "it's \\ok"]);
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_type WHERE typtype = 'e'"),
        ["1"]
    );
}

#[test]
fn every_column_of_every_table_keeps_its_rows_and_its_default() {
    let tables = "CREATE SCHEMA \"App;\";
        CREATE TABLE one (id int, \"A mood\" mood NOT NULL DEFAULT 'meh', other mood,
          list mood[] DEFAULT '{meh,sad}', grid mood[][] DEFAULT ARRAY[ARRAY['meh', 'sad']::mood[]],
          worked_out mood DEFAULT (CASE WHEN true THEN 'sad' ELSE 'it''s \\ok' END)::mood,
          CONSTRAINT same CHECK (\"A mood\" = other OR \"A mood\" <> other));
        CREATE INDEX ix ON one (\"A mood\", other DESC);
        CREATE TABLE \"App;\".\"two two\" (m mood UNIQUE DEFAULT 'it''s \\ok');
        CREATE TABLE child (own int) INHERITS (one);
        ALTER TABLE child ALTER COLUMN \"A mood\" SET DEFAULT 'sad', ALTER COLUMN list DROP DEFAULT;
        CREATE TABLE parted (id int, m mood DEFAULT 'sad') PARTITION BY RANGE (id);
        CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (10);
        ALTER TABLE part ALTER COLUMN m SET DEFAULT 'meh';
        INSERT INTO one VALUES (1, 'meh', 'meh', '{meh,NULL,sad}', '{{meh},{sad}}'), (2, 'sad', NULL, NULL, '{}');
        INSERT INTO child VALUES (3, 'sad', 'meh', '{}', NULL, NULL, 7);
        INSERT INTO \"App;\".\"two two\" VALUES ('meh'), ('sad'), (NULL);
        INSERT INTO parted VALUES (1, 'meh'), (2, 'sad');
        COMMENT ON TYPE mood IS 'it''s a mood'; REVOKE ALL ON TYPE mood FROM PUBLIC;
        GRANT USAGE ON TYPE mood TO pg_monitor WITH GRANT OPTION; ALTER TYPE mood OWNER TO pg_monitor";
    let Some((mut it, outcome)) = replaced(tables, replace()) else {
        return;
    };
    outcome.unwrap();
    let labels = "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder";
    assert_eq!(it.rows(labels), ["it's \\ok", "new", "sad"]);
    assert_eq!(
        it.rows("SELECT tableoid::regclass, * FROM one ORDER BY id"),
        [
            "one|1|new|new|{new,NULL,sad}|{{new},{sad}}|sad",
            "one|2|sad|NULL|NULL|{}|sad",
            "child|3|sad|new|{}|NULL|NULL"
        ]
    );
    let two = "SELECT m FROM \"App;\".\"two two\" ORDER BY m";
    assert_eq!(it.rows(two), ["new", "sad", "NULL"]);
    assert_eq!(
        it.rows("SELECT * FROM parted ORDER BY 1"),
        ["1|new", "2|sad"]
    );
    let defaults = "SELECT attrelid::regclass, attname, pg_get_expr(adbin, adrelid) FROM pg_attrdef \
        JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum ORDER BY attrelid, attnum";
    assert_eq!(
        it.rows(defaults),
        [
            "one|A mood|'new'::mood",
            "one|list|'{new,sad}'::mood[]",
            "one|grid|ARRAY[ARRAY['new'::mood, 'sad'::mood]]",
            "one|worked_out|(\nCASE\n    WHEN true THEN 'sad'::text\n    ELSE 'it''s \\ok'::text\nEND)::mood",
            "\"App;\".\"two two\"|m|'it''s \\ok'::mood",
            "child|A mood|'sad'::mood",
            "child|grid|ARRAY[ARRAY['new'::mood, 'sad'::mood]]",
            "child|worked_out|(\nCASE\n    WHEN true THEN 'sad'::text\n    ELSE 'it''s \\ok'::text\nEND)::mood",
            "parted|m|'sad'::mood",
            "part|m|'new'::mood"
        ]
    );
    let kept = "SELECT conname::text FROM pg_constraint WHERE conrelid = 'one'::regclass UNION ALL \
        SELECT indexdef FROM pg_indexes WHERE indexname = 'ix'";
    assert_eq!(
        it.rows(kept),
        [
            "same",
            "CREATE INDEX ix ON public.one USING btree (\"A mood\", other DESC)"
        ]
    );
    let kind = "SELECT typowner::regrole, typacl, obj_description(oid, 'pg_type') FROM pg_type WHERE typname = 'mood'";
    assert_eq!(
        it.rows(kind),
        ["pg_monitor|{pg_monitor=U*/pg_monitor}|it's a mood"]
    );
    assert_eq!(
        it.rows("SELECT count(*) FROM pg_type WHERE typname LIKE '%migrator%'"),
        ["0"]
    );
}

#[test]
fn what_stands_in_the_way_is_named() {
    let table = "CREATE TABLE t (id int PRIMARY KEY, m mood, list mood[]);";
    let check = |sql: &str, words: &[&str]| check_refused(&format!("{table} {sql}"), words);
    check("CREATE VIEW v AS SELECT m FROM t", &["column m of view v"]);
    check(
        "CREATE VIEW v AS SELECT id FROM t WHERE m = 'sad'",
        &["view v"],
    );
    check(
        "CREATE MATERIALIZED VIEW w AS SELECT list FROM t",
        &["column list of materialized view w"],
    );
    check(
        "CREATE INDEX ix_sad ON t (id) WHERE m = 'sad'",
        &["index ix_sad"],
    );
    check(
        "ALTER TABLE t ADD CONSTRAINT ck_m CHECK (m <> 'sad')",
        &["constraint ck_m on table t"],
    );
    check(
        "CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        &["function f(mood)"],
    );
    check("CREATE DOMAIN good AS mood", &["type good"]);
    check(
        "CREATE TYPE pair AS (a mood)",
        &["column a of composite type pair"],
    );
    check(
        "ALTER TABLE t ADD g mood GENERATED ALWAYS AS (m) STORED",
        &["column g of table t"],
    );
    check(
        "CREATE TABLE other (x text DEFAULT ('sad'::mood)::text)",
        &["default value for column x of table other"],
    );
    check(
        "CREATE TABLE kinds (m mood PRIMARY KEY); \
         CREATE TABLE things (m mood CONSTRAINT fk_m REFERENCES kinds)",
        &["constraint fk_m on table things"],
    );
}

#[test]
fn a_default_is_mapped_as_a_whole_and_whatever_is_in_it() {
    let sql = "CREATE TYPE \"M'$$ d\" AS ENUM ('sad', 'it''sad', 'b\\s');
        CREATE TABLE t (id int, a \"M'$$ d\" DEFAULT 'sad', b \"M'$$ d\" DEFAULT 'it''sad',
          c \"M'$$ d\" DEFAULT 'b\\s', d \"M'$$ d\"[] DEFAULT '{sad,\"b\\\\s\",NULL}',
          e \"M'$$ d\" DEFAULT coalesce(NULL, 'b\\s'::\"M'$$ d\"))";
    let replace = ReplaceEnum::new("M'$$ d", ["glad", "it'sad", "B'\\"])
        .map("sad", "glad")
        .map("b\\s", "B'\\");
    let Some((mut it, outcome)) = replaced(sql, replace) else {
        return;
    };
    outcome.unwrap();
    it.rows("INSERT INTO t (id) VALUES (1)");
    assert_eq!(
        it.rows("SELECT a, b, c, d[1], d[2], d[3], e FROM t"),
        ["glad|it'sad|B'\\|glad|B'\\|NULL|B'\\"]
    );
}

#[test]
fn values_that_rows_hold_are_named_and_nothing_is_lost() {
    let lossy = || ReplaceEnum::new("mood", ["sad"]);
    let table = "CREATE TABLE \"T\" (a mood, \"L\" mood[]);";
    let check = |rows: &str, words: &str| {
        let sql = format!("{table} INSERT INTO \"T\" VALUES {rows}");
        let Some((mut database, outcome)) = replaced(&sql, lossy()) else {
            return;
        };
        let error = outcome.unwrap_err();
        assert!(error.contains(words), "{error}");
        assert_eq!(database.rows("SELECT count(*) FROM pg_enum"), ["3"]);
    };
    check(
        "('meh', NULL), ('sad', '{}')",
        "the column a of \"T\" holds 'meh', which the enumeration mood is to lose",
    );
    check(
        "('sad', '{sad,meh}'), (NULL, '{{meh},{it''s \\\\ok}}')",
        "the column \"L\" of \"T\" holds 'meh', E'it''s \\\\ok', which the enumeration mood is to lose",
    );
    if let Some((mut database, outcome)) = replaced(table, lossy()) {
        outcome.unwrap();
        assert_eq!(database.rows("SELECT enumlabel FROM pg_enum"), ["sad"]);
    }
}

#[test]
fn values_that_are_right_already_stay_even_with_a_view() {
    let view = "CREATE TABLE t (m mood); CREATE VIEW v AS SELECT m FROM t";
    let same = ReplaceEnum::new("mood", ["sad", "meh", "it's \\ok"]);
    if let Some((_database, outcome)) = replaced(view, same) {
        outcome.unwrap();
    }
}

#[test]
fn a_missing_type_and_one_that_is_no_enumeration_are_named() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows("CREATE DOMAIN other AS int");
    let mut check = |name: &str, words: &str| {
        let replace = ReplaceEnum::new(name, ["x"]);
        let error = database.migrate(|op| op.replace_enum(replace)).unwrap_err();
        assert!(error.contains(words), "{error}");
    };
    check("missing", "type \"missing\" does not exist");
    check("other", "the type other is no enumeration");
}

#[test]
fn mappings_that_make_no_sense_are_refused() {
    let check = |replace: ReplaceEnum, expect: &str| {
        assert_eq!(refusal(|op| op.replace_enum(replace)), expect);
    };
    check(
        ReplaceEnum::new("m", ["a", "b"]).map("a", "b"),
        "replace_enum `m` makes no sense: the value `a` is mapped to another one and stays as well\n\
         help: map values that go to values that stay",
    );
    check(
        ReplaceEnum::new("m", ["a"]).map("b", "c"),
        "replace_enum `m` makes no sense: the value `b` is mapped to `c`, which is no value\n\
         help: map values that go to values that stay",
    );
    check(
        ReplaceEnum::new("m", [""; 0]),
        "replace_enum `m` makes no sense: an enumeration without values\n\
         help: give it at least one value",
    );
    let long = "x".repeat(64);
    assert_eq!(
        refusal(|op| op.add_enum_value("m", EnumValue::new(&long))),
        format!(
            "PostgreSQL cannot do add_enum_value `m`: the value `{long}` of an enumeration is longer \
             than 63 bytes\nhelp: use `text()` with a check"
        )
    );
}

fn create(op: &mut Op<'_>) {
    let mood = || enumeration("mood", ["sad", "it's ok"]);
    op.create_table(Table::new("t").column(Column::new("a", mood())));
    op.create_table(
        Table::new("u")
            .if_not_exists()
            .column(Column::new("a", array(mood()))),
    );
    op.add_column("t", Column::new("b", mood()));
    op.create_enum(Enumeration::new("mood", ["sad", "it's ok"]).if_not_exists());
}

#[test]
fn a_type_that_is_left_over_with_the_same_values_is_taken() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.migrate(create).unwrap();
    database.rows("DROP TABLE t; DROP TABLE u");
    database.migrate(create).unwrap();
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_type WHERE typtype = 'e'"),
        ["1"]
    );
}

#[test]
fn a_type_that_is_left_over_with_other_values_is_named_with_both() {
    let check = |other: &str, words: &str| {
        let Some(mut database) = Database::new() else {
            return;
        };
        database.rows(other);
        let error = database.migrate(create).unwrap_err();
        assert!(error.contains(words), "{error}");
    };
    check(
        "CREATE TYPE mood AS ENUM ('it''s ok', 'sad')",
        "the type mood exists with the values {\"it's ok\",sad}, and not with {sad,\"it's ok\"}",
    );
    check(
        "CREATE TYPE mood AS ENUM ()",
        "the type mood exists with the values {}",
    );
    check("CREATE DOMAIN mood AS int", "type \"mood\" already exists");
    // One of another schema is another type.
    if let Some(mut database) = Database::new() {
        database.rows("CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('x')");
        database.migrate(create).unwrap();
        assert_eq!(
            database.rows("SELECT count(*) FROM pg_type WHERE typname = 'mood'"),
            ["2"]
        );
    }
}

#[test]
fn a_foreign_key_between_two_such_columns_is_named() {
    check_refused(
        "CREATE TABLE a (m mood PRIMARY KEY); CREATE TABLE b (m mood CONSTRAINT fk_m REFERENCES a)",
        &["fk_m"],
    );
}

#[test]
fn a_type_of_another_role_stays_when_its_table_goes() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(
        "CREATE TYPE mood AS ENUM ('sad'); GRANT CREATE ON SCHEMA public TO pg_monitor; \
         SET ROLE pg_monitor",
    );
    let table = || Table::new("t").column(Column::new("m", enumeration("mood", ["sad"])));
    database.migrate(|op| op.create_table(table())).unwrap();
    database.migrate(|op| op.drop_table(table())).unwrap();
    assert_eq!(
        database.rows("SELECT to_regclass('t') IS NULL, to_regtype('mood')"),
        ["t|mood"]
    );
}
