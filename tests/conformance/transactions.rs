//! What is kept and what is not: a transaction per migration, one for the run, or
//! the application's.

use migrator::__private::Outcome;
use migrator::{Error, ErrorKind, Event, Migrations, Op, Options, Report, Transaction};

use crate::backend::{Backend, Connection, End, upgrade, version_rows};
use crate::failures::{bad_rust, bad_sql, failing};
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, line, set};

const HALF: &str = "CREATE TABLE half (x TEXT); INSERT INTO log VALUES (NULL)";

fn whole() -> Options {
    Options::new().transaction(Transaction::WholeRun)
}

pub(crate) fn each_migration_is_a_transaction_of_its_own(on: &dyn Backend) {
    let database = on.database();
    // Before each step another connection sees what those before it have done.
    let other = database.clone();
    let options = Options::new().observer(move |event: &Event<'_>| match event {
        Event::StepStarted {
            revision: "r001", ..
        } => assert_eq!(other.tables(), [""; 0]),
        Event::StepStarted { revision, .. } => {
            let mut connection = other.connect();
            let n: usize = revision[1..].parse().unwrap();
            assert_eq!(version_rows(&mut *connection), [format!("r{:03}", n - 1)]);
            assert_eq!(
                connection.lines("SELECT count(*) FROM migrator_history"),
                [(n - 1).to_string()]
            );
        }
        _ => {}
    });
    upgrade(&*database, &set(line(4)).with(options));
}

pub(crate) fn a_whole_run_is_one_transaction(on: &dyn Backend) {
    let database = on.database();
    let other = database.clone();
    let options = whole().observer(move |event: &Event<'_>| {
        if let Event::Statement { .. } = event {
            assert_eq!(other.tables(), [""; 0]);
        }
    });
    let mut connection = database.connect();
    let report = connection
        .upgrade(&set(line(3)).with(options), "head")
        .unwrap();
    assert_eq!(report.steps.len(), 3);
    assert_eq!(report.after, ["r003"]);
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *connection), ["r003"]);
    let down = connection
        .downgrade(&set(line(3)).with(whole()), "base")
        .unwrap();
    assert_eq!(down.steps.len(), 3);
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

