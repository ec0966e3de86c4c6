//! Statements of sea-query: what they become, that they run, and that nothing in them panics.

use sea_query::extension::postgres::{PgBinOper, PgExpr, PgFunc};
use sea_query::extension::sqlite::SqliteExpr;
use sea_query::{
    ArrayType, BinOper, CommonTableExpression, Cycle, Enum, Expr, ExprTrait, FrameType, Func,
    JoinType, LockBehavior, LockType, NullOrdering, OnConflict, OptionEnum, Order, Query,
    SelectInto, SelectIntoTableModifier, UnionType, Value as Theirs, WindowStatement, WithClause,
    WithQuery,
};

use super::{Database, PostgresRenderer, refusal, rendered};
use crate::base::Value;
use crate::dialect::Renderer;
use crate::ops::{IntoCommand, Query as Read};

fn database() -> Option<Database> {
    let mut database = Database::new()?;
    database.rows(
        "CREATE TYPE \"Mood\" AS ENUM ('sad', 'it''s ok'); \
         CREATE TABLE t (a int CONSTRAINT \"u\"\"q\" UNIQUE, b text, c jsonb, d \"Mood\", \
         e text[], f uuid[], g bytea); \
         INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL)",
    );
    Some(database)
}

/// Checks the SQL and the parameters of a statement, and the rows it returns.
#[track_caller]
fn check(
    database: &mut Option<Database>,
    command: impl IntoCommand,
    expect: &str,
    params: &[Value],
    rows: &[&str],
) {
    let read = Read {
        command: command.into_command(),
    };
    let statement = PostgresRenderer.render_query(&read).unwrap();
    assert_eq!(statement.sql, expect);
    assert_eq!(statement.params, params);
    if let Some(database) = database {
        database.rows("BEGIN");
        let read = database.run(&statement);
        database.rows("ROLLBACK");
        assert_eq!(read, Ok(rows.iter().map(ToString::to_string).collect()));
    }
}

/// Checks the refusal of a statement.
#[track_caller]
fn refuse(command: impl IntoCommand, expect: &str) {
    let message = refusal(|op| op.execute(command));
    assert_eq!(message.lines().next(), Some(expect));
}

#[test]
fn values_are_bound_and_names_are_quoted() {
    let on = &mut database();
    check(
        on,
        Query::insert()
            .into_table("t")
            .columns(["a", "b"])
            .values_panic([7.into(), "it's".into()])
            .returning_all(),
        "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2) RETURNING *",
        &[Value::Integer(7), Value::Text("it's".to_owned())],
        &["7|it's|NULL|NULL|NULL|NULL|NULL"],
    );
    check(
        on,
        Query::update()
            .table("t")
            .value("b", None::<String>)
            .and_where(Expr::col("a").eq(1))
            .returning_col("a"),
        "UPDATE \"t\" SET \"b\" = $1 WHERE \"a\" = $2 RETURNING \"a\"",
        &[Value::Null, Value::Integer(1)],
        &["1"],
    );
    check(
        on,
        Query::delete()
            .from_table(("public", "t"))
            .and_where(Expr::col(("t", "a")).is_in([1, 2]))
            .returning(Query::returning().exprs([Expr::col("a").add(10)])),
        "DELETE FROM \"public\".\"t\" WHERE \"t\".\"a\" IN ($1, $2) RETURNING \"a\" + $3",
        &[Value::Integer(1), Value::Integer(2), Value::Integer(10)],
        &["11", "12"],
    );
    check(
        on,
        Query::update()
            .table("t")
            .value("b", Expr::col(("s", "x")))
            .from(sea_query::TableRef::SubQuery(
                Query::select()
                    .expr_as(Expr::val("z"), "x")
                    .to_owned()
                    .into(),
                "s".into(),
            ))
            .and_where(Expr::col("a").eq(1))
            .returning_col("b"),
        "UPDATE \"t\" SET \"b\" = \"s\".\"x\" FROM (SELECT $1 AS \"x\") AS \"s\" \
         WHERE \"a\" = $2 RETURNING \"b\"",
        &[Value::Text("z".to_owned()), Value::Integer(1)],
        &["z"],
    );
}

#[test]
fn conflicts_are_resolved() {
    let on = &mut database();
    let insert = |conflict: OnConflict| {
        Query::insert()
            .into_table("t")
            .columns(["a", "b"])
            .values_panic([1.into(), "y".into()])
            .on_conflict(conflict)
            .returning_col("b")
            .to_owned()
    };
    let params = [Value::Integer(1), Value::Text("y".to_owned())];
    check(
        on,
        insert(OnConflict::column("a").update_column("b").to_owned()),
        "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2) ON CONFLICT (\"a\") \
         DO UPDATE SET \"b\" = \"excluded\".\"b\" RETURNING \"b\"",
        &params,
        &["y"],
    );
    check(
        on,
        insert(OnConflict::constraint("u\"q").do_nothing().to_owned()),
        "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2) ON CONFLICT ON CONSTRAINT \"u\"\"q\" \
         DO NOTHING RETURNING \"b\"",
        &params,
        &[],
    );
    check(
        on,
        Query::insert()
            .into_table("t")
            .or_default_values_many(2)
            .returning_col("a"),
        "INSERT INTO \"t\" VALUES (DEFAULT), (DEFAULT) RETURNING \"a\"",
        &[],
        &["NULL", "NULL"],
    );
}

