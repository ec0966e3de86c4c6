//! Any table that can be declared: every type, and random tables.

use std::collections::BTreeSet;

use proptest::prelude::*;
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

/// Every type with the name it gets and the affinity SQLite then gives it.
fn held() -> Vec<(ColumnType, &'static str, &'static str)> {
    vec![
        (char(4), "CHAR(4)", "TEXT"),
        (ColumnType::Char(None), "CHAR", "TEXT"),
        (string(16), "VARCHAR(16)", "TEXT"),
        (varchar(), "VARCHAR", "TEXT"),
        (text(), "TEXT", "TEXT"),
        (blob(), "BLOB", "BLOB"),
        (tiny_integer(), "TINYINT", "INTEGER"),
        (small_integer(), "SMALLINT", "INTEGER"),
        (integer(), "INTEGER", "INTEGER"),
        (big_integer(), "BIGINT", "INTEGER"),
        (tiny_unsigned(), "TINYINT UNSIGNED", "INTEGER"),
        (small_unsigned(), "SMALLINT UNSIGNED", "INTEGER"),
        (unsigned(), "INTEGER UNSIGNED", "INTEGER"),
        (big_unsigned(), "BIGINT UNSIGNED", "INTEGER"),
        (float(), "FLOAT", "REAL"),
        (double(), "DOUBLE", "REAL"),
        (decimal(10, 2), "DECIMAL(10, 2)", "NUMERIC"),
        (ColumnType::Decimal(None), "DECIMAL", "NUMERIC"),
        (date_time(), "DATETIME", "NUMERIC"),
        (timestamp(), "TIMESTAMP", "NUMERIC"),
        (
            timestamp_with_time_zone(),
            "TIMESTAMP WITH TIME ZONE",
            "NUMERIC",
        ),
        (time(), "TIME", "NUMERIC"),
        (date(), "DATE", "NUMERIC"),
        (year(), "YEAR", "NUMERIC"),
        (binary(16), "BLOB(16)", "BLOB"),
        (var_binary(16), "VARBLOB(16)", "BLOB"),
        (ColumnType::VarBinary(None), "VARBLOB", "BLOB"),
        (boolean(), "BOOLEAN", "NUMERIC"),
        (money(), "MONEY", "NUMERIC"),
        (ColumnType::Money(Some((19, 4))), "MONEY(19, 4)", "NUMERIC"),
        (json(), "JSON_TEXT", "TEXT"),
        (json_binary(), "JSONB_TEXT", "TEXT"),
        (uuid(), "UUID_TEXT", "TEXT"),
        (enumeration("mood", ["12", "x"]), "ENUM_TEXT", "TEXT"),
        (custom("citext"), "citext", "TEXT"),
        (custom("numeric(4, 1)"), "numeric(4, 1)", "NUMERIC"),
    ]
}

/// Every type that is refused.
fn refused() -> Vec<ColumnType> {
    vec![
        interval(),
        ColumnType::Interval(Some(PgInterval::YearToMonth), Some(3)),
        bit(8),
        ColumnType::Bit(None),
        var_bit(8),
        array(integer()),
        vector(3),
        ColumnType::Vector(None),
        cidr(),
        inet(),
        mac_addr(),
        ltree(),
        ColumnType::Unknown("Newer".to_owned()),
    ]
}

