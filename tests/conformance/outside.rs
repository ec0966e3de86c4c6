//! Migrations outside a transaction: their statements are journaled and not repeated.

use migrator::{ErrorKind, Options, Transaction};

use crate::backend::{Backend, End, column, journal, upgrade, version_rows};
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, line, set};

pub(crate) fn outside(id: &str, parents: &[&str], up: &str) -> Rev {
    Rev::sql(id, parents, up).transaction(Transaction::None)
}

pub(crate) fn statements_that_no_transaction_bears_run_outside_one(on: &dyn Backend) {
    let database = on.database();
    let not_in_transaction = database.dialect().not_in_transaction;
    let up = format!(
        "{not_in_transaction}; CREATE TABLE t (x INTEGER); VACUUM; INSERT INTO t VALUES (1)"
    );
    let report = upgrade(&*database, set(vec![outside("a1", &[], &up)]));
    assert_eq!(report.steps[0].n_statements, 4);
    let mut connection = database.connect();
    assert_eq!(connection.lines("SELECT x FROM t"), ["1"]);
    assert_eq!(journal(&mut *connection), ["a1 done 4"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
}

pub(crate) fn inside_a_transaction_they_are_refused_before_anything_runs(on: &dyn Backend) {
    let database = on.database();
    let statement = database.dialect().not_in_transaction;
    for statement in ["VACUUM", statement] {
        let up = format!("CREATE TABLE t (x TEXT); {statement}");
        let set = set(vec![Rev::sql("a1", &[], &up)]);
        let error = database.connect().upgrade(set, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let text = format!("{error:?}");
        assert!(
            text.starts_with(
                "upgrade of revision `a1` (migrations/a1_test.sql) asks for what cannot be done \
                 (migrations/a1_test.sql:1)\n"
            ),
            "{text}"
        );
        assert!(text.contains(&format!("`{statement}`")), "{text}");
        assert!(
            text.ends_with(
                "help: declare `pub const TRANSACTION: Transaction = Transaction::None;` in the \
                 migration (`-- transaction: none` in an SQL file), or put the statement into a \
                 block of `op.autocommit`"
            ),
            "{text}"
        );
        assert_eq!(database.tables(), [""; 0]);
    }
}

pub(crate) fn inside_a_larger_transaction_they_are_refused_before_anything_runs(on: &dyn Backend) {
    let database = on.database();
    let mut revisions = line(1);
    revisions.push(outside("b2", &["r001"], "VACUUM"));
    let set = set(revisions);
    let mut connection = database.connect();
    connection.join(End::Commit, &mut |transaction| {
        let error = transaction.upgrade(set, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(
            error.to_string(),
            "revision `b2` (migrations/b2_test.sql) must run outside a transaction, and the run \
             joins the application's transaction"
        );
    });
    let whole = Options::new().transaction(Transaction::WholeRun);
    let error = connection.upgrade(&set.with(whole), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(database.tables(), [""; 0]);
}

pub(crate) fn a_failed_one_goes_on_where_it_stopped(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = line(1);
    let up = "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1); \
              INSERT INTO missing VALUES (2); INSERT INTO t VALUES (3)";
    revisions.push(outside("b2", &["r001"], up));
    let set = set(revisions);
    let error = connection.upgrade(set, "head").unwrap_err();
    assert_shown!(shown(&error, &["missing"]), @r#"
    upgrade of revision `b2` (migrations/b2_test.sql) failed at statement 3 of 4 (migrations/b2_test.sql:1)
      caused by: …
      statement: INSERT INTO missing VALUES (2)
      applied before this: `r001`; `b2` runs outside a transaction: statements kept, and not repeated by the next run: 2
    help: fix the data or the statement, then run it again
    "#);
    assert_eq!(version_rows(&mut *connection), ["r001"]);
    assert_eq!(journal(&mut *connection), ["r001 done 4", "b2 started 2"]);

    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(connection.lines("SELECT x FROM t"), ["1", "3"]);
    assert_eq!(connection.lines("SELECT x FROM missing"), ["2"]);
    assert_eq!(journal(&mut *connection), ["r001 done 4", "b2 done 4"]);
    assert_eq!(version_rows(&mut *connection), ["b2"]);
}

pub(crate) fn one_that_changed_in_between_is_refused_by_name(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let before = outside(
        "a1",
        &[],
        "CREATE TABLE t (x TEXT); INSERT INTO missing VALUES (1)",
    );
    connection.upgrade(set(vec![before]), "head").unwrap_err();
    let after = outside(
        "a1",
        &[],
        "CREATE TABLE u (x INTEGER); INSERT INTO u VALUES (1)",
    );
    let error = connection.upgrade(set(vec![after]), "head").unwrap_err();
    assert_shown!(shown(&error, &[]), @r#"
    upgrade of revision `a1` (migrations/a1_test.sql) was interrupted, and its statement 1 is no longer what ran (migrations/a1_test.sql:1)
      applied before this: nothing; `a1` runs outside a transaction: statements kept, and not repeated by the next run: 1
    help: restore the migration as it was; or finish it by hand and `stamp` the revision
    "#);
    assert_eq!(
        database.tables(),
        ["alembic_version", "migrator_history", "t"]
    );
}

pub(crate) fn a_stamp_gives_up_what_was_under_way(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let revision = |up| outside("a1", &[], up).down("DROP TABLE t");
    let broken = revision("CREATE TABLE t (x TEXT); INSERT INTO missing VALUES (1)");
    connection.upgrade(set(vec![broken]), "head").unwrap_err();
    let mended = set(vec![revision("CREATE TABLE t (x TEXT)")]);
    connection.stamp(mended, &["a1"]).unwrap();
    connection.downgrade(mended, "base").unwrap();
    connection.upgrade(mended, "head").unwrap();
    assert_eq!(version_rows(&mut *connection), ["a1"]);
    assert_eq!(
        database.tables(),
        ["alembic_version", "migrator_history", "t"]
    );
}

pub(crate) fn reading_between_the_statements_sees_them(on: &dyn Backend) {
    let database = on.database();
    let reading = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.bulk_insert("t", ["x"], [(7,)]);
        for row in op.query("SELECT x FROM t")? {
            let x: i64 = row.get("x")?;
            op.bulk_insert("t", ["x"], [(x + 1,)]);
        }
        Ok(())
    });
    upgrade(
        &*database,
        set(vec![reading.transaction(Transaction::None)]),
    );
    let rows = "SELECT x FROM t ORDER BY x";
    assert_eq!(database.connect().lines(rows), ["7", "8"]);
}

pub(crate) fn writing_through_a_read_is_refused_there(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.execute("CREATE TABLE t (x INTEGER)");
    let writing = Rev::rust("a1", &[], |op| {
        op.query("INSERT INTO t VALUES (9) RETURNING x")?;
        Ok(())
    });
    let set = set(vec![writing.transaction(Transaction::None)]);
    let error = connection.upgrade(set, "head").unwrap_err();
    assert!(
        error.to_string().contains("writes through `op.query`"),
        "{error}"
    );
    assert_eq!(connection.lines("SELECT x FROM t"), [""; 0]);
}

pub(crate) fn a_whole_run_can_go_without_transactions(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let without = || Options::new().transaction(Transaction::None);
    connection
        .upgrade(&set(line(3)).with(without()), "head")
        .unwrap();
    assert_eq!(version_rows(&mut *connection), ["r003"]);
    assert_eq!(
        journal(&mut *connection),
        ["r001 done 4", "r002 done 3", "r003 done 3"]
    );
    connection
        .downgrade(&set(line(3)).with(without()), "base")
        .unwrap();
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

pub(crate) fn both_kinds_of_migration_follow_each_other(on: &dyn Backend) {
    let database = on.database();
    let mut revisions = line(2);
    revisions.push(outside("o1", &["r002"], "VACUUM; CREATE TABLE o1 (x TEXT)"));
    revisions.push(Rev::sql("p1", &["o1"], "CREATE TABLE p1 (x TEXT)"));
    revisions.push(outside(
        "o2",
        &["p1"],
        "INSERT INTO o1 VALUES ('x'); VACUUM",
    ));
    let report = upgrade(&*database, set(revisions));
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["r001", "r002", "o1", "p1", "o2"]
    );
    let mut connection = database.connect();
    assert_eq!(
        journal(&mut *connection),
        [
            "r001 done 4",
            "r002 done 3",
            "o1 done 2",
            "p1 done 1",
            "o2 done 2"
        ]
    );
    assert_eq!(column(&mut *connection, "SELECT x FROM o1"), ["x"]);
}
