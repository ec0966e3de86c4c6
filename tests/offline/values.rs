//! Values and texts that a shell could spoil.

use migrator::prelude::*;
use migrator::{Dialect, Options};

use crate::shells::{Database, check_upgrade, on_each, on_postgres, on_sqlite};
use crate::support::{Rev, set};

const TEXTS: [&str; 16] = [
    "",
    "it's",
    "a\nb",
    "a\r\nb",
    "\r\n",
    "a\rb\r",
    "\\",
    "\\n \\. \\q \\i x",
    ":a ::b :'c' :\"d\" :{?e}",
    "Größe 表 🐢 \u{feff}",
    "--\n/\ngo\n;\n.quit\n/* */",
    "$1 ?1 ? $$ $a$",
    "\t\u{b}\u{1b}\u{7f}",
    "<CRLF> <NUL>\r\n",
    "\"` [a]",
    "%s %",
];

const REALS: [f64; 22] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    0.2,
    0.30000000000000004,
    1e15,
    1e22,
    1e23,
    -1e-7,
    5e-324,
    -2.225e-308,
    2.2250738585072014e-308,
    f64::MAX,
    f64::MIN,
    f64::EPSILON,
    std::f64::consts::PI,
    9007199254740993.0,
    123456789.12345678,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

fn values(op: &mut Op<'_>) -> Result {
    op.create_table(
        Table::new("v")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("t", text()))
            .column(Column::new("r", double()))
            .column(Column::new("i", big_integer()))
            .column(Column::new("b", blob()))
            .column(Column::new("y", boolean())),
    );
    for text in TEXTS {
        op.bulk_insert("v", ["t"], [(text,)]);
        op.execute(
            Query::insert()
                .into_table("v")
                .columns(["t"])
                .values_panic([text.into()])
                .to_owned(),
        );
    }
    op.bulk_insert("v", ["r"], REALS.map(|real| (real,)));
    op.bulk_insert("v", ["i"], [0, -1, i64::MAX, i64::MIN].map(|it| (it,)));
    let all: Vec<u8> = (0..=255).collect();
    op.bulk_insert("v", ["b"], [(Vec::new(),), (all,)]);
    op.bulk_insert(
        "v",
        ["y", "t"],
        [
            (Some(true), None::<String>),
            (Some(false), None),
            (None, None),
        ],
    );
    Ok(())
}

