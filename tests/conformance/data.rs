//! Migrations that move data: what is written, and what is read back.

use std::sync::Mutex;

use migrator::prelude::*;

use crate::backend::{Backend, upgrade};
use crate::support::{Rev, leak, set};

fn texts() -> Vec<Value> {
    let all: String = ('\u{1}'..='\u{7f}').collect();
    [
        "",
        "it's",
        "back\\slash",
        "\\x41",
        "Größe 表 🐢",
        "?1 $1 :x @y",
        "-- /*",
        "NULL",
        &all,
    ]
    .map(Value::from)
    .to_vec()
}

fn numbers() -> Vec<Value> {
    [0, -1, i64::MAX, i64::MIN].map(Value::from).to_vec()
}

fn reals() -> Vec<Value> {
    [
        0.1,
        1.0,
        1e300,
        5e-324,
        f64::MAX,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ]
    .map(Value::from)
    .to_vec()
}

fn bytes() -> Vec<Value> {
    let all: Vec<u8> = (0..=255).collect();
    vec![
        Value::Bytes(Vec::new()),
        Value::Bytes(all),
        Value::Bytes(b"'; --".to_vec()),
    ]
}

pub(crate) fn every_kind_of_value_is_written_and_read_back(on: &dyn Backend) {
    fn check(op: &mut Op<'_>, table: &str, type_: ColumnType, mut values: Vec<Value>) -> Result {
        op.create_table(
            Table::new(table)
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("x", type_)),
        );
        values.push(Value::Null);
        let rows: Vec<Vec<Value>> = (0_i64..)
            .zip(&values)
            .map(|(id, value)| vec![id.into(), value.clone()])
            .collect();
        op.bulk_insert(table, ["id", "x"], rows);
        let rows = op.query(leak(format!("SELECT x FROM {table} ORDER BY id")).as_str())?;
        let read: Vec<Value> = rows.iter().map(|row| row.values()[0].clone()).collect();
        assert_eq!(read, values);
        Ok(())
    }
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        check(op, "of_text", text(), texts())?;
        check(op, "of_integer", big_integer(), numbers())?;
        check(op, "of_real", double(), reals())?;
        check(op, "of_bytes", blob(), bytes())?;
        Ok(())
    })]);
    upgrade(&*database, set);
    // The same, as others see it.
    let mut connection = database.connect();
    assert_eq!(
        connection.lines("SELECT x FROM of_text WHERE id IN (1, 4) ORDER BY id"),
        ["it's", "Größe 表 🐢"]
    );
    assert_eq!(
        connection.lines("SELECT x FROM of_integer ORDER BY id"),
        [
            "0",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "NULL"
        ]
    );
    let length = "SELECT length(x) FROM of_bytes ORDER BY id";
    assert_eq!(connection.lines(length), ["0", "256", "5", "NULL"]);
}

pub(crate) fn truth_values_come_back_as_such(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.create_table(
            Table::new("t")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("x", boolean()).not_null().default(true)),
        );
        op.bulk_insert("t", ["id", "x"], [(1, false), (2, true)]);
        op.bulk_insert("t", ["id"], [(3,)]);
        let rows = op.query("SELECT x FROM t ORDER BY id")?;
        let read: Vec<bool> = rows
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_, _>>()?;
        assert_eq!(read, [false, true, true]);
        Ok(())
    })]);
    upgrade(&*database, set);
    let count = "SELECT count(*) FROM t WHERE x";
    assert_eq!(database.connect().lines(count), ["2"]);
}

pub(crate) fn many_rows_are_inserted(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.create_table(
            Table::new("t")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("x", text())),
        );
        op.bulk_insert("t", ["id", "x"], (0..100_000).map(|id| (id, "it's")));
        op.bulk_insert("t", ["id", "x"], Vec::<(i64, &str)>::new());
        Ok(())
    })]);
    let report = upgrade(&*database, set);
    assert!(report.steps[0].n_statements <= 21, "{report:?}");
    let rows = "SELECT count(*), max(id) FROM t WHERE x = 'it''s'";
    assert_eq!(database.connect().lines(rows), ["100000 | 99999"]);
}

pub(crate) fn a_key_that_is_one_integer_counts_by_itself(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.create_table(
            Table::new("t")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("x", text())),
        );
        op.bulk_insert("t", ["x"], [("a",), ("b",)]);
        Ok(())
    })]);
    upgrade(&*database, set);
    let mut connection = database.connect();
    connection.execute("INSERT INTO t (x) VALUES ('c')");
    let rows = "SELECT id, x FROM t ORDER BY id";
    assert_eq!(connection.lines(rows), ["1 | a", "2 | b", "3 | c"]);
}

pub(crate) fn a_migration_reads_what_it_and_others_have_written(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL); \
             INSERT INTO users VALUES (1, 'Ada Lovelace'), (2, 'Plato')",
        ),
        Rev::rust("a2", &["a1"], |op| {
            op.add_column("users", Column::new("last", text()));
            for row in op.query("SELECT id, name FROM users ORDER BY id")? {
                let (id, name): (i64, String) = (row.get("id")?, row.get("name")?);
                let Some((first, last)) = name.split_once(' ') else {
                    continue;
                };
                op.execute(
                    Query::update()
                        .table("users")
                        .value("name", first)
                        .value("last", last)
                        .and_where(Expr::col("id").eq(id))
                        .to_owned(),
                );
            }
            let select = Query::select()
                .column("last")
                .from("users")
                .and_where(Expr::col("name").eq("Ada"))
                .to_owned();
            let last: Option<String> = op.query(select)?.first().unwrap().get("last")?;
            assert_eq!(last.as_deref(), Some("Lovelace"));
            Ok(())
        }),
    ]);
    upgrade(&*database, set);
    let rows = "SELECT id, name, last FROM users ORDER BY id";
    assert_eq!(
        database.connect().lines(rows),
        ["1 | Ada | Lovelace", "2 | Plato | NULL"]
    );
}

/// What the migration below has read.
static READ: Mutex<Vec<String>> = Mutex::new(Vec::new());

pub(crate) fn a_read_in_a_downgrade_sees_the_data_too(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('kept')",
        )
        .down_rust(|op| {
            let rows = op.query("SELECT x FROM t")?;
            let read: String = rows.first().unwrap().get("x")?;
            READ.lock().unwrap().push(read);
            op.drop_table("t");
            Ok(())
        }),
    ]);
    upgrade(&*database, set);
    database.connect().downgrade(set, "base").unwrap();
    assert!(READ.lock().unwrap().contains(&"kept".to_owned()));
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}
