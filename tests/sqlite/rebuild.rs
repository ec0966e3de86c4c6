//! Tables that are built anew: what they keep, and where foreign keys are in the way.

use std::sync::atomic::{AtomicUsize, Ordering};

use migrator::prelude::*;
use migrator::{ErrorKind, Migrations, Options};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, TransactionBehavior};

use crate::support::file::File;
use crate::support::look::{column, lines, statements};
use crate::support::{Rev, set, version_rows};
use migrator::__private::{Outcome, Transaction};

/// A team has members, who have bosses and tasks; everything that SQLite can hang on a table hangs on `people`.
const COMPANY: &str = r#"
CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE NOT NULL UNIQUE);
CREATE TABLE "people" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, -- the team, with (brackets
    boss_id INTEGER REFERENCES people (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    age TEXT DEFAULT '),(' /* years */,
    "order" DECIMAL(10, 2) DEFAULT 1.5,
    loud TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL,
    twice TEXT GENERATED ALWAYS AS (name || name) STORED,
    made TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CHECK ("order" > 0), UNIQUE (team_id, name) ON CONFLICT ABORT
);
CREATE TABLE task (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE ON UPDATE CASCADE, what TEXT);
CREATE TABLE log (what TEXT);
CREATE TABLE code (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID, STRICT;
CREATE TABLE loose (x, y TEXT);
CREATE INDEX ix_age ON people (age DESC, name COLLATE RTRIM);
CREATE INDEX ix_lower ON people (lower(name)) WHERE boss_id IS NOT NULL;
CREATE UNIQUE INDEX [ix made] ON people (made, id);
CREATE VIEW adults AS SELECT id, name FROM people WHERE CAST(age AS INTEGER) >= 18;
CREATE VIEW loud_adults (shout) AS SELECT upper(name) FROM adults;
CREATE TRIGGER people_added AFTER INSERT ON people BEGIN INSERT INTO log VALUES ('added ' || new.name); END;
CREATE TRIGGER people_gone BEFORE DELETE ON people BEGIN INSERT INTO log VALUES ('gone ' || old.name); END;
CREATE TRIGGER task_done AFTER DELETE ON task BEGIN INSERT INTO log SELECT 'done by ' || name FROM people WHERE id = old.person_id; END;
CREATE TRIGGER adult_left INSTEAD OF DELETE ON adults BEGIN DELETE FROM people WHERE id = old.id; END;
INSERT INTO team (name) VALUES ('red'), ('blue');
INSERT INTO people (id, team_id, boss_id, name, age) VALUES (7, 1, NULL, 'Ada', '36'), (3, 1, 7, 'Grace', '85'), (900, 2, 3, 'Linus', NULL);
DELETE FROM people WHERE id = 900;
INSERT INTO task (person_id, what) VALUES (7, 'engine'), (3, 'compiler'), (3, 'bug');
INSERT INTO code VALUES ('x', 1), ('y', 2);
INSERT INTO loose (rowid, x, y) VALUES (42, 1.0, 'one'), (7, X'00FF', NULL);
ANALYZE;
"#;

fn company() -> (File, Connection) {
    let file = File::new();
    let connection = file.open();
    connection
        .execute_batch("PRAGMA foreign_keys = ON")
        .unwrap();
    connection.execute_batch(COMPANY).unwrap();
    (file, connection)
}

/// Every object and every row with its number, and the settings; what is said of `altered` itself left out.
fn everything_but(altered: &str, connection: &Connection) -> Vec<String> {
    let mut all = lines(
        connection,
        &format!(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema \
             WHERE name NOT IN ('{altered}', 'alembic_version', 'migrator_history') \
             AND tbl_name NOT IN ('alembic_version', 'migrator_history') ORDER BY 1, 2"
        ),
    );
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' \
         AND name NOT IN ('alembic_version', 'migrator_history', 'code') ORDER BY 1";
    for table in column(connection, tables) {
        // Which row of its own tables SQLite uses for what is its business.
        let (number, order) = if table.starts_with("sqlite_") {
            ("''", "2, 3")
        } else {
            ("rowid", "1")
        };
        let rows = format!("SELECT {number}, * FROM \"{table}\" ORDER BY {order}");
        let rows = lines(connection, &rows).into_iter();
        let rows = rows.filter(|row| !row.contains("migrator_history"));
        all.extend(rows.map(|row| format!("{table}: {row}")));
    }
    all.extend(lines(connection, "SELECT * FROM code ORDER BY 1"));
    for pragma in [
        "foreign_keys",
        "legacy_alter_table",
        "defer_foreign_keys",
        "writable_schema",
    ] {
        all.extend(lines(connection, &format!("PRAGMA {pragma}")));
    }
    all.extend(column(connection, "PRAGMA foreign_key_check"));
    all.extend(column(connection, "PRAGMA integrity_check"));
    all
}

/// What the catalogue says of a table.
fn table(name: &str, connection: &Connection) -> Vec<String> {
    ["table_xinfo", "foreign_key_list", "index_list"]
        .iter()
        .flat_map(|pragma| lines(connection, &format!("PRAGMA {pragma}('{name}')")))
        .collect()
}

fn up(upgrade: fn(&mut Op<'_>) -> Outcome) -> &'static Migrations {
    set(vec![Rev::rust("a1", &[], upgrade)])
}

fn age_is_a_number(op: &mut Op<'_>) -> Outcome {
    op.alter_column("people", AlterColumn::new("age").kind(integer()));
    Ok(())
}

#[test]
fn a_table_that_others_refer_to_keeps_everything() {
    let (_file, connection) = company();
    let before = everything_but("people", &connection);
    let ages = column(
        &connection,
        "SELECT typeof(age) || age FROM people ORDER BY id",
    );
    assert_eq!(ages, ["text85", "text36"]);
    up(age_is_a_number).upgrade(&connection, "head").unwrap();
    let ages = column(
        &connection,
        "SELECT typeof(age) || age FROM people ORDER BY id",
    );
    assert_eq!(ages, ["integer85", "integer36"]);
    assert_eq!(everything_but("people", &connection), before);
    // The counter goes on behind the row that is gone, and everything that hung on the table works.
    connection
        .execute_batch(
            "DELETE FROM log; INSERT INTO people (team_id, name, age) VALUES (2, 'Linus', 21); \
             DELETE FROM task WHERE what = 'bug'; DELETE FROM adults WHERE name = 'linus'",
        )
        .unwrap();
    assert_eq!(
        column(&connection, "SELECT what FROM log"),
        ["added Linus", "done by Grace", "gone Linus"]
    );
    assert_eq!(
        column(
            &connection,
            "SELECT seq FROM sqlite_sequence WHERE name = 'people'"
        ),
        ["901"]
    );
    connection
        .execute_batch("DELETE FROM team WHERE id = 1")
        .unwrap();
    assert_eq!(column(&connection, "SELECT count(*) FROM task"), ["0"]);
}

#[test]
fn a_table_goes_there_and_back_again() {
    fn down(op: &mut Op<'_>) -> Outcome {
        op.alter_column("people", AlterColumn::new("age").kind(text()));
        Ok(())
    }
    let (_file, connection) = company();
    let (before, was) = (
        everything_but("people", &connection),
        table("people", &connection),
    );
    let there_and_back = set(vec![Rev::rust("a1", &[], age_is_a_number).down_rust(down)]);
    there_and_back.upgrade(&connection, "head").unwrap();
    assert_ne!(table("people", &connection), was);
    there_and_back.downgrade(&connection, "base").unwrap();
    assert_eq!(table("people", &connection), was);
    assert_eq!(everything_but("people", &connection), before);
}

#[test]
fn a_table_nobody_refers_to_is_built_anew_inside_the_applications_transaction() {
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        op.alter_column(
            "loose",
            AlterColumn::new("y").not_null().using("coalesce(y, '')"),
        );
        Ok(())
    }
    let (_file, mut connection) = company();
    let before = everything_but("loose", &connection);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    up(upgrade).upgrade(&transaction, "head").unwrap();
    transaction.commit().unwrap();
    let rows = lines(&connection, "SELECT rowid, x, y FROM loose ORDER BY 1");
    assert_eq!(rows, ["7 | [0, 255] | ", "42 | 1 | one"]);
    let others = |all: Vec<String>| -> Vec<String> {
        all.into_iter()
            .filter(|line| !line.starts_with("loose: "))
            .collect()
    };
    assert_eq!(others(everything_but("loose", &connection)), others(before));
}

#[test]
fn inside_the_applications_transaction_a_table_with_children_is_refused_and_nothing_lost() {
    let (_file, mut connection) = company();
    let before = everything_but("", &connection);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    let error = up(age_is_a_number)
        .upgrade(&transaction, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("a1"), "{error}");
    transaction.commit().unwrap();
    assert_eq!(everything_but("", &connection), before);
    // With foreign keys off before the transaction began, it works there too.
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    let transaction = connection.transaction().unwrap();
    up(age_is_a_number).upgrade(&transaction, "head").unwrap();
    transaction.commit().unwrap();
    assert_eq!(column(&connection, "SELECT count(*) FROM task"), ["3"]);
    assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["0"]);
}

#[test]
fn a_data_migration_before_it_cascades() {
    fn data(op: &mut Op<'_>) -> Outcome {
        op.execute("DELETE FROM people WHERE name = 'Grace'");
        Ok(())
    }
    let (_file, connection) = company();
    set(vec![
        Rev::rust("a1", &[], data),
        Rev::rust("a2", &["a1"], age_is_a_number),
        Rev::sql("a3", &["a2"], "DELETE FROM team WHERE name = 'red'"),
    ])
    .upgrade(&connection, "a2")
    .unwrap();
    assert_eq!(column(&connection, "SELECT what FROM task"), ["engine"]);
}

#[test]
fn a_data_migration_after_it_cascades() {
    let (_file, connection) = company();
    set(vec![
        Rev::rust("a1", &[], age_is_a_number),
        Rev::sql("a2", &["a1"], "DELETE FROM team WHERE name = 'red'"),
    ])
    .upgrade(&connection, "head")
    .unwrap();
    assert_eq!(column(&connection, "SELECT count(*) FROM people"), ["0"]);
    assert_eq!(column(&connection, "SELECT count(*) FROM task"), ["0"]);
    assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
}

#[test]
fn a_row_that_should_have_cascaded_beside_it_is_found_before_the_commit() {
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        op.execute("DELETE FROM people WHERE name = 'Grace'");
        age_is_a_number(op)
    }
    let (_file, connection) = company();
    let before = everything_but("", &connection);
    let error = up(upgrade).upgrade(&connection, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r"
    upgrade of revision `a1` (migrations/a1_test.rs) leaves row 2 of `task` referring to a row of `people` that is not there, and 1 more
      applied before this: nothing; nothing of `a1` was kept
    help: delete or change such rows in a migration of its own before this one: while a table is built anew to which foreign keys refer, nothing cascades
    ");
    assert_eq!(everything_but("", &connection), before);
}

#[test]
fn rows_that_led_nowhere_before_are_not_held_against_it() {
    let (_file, connection) = company();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF; INSERT INTO task (person_id, what) VALUES (12345, 'lost'); \
             PRAGMA foreign_keys = ON",
        )
        .unwrap();
    let before = everything_but("people", &connection);
    up(age_is_a_number).upgrade(&connection, "head").unwrap();
    assert_eq!(everything_but("people", &connection), before);
}

#[test]
fn a_step_that_has_read_is_run_again_from_its_start() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        CALLS.fetch_add(1, Ordering::SeqCst);
        op.execute("INSERT INTO log VALUES ('once')");
        let rows = op.query("SELECT count(*) FROM people")?;
        let people: i64 = rows.first().ok_or("no row")?.get(0)?;
        op.execute(format!("INSERT INTO log VALUES ('{people} people')"));
        age_is_a_number(op)
    }
    let (_file, mut connection) = company();
    connection.execute_batch("DELETE FROM log").unwrap();
    let ran = statements(&mut connection, |connection| {
        up(upgrade).upgrade(connection, "head").unwrap();
    });
    assert_eq!(CALLS.load(Ordering::SeqCst), 2);
    assert_eq!(
        column(&connection, "SELECT what FROM log"),
        ["once", "2 people"]
    );
    assert_eq!(column(&connection, "SELECT count(*) FROM task"), ["3"]);
    let at = |sql: &str| ran.iter().rposition(|it| it == sql).unwrap();
    assert!(at("PRAGMA foreign_keys = OFF") < at("BEGIN IMMEDIATE"));
    assert!(at("PRAGMA foreign_key_check") < at("COMMIT"));
    assert!(at("COMMIT") < at("PRAGMA foreign_keys = ON"));
}

