//! Dry runs where the database in memory is not like the one that it stands for.

use migrator::Migrations;
use migrator::schema::{AlterColumn, Column, Table, integer};
use rusqlite::Connection;

use crate::support::{Rev, set, tables};

/// The second statement needs what only the application's connection has.
fn needing() -> &'static Migrations {
    set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a (x TEXT)"),
        Rev::rust("b1", &["a1"], |op| {
            op.execute("INSERT INTO a SELECT name FROM temp.names");
            op.alter_column("a", AlterColumn::new("x").not_null());
            Ok(())
        }),
        Rev::rust("c1", &["b1"], |op| {
            op.add_column("a", Column::new("y", integer()));
            op.execute("UPDATE a SET y = 1");
            Ok(())
        }),
    ])
}

#[test]
fn what_fails_in_memory_leaves_only_questions_open() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TEMPORARY TABLE names (name TEXT)")
        .unwrap();
    needing().upgrade(&connection, "a1").unwrap();
    let planned = needing().plan_upgrade(&connection, "head").unwrap();
    let [b1, c1] = planned.steps.as_slice() else {
        panic!("{planned:#?}");
    };
    assert_eq!(b1.statements, ["INSERT INTO a SELECT name FROM temp.names"]);
    let unknown = b1.unknown.as_deref().unwrap();
    assert!(
        unknown.contains("`op.alter_column` depends on"),
        "{unknown}"
    );
    assert!(unknown.contains("no such table: temp.names"), "{unknown}");
    // What needs no answer is known all the same; what does is not.
    assert!(c1.unknown.is_some() || c1.statements.len() == 2, "{c1:#?}");
    assert_eq!(planned.after, ["c1"]);
    // The real one succeeds.
    needing().upgrade(&connection, "head").unwrap();
}

#[test]
fn tables_views_triggers_and_virtual_tables_are_there_to_be_looked_at() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE \"my a\" (x TEXT COLLATE NOCASE, g TEXT AS (x || '!')) STRICT;
             CREATE INDEX \"i%\" ON \"my a\" (lower(x)) WHERE x IS NOT NULL;
             CREATE VIEW v AS SELECT x FROM \"my a\";
             CREATE TABLE log (x TEXT);
             CREATE TRIGGER t AFTER INSERT ON \"my a\" BEGIN INSERT INTO log VALUES (new.x); END;
             CREATE TRIGGER o INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
             CREATE VIRTUAL TABLE f USING fts5 (body);
             INSERT INTO \"my a\" (x) VALUES ('row');",
        )
        .unwrap();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.alter_column("my a", AlterColumn::new("x").not_null());
        Ok(())
    })]);
    let planned = set.plan_upgrade(&connection, "head").unwrap();
    assert_eq!(planned.steps[0].unknown, None);
    assert!(!tables(&connection).contains(&"alembic_version".to_owned()));
    for statement in &planned.steps[0].statements {
        connection.execute_batch(statement).unwrap();
    }
    let kept = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema \
                WHERE name IN ('my a', 'i%', 'v', 't', 'o') ORDER BY name)";
    let kept: String = connection.query_row(kept, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, "i% my a o t v");
    let row: String = connection
        .query_row("SELECT x || g FROM \"my a\"", [], |row| row.get(0))
        .unwrap();
    assert_eq!(row, "rowrow!");
    connection
        .execute_batch("INSERT INTO \"my a\" (x) VALUES (NULL)")
        .unwrap_err();
}

#[test]
fn many_steps_are_planned_with_one_copy_of_the_tables() {
    let mut revisions = vec![Rev::sql("n0", &[], "CREATE TABLE a (x TEXT)")];
    for at in 1..=200 {
        let parent = format!("n{}", at - 1);
        revisions.push(Rev::rust(&format!("n{at}"), &[&parent], |op| {
            op.alter_column("a", AlterColumn::new("x").default("y"));
            Ok(())
        }));
    }
    let set = set(revisions);
    let connection = Connection::open_in_memory().unwrap();
    let planned = set.plan_upgrade(&connection, "head").unwrap();
    assert!(planned.steps.iter().all(|step| step.unknown.is_none()));
    assert_eq!(planned.steps.len(), 201);
}

/// The second table is built anew, and a foreign key refers to it: the step is written twice.
#[test]
fn what_a_step_loses_is_told_if_it_is_written_twice() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, x TEXT);
             CREATE TABLE child (kept INTEGER REFERENCES kept (id));
             CREATE TABLE lost (y TEXT);",
        ),
        Rev::rust("b1", &["a1"], |op| {
            op.drop_table("lost");
            op.create_table(Table::new("lost").column(Column::new("y", integer())));
            op.alter_column("kept", AlterColumn::new("x").not_null());
            Ok(())
        }),
    ]);
    connection
        .execute_batch("PRAGMA foreign_keys = ON")
        .unwrap();
    set.upgrade(&connection, "a1").unwrap();
    let planned = set.plan_upgrade(&connection, "head").unwrap();
    let losses: Vec<&str> = planned.losses().collect();
    assert_eq!(losses, ["table `lost`"]);
}
