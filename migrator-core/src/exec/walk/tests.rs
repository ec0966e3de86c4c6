//! What is sent for batches, as the documentation of the operations says it.

use sea_query::{Expr, ExprTrait};

use super::{Key, Range, Writer, choose};
use crate::backends::postgres::PostgresRenderer;
use crate::backends::sqlite::SqliteRenderer;
use crate::base::{Dialect, Value};
use crate::dialect::Renderer;
use crate::ops::{BatchChange, Batches, Expression, InBatches};
use crate::session::{Rows, Statement};

fn on_both(check: impl Fn(&dyn Renderer) -> Vec<Statement>) -> [Vec<String>; 2] {
    let sqlite = SqliteRenderer::new(true);
    let renderers: [&dyn Renderer; 2] = [&PostgresRenderer, &sqlite];
    renderers.map(|renderer| {
        let shown = |it: Statement| format!("{} {:?}", it.sql, it.params);
        check(renderer).into_iter().map(shown).collect()
    })
}

fn key() -> Key {
    Key {
        column: "id".to_owned(),
        may_be_null: true,
    }
}

#[test]
fn a_walk_is_written_for_both_databases() {
    let assignment = |sql: &str| ("n".to_owned(), Expression::from(sql));
    let operation = InBatches {
        batches: Batches::of(("app", "events"))
            .filter("state IS NULL OR n = 1")
            .filter(Expr::col("n").gt(7).or(Expr::col("n").is_null()))
            .size(100),
        change: BatchChange::Update(vec![assignment("n + 1")]),
    };
    let schema = |sql: &str| sql.replace("\"app\".", "").replace("`main`.", "");
    let written = on_both(|renderer| {
        let mut operation = operation.clone();
        if renderer.dialect() == Dialect::Sqlite {
            operation.batches = Batches::of(("main", "events"))
                .filter("state IS NULL OR n = 1")
                .filter(Expr::col("n").gt(7).or(Expr::col("n").is_null()))
                .size(100);
        }
        let writer = Writer::new(renderer, &operation).unwrap();
        let range = |after: Option<i64>, to: i64| Range {
            after: after.map(Value::Integer),
            to: Value::Integer(to),
        };
        vec![
            writer.without_key(&key()).unwrap().unwrap(),
            writer.end(&key()).unwrap(),
            writer.next(&key(), &range(None, 9)).unwrap(),
            writer.next(&key(), &range(Some(-5), 9)).unwrap(),
            writer.change(&key(), &range(Some(-5), 3)).unwrap(),
        ]
    });
    let shown: Vec<String> = written.concat().iter().map(|sql| schema(sql)).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    SELECT 1 FROM "events" WHERE "id" IS NULL LIMIT $1 [Integer(1)]
    SELECT "id" FROM "events" WHERE "id" IS NOT NULL ORDER BY "id" DESC LIMIT $1 [Integer(1)]
    SELECT "migrator_key", COUNT(*) OVER () FROM (SELECT "id" AS "migrator_key" FROM "events" WHERE "id" <= $1 AND (state IS NULL OR n = 1) AND ("n" > $2 OR "n" IS NULL) ORDER BY "id" ASC LIMIT $3) AS "migrator_batch" ORDER BY "migrator_key" DESC LIMIT $4 [Integer(9), Integer(7), Integer(100), Integer(1)]
    SELECT "migrator_key", COUNT(*) OVER () FROM (SELECT "id" AS "migrator_key" FROM "events" WHERE "id" > $1 AND "id" <= $2 AND (state IS NULL OR n = 1) AND ("n" > $3 OR "n" IS NULL) ORDER BY "id" ASC LIMIT $4) AS "migrator_batch" ORDER BY "migrator_key" DESC LIMIT $5 [Integer(-5), Integer(9), Integer(7), Integer(100), Integer(1)]
    UPDATE "events" SET "n" = (n + 1) WHERE "id" > $1 AND "id" <= $2 AND (state IS NULL OR n = 1) AND ("n" > $3 OR "n" IS NULL) [Integer(-5), Integer(3), Integer(7)]
    SELECT 1 FROM `events` WHERE `id` IS NULL LIMIT ? [Integer(1)]
    SELECT `id` FROM `events` WHERE `id` IS NOT NULL ORDER BY `id` DESC LIMIT ? [Integer(1)]
    SELECT `migrator_key`, COUNT(*) OVER () FROM (SELECT `id` AS `migrator_key` FROM `events` WHERE `id` <= ? AND (state IS NULL OR n = 1) AND (`n` > ? OR `n` IS NULL) ORDER BY `id` ASC LIMIT ?) AS `migrator_batch` ORDER BY `migrator_key` DESC LIMIT ? [Integer(9), Integer(7), Integer(100), Integer(1)]
    SELECT `migrator_key`, COUNT(*) OVER () FROM (SELECT `id` AS `migrator_key` FROM `events` WHERE `id` > ? AND `id` <= ? AND (state IS NULL OR n = 1) AND (`n` > ? OR `n` IS NULL) ORDER BY `id` ASC LIMIT ?) AS `migrator_batch` ORDER BY `migrator_key` DESC LIMIT ? [Integer(-5), Integer(9), Integer(7), Integer(100), Integer(1)]
    UPDATE `events` SET `n` = (n + 1) WHERE `id` > ? AND `id` <= ? AND (state IS NULL OR n = 1) AND (`n` > ? OR `n` IS NULL) [Integer(-5), Integer(3), Integer(7)]
    "#);
}