#[test]
fn a_whole_run_is_begun_again_with_foreign_keys_off() {
    let (_file, mut connection) = company();
    connection.execute_batch("DELETE FROM log").unwrap();
    let whole = set(vec![
        Rev::sql("a1", &[], "INSERT INTO log VALUES ('a1')"),
        Rev::rust("a2", &["a1"], age_is_a_number),
        Rev::sql("a3", &["a2"], "INSERT INTO log VALUES ('a3')"),
    ]);
    let before = everything_but("people", &connection);
    let ran = statements(&mut connection, |connection| {
        let options = Options::new().transaction(Transaction::WholeRun);
        let report = whole.with(options).upgrade(connection, "head").unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["a1", "a2", "a3"]);
    });
    let n_commits = ran.iter().filter(|sql| *sql == "COMMIT").count();
    assert_eq!(n_commits, 1);
    assert_eq!(column(&connection, "SELECT what FROM log"), ["a1", "a3"]);
    connection.execute_batch("DELETE FROM log").unwrap();
    assert_eq!(everything_but("people", &connection), before);
}

#[test]
fn outside_a_transaction_it_is_one_all_the_same() {
    let (_file, connection) = company();
    let before = everything_but("people", &connection);
    let revision = Rev::rust("a1", &[], age_is_a_number).transaction(Transaction::None);
    set(vec![revision]).upgrade(&connection, "head").unwrap();
    assert_eq!(everything_but("people", &connection), before);
    let ages = column(&connection, "SELECT typeof(age) FROM people");
    assert_eq!(ages, ["integer", "integer"]);
}