#[test]
fn selects_unions_and_orders() {
    let on = &mut database();
    check(
        on,
        Query::select()
            .column("a")
            .from("t")
            .union(
                UnionType::All,
                Query::select().column("a").from("t").limit(1).to_owned(),
            )
            .order_by_with_nulls("a", Order::Desc, NullOrdering::Last),
        "SELECT \"a\" FROM \"t\" UNION ALL (SELECT \"a\" FROM \"t\" LIMIT $1) \
         ORDER BY \"a\" DESC NULLS LAST",
        &[Value::Integer(1)],
        &["2", "1", "1"],
    );
    check(
        on,
        Query::select()
            .distinct_on(["a"])
            .column("a")
            .from("t")
            .order_by("a", Order::Asc)
            .order_by_with_nulls("b", Order::Asc, NullOrdering::First),
        "SELECT DISTINCT ON (\"a\") \"a\" FROM \"t\" ORDER BY \"a\" ASC, \"b\" ASC NULLS FIRST",
        &[],
        &["1", "2"],
    );
    check(
        on,
        Query::select()
            .expr(Func::greatest([Expr::col("a"), Expr::val(3)]))
            .from("t")
            .order_by(
                "b",
                Order::Field(sea_query::Values(vec!["é".into(), 'x'.into()])),
            )
            .limit(1)
            .offset(1)
            .lock_with_tables_behavior(LockType::Update, ["t"], LockBehavior::SkipLocked),
        "SELECT GREATEST(\"a\", $1) FROM \"t\" ORDER BY CASE WHEN \"b\"='é' THEN 0 WHEN \
         \"b\"='x' THEN 1 ELSE 2 END LIMIT $2 OFFSET $3 FOR UPDATE OF \"t\" SKIP LOCKED",
        &[Value::Integer(3), Value::Integer(1), Value::Integer(1)],
        &["3"],
    );
    let window = WindowStatement::partition_by("b")
        .order_by("a", Order::Desc)
        .frame_start(FrameType::Rows, sea_query::Frame::UnboundedPreceding)
        .to_owned();
    check(
        on,
        Query::select()
            .expr_window_as(Func::cust("row_number"), window, "n")
            .from("t"),
        "SELECT row_number() OVER ( PARTITION BY \"b\" ORDER BY \"a\" DESC \
         ROWS UNBOUNDED PRECEDING ) AS \"n\" FROM \"t\"",
        &[],
        &["1", "1"],
    );
    check(
        on,
        Query::select()
            .column(("s", "a"))
            .from("t")
            .join_lateral(
                JoinType::CrossJoin,
                Query::select().column("a").from("t").to_owned(),
                "s",
                sea_query::Condition::all(),
            )
            .limit(1),
        "SELECT \"s\".\"a\" FROM \"t\" INNER JOIN LATERAL (SELECT \"a\" FROM \"t\") AS \"s\" ON TRUE \
         LIMIT $1",
        &[Value::Integer(1)],
        &["1"],
    );
}

#[test]
fn with_statements() {
    let on = &mut database();
    let table = CommonTableExpression::new()
        .table_name("c")
        .column("n")
        .materialized(false)
        .query(
            Query::delete()
                .from_table("t")
                .returning_col("a")
                .to_owned(),
        )
        .to_owned();
    let with = WithClause::new().cte(table).to_owned();
    let query = Query::select()
        .expr(Expr::col("n").add(-5))
        .from("c")
        .to_owned();
    check(
        on,
        with.query(query),
        "WITH \"c\" (\"n\") AS NOT MATERIALIZED (DELETE FROM \"t\" RETURNING \"a\") \
         SELECT \"n\" + $1 FROM \"c\"",
        &[Value::Integer(-5)],
        &["-4", "-3"],
    );
    let numbers = CommonTableExpression::new()
        .table_name("c")
        .column("n")
        .query(
            Query::select()
                .expr(Expr::val(1))
                .union(
                    UnionType::All,
                    Query::select()
                        .expr(Expr::col("n").add(1))
                        .from("c")
                        .and_where(Expr::col("n").lt(3))
                        .to_owned(),
                )
                .to_owned(),
        )
        .to_owned();
    check(
        on,
        Query::select()
            .column("n")
            .from("c")
            .to_owned()
            .with(WithClause::new().recursive(true).cte(numbers).to_owned()),
        "WITH RECURSIVE \"c\" (\"n\") AS (SELECT $1 UNION ALL (SELECT \"n\" + $2 FROM \"c\" \
         WHERE \"n\" < $3)) SELECT \"n\" FROM \"c\"",
        &[Value::Integer(1), Value::Integer(1), Value::Integer(3)],
        &["1", "2", "3"],
    );
}