#[test]
fn every_type_makes_a_column_of_its_name_and_affinity() {
    for (kind, name, affinity) in held() {
        let database = Database::new();
        let table = Table::new("t").column(Column::new("a", kind.clone()));
        database.migrate(|op| op.create_table(table)).unwrap();
        assert_eq!(
            database.rows("SELECT type FROM pragma_table_info('t')"),
            [name]
        );
        // What a column does to the text `12` and to bytes tells its affinity.
        database
            .migrate(|op| op.execute("INSERT INTO t VALUES ('12'), (NULL)"))
            .unwrap();
        let stored = match affinity {
            "INTEGER" | "NUMERIC" => "integer",
            "REAL" => "real",
            _ => "text",
        };
        assert_eq!(
            database.rows("SELECT typeof(a) FROM t"),
            [stored, "null"],
            "{kind:?}"
        );
        if matches!(kind, ColumnType::Enum { .. }) {
            continue;
        }
        database
            .migrate(|op| op.execute("DELETE FROM t; "))
            .unwrap();
        database
            .migrate(|op| op.execute("INSERT INTO t VALUES (12)"))
            .unwrap();
        let stored = match affinity {
            "INTEGER" | "NUMERIC" | "BLOB" => "integer",
            "REAL" => "real",
            _ => "text",
        };
        assert_eq!(
            database.rows("SELECT typeof(a) FROM t"),
            [stored],
            "{kind:?}"
        );
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
fn every_type_can_be_a_key() {
    for (kind, ..) in held() {
        let database = Database::new();
        let table = Table::new("t").column(Column::new("a", kind.clone()).primary_key());
        database.migrate(|op| op.create_table(table)).unwrap();
        assert_eq!(
            database.rows("SELECT pk FROM pragma_table_info('t')"),
            ["1"],
            "{kind:?}"
        );
    }
}

/// What is declared about a random column.
#[derive(Debug, Clone)]
struct Declared {
    name: String,
    kind: usize,
    not_null: bool,
    unique: bool,
    key: bool,
}

fn declared() -> impl Strategy<Value = Declared> {
    let name = "[^\0]{1,12}";
    (
        name,
        0..held().len(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(name, kind, not_null, unique, key)| Declared {
            name,
            kind,
            not_null,
            unique,
            key,
        })
}

/// SQLite compares names without regard to the case of ASCII letters.
fn distinct(columns: Vec<Declared>) -> Vec<Declared> {
    let mut seen = BTreeSet::new();
    columns
        .into_iter()
        .filter(|column| seen.insert(column.name.to_ascii_lowercase()))
        .collect()
}

proptest! {
    #[test]
    fn no_expression_reaches_out_of_its_place(
        expressions in [
            "[ab01()'\"`;/*, \\[\\]\n-]{1,8}", "[ab01()'\"`;/*, \\[\\]\n-]{1,8}",
        ],
    ) {
        let [check, default] = expressions;
        let database = Database::new();
        let created = database.migrate(|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", integer()).check(check))
                    .column(Column::new("b", integer()).default_expr(default))
                    .column(Column::new("c", integer()).check("c > 0")),
            );
        });
        if created.is_ok() {
            let columns = "SELECT name, type FROM pragma_table_xinfo('t')";
            prop_assert_eq!(database.rows(columns), ["a|INTEGER", "b|INTEGER", "c|INTEGER"]);
        }
    }

    #[test]
    fn a_random_table_is_created_as_declared(
        name in "[^\0]{1,12}",
        columns in proptest::collection::vec(declared(), 1..8).prop_map(distinct),
    ) {
        prop_assume!(!name.to_ascii_lowercase().starts_with("sqlite_"));
        let kinds = held();
        let mut table = Table::new(name.as_str());
        for declared in &columns {
            let mut column = Column::new(declared.name.as_str(), kinds[declared.kind].0.clone());
            if declared.not_null { column = column.not_null(); }
            if declared.unique { column = column.unique(); }
            if declared.key { column = column.primary_key(); }
            table = table.column(column);
        }
        let generated = table.generated_column().map(|column| column.name().to_owned());
        let database = Database::new();
        let created = database.migrate(|op| op.create_table(table));
        prop_assert_eq!(created, Ok(()));

        let quoted = name.replace('\'', "''");
        let mut position = 0;
        let expect: Vec<String> = columns.iter().map(|column| {
            let rowid = generated.as_ref() == Some(&column.name);
            let kind = if rowid { "INTEGER" } else { kinds[column.kind].1 };
            let not_null = column.not_null || (column.key && !rowid);
            position += i32::from(column.key);
            let key = if column.key { position } else { 0 };
            format!("{}|{kind}|{}|{key}", column.name, i32::from(not_null))
        }).collect();
        let catalogue = format!(
            "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo('{quoted}')"
        );
        prop_assert_eq!(database.rows(&catalogue), expect);
    }
}