#[test]
fn it_is_not_done_again_when_what_follows_is_interrupted() {
    fn upgrade_unique(op: &mut Op<'_>) -> Outcome {
        op.add_constraint("people", Unique::new(["age"]).named("uq_people_age"));
        op.autocommit(|op| op.execute("PRAGMA optimize"));
        op.execute("INSERT INTO gone VALUES (1)");
        Ok(())
    }
    for transaction in [Transaction::PerMigration, Transaction::None] {
        let (_file, connection) = company();
        let set = set(vec![
            Rev::rust("a1", &[], upgrade_unique).transaction(transaction),
        ]);
        let error = set.upgrade(&connection, "head").unwrap_err();
        assert!(
            format!("{error:?}").contains("no such table: gone"),
            "{error:?}"
        );
        let so_far = everything_but("", &connection);
        connection.execute_batch("CREATE TABLE gone (x)").unwrap();
        set.upgrade(&connection, "head").unwrap();
        assert_eq!(column(&connection, "SELECT x FROM gone"), ["1"]);
        connection.execute_batch("DROP TABLE gone").unwrap();
        assert_eq!(everything_but("", &connection), so_far);
        let uniques = "SELECT count(*) FROM pragma_index_list('people') WHERE origin = 'u'";
        assert_eq!(column(&connection, uniques), ["2"]);
    }
}