pub(crate) fn a_whole_run_that_fails_keeps_nothing(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let set = bad_sql(HALF);
    let error = connection.upgrade(&set.with(whole()), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(error.report().steps, []);
    assert_eq!(error.report().after, [""; 0]);
    assert_shown!(shown(&error, &["revision"]), @r#"
    upgrade of revision `bad1` (migrations/bad1_test.sql) failed at statement 2 of 2 (migrations/bad1_test.sql:1)
      caused by: …
      statement: INSERT INTO log VALUES (NULL)
      applied before this: nothing; nothing of `bad1` was kept
    help: fix the data or the statement, then run it again
    "#);
    assert!(!connection.is_in_transaction());
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn a_whole_run_with_a_deferred_constraint_fails_at_the_commit(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let set = failing(Rev::sql(
        "bad1",
        &["r002"],
        "CREATE TABLE parent (id INTEGER PRIMARY KEY); \
         CREATE TABLE half (x INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED); \
         INSERT INTO half VALUES (99)",
    ));
    let error = connection.upgrade(&set.with(whole()), "head").unwrap_err();
    assert_eq!(error.report().steps, []);
    assert!(!connection.is_in_transaction());
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn a_run_joins_the_applications_transaction(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.execute("CREATE TABLE x (x INTEGER)");
    connection.join(End::Rollback, &mut |transaction| {
        transaction.execute("INSERT INTO x VALUES (1)");
        let report = transaction.upgrade(set(line(3)), "head").unwrap();
        assert_eq!(report.steps.len(), 3);
        assert_eq!(version_rows(transaction), ["r003"]);
        assert!(transaction.is_in_transaction());
        assert_eq!(database.tables(), ["x"], "seen from outside");
    });
    assert_eq!(database.tables(), ["x"]);
    connection.join(End::Commit, &mut |transaction| {
        transaction.execute("INSERT INTO x VALUES (2)");
        transaction.upgrade(set(line(3)), "head").unwrap();
    });
    let mut outside = database.connect();
    assert_eq!(outside.lines("SELECT x FROM x"), ["2"]);
    assert_eq!(version_rows(&mut *outside), ["r003"]);
}

pub(crate) fn a_failure_in_a_joined_run_keeps_the_steps_before_it(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.join(End::Commit, &mut |transaction| {
        transaction.execute("CREATE TABLE x (x TEXT)");
        let error = transaction.upgrade(bad_sql(HALF), "head").unwrap_err();
        assert_eq!(
            error.report().revisions().collect::<Vec<_>>(),
            ["r001", "r002"]
        );
        // Still the application's, and of use.
        assert!(transaction.is_in_transaction());
        transaction.execute("INSERT INTO x VALUES ('after')");
    });
    let kept = [
        "alembic_version",
        "log",
        "migrator_history",
        "t_r001",
        "t_r002",
        "x",
    ];
    assert_eq!(database.tables(), kept);
    assert_eq!(version_rows(&mut *connection), ["r002"]);
    assert_eq!(connection.lines("SELECT x FROM x"), ["after"]);
}

pub(crate) fn a_whole_run_that_joins_a_transaction_keeps_all_or_nothing(on: &dyn Backend) {
    let database = on.database();
    let set = bad_sql(HALF);
    let mut connection = database.connect();
    connection.join(End::Commit, &mut |transaction| {
        transaction.execute("CREATE TABLE mine (x TEXT)");
        let error = transaction.upgrade(&set.with(whole()), "head").unwrap_err();
        assert_eq!(error.report().steps, []);
    });
    assert_eq!(database.tables(), ["mine"]);
}

pub(crate) fn stamp_and_downgrade_join_too(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    database.connect().join(End::Rollback, &mut |transaction| {
        transaction.upgrade(set, "head").unwrap();
        transaction.downgrade(set, "-1").unwrap();
        transaction.stamp(set, &["head"]).unwrap();
        assert_eq!(transaction.current(set).unwrap().rows, ["r002"]);
    });
    assert_eq!(database.tables(), [""; 0]);
}

type Verb = fn(&mut dyn Connection, &Migrations) -> Result<Report, Error>;

pub(crate) fn a_plain_connection_inside_a_transaction_is_refused(on: &dyn Backend) {
    let verbs: [Verb; 3] = [
        |connection, set| connection.upgrade(set, "head"),
        |connection, set| connection.downgrade(set, "base"),
        |connection, set| connection.stamp(set, &["head"]),
    ];
    let database = on.database();
    let mut connection = database.connect();
    let set = set(line(1));
    for upgraded in [false, true] {
        if upgraded {
            connection.upgrade(set, "head").unwrap();
        }
        let before = database.footprint();
        for verb in verbs {
            connection.execute("BEGIN");
            let error = verb(&mut *connection, set).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InsideTransaction);
            assert_shown!(format!("{error:?}"), @r#"
            the connection is already inside a transaction
            help: pass the transaction itself to have the migrations join it, or finish it first
            "#);
            connection.execute("ROLLBACK");
        }
        assert!(database.footprint() == before);
    }
}

pub(crate) fn the_reading_verbs_work_inside_a_transaction(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let set = set(line(1));
    connection.upgrade(set, "head").unwrap();
    connection.execute("BEGIN");
    assert!(connection.current(set).unwrap().is_up_to_date);
    assert!(connection.history_of(set, ":").unwrap()[0].is_current);
    assert!(connection.is_in_transaction());
    connection.execute("COMMIT");
}

/// Runs a migration that asks for what is refused; checks that not one statement
/// of it was sent, and returns the error from its cause on.
fn refused(on: &dyn Backend, upgrade: fn(&mut Op<'_>) -> Outcome) -> String {
    let database = on.database();
    let (mut connection, watch) = database.connect_watched();
    let error = connection.upgrade(bad_rust(upgrade), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let seen = watch.take();
    assert!(
        !seen.sql.iter().any(|sql| sql.contains("half")),
        "{seen:#?}"
    );
    assert_eq!(version_rows(&mut *connection), ["r002"]);
    let text = shown(&error, &[]);
    let start = text.find("caused by").unwrap();
    text[start..].to_owned()
}

pub(crate) fn sql_that_would_end_the_transaction_is_refused_before_anything_runs(on: &dyn Backend) {
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("COMMIT");
        Ok(())
    }), @r#"
    caused by: the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("INSERT INTO half VALUES (1);\n/* now */ rollback;");
        Ok(())
    }), @r#"
    caused by: the SQL is refused: `ROLLBACK` controls the transaction, which belongs to migrator (line 2, column 11)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("SAVEPOINT migrator_step");
        Ok(())
    }), @r#"
    caused by: the SQL is refused: `SAVEPOINT` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.query("END")?;
        Ok(())
    }), @r#"
    caused by: the SQL is refused: `END` controls the transaction, which belongs to migrator (line 1, column 1)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    "#);
}

pub(crate) fn sql_that_is_not_closed_is_refused_before_anything_runs(on: &dyn Backend) {
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("INSERT INTO log VALUES ('open)");
        op.execute("INSERT INTO log VALUES ('closed')");
        Ok(())
    }), @r#"
    caused by: the SQL is refused: the string that starts here is never closed (line 1, column 25)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: close it with `'`; a quote inside a string is written twice: `''`
    "#);
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.execute("SELECT 1 /* open");
        Ok(())
    }), @r#"
    caused by: the SQL is refused: the comment that starts here is never closed (line 1, column 10)
      applied before this: `r001`, `r002`; nothing of `bad1` was kept
    help: close it with `*/`
    "#);
}

pub(crate) fn a_comment_at_the_end_does_not_swallow_the_next_statement(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE one (x TEXT) -- the first");
        op.execute("CREATE TABLE two (x TEXT); -- the second");
        op.execute("-- nothing at all");
        op.execute("CREATE TABLE three (x TEXT)");
        Ok(())
    })]);
    upgrade(&*database, set);
    assert_eq!(
        database.tables(),
        ["alembic_version", "migrator_history", "one", "three", "two"]
    );
}
