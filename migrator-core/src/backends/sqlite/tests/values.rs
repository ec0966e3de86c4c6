//! Values that go into a database and come back.

use proptest::prelude::*;

use super::{Database, rendered, stored};
use crate::backends::sqlite::rows::MAX_PARAMS;
use crate::base::Value;
use crate::schema::{Column, Table, blob};
use crate::session::Statement;

/// Any value with a literal: no `NaN`, no infinity, no NUL byte in a text.
fn literal_values() -> impl Strategy<Value = Value> {
    // Several versions of SQLite read long decimals off by one unit in the last
    // place, so the literals here are short ones. Bound values keep every bit.
    let real = any::<i32>().prop_map(|number| f64::from(number) / 1024.0);
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0)].prop_map(Value::Integer),
        real.prop_map(Value::Real),
        "[^\0]*".prop_map(Value::Text),
        "['\"\\\\;\n-]*".prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}

/// Any value that can be bound: all but `NaN`.
fn bound_values() -> impl Strategy<Value = Value> {
    let real = any::<f64>().prop_filter("a number", |number| !number.is_nan());
    prop_oneof![
        literal_values(),
        real.prop_map(Value::Real),
        prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)].prop_map(Value::Real),
        any::<String>().prop_map(Value::Text),
        Just(Value::Text("a\0b".to_owned())),
    ]
}

proptest! {
    #[test]
    fn a_default_is_inserted_as_it_was_declared(value in literal_values()) {
        let database = Database::new();
        // A BLOB column has no affinity and converts nothing.
        let column = Column::new("a", blob()).default(value.clone());
        database.migrate(|op| op.create_table(Table::new("t").column(column))).unwrap();
        database.migrate(|op| op.execute("INSERT INTO t DEFAULT VALUES")).unwrap();
        let rows = database.run(&Statement::new("SELECT a FROM t")).unwrap();
        prop_assert_eq!(&rows[0][0], &stored(&value));
    }

    #[test]
    fn an_added_column_gives_old_rows_its_default(value in literal_values()) {
        let database = Database::new();
        database.connection.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
        let column = Column::new("a", blob()).default(value.clone());
        database.migrate(|op| op.add_column("t", column)).unwrap();
        let rows = database.run(&Statement::new("SELECT a FROM t")).unwrap();
        prop_assert_eq!(&rows[0][0], &stored(&value));
    }

    #[test]
    fn inserted_rows_come_back_as_they_were(
        rows in proptest::collection::vec([bound_values(), bound_values()], 0..20),
    ) {
        let database = Database::new();
        database.connection.execute_batch("CREATE TABLE t (a BLOB, b BLOB)").unwrap();
        database.migrate(|op| op.bulk_insert("t", ["a", "b"], rows.clone())).unwrap();
        let read = database.run(&Statement::new("SELECT a, b FROM t ORDER BY rowid")).unwrap();
        let expect: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(stored).collect()).collect();
        prop_assert_eq!(read, expect);
    }
}

#[test]
fn many_rows_are_split_at_the_limit_and_all_arrive() {
    let database = Database::new();
    database
        .connection
        .execute_batch("CREATE TABLE t (a, b, c)")
        .unwrap();
    let rows: Vec<[i64; 3]> = (0..30_000).map(|n| [n, n, n]).collect();
    let statements = rendered(|op| op.bulk_insert("t", ["a", "b", "c"], rows.clone())).unwrap();
    let sizes: Vec<usize> = statements
        .iter()
        .map(|statement| statement.params.len())
        .collect();
    assert_eq!(sizes, [MAX_PARAMS, MAX_PARAMS, 90_000 - 2 * MAX_PARAMS]);
    database
        .migrate(|op| op.bulk_insert("t", ["a", "b", "c"], rows))
        .unwrap();
    assert_eq!(
        database.rows("SELECT count(*), sum(a) FROM t"),
        ["30000|449985000"]
    );
}
