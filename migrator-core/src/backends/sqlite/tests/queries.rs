//! Statements of sea-query: what they become, and that nothing in them panics.

use sea_query::extension::postgres::{PgExpr, PgFunc};
use sea_query::{
    CommonTableExpression, Expr, ExprTrait, Func, JoinType, OnConflict, Order, Query, UnionType,
    Value as Theirs, WithClause, WithQuery,
};

use super::{Database, SqliteRenderer, refusal, rendered};
use crate::base::Value;
use crate::dialect::Renderer;
use crate::ops::{IntoCommand, Query as Read};

fn database() -> Database {
    let database = Database::new();
    database
        .connection
        .execute_batch(
            "CREATE TABLE t (a INTEGER UNIQUE, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, NULL)",
        )
        .unwrap();
    database
}

/// Checks the SQL and the parameters of a statement, and that it runs.
fn check(command: impl IntoCommand, expect: &str, params: &[Value]) {
    let read = Read {
        command: command.into_command(),
    };
    let statement = SqliteRenderer::new(true).render_query(&read).unwrap();
    assert_eq!(statement.sql, expect);
    assert_eq!(statement.params, params);
    database().run(&statement).unwrap();
}

/// Checks the refusal of a statement.
fn refuse(command: impl IntoCommand, expect: &str) {
    let message = refusal(|op| op.execute(command));
    assert_eq!(message.lines().next(), Some(expect));
}

#[test]
fn values_are_bound_and_names_stand_in_backticks() {
    check(
        Query::insert()
            .into_table("t")
            .columns(["a", "b"])
            .values_panic([7.into(), "it's".into()]),
        "INSERT INTO `t` (`a`, `b`) VALUES (?, ?)",
        &[Value::Integer(7), Value::Text("it's".to_owned())],
    );
    check(
        Query::update()
            .table("t")
            .value("b", None::<String>)
            .and_where(Expr::col("a").eq(1)),
        "UPDATE `t` SET `b` = ? WHERE `a` = ?",
        &[Value::Null, Value::Integer(1)],
    );
    check(
        Query::delete()
            .from_table("t")
            .and_where(Expr::col(("t", "a")).is_in([1, 2])),
        "DELETE FROM `t` WHERE `t`.`a` IN (?, ?)",
        &[Value::Integer(1), Value::Integer(2)],
    );
    let conflict = OnConflict::column("a").update_column("b").to_owned();
    check(
        Query::insert()
            .into_table("t")
            .columns(["a"])
            .values_panic([1.into()])
            .on_conflict(conflict),
        "INSERT INTO `t` (`a`) VALUES (?) ON CONFLICT (`a`) DO UPDATE SET `b` = `excluded`.`b`",
        &[Value::Integer(1)],
    );
}

#[test]
fn selects_unions_and_orders() {
    check(
        Query::select()
            .column("a")
            .from("t")
            .union(
                UnionType::All,
                Query::select().column("a").from("t").to_owned(),
            )
            .order_by_with_nulls("a", Order::Desc, sea_query::NullOrdering::Last),
        "SELECT `a` FROM `t` UNION ALL SELECT `a` FROM `t` ORDER BY `a` DESC NULLS LAST",
        &[],
    );
    check(
        Query::select()
            .expr(Func::greatest([Expr::col("a"), Expr::val(3)]))
            .from("t")
            .order_by(
                "b",
                Order::Field(sea_query::Values(vec!["é".into(), 'é'.into()])),
            )
            .lock_exclusive()
            .limit(1),
        "SELECT MAX(`a`, ?) FROM `t` ORDER BY CASE WHEN `b`='é' THEN 0 WHEN `b`='é' THEN 1 ELSE 2 \
         END LIMIT ?",
        &[Value::Integer(3), Value::Integer(1)],
    );
    check(
        Query::select()
            .expr(Expr::col("b").concatenate("!"))
            .from("t"),
        "SELECT `b` || ? FROM `t`",
        &[Value::Text("!".to_owned())],
    );
}

#[test]
fn with_statements() {
    let table = CommonTableExpression::new()
        .table_name("c")
        .column("n")
        .query(Query::select().column("a").from("t").to_owned())
        .to_owned();
    let with = WithClause::new().cte(table).to_owned();
    let query = Query::select()
        .expr(Expr::col("n").add(5))
        .from("c")
        .to_owned();
    check(
        with.query(query),
        "WITH `c` (`n`) AS (SELECT `a` FROM `t`) SELECT `n` + ? FROM `c`",
        &[Value::Integer(5)],
    );
}

#[test]
fn custom_expressions_take_their_values_in_order() {
    check(
        Query::select()
            .expr(Expr::cust_with_values(
                "? || '?' || \"t\".b || ?",
                ["a", "b"],
            ))
            .from("t"),
        "SELECT ? || '?' || \"t\".b || ? FROM `t`",
        &[Value::Text("a".to_owned()), Value::Text("b".to_owned())],
    );
}

#[test]
fn a_misspelled_column_is_an_error_and_not_a_text() {
    let database = database();
    let deleted = database.migrate(|op| {
        op.execute(
            Query::delete()
                .from_table("t")
                .and_where(Expr::col("typo").ne(1)),
        );
    });
    assert!(deleted.unwrap_err().starts_with("no such column: typo"));
    assert_eq!(database.rows("SELECT count(*) FROM t"), ["2"]);
}