#[test]
fn rows_are_deleted_up_to_a_key_of_any_kind() {
    let operation = InBatches {
        batches: Batches::of("events"),
        change: BatchChange::Delete,
    };
    let written = on_both(|renderer| {
        let writer = Writer::new(renderer, &operation).unwrap();
        let to = |to: Value| Range { after: None, to };
        let change = |value: Value| writer.change(&key(), &to(value)).unwrap();
        vec![change("it's".into()), change(0.5.into())]
    });
    insta::assert_snapshot!(written.concat().join("\n"), @r#"
    DELETE FROM "events" WHERE "id" <= $1 [Text("it's")]
    DELETE FROM "events" WHERE "id" <= $1 [Real(0.5)]
    DELETE FROM `events` WHERE `id` <= ? [Text("it's")]
    DELETE FROM `events` WHERE `id` <= ? [Real(0.5)]
    "#);
}

#[test]
fn the_key_is_the_named_column_or_the_primary_key() {
    let row = |name: &str, flags: [i64; 3]| {
        let flags = flags.map(Value::Integer);
        std::iter::once(Value::from(name)).chain(flags).collect()
    };
    let columns = |rows: Vec<Vec<Value>>| Rows::new(vec![String::new(); 4], rows);
    let both = columns(vec![
        row("n", [0, 0, 1]),
        row("Id", [1, 0, 0]),
        row("u", [0, 1, 1]),
    ]);
    let sqlite = SqliteRenderer::new(true);
    let chosen = |columns: &Rows, named, renderer: &dyn Renderer| {
        let key = choose(columns, named, renderer);
        key.map_or_else(|refusal| format!("{refusal:?}"), |key| key.column)
    };
    assert_eq!(chosen(&both, None, &PostgresRenderer), "Id");
    assert_eq!(chosen(&both, Some("u"), &PostgresRenderer), "u");
    assert_eq!(chosen(&both, Some("ID"), &sqlite), "Id");
    assert!(chosen(&both, Some("ID"), &PostgresRenderer).contains("no column `ID`"));
    assert!(chosen(&both, Some("n"), &sqlite).contains("no unique index"));
    let none = columns(vec![row("n", [0, 1, 0])]);
    assert!(chosen(&none, None, &sqlite).contains("no primary key of one column"));
    assert!(chosen(&columns(Vec::new()), None, &sqlite).contains("no such table"));
}
