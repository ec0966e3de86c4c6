//! Every type, as PostgreSQL itself calls it.

use sea_query::PgInterval;

use super::{Database, rendered};
use crate::dialect::DialectError;
use crate::schema::{
    Column, ColumnType, Table, array, big_integer, big_unsigned, binary, bit, blob, boolean, char,
    cidr, custom, date, date_time, decimal, double, enumeration, float, inet, integer, interval,
    json, json_binary, ltree, mac_addr, money, small_integer, small_unsigned, string, text, time,
    timestamp, timestamp_with_time_zone, tiny_integer, tiny_unsigned, unsigned, uuid, var_binary,
    var_bit, varchar, vector, year,
};

/// Every type that is held, with what `format_type` says of it.
fn held() -> Vec<(ColumnType, &'static str)> {
    let fields = |fields| ColumnType::Interval(Some(fields), None);
    vec![
        (char(4), "character(4)"),
        (ColumnType::Char(None), "character(1)"),
        (string(16), "character varying(16)"),
        (varchar(), "character varying"),
        (text(), "text"),
        (blob(), "bytea"),
        (tiny_integer(), "smallint"),
        (small_integer(), "smallint"),
        (integer(), "integer"),
        (big_integer(), "bigint"),
        (tiny_unsigned(), "smallint"),
        (small_unsigned(), "integer"),
        (unsigned(), "bigint"),
        (big_unsigned(), "bigint"),
        (float(), "real"),
        (double(), "double precision"),
        (decimal(10, 2), "numeric(10,2)"),
        (ColumnType::Decimal(None), "numeric"),
        (date_time(), "timestamp without time zone"),
        (timestamp(), "timestamp without time zone"),
        (timestamp_with_time_zone(), "timestamp with time zone"),
        (time(), "time without time zone"),
        (date(), "date"),
        (year(), "smallint"),
        (interval(), "interval"),
        (ColumnType::Interval(None, Some(3)), "interval(3)"),
        (fields(PgInterval::Year), "interval year"),
        (fields(PgInterval::Month), "interval month"),
        (fields(PgInterval::Day), "interval day"),
        (fields(PgInterval::Hour), "interval hour"),
        (fields(PgInterval::Minute), "interval minute"),
        (fields(PgInterval::Second), "interval second"),
        (fields(PgInterval::YearToMonth), "interval year to month"),
        (fields(PgInterval::DayToHour), "interval day to hour"),
        (fields(PgInterval::DayToMinute), "interval day to minute"),
        (fields(PgInterval::DayToSecond), "interval day to second"),
        (fields(PgInterval::HourToMinute), "interval hour to minute"),
        (fields(PgInterval::HourToSecond), "interval hour to second"),
        (
            fields(PgInterval::MinuteToSecond),
            "interval minute to second",
        ),
        (
            ColumnType::Interval(Some(PgInterval::DayToSecond), Some(0)),
            "interval day to second(0)",
        ),
        (binary(16), "bytea"),
        (var_binary(16), "bytea"),
        (ColumnType::VarBinary(None), "bytea"),
        (bit(8), "bit(8)"),
        (ColumnType::Bit(None), "bit(1)"),
        (var_bit(8), "bit varying(8)"),
        (boolean(), "boolean"),
        (money(), "money"),
        (json(), "json"),
        (json_binary(), "jsonb"),
        (uuid(), "uuid"),
        (enumeration("mood", ["12", "x"]), "mood"),
        (
            enumeration("My \"Mood\"; --", ["12", "x"]),
            "\"My \"\"Mood\"\"; --\"",
        ),
        (array(integer()), "integer[]"),
        (array(array(string(4))), "character varying(4)[]"),
        (array(enumeration("mood", ["x"])), "mood[]"),
        (
            array(timestamp_with_time_zone()),
            "timestamp with time zone[]",
        ),
        (
            array(ColumnType::Interval(Some(PgInterval::Day), None)),
            "interval day[]",
        ),
        (cidr(), "cidr"),
        (inet(), "inet"),
        (mac_addr(), "macaddr"),
        (ltree(), "ltree"),
        (custom("citext"), "citext"),
        (custom("numeric(4, 1)"), "numeric(4,1)"),
        (
            custom("timestamp(3) with time zone"),
            "timestamp(3) with time zone",
        ),
        (custom("\"app\".\"Mood\""), "app.\"Mood\""),
        (custom("app.\"Mood\"[]"), "app.\"Mood\"[]"),
        (array(custom("pg_catalog.int4range")), "int4range[]"),
    ]
}

