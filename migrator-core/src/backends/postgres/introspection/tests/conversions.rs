//! How values come from one type to another, judged by `ALTER COLUMN … TYPE`.

use super::database;
use crate::backends::postgres::introspection::{PostgresIntrospection, type_names};
use crate::catalog::{Conversion, Introspection};

/// Types with a length or digits, of all kinds that there are.
const TYPES: [&str; 34] = [
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "numeric(12,2)",
    "money",
    "text",
    "character varying",
    "character varying(20)",
    "character(20)",
    "bytea",
    "boolean",
    "date",
    "time without time zone",
    "time(3) without time zone",
    "time with time zone",
    "timestamp without time zone",
    "timestamp(3) without time zone",
    "timestamp with time zone",
    "interval",
    "bit(8)",
    "bit varying(8)",
    "json",
    "jsonb",
    "uuid",
    "cidr",
    "inet",
    "macaddr",
    "macaddr8",
    "text[]",
    "integer[]",
    "numeric(12,2)[]",
];

/// For all pairs: what needs no words is done without, and what is written is understood.
#[test]
fn the_server_agrees_on_every_pair_of_types() {
    let Some(mut database) = database("SELECT 1") else {
        return;
    };
    let mut alter = |from: &str, to: &str, using: &str| {
        let sql = format!(
            "DO $$ BEGIN CREATE TEMPORARY TABLE t (\"a column\" {from}); \
             ALTER TABLE t ALTER \"a column\" TYPE {to} {using}; DROP TABLE t; END $$"
        );
        database.try_run(&sql)
    };
    for from in TYPES {
        for to in TYPES {
            let (one, other) = (type_names::parse(from, 0), type_names::parse(to, 0));
            let said = PostgresIntrospection.conversion("a column", &one, &other);
            let plain = alter(from, to, "");
            match said {
                Conversion::Implicit => assert_eq!(plain, Ok(()), "{from} to {to}"),
                Conversion::Using(how) => {
                    let is_bytes = from == "bytea" || to == "bytea";
                    assert!(plain.is_err() || is_bytes, "{from} to {to} needs no {how}");
                    assert_eq!(
                        alter(from, to, &format!("USING ({how})")),
                        Ok(()),
                        "{from} to {to}"
                    );
                }
                Conversion::Unknown => assert!(plain.is_err(), "{from} to {to}"),
            }
        }
    }
}

#[test]
fn values_survive_where_they_can() {
    let Some(mut database) = database("SELECT 1") else {
        return;
    };
    let mut check = |from: &str, value: &str, to: &str, expect: &str| {
        let (one, other) = (type_names::parse(from, 0), type_names::parse(to, 0));
        let using = match PostgresIntrospection.conversion("x", &one, &other) {
            Conversion::Implicit => String::new(),
            Conversion::Using(how) => format!("USING ({how})"),
            Conversion::Unknown => panic!("{from} to {to} is unknown"),
        };
        database.rows(&format!(
            "DROP TABLE IF EXISTS t; CREATE TABLE t (x {from}); INSERT INTO t VALUES ({value}), (NULL); \
             ALTER TABLE t ALTER x TYPE {to} {using}"
        ));
        let rows = database.rows("SELECT x FROM t ORDER BY x");
        assert_eq!(rows, [expect, "NULL"], "{from} to {to}");
    };
    check("text", "'42'", "integer", "42");
    check("text", "'yes'", "boolean", "t");
    check(
        "text",
        "'2020-01-02 03:04:05+00'",
        "timestamp with time zone",
        "2020-01-02 03:04:05+00",
    );
    check("text", "'10100000'", "bit(8)", "10100000");
    check("text", "'größe'", "bytea", "\\x6772c3b6c39f65");
    check("bytea", "'\\x6772c3b6c39f65'", "text", "größe");
    check("integer", "2", "boolean", "t");
    check("boolean", "true", "bigint", "1");
    check("text[]", "'{1,2}'", "integer[]", "{1,2}");
    check("money", "12.34", "integer", "12");
    check("jsonb", "'7'", "integer", "7");
}

#[test]
fn enumerations_and_types_of_ones_own() {
    use crate::schema::{array, custom, enumeration, integer, text};
    let check = |from, to, expect: Conversion| {
        assert_eq!(PostgresIntrospection.conversion("x", &from, &to), expect);
    };
    let mood = || enumeration("mood", ["sad"]).existing();
    check(text(), mood(), Conversion::Implicit);
    check(mood(), text(), Conversion::Implicit);
    check(mood(), enumeration("other", ["sad"]), Conversion::Implicit);
    check(array(text()), array(mood()), Conversion::Implicit);
    check(mood(), integer(), Conversion::Unknown);
    check(integer(), mood(), Conversion::Unknown);
    check(
        integer(),
        custom("year"),
        Conversion::Using("\"x\"::year".to_owned()),
    );
    check(
        custom("year"),
        integer(),
        Conversion::Using("\"x\"::integer".to_owned()),
    );
    check(custom("year"), text(), Conversion::Implicit);
}