#[test]
fn operators_and_casts_of_postgresql() {
    let on = &mut database();
    let of = |expression: Expr| {
        Query::select()
            .expr(expression)
            .from("t")
            .limit(1)
            .to_owned()
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let one = Value::Integer(1);
    check(
        on,
        of(Expr::col("b").ilike("X%")),
        "SELECT \"b\" ILIKE $1 FROM \"t\" LIMIT $2",
        &[text("X%"), one.clone()],
        &["t"],
    );
    check(
        on,
        of(PgExpr::cast_json_field(
            Expr::val("{\"a\": 1}").cast_as("jsonb"),
            "a",
        )),
        "SELECT CAST($1 AS jsonb) ->> $2 FROM \"t\" LIMIT $3",
        &[text("{\"a\": 1}"), text("a"), one.clone()],
        &["1"],
    );
    check(
        on,
        of(Expr::val("sad").as_enum("Mood")),
        "SELECT CAST($1 AS \"Mood\") FROM \"t\" LIMIT $2",
        &[text("sad"), one.clone()],
        &["sad"],
    );
    check(
        on,
        of(Func::cast_as_quoted("{sad}", "Mood[]").into()),
        "SELECT CAST($1 AS \"Mood\"[]) FROM \"t\" LIMIT $2",
        &[text("{sad}"), one.clone()],
        &["{sad}"],
    );
    check(
        on,
        of(Expr::col("a").eq(PgFunc::any(vec![1, 2]))),
        "SELECT \"a\" = ANY(ARRAY[1, 2]) FROM \"t\" LIMIT $1",
        std::slice::from_ref(&one),
        &["t"],
    );
    check(
        on,
        of(Expr::col("a").in_subquery(Query::select().column("a").from("t").to_owned())),
        "SELECT \"a\" IN (SELECT \"a\" FROM \"t\") FROM \"t\" LIMIT $1",
        std::slice::from_ref(&one),
        &["t"],
    );
    check(
        on,
        of(Expr::col("a").eq(Expr::all(Query::select().expr(Expr::val(1)).to_owned()))),
        "SELECT \"a\" = ALL(SELECT $1) FROM \"t\" LIMIT $2",
        &[one.clone(), one.clone()],
        &["t"],
    );
    check(
        on,
        of(Expr::col("b")
            .concatenate("!")
            .binary(BinOper::PgOperator(PgBinOper::Regex), "^x")),
        "SELECT (\"b\" || $1) ~ $2 FROM \"t\" LIMIT $3",
        &[text("!"), text("^x"), one.clone()],
        &["t"],
    );
    check(
        on,
        of(Expr::cust_with_values("$2 || '$1' || $1", ["a", "b"])),
        "SELECT $1 || '$1' || $2 FROM \"t\" LIMIT $3",
        &[text("b"), text("a"), one.clone()],
        &["b$1a"],
    );
    check(
        on,
        of(Expr::col("a").is_in(Vec::<i32>::new())),
        "SELECT $1 = $2 FROM \"t\" LIMIT $3",
        &[one.clone(), Value::Integer(2), one],
        &["f"],
    );
}

#[test]
fn arrays_and_enumerations_take_the_type_of_their_column() {
    let on = &mut database();
    let texts = |texts: &[&str]| {
        let values = texts.iter().map(|text| Theirs::from(*text)).collect();
        Theirs::Array(ArrayType::String, Some(Box::new(values)))
    };
    let mood = Theirs::Enum(OptionEnum::Some(Box::new(Enum {
        type_name: "Mood".into(),
        value: "it's ok".into(),
    })));
    check(
        on,
        Query::insert()
            .into_table("t")
            .columns(["d", "e", "f", "g"])
            .values_panic([
                mood.clone().into(),
                texts(&["a,\"b\\", "it's", ""]).into(),
                texts(&["0d5ef0f0-93d4-4a3c-8b0c-2d3f1f6cbb6e"]).into(),
                vec![0_u8, 255].into(),
            ])
            .returning(Query::returning().columns(["d", "e", "f", "g"])),
        "INSERT INTO \"t\" (\"d\", \"e\", \"f\", \"g\") VALUES ($1::\"Mood\", \
         E'{\"a,\\\\\"b\\\\\\\\\",\"it''s\",\"\"}', \
         '{\"0d5ef0f0-93d4-4a3c-8b0c-2d3f1f6cbb6e\"}', $2) RETURNING \"d\", \"e\", \"f\", \"g\"",
        &[
            Value::Text("it's ok".to_owned()),
            Value::Bytes(vec![0, 255]),
        ],
        &["it's ok|{\"a,\\\"b\\\\\",it's,\"\"}|{0d5ef0f0-93d4-4a3c-8b0c-2d3f1f6cbb6e}|\\x00ff"],
    );
    check(
        on,
        Query::select().expr(Expr::Constant(mood)).to_owned(),
        "SELECT 'it''s ok'::\"Mood\"",
        &[],
        &["it's ok"],
    );
}

#[test]
fn what_sea_query_panics_on_is_refused() {
    let on = &mut database();
    let select = || Query::select().column("a").from("t").to_owned();
    let of = |expression: Expr| Query::select().expr(expression).from("t").to_owned();
    refuse(
        of(Expr::col("b").glob("x")),
        "PostgreSQL cannot do execute: the operator `SqliteOperator(Glob)`",
    );
    refuse(
        of(Expr::cust_with_values("$1 + $2", [1])),
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
    let table = CommonTableExpression::new()
        .table_name("c")
        .query(select())
        .to_owned();
    let with = WithClause::new()
        .recursive(true)
        .cte(table)
        .cycle(Cycle::new())
        .to_owned();
    refuse(
        with.query(select()),
        "PostgreSQL cannot do execute: `SEARCH` and `CYCLE` of the query builder",
    );
    // A literal `char` outside ASCII panics in sea-query itself.
    check(
        on,
        of(Expr::Constant(Theirs::Char(Some('é')))),
        "SELECT 'é' FROM \"t\"",
        &[],
        &["é", "é"],
    );
}

#[test]
fn what_postgresql_lacks_is_refused() {
    refuse(
        Query::insert()
            .replace()
            .into_table("t")
            .columns(["a"])
            .values_panic([1.into()]),
        "PostgreSQL cannot do execute: `REPLACE`",
    );
    refuse(
        Query::update().table("t").value("a", 1).limit(1),
        "PostgreSQL cannot do execute: `UPDATE … LIMIT`",
    );
    refuse(
        Query::update()
            .table("t")
            .value("a", 1)
            .order_by("a", Order::Asc),
        "PostgreSQL cannot do execute: `UPDATE … ORDER BY`",
    );
    refuse(
        Query::delete().from_table("t").limit(1),
        "PostgreSQL cannot do execute: `DELETE … LIMIT`",
    );
    refuse(
        Query::delete().from_table("t").order_by("a", Order::Asc),
        "PostgreSQL cannot do execute: `DELETE … ORDER BY`",
    );
    refuse(
        Query::select()
            .column("a")
            .from("t")
            .join(JoinType::StraightJoin, "t", Expr::val(true)),
        "PostgreSQL cannot do execute: `STRAIGHT_JOIN`",
    );
    refuse(
        Query::select().expr(PgFunc::advisory_unlock_all()),
        "PostgreSQL cannot do execute: `pg_advisory_unlock_all`, which would give up the run's \
         lock",
    );
    refuse(
        Query::select().expr(Expr::val("a\0b")),
        "PostgreSQL cannot do execute: a text cannot hold a NUL byte",
    );
    refuse(
        Query::select().column("a").from("x".repeat(64)),
        "the name \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" cannot be \
         used: it is longer than 63 bytes, and PostgreSQL would cut it off",
    );
}

#[test]
fn hostile_names_are_escaped_in_every_place() {
    let Some(mut database) = Database::new() else {
        return;
    };
    for name in super::catalogue::HOSTILE {
        let migrated = database.migrate(|op| {
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
            op.execute(
                Query::select()
                    .column(name)
                    .from(name)
                    .into_table(
                        SelectInto::table("copy").modifier(SelectIntoTableModifier::Temporary),
                    )
                    .to_owned(),
            );
            op.execute("DROP TABLE copy");
        });
        assert_eq!(migrated, Ok(()));
    }
}

#[test]
fn raw_and_custom_sql_cannot_control_the_transaction() {
    refuse(
        "DELETE FROM t; COMMIT",
        "the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 16)",
    );
    refuse(
        Query::select().expr(Expr::cust("1; COMMIT")),
        "the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 11)",
    );
    refuse(
        Query::select().expr(Expr::cust("1; SELECT 2")),
        "the SQL holds 2 statements where exactly one is possible",
    );
    refuse(
        "COPY t FROM STDIN",
        "the SQL is refused: `COPY … FROM STDIN` talks to the client, which a migration cannot do (line 1, column 1)",
    );
    let statements = rendered(|op| op.execute("DELETE FROM t; -- x\nDELETE FROM t -- y")).unwrap();
    assert_eq!(statements.len(), 2);
}