#[test]
fn what_makes_it_fail_leaves_everything_and_every_setting() {
    fn not_null(op: &mut Op<'_>) -> Outcome {
        op.alter_column("people", AlterColumn::new("boss_id").not_null());
        Ok(())
    }
    fn panics(op: &mut Op<'_>) -> Outcome {
        age_is_a_number(op)?;
        op.query("SELECT 1")?;
        panic!("on purpose")
    }
    let (_file, connection) = company();
    let before = everything_but("", &connection);
    let error = up(not_null).upgrade(&connection, "head").unwrap_err();
    assert!(
        format!("{error:?}").contains("NOT NULL constraint failed"),
        "{error:?}"
    );
    assert_eq!(everything_but("", &connection), before);
    let run = || up(panics).upgrade(&connection, "head");
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    assert!(caught.is_err());
    assert!(connection.is_autocommit());
    assert_eq!(everything_but("", &connection), before);
}

#[test]
fn leftovers_of_others_are_not_in_the_way() {
    let (_file, connection) = company();
    connection
        .execute_batch(
            "CREATE TABLE _alembic_tmp_people (x); CREATE TABLE people_new (x); \
             CREATE TABLE new_people (x); CREATE TABLE \"people (new)\" (x)",
        )
        .unwrap();
    let before = everything_but("people", &connection);
    up(age_is_a_number).upgrade(&connection, "head").unwrap();
    assert_eq!(everything_but("people", &connection), before);
    assert_eq!(version_rows(&connection), ["a1"]);
}

