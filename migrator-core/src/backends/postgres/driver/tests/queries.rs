//! Rows, types and values.

use super::{Database, session, settings, statement};
use crate::base::Value;
use crate::session::{SessionErrorKind, Statement};

fn values() -> Vec<Value> {
    let texts = [
        "",
        "it's",
        "back\\slash",
        "\\'; DROP TABLE x; --",
        "new\nline",
        "ä€😀",
        "$1 $$ $a$",
        "E'\\n'",
    ];
    let mut values: Vec<Value> = texts.map(Value::from).to_vec();
    values.extend([Value::Null, true.into(), false.into()]);
    values.extend([0_i64, 1, -1, i64::MAX, i64::MIN, i64::from(i32::MIN)].map(Value::from));
    values.extend([&b""[..], b"\0\x01\\'\xff", b"abc"].map(Value::from));
    values
}

const REALS: [f64; 10] = [
    0.0,
    -0.0,
    0.1,
    -1.5,
    f64::MAX,
    f64::MIN_POSITIVE,
    5e-324,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

#[test]
fn values_come_back_as_they_went() {
    let Some(database) = Database::new() else {
        return;
    };
    for conforming in ["on", "off"] {
        let mut client = database.client();
        client
            .batch_execute(&format!("SET standard_conforming_strings = {conforming}"))
            .unwrap();
        let mut session = session(&mut client, &settings());
        for value in values() {
            let select = statement("SELECT $1").with_params(vec![value.clone()]);
            let rows = session.query(&select).unwrap();
            assert_eq!(rows.first().unwrap().values(), [value], "{conforming}");
        }
        for number in REALS {
            let select = statement("SELECT $1::float8").with_params(vec![number.into()]);
            let rows = session.query(&select).unwrap();
            let found: f64 = rows.first().unwrap().get(0).unwrap();
            assert_eq!(
                found.to_bits() & !(1 << 51),
                number.to_bits() & !(1 << 51),
                "{number}"
            );
        }
    }
}

#[test]
fn values_can_be_stored_and_joined_with_operators() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (a int, b float8, c text, d bytea, e bool, f numeric)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.begin().unwrap();
    let insert =
        Statement::new("INSERT INTO t VALUES (3-$1, $2, $3, $4, $5, $6)").with_params(vec![
            (-2_i64).into(),
            f64::NAN.into(),
            "x".into(),
            (&b"\x00"[..]).into(),
            true.into(),
            (-0.1).into(),
        ]);
    session
        .execute_and_commit(&[insert], &mut crate::session::always)
        .unwrap();
    assert_eq!(database.rows("SELECT * FROM t"), ["5|NaN|x|\\x00|t|-0.1"]);
}

#[test]
fn placeholders_in_quotes_and_comments_stay() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let sql = "SELECT '$1' AS \"$1\" /* $1 /* $2 */ */, $$ $1 $$, $a$ $2 $a$, E'\\'$1', $2 -- $1\n, $1::int";
    let select = statement(sql).with_params(vec![7_i64.into(), "two".into()]);
    let rows = session.query(&select).unwrap();
    let row = rows.first().unwrap();
    assert_eq!(row.columns()[0], "$1");
    let texts = ["$1", " $1 ", " $2 ", "'$1", "two"].map(Value::from);
    assert_eq!(row.values()[..5], texts);
    assert_eq!(row.values()[5], Value::Integer(7));
    let select = Statement::new("SELECT $3").with_params(vec![7_i64.into()]);
    let error = session.query(&select).unwrap_err();
    assert_eq!(
        error.message,
        "the statement has a placeholder `$3`, but 1 values"
    );
}

