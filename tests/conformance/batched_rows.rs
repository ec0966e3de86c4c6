//! Which rows are in the batches of `op.update_in_batches` and `op.delete_in_batches`.

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::sea_query::Cond;

use crate::backend::{Backend, journal};
use crate::batches::{count, counts, create, created, take, watched};
use crate::shown::shown;
use crate::support::{Rev, line, set};

pub(crate) fn batches_go_through_tables_of_any_size(on: &dyn Backend) {
    fn check(on: &dyn Backend, create: fn(&mut Op<'_>) -> Outcome, expected: &[&str]) {
        for transaction in [Transaction::PerMigration, Transaction::None] {
            let database = on.database();
            let (options, told) = watched(|_| {});
            let set = set(vec![
                Rev::rust("a1", &[], create),
                Rev::rust("b2", &["a1"], count).transaction(transaction),
            ]);
            let mut connection = database.connect();
            connection.upgrade(&set.with(options), "head").unwrap();
            assert_eq!(take(&told), expected);
            let unchanged = connection.lines("SELECT count(*) FROM t WHERE n <> 1");
            assert_eq!(unchanged, ["0"]);
            assert_eq!(journal(&mut *connection)[1], "b2 done 1");
        }
    }
    check(on, created::<0>, &[]);
    check(on, created::<1>, &["b2 1 t 1"]);
    check(on, created::<10>, &["b2 1 t 10"]);
    check(on, created::<11>, &["b2 1 t 10", "b2 1 t 11"]);
    check(on, created::<20>, &["b2 1 t 10", "b2 1 t 20"]);
}

pub(crate) fn batches_have_the_rows_for_which_the_conditions_hold(on: &dyn Backend) {
    let database = on.database();
    let (options, told) = watched(|_| {});
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            create(op, 0);
            op.bulk_insert("t", ["id", "n"], (1..=100).map(|id| (id, id % 4)));
            Ok(())
        }),
        Rev::rust("b2", &["a1"], |op| {
            // An `OR` stays in its condition.
            let batches = || Batches::of("t").size(20).filter("id <= 40 OR id > 90");
            op.update_in_batches(
                batches().filter(
                    Cond::any()
                        .add(Expr::col("n").eq(1))
                        .add(Expr::cust("n = 2 OR n = 3")),
                ),
                [("n", Expr::col("n").add(10))],
            );
            op.update_in_batches(
                batches().filter("n = 0"),
                [("n", Sql::sqlite("(SELECT 7)").postgres("7::int"))],
            );
            op.delete_in_batches(Batches::of("t").filter(Expr::col("n").is_in([1, 2, 3])));
            Ok(())
        }),
    ]);
    let mut connection = database.connect();
    connection.upgrade(&set.with(options), "head").unwrap();
    assert_eq!(
        take(&told),
        ["b2 1 t 20", "b2 1 t 37", "b2 2 t 13", "b2 3 t 38"]
    );
    assert_eq!(
        counts(&mut *connection),
        ["0 | 12", "7 | 13", "11 | 12", "12 | 12", "13 | 13"]
    );
}

pub(crate) fn keys_of_any_type_are_gone_by(on: &dyn Backend) {
    fn check(op: &mut Op<'_>, table: &str, type_: ColumnType, keys: Vec<Value>) {
        op.create_table(
            Table::new(table)
                .column(Column::new("k", type_).not_null().unique())
                .column(Column::new("n", integer()).not_null()),
        );
        op.bulk_insert(table, ["k", "n"], keys.into_iter().map(|key| (key, 0)));
        op.autocommit(|op| {
            op.update_in_batches(Batches::of(table).by("k").size(2), [("n", "n + 1")]);
        });
    }
    let database = on.database();
    let (options, _) = watched(|_| {});
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let texts = [
            "",
            "a",
            "A",
            "Ä",
            "表",
            "it's",
            "b\\",
            "B:c,d~",
            "a ",
            "\u{1f422}",
            "%",
            "10",
            "9",
        ];
        check(op, "texts", text(), texts.map(Value::from).to_vec());
        check(op, "strings", string(16), texts.map(Value::from).to_vec());
        let numbers = [i64::MIN, -7, 0, 3, i64::MAX];
        check(
            op,
            "numbers",
            big_integer(),
            numbers.map(Value::from).to_vec(),
        );
        check(
            op,
            "reals",
            double(),
            [-0.1, 0.1, 1e300, 0.3].map(Value::from).to_vec(),
        );
        let ids = (0..5).map(|id| uuid::Uuid::from_u128(id << 100).into());
        check(op, "ids", uuid(), ids.collect());
        let days = ["2026-01-31", "2026-02-01", "1970-01-01"];
        check(op, "days", date(), days.map(Value::from).to_vec());
        let bytes = [&b"\0"[..], b"", b"\xff\xfe"];
        check(op, "bytes", blob(), bytes.map(Value::from).to_vec());
        Ok(())
    })]);
    let mut connection = database.connect();
    connection.upgrade(&set.with(options), "head").unwrap();
    for table in [
        "texts", "strings", "numbers", "reals", "ids", "days", "bytes",
    ] {
        let unchanged = format!("SELECT count(*) FROM {table} WHERE n <> 1");
        assert_eq!(connection.lines(&unchanged), ["0"], "{table}");
    }
}