#[test]
fn a_view_that_was_broken_before_is_not_in_the_way_and_one_that_would_break_is() {
    fn drop_name(op: &mut Op<'_>) -> Outcome {
        op.drop_column("people", "age");
        Ok(())
    }
    let (_file, connection) = company();
    connection
        .execute_batch("CREATE VIEW broken AS SELECT missing FROM nowhere")
        .unwrap();
    let before = everything_but("people", &connection);
    up(age_is_a_number).upgrade(&connection, "head").unwrap();
    assert_eq!(everything_but("people", &connection), before);
    let (_file, connection) = company();
    connection.execute_batch("DROP INDEX ix_age").unwrap();
    let before = everything_but("", &connection);
    let error = up(drop_name).upgrade(&connection, "head").unwrap_err();
    assert!(format!("{error:?}").contains("adults"), "{error:?}");
    assert_eq!(everything_but("", &connection), before);
}

#[test]
fn a_foreign_key_elsewhere_that_refers_to_no_key_is_not_in_the_way() {
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        op.execute("DELETE FROM people WHERE name = 'Grace'");
        age_is_a_number(op)
    }
    fn no_key(op: &mut Op<'_>) -> Outcome {
        op.execute("CREATE TABLE worse (x REFERENCES loose (y))");
        age_is_a_number(op)
    }
    let (_file, connection) = company();
    connection
        .execute_batch("CREATE TABLE bad (x REFERENCES loose (x))")
        .unwrap();
    let before = everything_but_checks(&connection);
    // It hides nothing.
    let error = up(upgrade).upgrade(&connection, "head").unwrap_err();
    assert!(
        error.to_string().contains("leaves row 2 of `task`"),
        "{error}"
    );
    let error = up(no_key).upgrade(&connection, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    upgrade of revision `a1` (migrations/a1_test.rs) leaves a foreign key that refers to no primary key and no unique columns: foreign key mismatch - "worse" referencing "loose"
      applied before this: nothing; nothing of `a1` was kept
    help: make the columns that it refers to unique, or drop the foreign key first
    "#);
    assert_eq!(everything_but_checks(&connection), before);
    up(age_is_a_number).upgrade(&connection, "head").unwrap();
    let without_key = Rev::rust("a1", &[], age_is_a_number).transaction(Transaction::None);
    let (_file, connection) = company();
    connection
        .execute_batch("CREATE TABLE bad (x REFERENCES loose (x))")
        .unwrap();
    set(vec![without_key]).upgrade(&connection, "head").unwrap();
}

/// What can be looked at where a foreign key refers to no key.
fn everything_but_checks(connection: &Connection) -> Vec<String> {
    let mut all = lines(
        connection,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2",
    );
    all.extend(lines(connection, "SELECT * FROM people ORDER BY id"));
    all.extend(lines(connection, "SELECT * FROM task ORDER BY id"));
    all.extend(column(connection, "PRAGMA foreign_keys"));
    all
}