#[test]
fn every_type_comes_back() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run(
        "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN small AS int CHECK (VALUE < 10); \
         CREATE TYPE pair AS (a int, b text)",
    );
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let mut check = |expression: &str, expect: Value| {
        for mixed in ["", ", 1::numeric"] {
            let sql = format!("SELECT {expression}{mixed}");
            let rows = session
                .query(&statement(&sql))
                .unwrap_or_else(|e| panic!("{sql}: {e}"));
            assert_eq!(rows.first().unwrap().values()[0], expect, "{sql}");
        }
    };
    check("1::smallint", 1.into());
    check("-2::bigint", (-2).into());
    check("3::small", 3.into());
    check("4::oid", 4.into());
    check("true", true.into());
    check("1.5::float4", 1.5.into());
    check("'-Infinity'::float8", f64::NEG_INFINITY.into());
    check("'a'::varchar(3)", "a".into());
    check("'a'::char(3)", "a  ".into());
    check("'a'::name", "a".into());
    check("'a'", "a".into());
    check("'\\x00ff'::bytea", (&b"\x00\xff"[..]).into());
    check("NULL::int", Value::Null);
    check("NULL::uuid", Value::Null);
    check("1.50::numeric", "1.50".into());
    check(
        "'2020-01-02 03:04:05.6'::timestamp",
        "2020-01-02 03:04:05.6".into(),
    );
    check("'2020-01-02'::date", "2020-01-02".into());
    check("'1 day'::interval", "1 day".into());
    check(
        "'00000000-0000-0000-0000-000000000001'::uuid",
        "00000000-0000-0000-0000-000000000001".into(),
    );
    check("'{\"a\": 1}'::jsonb", "{\"a\": 1}".into());
    check("'{\"a\":1}'::json", "{\"a\":1}".into());
    check("'glad'::mood", "glad".into());
    check("ARRAY['glad'::mood]", "{glad}".into());
    check("ARRAY[1, NULL]", "{1,NULL}".into());
    check("int4range(1, 3)", "[1,3)".into());
    check("ROW(1, 'a')::pair", "(1,a)".into());
    check("'pg_class'::regclass", "pg_class".into());
    check("'r'::\"char\"", "r".into());
    check("'127.0.0.1'::inet", "127.0.0.1".into());
    check("'=r/postgres'::aclitem", "=r/postgres".into());
}

#[test]
fn a_query_that_writes_runs_once() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n numeric, a int)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    session.begin().unwrap();
    for returning in ["id", "id, n"] {
        let sql = format!("INSERT INTO t (n) VALUES (1.0) RETURNING {returning}");
        session.query(&statement(sql)).unwrap();
    }
    let none = session
        .query(&statement("UPDATE t SET a = coalesce(a, 0) + 1"))
        .unwrap();
    assert!(none.is_empty());
    session.commit().unwrap();
    assert_eq!(
        database.rows("SELECT id, n, a FROM t ORDER BY id"),
        ["1|1.0|1", "2|1.0|1"]
    );
}

#[test]
fn a_mistake_in_a_query_has_its_byte() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    for statement in [
        statement("SELECT 'ä', nothing"),
        Statement::new("SELECT 'ä', nothing"),
    ] {
        let error = session.query(&statement).unwrap_err();
        assert_eq!(
            (error.kind, error.offset),
            (SessionErrorKind::NoSuchColumn, Some(13))
        );
    }
    let error = session
        .query(&Statement::new("SELECT 1 FROM nothing"))
        .unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::NoSuchTable);
}

#[test]
fn reading_cannot_write() {
    let Some(database) = Database::new() else {
        return;
    };
    database.run("CREATE TABLE t (a int)");
    let mut client = database.client();
    let mut session = session(&mut client, &settings());
    let error = session
        .read(&statement("INSERT INTO t VALUES (1) RETURNING a"))
        .unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::ReadOnly);
    let rows = session.read(&statement("SELECT count(*) FROM t")).unwrap();
    assert_eq!(rows.first().unwrap().values(), [Value::Integer(0)]);
    assert!(!session.in_transaction());
    drop(session);
    client.batch_execute("INSERT INTO t VALUES (2)").unwrap();
}