#[test]
fn what_sea_query_panics_on_is_refused() {
    let select = || Query::select().column("a").from("t").to_owned();
    let of = |expression: Expr| Query::select().expr(expression).from("t").to_owned();
    refuse(
        of(Expr::col("a").eq(Expr::any(select()))),
        "SQLite cannot do execute: `ANY`, `SOME` or `ALL` before a query",
    );
    refuse(
        of(Expr::col("b").contains("x")),
        "SQLite cannot do execute: the operator `PgOperator(Contains)`",
    );
    refuse(
        of(PgFunc::starts_with("a", "b").into()),
        "SQLite cannot do execute: the function `StartsWith`",
    );
    refuse(
        of(Expr::cust_with_values("? + ?", [1])),
        "execute makes no sense: a custom expression has more placeholders than values",
    );
    refuse(
        WithQuery::new(),
        "execute makes no sense: a `WITH` statement has no query",
    );
    refuse(
        WithClause::new().query(select()),
        "execute makes no sense: a `WITH` clause has no table",
    );
    let unnamed = CommonTableExpression::new().query(select()).to_owned();
    refuse(
        select().with_cte(WithClause::new().cte(unnamed).to_owned()),
        "execute makes no sense: a table of a `WITH` clause has no name",
    );
    // A literal `char` outside ASCII panics in sea-query itself.
    check(
        of(Expr::Constant(Theirs::Char(Some('é')))),
        "SELECT 'é' FROM `t`",
        &[],
    );
}

#[test]
fn what_sea_query_leaves_out_in_silence_is_refused() {
    refuse(
        Query::select().distinct_on(["a"]).column("a").from("t"),
        "SQLite cannot do execute: `DISTINCT ON` and `DISTINCTROW`",
    );
    refuse(
        Query::select().column("a").from("t").join_lateral(
            JoinType::InnerJoin,
            Query::select().column("a").from("t").to_owned(),
            "s",
            Expr::val(1),
        ),
        "SQLite cannot do execute: a `LATERAL` join",
    );
    refuse(
        Query::insert().into_table("t").or_default_values_many(3),
        "SQLite cannot do execute: several rows of default values in one statement",
    );
    refuse(
        Query::insert()
            .into_table("t")
            .columns(["a"])
            .values_panic([1.into()])
            .on_conflict(OnConflict::constraint("x\"y").do_nothing().to_owned()),
        "SQLite cannot do execute: `ON CONFLICT ON CONSTRAINT`",
    );
}

#[test]
fn values_that_would_be_stored_as_something_else_are_refused() {
    let insert = |value: Expr| {
        Query::insert()
            .into_table("t")
            .columns(["a"])
            .values_panic([value])
            .to_owned()
    };
    refuse(
        insert(u64::MAX.into()),
        "SQLite cannot do execute: an integer above 9223372036854775807 cannot be stored",
    );
    refuse(
        insert(Expr::val(vec![1, 2])),
        "SQLite cannot do execute: an array as a value",
    );
    refuse(
        insert(f64::NAN.into()),
        "SQLite cannot do execute: `NaN` cannot be stored: SQLite would store `NULL`",
    );
    refuse(
        insert(Expr::Constant(f64::INFINITY.into())),
        "SQLite cannot do execute: the number inf has no literal",
    );
    refuse(
        insert(Expr::Constant("a\0b".into())),
        "SQLite cannot do execute: a text literal cannot hold a NUL byte",
    );
}

#[test]
fn more_values_than_a_statement_can_bind_are_refused() {
    let mut insert = Query::insert().into_table("t").columns(["a"]).to_owned();
    for number in 0..=32_766 {
        insert.values_panic([number.into()]);
    }
    refuse(
        insert,
        "SQLite cannot do execute: a statement with more than 32766 values",
    );
}

#[test]
fn hostile_names_are_escaped_in_every_place() {
    let name = "a`b\"c'd";
    let database = Database::new();
    database
        .migrate(|op| {
            op.create_table(
                crate::schema::Table::new(name)
                    .column(crate::schema::Column::new(name, crate::schema::integer())),
            );
            op.execute(
                Query::insert()
                    .into_table(name)
                    .columns([name])
                    .values_panic([4.into()]),
            );
            op.execute(
                Query::update()
                    .table(name)
                    .value(name, Expr::col((name, name)).add(1))
                    .to_owned(),
            );
        })
        .unwrap();
    let statements = rendered(|op| op.execute(Query::select().column(name).from(name))).unwrap();
    assert_eq!(database.run(&statements[0]).unwrap().len(), 1);
}

#[test]
fn raw_and_custom_sql_cannot_control_the_transaction() {
    refuse(
        "DELETE FROM t; COMMIT",
        "the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 16)",
    );
    refuse(
        "SELECT 'a",
        "the SQL is refused: the string that starts here is never closed (line 1, column 8)",
    );
    refuse(
        Query::select().expr(Expr::cust("1; COMMIT")),
        "the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 11)",
    );
    refuse(
        Query::select().expr(Expr::cust("1; SELECT 2")),
        "the SQL holds 2 statements where exactly one is possible",
    );
    let statements = rendered(|op| op.execute("DELETE FROM t; -- x\nDELETE FROM t -- y")).unwrap();
    assert_eq!(statements.len(), 2);
}