#[test]
fn every_value_is_stored_as_if_it_were_bound() {
    let set = set(vec![Rev::rust("a1", &[], |op| Ok(values(op)?))]);
    on_each(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn sqlite_takes_texts_with_nul_bytes() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x)");
        op.bulk_insert("t", ["x"], [("a\0b",), ("\0",), ("\0\r\n<NUL>",)]);
        op.execute(
            Sql::new("INSERT INTO t VALUES (:a || ?), (?1), (@b)")
                .param("a\0")
                .param(2)
                .param(-3),
        );
        Ok(())
    })]);
    on_sqlite(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn random_numbers_are_the_same_to_the_last_bit() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let mut random = crate::support::random::Random::new(7);
        op.execute("CREATE TABLE t (x DOUBLE PRECISION)");
        let numbers = (0..3000).map(|_| {
            let bits = random.below(u64::MAX >> 11) << 11 | random.below(1 << 11);
            f64::from_bits(bits)
        });
        let rows: Vec<_> = numbers.filter(|it| !it.is_nan()).map(|it| (it,)).collect();
        op.bulk_insert("t", ["x"], rows);
        Ok(())
    })]);
    on_each(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn raw_sql_means_the_same_to_the_shell() {
    fn up(op: &mut Op<'_>) -> Result {
        op.execute("CREATE TABLE t (x TEXT, y INTEGER)");
        op.execute("INSERT INTO t VALUES ('a\n/\ngo\n.quit;\n\\q --x', 8\n/\n2) -- at the end");
        op.execute(
            "INSERT INTO t VALUES ('a;''b', 1); INSERT INTO t /* ; */ VALUES (\n'c' -- ;\n, 2)",
        );
        op.execute("CREATE VIEW v AS SELECT x AS go,\ny -- :z\nFROM t");
        op.execute("INSERT INTO t (x, y) SELECT\ngo,\n9\nFROM v");
        if op.dialect() == Dialect::Sqlite {
            op.execute("INSERT INTO t VALUES ('a\r\nb', 3)\r\n");
            op.execute(
                "CREATE TRIGGER g AFTER INSERT ON t WHEN new.y > 5 BEGIN\n\
                 UPDATE t SET y = CASE WHEN y > 3 THEN 3 END WHERE x = 'c';\nSELECT 1;\nEND",
            );
        } else {
            op.execute("INSERT INTO t VALUES ('a\r\nb', 3), (E'\\\\q\\n:x', 4), ($$:x\n\\q$$, 5)");
            op.execute("CREATE TABLE a (i INTEGER[], host INTEGER)");
            op.execute("INSERT INTO a SELECT ARRAY[1,2,3], 2");
            // psql has variables of these names.
            op.execute("UPDATE a SET i = i[1:host]");
            op.execute(r#"ALTER TABLE a ADD COLUMN "HOST" INTEGER DEFAULT 1"#);
            op.execute(r#"UPDATE a SET i = i[:"HOST"]"#);
            op.execute(
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
            );
            op.execute("CREATE RULE r AS ON DELETE TO a DO ALSO (SELECT 1; SELECT 2)");
        }
        Ok(())
    }
    let set = set(vec![Rev::rust("a1", &[], |op| Ok(up(op)?))]);
    on_each(|dialect| check_upgrade(dialect, set, &Options::new()));
}

/// The text of the schema is another then, because a script cannot hold it.
#[test]
fn a_default_may_hold_a_line_break_of_windows() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        let column = |name: &str| Column::new(name, text()).default("a\r\nb");
        op.create_table(
            Table::new("t")
                .column(column("x"))
                .column(column("y").not_null()),
        );
        op.execute("INSERT INTO t DEFAULT VALUES");
        Ok(())
    })]);
    on_each(|dialect| {
        let database = Database::new(dialect);
        database.run(&set.sql(dialect).upgrade("head").unwrap());
        assert_eq!(database.lines("SELECT x, y FROM t"), ["a\r\nb | a\r\nb"]);
    });
}

#[test]
fn a_name_that_the_shell_would_change_is_refused() {
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.create_table(Table::new("a\r\nb").column(Column::new("x", text())));
        Ok(())
    })]);
    let error = set.sql(Dialect::Sqlite).upgrade("head").unwrap_err();
    let error = format!("{error:?}");
    let what = r#"so that the name "\"a\r\nb\"" cannot be written in a script"#;
    assert!(error.contains(what), "{error}");
}

#[test]
fn a_message_cannot_leave_its_comment() {
    let revision = Rev::sql("a1", &[], "CREATE TABLE t (x TEXT)")
        .message("x\n\\q\r.quit\nCREATE TABLE evil (x TEXT);");
    let set = set(vec![revision]);
    on_each(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn a_database_of_another_encoding_gets_the_same_texts() {
    on_postgres(|dialect| {
        let set = set(vec![Rev::sql(
            "a1",
            &[],
            "CREATE TABLE t (x TEXT DEFAULT 'ä')",
        )]);
        let server = crate::support::needs::postgres().unwrap();
        let database = crate::support::postgres::TestDatabase::on(&server);
        let database = Database::Postgres(database);
        database.execute(
            "ALTER DATABASE CURRENT_DATABASE_NAME SET client_encoding = 'LATIN1'"
                .replace(
                    "CURRENT_DATABASE_NAME",
                    &database.lines("SELECT current_database()")[0],
                )
                .as_str(),
        );
        database.run(&set.sql(dialect).upgrade("head").unwrap());
        database.execute("INSERT INTO t DEFAULT VALUES");
        assert_eq!(database.lines("SELECT length(x) FROM t"), ["1"]);
    });
}
