//! Walks in this process, on SQLite in memory: what is seen of sets that are made here.

use migrator::{Op, Options, Raw};
use migrator_core::checks::{Verdict, Walked, walk};
use migrator_core::session::Ground as _;

use super::support::{Rev, set};

/// Shows what does not pass, and what is told.
pub(crate) fn shown(walked: &Walked) -> String {
    let mut lines: Vec<String> = Vec::new();
    if walked.from_empty != Verdict::Passed {
        lines.push(format!("from empty: {:?}", walked.from_empty));
    }
    for (id, seen) in &walked.revisions {
        for (check, verdict) in &seen.verdicts {
            if *verdict != Verdict::Passed {
                lines.push(format!("{id} {check}: {verdict:?}").replace("\\n", "\n"));
            }
        }
        let notes = seen.notes.iter();
        lines.extend(notes.map(|(check, note)| format!("{id} {check}, told: {note}")));
    }
    lines.join("\n")
}

fn walked(revisions: Vec<Rev>) -> String {
    let make = || Ok(migrator::sqlite::Memory.workshop());
    let set = set(revisions).loaded().unwrap();
    shown(&walk(set, &Options::new(), &make).unwrap())
}

fn users() -> Rev {
    Rev::sql(
        "a1",
        &[],
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT)",
    )
    .down("DROP TABLE users")
}

#[test]
fn an_empty_set_passes() {
    assert_eq!(walked(Vec::new()), "");
}

#[test]
fn a_migration_that_panics_in_scripts_alone_is_found_by_name() {
    let up = |op: &mut Op<'_>| {
        let rows = op.query("SELECT count(*) FROM users").unwrap();
        assert_eq!(rows.iter().count(), 1);
        op.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY)");
        Ok(())
    };
    let down = |op: &mut Op<'_>| {
        op.execute("DROP TABLE notes");
        Ok(())
    };
    let set = vec![users(), Rev::rust("b2", &["a1"], up).down_rust(down)];
    insta::assert_snapshot!(walked(set), @r#"
    b2 offline: Failed("the script cannot be written: it panics: called `Result::unwrap()` on an `Err` value: OpError { message: \"reads from the database, which a script cannot (tests/checks/walks.rs:50:23)\" }")
    "#);
}

#[test]
fn what_no_operation_makes_is_missed_when_it_is_lost() {
    let set = vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT IGNORE)",
        )
        .down("DROP TABLE users"),
        Rev::sql("b2", &["a1"], "ALTER TABLE users ADD COLUMN age INTEGER").down(
            "CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT UNIQUE); \
             INSERT INTO other SELECT id, name FROM users; DROP TABLE users; ALTER TABLE other RENAME TO users",
        ),
    ];
    insta::assert_snapshot!(walked(set), @r#"
    b2 round_trip: Failed("after up and down, the schema is not as it was before:
      removed users.unique constraint (name), the clause `ON CONFLICT IGNORE`
    after up, down and up again, the schema is not as after the first time:
      removed users.unique constraint (name), the clause `ON CONFLICT IGNORE`")
    "#);
}

#[test]
fn what_triggers_change_while_rows_are_made_is_no_loss() {
    let counted = |op: &mut Op<'_>| {
        op.execute("CREATE TABLE items (id INTEGER PRIMARY KEY)");
        op.execute(
            "CREATE TRIGGER counted AFTER INSERT ON items BEGIN UPDATE counts SET number = number + 1; END",
        );
        Ok(())
    };
    let down = |op: &mut Op<'_>| {
        op.execute("DROP TABLE items");
        Ok(())
    };
    let set = vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE counts (name TEXT PRIMARY KEY, number INTEGER NOT NULL)",
        )
        .down("DROP TABLE counts"),
        Rev::rust("b2", &["a1"], counted).down_rust(down),
        Rev::sql("c3", &["b2"], "CREATE INDEX ix ON counts (number)").down("DROP INDEX ix"),
    ];
    assert_eq!(walked(set), "");
}

