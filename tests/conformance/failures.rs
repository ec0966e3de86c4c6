//! A migration that fails: what is kept, and what the error says.

use std::collections::BTreeMap;
use std::sync::Mutex;

use migrator::__private::Outcome;
use migrator::{Error, ErrorKind, Migrations, Op};

use crate::backend::{Backend, history, version_rows};
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, line, set};

/// `line(2)`, and then a revision that fails.
pub(crate) fn failing(bad: Rev) -> &'static Migrations {
    let mut revisions = line(2);
    revisions.push(bad);
    revisions.push(Rev::sql("r004", &["bad1"], "CREATE TABLE t_r004 (x TEXT)"));
    set(revisions)
}

pub(crate) fn bad_sql(sql: &str) -> &'static Migrations {
    failing(Rev::sql("bad1", &["r002"], sql))
}

pub(crate) fn bad_rust(upgrade: fn(&mut Op<'_>) -> Outcome) -> &'static Migrations {
    failing(Rev::rust("bad1", &["r002"], upgrade))
}

/// Upgrades a fresh database with a set whose third revision fails; checks that
/// the two before it are kept and nothing of it is.
fn fails(on: &dyn Backend, set: &Migrations) -> Error {
    let database = on.database();
    let mut connection = database.connect();
    let error = connection.upgrade(set, "head").unwrap_err();
    assert!(!connection.is_in_transaction());
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert_eq!(error.report().after, ["r002"]);
    // Another connection sees it the same way, and nothing is locked: the digest of
    // what it is compared with is another one.
    let mut outside = database.connect();
    outside.execute("UPDATE migrator_history SET graph_digest = ''");
    assert_eq!(database.dump(), undisturbed(on));
    error
}

/// What `line(2)` without its digest leaves; made once for each backend.
fn undisturbed(on: &dyn Backend) -> Vec<String> {
    static DUMPS: Mutex<BTreeMap<&str, Vec<String>>> = Mutex::new(BTreeMap::new());

    let make = || {
        let database = on.database();
        let mut connection = database.connect();
        connection.upgrade(set(line(2)), "head").unwrap();
        connection.execute("UPDATE migrator_history SET graph_digest = ''");
        database.dump()
    };
    let mut dumps = DUMPS.lock().unwrap();
    dumps.entry(on.name()).or_insert_with(make).clone()
}

pub(crate) fn a_failing_statement_of_a_rust_migration_is_named_with_its_call(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            op.execute("INSERT INTO log\nVALUES (NULL)");
            op.execute("CREATE TABLE never (x TEXT)");
            Ok(())
        }),
    );
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_shown!(shown(&error, &["log", "revision"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 2 of 3 (tests/conformance/failures.rs:…)
      caused by: …
      statement: INSERT INTO log
                 VALUES (NULL)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn the_call_that_fails_is_named_by_its_line(on: &dyn Backend) {
    let here = line!();
    let set = bad_rust(|op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("INSERT INTO log VALUES (NULL)");
        op.execute("CREATE TABLE never (x TEXT)");
        Ok(())
    });
    let error = fails(on, set);
    let place = format!("failures.rs:{}", here + 3);
    assert!(error.to_string().contains(&place), "{error}");
}

pub(crate) fn a_syntax_error_of_an_sql_migration_is_named_with_its_line(on: &dyn Backend) {
    let error = fails(on, bad_sql("CREATE TABLE half (x TEXT);\n\nSELEC 1;\n"));
    assert_shown!(shown(&error, &["SELEC"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 (migrations/bad1_test.sql:3)
      caused by: …
      statement: SELEC 1
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn a_syntax_error_in_the_middle_is_not_taken_for_another_statement(on: &dyn Backend) {
    let error = fails(
        on,
        bad_sql(
            "CREATE TABLE half (x TEXT);\nINSERT INTO half VALUES ('€ ü');\nSELEC 1;\n\
             INSERT INTO half VALUES ('x');\nSELECT 2",
        ),
    );
    assert_shown!(shown(&error, &["SELEC"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 3 of 5 (migrations/bad1_test.sql:3)
      caused by: …
      statement: SELEC 1
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn a_missing_table_is_named_with_its_line(on: &dyn Backend) {
    let error = fails(
        on,
        bad_sql("CREATE TABLE half (x TEXT);\nINSERT INTO missing VALUES (1);\nDROP TABLE log"),
    );
    let no_table = on.database().dialect().no_table;
    assert_shown!(shown(&error, &[no_table]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 3 (migrations/bad1_test.sql:2)
      caused by: …
      statement: INSERT INTO missing VALUES (1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn the_first_and_the_last_statement_are_named_as_well(on: &dyn Backend) {
    let error = fails(on, bad_sql("INSERT INTO log VALUES (NULL)"));
    assert!(error.to_string().contains("statement 1 of 1"), "{error}");
    let error = fails(
        on,
        bad_sql("INSERT INTO log VALUES (NULL); SELECT 1; SELECT 2"),
    );
    assert!(error.to_string().contains("statement 1 of 3"), "{error}");
    let error = fails(
        on,
        bad_sql("SELECT 1; SELECT 2; INSERT INTO log VALUES (NULL)"),
    );
    assert!(error.to_string().contains("statement 3 of 3"), "{error}");
}

pub(crate) fn a_failure_in_the_first_migration_leaves_nothing_at_all(on: &dyn Backend) {
    let database = on.database();
    let bad = Rev::sql(
        "a1",
        &[],
        "CREATE TABLE half (x TEXT); INSERT INTO missing VALUES (1)",
    );
    let error = database
        .connect()
        .upgrade(set(vec![bad]), "head")
        .unwrap_err();
    assert_eq!(error.report().steps, []);
    assert_eq!(error.report().after, [""; 0]);
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn a_swallowed_failure_cannot_be_committed(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            let _ = op.query("SELECT missing FROM log");
            op.execute("CREATE TABLE more (x TEXT)");
            // And it stays failed.
            assert!(op.query("SELECT 1").is_err());
            Ok(())
        }),
    );
    assert_shown!(shown(&error, &["missing"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 2 of 2 (tests/conformance/failures.rs:…)
      caused by: …
      statement: SELECT missing FROM log
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn a_failure_before_a_read_is_not_laid_at_the_reads_door(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("INSERT INTO log VALUES (NULL)");
            let _ = op.query("SELECT 1");
            Ok(())
        }),
    );
    assert_shown!(shown(&error, &["revision"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) failed at statement 1 of 1 (tests/conformance/failures.rs:…)
      caused by: …
      statement: INSERT INTO log VALUES (NULL)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
}

pub(crate) fn a_failure_after_a_read_is_counted_with_it(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            op.query("SELECT 1")?;
            op.execute("CREATE TABLE more (x TEXT)");
            op.execute("INSERT INTO log VALUES (NULL)");
            Ok(())
        }),
    );
    assert!(error.to_string().contains("statement 4 of 4"), "{error}");
}

pub(crate) fn a_migrations_own_error_is_shown_and_nothing_of_it_kept(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            let rows = op.query("SELECT count(*) FROM log")?;
            let n: i64 = rows.first().unwrap().get(0)?;
            Err(format!("the log has {n} rows, which is odd").into())
        }),
    );
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_shown!(shown(&error, &[]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) returned an error
      caused by: the log has 2 rows, which is odd
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    "#);
}

pub(crate) fn a_row_says_what_it_has_and_what_to_do(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            let rows = op.query("SELECT count(*) AS n, NULL AS gone FROM log")?;
            let row = rows.first().ok_or("no row")?;
            let n: u8 = row.get(&String::from("n"))?;
            assert_eq!(n, 2);
            Ok(row.get::<i64>("number").map(drop)?)
        }),
    );
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_shown!(shown(&error, &[]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) returned an error
      caused by: the query returned no column `number`; it returned `n`, `gone`
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: name a column as the query returns it, or give it the name with `AS`
    "#);
    let error = fails(
        on,
        bad_rust(|op| {
            let rows = op.query("SELECT NULL AS gone")?;
            let row = rows.first().ok_or("no row")?;
            Ok(row.get::<i64>("gone").map(drop)?)
        }),
    );
    assert_shown!(shown(&error, &[]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.rs) returned an error
      caused by: column `gone` holds NULL where an integer is wanted
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: take the value as an `Option`, or leave such rows out
    "#);
}

pub(crate) fn what_is_there_already_may_be_a_case_for_stamp(on: &dyn Backend) {
    let error = fails(on, bad_sql("CREATE TABLE log (x TEXT)"));
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_shown!(shown(&error, &["log"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 1 of 1 (migrations/bad1_test.sql:1)
      caused by: …
      statement: CREATE TABLE log (x TEXT)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: change the migration; or, if another tool has made the schema, take it over with `adopt`; of one that was made by hand, tell with `stamp` on which revision it stands
    "#);
}

pub(crate) fn an_error_before_anything_was_sent_is_shown_too(on: &dyn Backend) {
    let error = fails(
        on,
        bad_rust(|op| {
            op.execute("CREATE TABLE half (x TEXT)");
            Err("I would rather not".into())
        }),
    );
    assert!(format!("{error:?}").contains("caused by: I would rather not"));
}

pub(crate) fn a_deferred_constraint_fails_at_the_commit(on: &dyn Backend) {
    let error = fails(
        on,
        bad_sql(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY); \
             CREATE TABLE half (x INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED); \
             INSERT INTO half VALUES (99)",
        ),
    );
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_shown!(shown(&error, &["constraint"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) ran, but could not be committed
      caused by: …
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    "#);
}

pub(crate) fn a_missing_downgrade_is_refused_before_the_first_step(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = vec![Rev::sql("once", &[], "CREATE TABLE once (x TEXT)")];
    revisions.push(Rev::sql("a2", &["once"], "CREATE TABLE a2 (x TEXT)").down("DROP TABLE a2"));
    let set = set(revisions);
    connection.upgrade(set, "head").unwrap();
    let error = connection.downgrade(set, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Irreversible);
    assert_eq!(error.revision(), Some("once"));
    assert_shown!(format!("{error:?}"), @r#"
    revision `once` cannot be reverted: migrations/once_test.sql has no downgrade
    help: write its downgrade, or restore a backup
    "#);
    assert_eq!(version_rows(&mut *connection), ["a2"]);
    connection.downgrade(set, "once").unwrap();
}

pub(crate) fn a_failing_downgrade_keeps_the_revision(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = line(1);
    revisions.push(
        Rev::sql("a2", &["r001"], "CREATE TABLE a2 (x TEXT)")
            .down("DROP TABLE a2; DROP TABLE missing"),
    );
    let set = set(revisions);
    connection.upgrade(set, "head").unwrap();
    let error = connection.downgrade(set, "base").unwrap_err();
    assert_shown!(shown(&error, &["missing"]), @r#"
    downgrade of revision `a2` (migrations/a2_test.sql) failed at statement 2 of 2 (migrations/a2_test.sql:1)
      caused by: …
      statement: DROP TABLE missing
      applied before this: nothing; nothing of `a2` was kept
    help: fix the data or the statement, then run it again
    "#);
    assert_eq!(version_rows(&mut *connection), ["a2"]);
    assert!(database.tables().contains(&"a2".to_owned()));
    assert_eq!(history(&mut *connection).len(), 2);
}

pub(crate) fn a_migration_that_takes_away_its_version_row_is_rolled_back(on: &dyn Backend) {
    for bad in ["DELETE FROM alembic_version", "DROP TABLE alembic_version"] {
        let database = on.database();
        let mut connection = database.connect();
        connection.upgrade(set(line(1)), "head").unwrap();
        let before = database.dump();
        let mut revisions = line(1);
        revisions.push(Rev::sql("bad1", &["r001"], bad));
        let error = connection.upgrade(set(revisions), "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Migration);
        assert_eq!(
            error.to_string(),
            "upgrade of revision `bad1` (migrations/bad1_test.sql) ran, but its version row could \
             not be written"
        );
        assert_eq!(database.dump(), before);
    }
}

pub(crate) fn what_failed_runs_when_it_is_mended(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let set = bad_sql("INSERT INTO missing VALUES ('now')");
    connection.upgrade(set, "head").unwrap_err();
    connection.execute("CREATE TABLE missing (x TEXT)");
    let report = connection.upgrade(set, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["bad1", "r004"]);
    assert_eq!(connection.lines("SELECT x FROM missing"), ["now"]);
}
