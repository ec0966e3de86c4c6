//! Tables that are changed: by `ALTER TABLE`, or built anew. What was there before is compared
//! with what is there afterwards, as SQLite itself tells it.

use super::{Database, operations};
use crate::dialect::{Rendered, Renderer};
use crate::ops::Op;

mod adds;
mod alters;
mod constraints;
mod drops;
mod losses;
mod random;
mod views;

/// Tells whether a table is built anew.
fn is_rebuild(rendered: &Rendered) -> bool {
    let mut statements = rendered.statements.iter();
    statements.any(|it| it.sql.starts_with("DROP TABLE"))
}

/// Everything in a database, a line for each fact; rows with their rowids.
fn dump(database: &Database) -> Vec<String> {
    let mut lines = Vec::new();
    for schema in ["main", "temp"] {
        let objects = format!(
            "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || ifnull(sql, '') \
             FROM {schema}.sqlite_master"
        );
        lines.extend(
            database
                .rows(&objects)
                .into_iter()
                .map(|it| format!("{schema} {it}")),
        );
        let tables = database.rows(&format!(
            "SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND rootpage > 0"
        ));
        for table in tables {
            let quoted = format!("{schema}.\"{}\"", table.replace('"', "\"\""));
            let with_rowid = format!("SELECT rowid AS r, * FROM {quoted} ORDER BY 1");
            let without = format!("SELECT * FROM {quoted} ORDER BY 1, 2");
            let has_rowid = database.connection.prepare(&with_rowid).is_ok();
            let rows = database.rows(if has_rowid { &with_rowid } else { &without });
            // The counters and the statistics have rows of any number.
            let start = if table.starts_with("sqlite_") { 1 } else { 0 };
            let row = |row: &String| row.splitn(start + 1, '|').last().unwrap().to_owned();
            lines.extend(
                rows.iter()
                    .map(|it| format!("{schema} {table} row {}", row(it))),
            );
        }
    }
    lines.sort();
    lines
}

/// What a dump has that another has not.
fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before
        .iter()
        .filter(|it| !after.contains(it))
        .map(|it| format!("- {it}"));
    let come = after
        .iter()
        .filter(|it| !before.contains(it))
        .map(|it| format!("+ {it}"));
    gone.chain(come).collect()
}

/// Creates a database, changes it, and returns it with what is different then.
fn changed(setup: &str, migration: impl FnOnce(&mut Op<'_>)) -> (Database, Vec<String>) {
    let database = database(setup);
    let before = dump(&database);
    database.migrate(migration).unwrap();
    check_sound(&database);
    let after = dump(&database);
    (database, difference(&before, &after))
}

/// Creates a database whose foreign keys are off, as `exec` sees to it where that is needed.
fn database(setup: &str) -> Database {
    let database = Database::new();
    database
        .connection
        .pragma_update(None, "foreign_keys", false)
        .unwrap();
    database.connection.execute_batch(setup).unwrap();
    database
}

/// SQLite finds nothing wrong.
fn check_sound(database: &Database) {
    assert_eq!(database.rows("PRAGMA integrity_check"), ["ok"]);
}

/// Returns why a change is refused, without its help; nothing is changed.
fn refused(setup: &str, migration: impl FnOnce(&mut Op<'_>)) -> String {
    let database = database(setup);
    let before = dump(&database);
    database.connection.execute_batch("BEGIN").unwrap();
    let error = database.migrate(migration).expect_err(setup);
    database.connection.execute_batch("ROLLBACK").unwrap();
    assert_eq!(difference(&before, &dump(&database)), Vec::<String>::new());
    error
}

/// Returns what each part of a migration is written as, running it meanwhile.
fn written(setup: &str, migration: impl FnOnce(&mut Op<'_>)) -> Vec<Rendered> {
    let database = database(setup);
    let mut all = Vec::new();
    for operation in operations(migration) {
        for part in database.renderer.parts(operation) {
            let rendered = database.rendered(&part).unwrap();
            for statement in &rendered.statements {
                database.run(statement).unwrap();
            }
            all.push(rendered);
        }
    }
    all
}

/// Returns the SQL of a migration, one statement per line.
fn statements(setup: &str, migration: impl FnOnce(&mut Op<'_>)) -> String {
    let all = written(setup, migration);
    let all = all.iter().flat_map(|rendered| &rendered.statements);
    all.map(|statement| statement.sql.as_ref())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the stored definition of a table.
fn definition(database: &Database, table: &str) -> String {
    database
        .rows(&format!(
            "SELECT sql FROM sqlite_master WHERE name = '{table}'"
        ))
        .concat()
}