pub(crate) fn names_of_any_text_are_gone_by(on: &dyn Backend) {
    const NAMES: [(&str, &str, &str); 4] = [
        ("select", "order", "group"),
        ("it's \"a\" `table`", "the \"key\"; --", "`n` ? $1"),
        ("表", "ключ", "🐢"),
        ("[t]", "migrator_key", "migrator_batch"),
    ];
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        for (table, key, n) in NAMES {
            op.create_table(
                Table::new(table)
                    .column(Column::new(key, integer()).primary_key())
                    .column(Column::new(n, integer()).not_null()),
            );
            op.bulk_insert(table, [key, n], (0..5).map(|id| (id, id)));
            op.autocommit(|op| {
                let batches = Batches::of(table).size(2).filter(Expr::col(n).gte(0));
                op.update_in_batches(batches, [(n, Expr::col(n).add(1))]);
                op.delete_in_batches(
                    Batches::of(table)
                        .by(key)
                        .size(2)
                        .filter(Expr::col(key).gte(3)),
                );
            });
        }
        Ok(())
    })]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    let quote = database.dialect().quote;
    for (table, key, n) in NAMES {
        let rows = format!(
            "SELECT {1}, {2} FROM {0} ORDER BY 1",
            quote(table),
            quote(key),
            quote(n)
        );
        assert_eq!(
            connection.lines(&rows),
            ["0 | 1", "1 | 2", "2 | 3"],
            "{table}"
        );
    }
}

pub(crate) fn what_cannot_be_done_in_batches_is_refused(on: &dyn Backend) {
    fn check(on: &dyn Backend, up: fn(&mut Op<'_>) -> Outcome, expected: &str) {
        let database = on.database();
        let mut revisions = line(1);
        revisions.push(Rev::sql(
            "b2",
            &["r001"],
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, u INTEGER UNIQUE, x INTEGER); \
             CREATE UNIQUE INDEX part ON t (x) WHERE x > 0; CREATE UNIQUE INDEX two ON t (n, x); \
             INSERT INTO t VALUES (1, 1, 1, 1), (2, 2, NULL, 2); \
             CREATE TABLE pair (a INTEGER, b INTEGER, PRIMARY KEY (a, b)); CREATE TABLE none (a INTEGER)",
        ));
        revisions.push(Rev::rust("c3", &["b2"], up));
        let set = set(revisions);
        database.connect().upgrade(set, "b2").unwrap();
        let before = database.dump();
        let error = database.connect().upgrade(set, "head").unwrap_err();
        let text = shown(&error, &[]);
        assert!(
            text.starts_with("upgrade of revision `c3` (migrations/c3_test.rs) asks for what cannot be done (tests/conformance/batched_rows.rs:…)"),
            "{text}"
        );
        for line in expected.lines() {
            assert!(text.contains(line), "{text}");
        }
        assert_eq!(database.dump(), before);
    }
    macro_rules! check {
        ($batches:expr, $assignments:expr, $expected:literal) => {
            check(
                on,
                |op| {
                    op.update_in_batches($batches, $assignments);
                    Ok(())
                },
                $expected,
            );
        };
    }
    check!(
        Batches::of("t").size(0),
        [("n", "1")],
        "update_in_batches `t` makes no sense: a batch has no rows"
    );
    check!(
        Batches::of("t"),
        <[(&str, &str); 0]>::default(),
        "nothing is set\nhelp: say which columns get which values, as in `[(\"state\", \"'old'\")]`"
    );
    check!(
        Batches::of("t"),
        [("id", "id + 1")],
        "`id` is set, and it is the key by which the rows are found\nhelp: name another unique column with `.by(…)`"
    );
    check!(
        Batches::of("t").by("y"),
        [("n", "1")],
        "there is no column `y`\nhelp: name one of `id`"
    );
    check!(
        Batches::of("t").by("n"),
        [("x", "1")],
        "`n` has no unique index of its own, for all rows\nhelp: create one before, or name another column"
    );
    check!(
        Batches::of("t").by("x"),
        [("n", "1")],
        "`x` has no unique index of its own"
    );
    check!(
        Batches::of("t").by("u"),
        [("n", "1")],
        "there are rows whose `u` is NULL, which no batch would have"
    );
    check!(
        Batches::of("pair"),
        [("a", "1")],
        "the table has no primary key of one column"
    );
    check!(
        Batches::of("none"),
        [("a", "1")],
        "the table has no primary key of one column\nhelp: name a unique column with `.by(…)`"
    );
    check!(
        Batches::of("missing"),
        [("a", "1")],
        "update_in_batches `missing` makes no sense: there is no such table"
    );
    check!(
        Batches::of("t").filter("1 = 1) OR (1 = 1"),
        [("n", "1")],
        "the expression `1 = 1) OR (1 = 1` closes a parenthesis it did not open"
    );
    check!(
        Batches::of("t"),
        [("n", "1; DROP TABLE t")],
        "holds a semicolon"
    );
    check!(
        Batches::of("t").filter(Sql::new("n = 1").param(1)),
        [("n", "1")],
        "an expression as text cannot have parameters"
    );
    check!(
        Batches::of("t").filter(Expr::cust_with_values("? $1 ? $2", [1])),
        [("n", "1")],
        "a custom expression has more placeholders than values"
    );
    check(
        on,
        |op| {
            op.delete_in_batches(Batches::of(""));
            Ok(())
        },
        "the name \"\" cannot be used: it is empty",
    );
}