/// Every type that is refused.
fn refused() -> Vec<ColumnType> {
    vec![
        ColumnType::Interval(Some(PgInterval::YearToMonth), Some(3)),
        ColumnType::Interval(None, Some(7)),
        ColumnType::Money(Some((19, 4))),
        char(0),
        string(10_485_761),
        bit(0),
        var_bit(u32::MAX),
        decimal(0, 0),
        decimal(1001, 2),
        decimal(4, 5),
        vector(0),
        (0..6).fold(array(integer()), |kind, _| array(kind)),
        custom("text) --"),
        ColumnType::Unknown("Newer".to_owned()),
    ]
}

fn prepared() -> Option<Database> {
    let mut database = Database::new()?;
    database
        .migrate(|op| {
            op.execute(
                "CREATE EXTENSION citext; CREATE EXTENSION ltree; CREATE SCHEMA app;
                 CREATE TYPE app.\"Mood\" AS ENUM ('x')",
            );
        })
        .unwrap();
    Some(database)
}

#[test]
fn every_type_makes_a_column_of_its_name() {
    let Some(mut database) = prepared() else {
        return;
    };
    for (kind, name) in held() {
        let table = Table::new("t").column(Column::new("a", kind.clone()));
        database.migrate(|op| op.create_table(table)).unwrap();
        let declared = database.rows(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute \
             WHERE attrelid = 't'::regclass AND attnum = 1",
        );
        assert_eq!(declared, [name], "{kind:?}");
        database
            .migrate(|op| {
                op.execute("DROP TABLE t; DROP TYPE IF EXISTS mood, \"My \"\"Mood\"\"; --\"");
            })
            .unwrap();
    }
}

#[test]
fn every_other_type_is_refused_with_help() {
    for kind in refused() {
        let table = Table::new("t").column(Column::new("a", kind.clone()));
        let error = rendered(|op| op.create_table(table)).unwrap_err();
        assert!(
            matches!(error, DialectError::Unsupported { .. }),
            "{kind:?}"
        );
        assert!(error.help().is_some(), "{kind:?}");
    }
}

#[test]
fn a_vector_has_the_name_that_pgvector_gives_it() {
    let sql = |kind: ColumnType| super::sql(|op| op.add_column("t", Column::new("a", kind)));
    assert_eq!(
        sql(vector(3)),
        "ALTER TABLE \"t\" ADD COLUMN \"a\" VECTOR(3)"
    );
    assert_eq!(
        sql(ColumnType::Vector(None)),
        "ALTER TABLE \"t\" ADD COLUMN \"a\" VECTOR"
    );
}

#[test]
fn every_type_with_an_order_can_be_a_key() {
    let Some(mut database) = prepared() else {
        return;
    };
    let unordered = [json()];
    for (kind, _) in held() {
        if unordered.contains(&kind) {
            continue;
        }
        let table = Table::new("t").column(Column::new("a", kind.clone()).primary_key());
        database.migrate(|op| op.create_table(table)).unwrap();
        let key = database.rows(
            "SELECT indisprimary, a.attidentity FROM pg_index JOIN pg_attribute AS a \
             ON a.attrelid = indrelid AND a.attnum = 1 WHERE indrelid = 't'::regclass",
        );
        let identity = if kind.is_integer() { "d" } else { "" };
        assert_eq!(key, [format!("t|{identity}")], "{kind:?}");
        database
            .migrate(|op| {
                op.execute("DROP TABLE t; DROP TYPE IF EXISTS mood, \"My \"\"Mood\"\"; --\"");
            })
            .unwrap();
    }
}