#[test]
fn a_migration_that_switches_foreign_keys_itself_leaves_the_setting_as_it_was() {
    fn fails(op: &mut Op<'_>) -> Outcome {
        op.execute("PRAGMA foreign_keys = OFF");
        op.execute("DELETE FROM team");
        op.execute("INSERT INTO gone VALUES (1)");
        Ok(())
    }
    fn in_a_block(op: &mut Op<'_>) -> Outcome {
        op.autocommit(|op| op.execute("PRAGMA foreign_keys = OFF"));
        Ok(())
    }
    fn forgets(op: &mut Op<'_>) -> Outcome {
        op.execute("PRAGMA foreign_keys = OFF");
        Ok(())
    }
    let (_file, connection) = company();
    let run = |up, transaction| {
        let revision = Rev::rust("a1", &[], up).transaction(transaction);
        let outcome = set(vec![revision]).upgrade(&connection, "head");
        assert_eq!(column(&connection, "PRAGMA foreign_keys"), ["1"]);
        outcome
    };
    run(fails, Transaction::None).unwrap_err();
    connection.execute_batch("CREATE TABLE gone (x)").unwrap();
    run(fails, Transaction::None).unwrap();
    // What it did was done with foreign keys off.
    assert_eq!(column(&connection, "SELECT count(*) FROM people"), ["2"]);
    for (up, transaction) in [
        (
            in_a_block as fn(&mut Op<'_>) -> Outcome,
            Transaction::PerMigration,
        ),
        (forgets, Transaction::None),
    ] {
        connection
            .execute_batch("DROP TABLE alembic_version; DROP TABLE migrator_history")
            .unwrap();
        run(up, transaction).unwrap();
    }
}

#[test]
fn an_interrupt_that_comes_late_leaves_no_transaction_open() {
    fn not_null(op: &mut Op<'_>) -> Outcome {
        op.alter_column("people", AlterColumn::new("boss_id").not_null());
        Ok(())
    }
    let (_file, mut connection) = company();
    let before = everything_but("", &connection);
    let handle = connection.get_interrupt_handle();
    let n_rollbacks = AtomicUsize::new(0);
    let interrupt = move |event: TraceEvent<'_>| {
        let is_rollback = matches!(event, TraceEvent::Stmt(_, "ROLLBACK"));
        if is_rollback && n_rollbacks.fetch_add(1, Ordering::SeqCst) == 0 {
            handle.interrupt();
        }
    };
    let mask = TraceEventCodes::SQLITE_TRACE_STMT;
    connection.trace_v2(mask, Some(interrupt)).unwrap();
    up(not_null).upgrade(&connection, "head").unwrap_err();
    assert!(connection.is_autocommit());
    assert_eq!(everything_but("", &connection), before);
}

#[test]
fn a_table_that_begins_to_refer_to_itself_keeps_its_rows() {
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        op.add_constraint(
            "loose",
            ForeignKey::new(["boss"])
                .references("loose", ["id"])
                .on_delete(Action::Cascade),
        );
        Ok(())
    }
    for transaction in [
        Transaction::PerMigration,
        Transaction::None,
        Transaction::WholeRun,
    ] {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON; CREATE TABLE loose (id INTEGER PRIMARY KEY, boss INTEGER);
                 INSERT INTO loose VALUES (2, NULL), (1, 2)",
            )
            .unwrap();
        let options = Options::new().transaction(transaction);
        let upgraded = up(upgrade).with(options).upgrade(&connection, "head");
        upgraded.unwrap();
        let rows = lines(&connection, "SELECT * FROM loose ORDER BY id");
        assert_eq!(rows, ["1 | 2", "2 | NULL"]);
        connection
            .execute_batch("DELETE FROM loose WHERE id = 2")
            .unwrap();
        assert_eq!(column(&connection, "SELECT count(*) FROM loose"), ["0"]);
    }
}

#[test]
fn a_table_that_others_refer_to_is_not_dropped_with_their_rows() {
    fn parent(op: &mut Op<'_>) -> Outcome {
        op.drop_table("People");
        Ok(())
    }
    fn children_first(op: &mut Op<'_>) -> Outcome {
        op.execute("DROP VIEW loud_adults; DROP VIEW adults; DROP TRIGGER task_done");
        op.drop_table("task");
        op.drop_table("people");
        op.drop_table("team");
        Ok(())
    }
    let (_file, connection) = company();
    let before = everything_but("", &connection);
    let error = up(parent).upgrade(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(format!("{error:?}").contains("`task`"), "{error:?}");
    assert_eq!(everything_but("", &connection), before);
    up(children_first).upgrade(&connection, "head").unwrap();
    let left = "SELECT count(*) FROM sqlite_schema WHERE name IN ('task', 'people', 'team')";
    assert_eq!(column(&connection, left), ["0"]);
    // With foreign keys off nothing is deleted, and so nothing is in the way.
    let (_file, connection) = company();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    up(parent).upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT count(*) FROM task"), ["3"]);
}