#[test]
fn a_downgrade_by_the_driver_itself_is_no_empty_one() {
    let down = |op: &mut Op<'_>| {
        op.raw_driver(|raw| {
            let Raw::Sqlite(connection) = raw else {
                return Ok(());
            };
            connection.execute_batch("DROP TABLE notes")
        })??;
        Ok(())
    };
    let set = vec![
        users(),
        Rev::sql("b2", &["a1"], "CREATE TABLE notes (id INTEGER PRIMARY KEY)").down_rust(down),
    ];
    assert_eq!(walked(set), "");
}

/// `a1 <- r1 <- r2 <- c`, and a squash of `r1` and `r2`.
fn squashed(up: &str, down: &str) -> Vec<Rev> {
    let mut squash = Rev::sql("s", &["a1"], up).down(down);
    squash.spec.replaces = ["r1", "r2"].map(str::to_owned).to_vec();
    vec![
        users(),
        Rev::sql(
            "r1",
            &["a1"],
            "CREATE TABLE roles (name TEXT, since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        )
        .down("DROP TABLE roles"),
        Rev::sql(
            "r2",
            &["r1"],
            "INSERT INTO roles (name) VALUES ('admin'); CREATE INDEX ix_roles_name ON roles (name)",
        )
        .down("DROP INDEX ix_roles_name; DELETE FROM roles WHERE name = 'admin'"),
        squash,
        Rev::sql("c", &["r2"], "ALTER TABLE users ADD COLUMN role TEXT")
            .down("ALTER TABLE users DROP COLUMN role"),
    ]
}

const ROLES: &str = "CREATE TABLE roles (name TEXT, since TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)";

#[test]
fn a_squash_that_does_what_it_stands_for_passes() {
    let up = format!(
        "{ROLES}; CREATE INDEX ix_roles_name ON roles (name); INSERT INTO roles (name) VALUES ('admin')"
    );
    assert_eq!(walked(squashed(&up, "DROP TABLE roles")), "");
}

#[test]
fn a_squash_beside_what_it_stands_for_is_tried_in_its_place() {
    let up = format!(
        "{ROLES}; INSERT INTO roles (name) VALUES ('root'); DELETE FROM users WHERE email IS NULL"
    );
    insta::assert_snapshot!(walked(squashed(&up, "SELECT 1")), @r#"
    s round_trip: Failed("it leaves another schema than what it replaces:
      removed index ix_roles_name on roles
    after up and down, the schema is not as it was before:
      added table roles
    after up and down the upgrade fails: upgrade of revision `s` (migrations/s_test.sql) failed at statement 1 of 3 (migrations/s_test.sql:1)
      caused by: table roles already exists")
    s rows_survive: Failed("it leaves other rows than what it replaces:
      roles: name was 'admin' and is 'root'
      users: 2 rows instead of 3
    the upgrade loses rows or values that were there:
      users: of 3 rows 2 are left")
    "#);
    insta::assert_snapshot!(walked(squashed(&format!("{ROLES}; DROP TABLE nothing"), "DROP TABLE roles")), @r#"
    s round_trip: Failed("in the place of what it replaces the upgrade fails: upgrade of revision `s` (migrations/s_test.sql) failed at statement 2 of 2 (migrations/s_test.sql:1)
      caused by: near \"nothing\": syntax error")
    s rows_survive: PassedOver("its upgrade fails, as `round_trip` says")
    s downgrade: PassedOver("its upgrade fails, as `round_trip` says")
    "#);
}

#[test]
fn the_order_in_which_rows_are_matched_decides_nothing() {
    let up = "CREATE TABLE other (a INTEGER, b INTEGER, c INTEGER); INSERT INTO other SELECT coalesce(a, 9), coalesce(b, 9), 0 \
              FROM pairs ORDER BY a DESC; DROP TABLE pairs; ALTER TABLE other RENAME TO pairs";
    let set = vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE pairs (a INTEGER, b INTEGER); INSERT INTO pairs VALUES (NULL, NULL), (1, NULL), (NULL, 2)",
        )
        .down("DROP TABLE pairs"),
        Rev::sql("b2", &["a1"], up).down("ALTER TABLE pairs DROP COLUMN c"),
    ];
    assert_eq!(walked(set), "");
}
