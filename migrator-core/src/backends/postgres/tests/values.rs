//! Values that go into a database and come back.

use proptest::prelude::*;

use super::{Database, rendered};
use crate::backends::postgres::rows::{MAX_BYTES, MAX_VALUES};
use crate::base::Value;
use crate::ops::Op;
use crate::schema::{Column, ColumnType, Table, big_integer, blob, boolean, double, text};

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0)].prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Real),
        prop_oneof![
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(-0.0),
            Just(f64::MIN_POSITIVE),
            Just(f64::NEG_INFINITY)
        ]
        .prop_map(Value::Real),
        "[^\0]{0,20}".prop_map(Value::Text),
        "['\"\\\\;\n$1-]*".prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}

/// The column that holds a value as it is, and the value as PostgreSQL shows it.
fn held(value: &Value) -> (ColumnType, String) {
    match value {
        Value::Null => (text(), "NULL".to_owned()),
        Value::Boolean(truth) => (boolean(), if *truth { "t" } else { "f" }.to_owned()),
        Value::Integer(number) => (big_integer(), number.to_string()),
        Value::Real(number) => (double(), format!("{:016x}", canonical(*number).to_bits())),
        Value::Text(text_) => (text(), text_.clone()),
        Value::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            (blob(), format!("\\x{digits}"))
        }
    }
}

/// All `NaN`s are one to PostgreSQL.
fn canonical(number: f64) -> f64 {
    if number.is_nan() {
        f64::from_bits(0x7ff8_0000_0000_0000)
    } else {
        number
    }
}

#[test]
fn values_come_back_as_they_were() {
    let Some(database) = Database::new() else {
        return;
    };
    let database = std::cell::RefCell::new(database);
    let look = |kind: &ColumnType| match kind {
        ColumnType::Double => "encode(float8send(a), 'hex')",
        _ => "a",
    };
    let mut runner = super::runner();
    let tested = runner.run(&values(), |value| {
        let mut database = database.borrow_mut();
        let (kind, shown) = held(&value);
        let migration = |op: &mut Op<'_>| {
            op.execute("DROP TABLE IF EXISTS t");
            let column = Column::new("a", kind.clone()).default(value.clone());
            op.create_table(
                Table::new("t")
                    .column(column)
                    .column(Column::new("b", text())),
            );
            op.bulk_insert("t", ["b"], [["by default"]]);
            op.bulk_insert("t", ["a"], [[value.clone()]]);
        };
        prop_assert_eq!(database.migrate(migration), Ok(()));
        let rows = database.rows(&format!("SELECT {} FROM t", look(&kind)));
        prop_assert_eq!(rows, [shown.clone(), shown]);
        Ok(())
    });
    tested.unwrap();
}

#[test]
fn inserted_values_fit_columns_of_many_types() {
    let Some(mut database) = Database::new() else {
        return;
    };
    database.rows(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (a boolean, b jsonb, c numeric(4, 1), \
         d date, e uuid, f int[], g mood, h text, i smallint, j interval, k real)",
    );
    let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
    let row = |values: [&str; 5], number: f64, one: i64| -> Vec<Value> {
        vec![
            one.into(),
            one.into(),
            number.into(),
            values[0].into(),
            values[1].into(),
            values[2].into(),
            values[3].into(),
            one.into(),
            1.0.into(),
            values[4].into(),
            f64::NAN.into(),
        ]
    };
    let id = "0d5ef0f0-93d4-4a3c-8b0c-2d3f1f6cbb6e";
    let rows = [
        row(["2026-01-31", id, "{1,2}", "sad", "1 day"], 1.5, 1),
        row(["2026-02-01", id, "{}", "sad", "PT1H"], -2.0, 0),
    ];
    database
        .migrate(|op| op.bulk_insert("t", columns, rows))
        .unwrap();
    assert_eq!(
        database.rows("SELECT * FROM t"),
        [
            format!("t|1|1.5|2026-01-31|{id}|{{1,2}}|sad|1|1|1 day|NaN"),
            format!("f|0|-2.0|2026-02-01|{id}|{{}}|sad|0|1|01:00:00|NaN"),
        ]
    );
}

#[test]
fn many_rows_are_split_and_all_arrive() {
    let rows: Vec<[i64; 3]> = (0..10_000).map(|n| [n, n, n]).collect();
    let migration = |op: &mut Op<'_>| op.bulk_insert("t", ["a", "b", "c"], rows.clone());
    let statements = rendered(migration).unwrap();
    let sizes: Vec<usize> = statements
        .iter()
        .map(|statement| statement.params.len())
        .collect();
    assert_eq!(sizes, [9_999, 9_999, 9_999, 3]);
    assert!(sizes.iter().all(|size| *size <= MAX_VALUES));
    if let Some(mut database) = Database::new() {
        database.rows("CREATE TABLE t (a int, b int, c int)");
        database.migrate(migration).unwrap();
        assert_eq!(
            database.rows("SELECT count(*), sum(a) FROM t"),
            ["10000|49995000"]
        );
    }
    let long = vec!["x".repeat(MAX_BYTES / 2); 5];
    let rows = long.iter().map(|text| [text.as_str()]);
    let statements = rendered(|op| op.bulk_insert("t", ["a"], rows)).unwrap();
    let sizes: Vec<usize> = statements
        .iter()
        .map(|statement| statement.params.len())
        .collect();
    assert_eq!(sizes, [2, 2, 1]);
    let longer = "x".repeat(MAX_BYTES + 1);
    let statements = rendered(|op| op.bulk_insert("t", ["a"], [[longer.as_str()]])).unwrap();
    assert_eq!(statements.len(), 1);
}
