//! `op.autocommit`: a part of a migration outside its transaction.

use migrator::prelude::*;
use migrator::{ErrorKind, Options};

use crate::backend::{Backend, End, journal, upgrade, version_rows};
use crate::support::{Rev, line, set};

pub(crate) fn what_is_before_and_after_a_block_is_in_transactions(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.execute("INSERT INTO t VALUES (1)");
        op.autocommit(|op| {
            op.execute("VACUUM");
            op.execute("INSERT INTO t VALUES (2)");
        });
        op.execute("INSERT INTO t VALUES (3)");
        Ok(())
    });
    let report = upgrade(&*database, set(vec![revision]));
    assert_eq!(report.steps[0].n_statements, 5);
    let mut connection = database.connect();
    let rows = connection.lines("SELECT x FROM t ORDER BY x");
    assert_eq!(rows, ["1", "2", "3"]);
    assert_eq!(journal(&mut *connection), ["a1 done 5"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
}

pub(crate) fn a_failure_in_a_block_keeps_what_was_before_it(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.execute("INSERT INTO t VALUES (1)");
        op.autocommit(|op| {
            op.execute("INSERT INTO t VALUES (2)");
            op.execute("INSERT INTO missing VALUES (3)");
        });
        op.execute("INSERT INTO t VALUES (4)");
        Ok(())
    });
    let set = set(vec![revision]);
    let mut connection = database.connect();
    let error = connection.upgrade(set, "head").unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("not repeated by the next run: 3"), "{text}");
    let rows = "SELECT x FROM t ORDER BY x";
    assert_eq!(connection.lines(rows), ["1", "2"]);
    assert_eq!(journal(&mut *connection), ["a1 started 3"]);
    assert_eq!(version_rows(&mut *connection), [""; 0]);

    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(connection.lines(rows), ["1", "2", "4"]);
    assert_eq!(connection.lines("SELECT x FROM missing"), ["3"]);
    assert_eq!(journal(&mut *connection), ["a1 done 5"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
}

pub(crate) fn a_failure_after_a_block_rolls_back_to_its_end(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (1)"));
        op.execute("INSERT INTO t VALUES (2)");
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (3)"));
        op.execute("INSERT INTO t VALUES (4)");
        op.execute("INSERT INTO missing VALUES (5)");
        Ok(())
    });
    let set = set(vec![revision]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap_err();
    let rows = "SELECT x FROM t ORDER BY x";
    assert_eq!(connection.lines(rows), ["1", "2", "3"]);
    assert_eq!(journal(&mut *connection), ["a1 started 4"]);

    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(connection.lines(rows), ["1", "2", "3", "4"]);
    assert_eq!(journal(&mut *connection), ["a1 done 6"]);
}

pub(crate) fn a_change_of_a_table_between_blocks_is_made_once(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (1)"));
        op.alter_table("t", |table| {
            table.alter_column(AlterColumn::new("x").not_null());
            table.add_column(Column::new("y", integer()));
        });
        op.autocommit(|op| op.execute("INSERT INTO missing VALUES (1)"));
        Ok(())
    });
    let set = set(vec![revision]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap_err();
    let rows = "SELECT x, y FROM t";
    assert_eq!(connection.lines(rows), ["1 | NULL"]);

    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    assert_eq!(connection.lines(rows), ["1 | NULL"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
}

pub(crate) fn reads_around_blocks_see_what_was_done(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.execute("INSERT INTO t VALUES (1)");
        let before = op.query("SELECT x FROM t WHERE x = 1")?.len();
        assert_eq!(before, 1);
        op.autocommit(|op| op.bulk_insert("t", ["x"], [(10,)]));
        let inside = i64::try_from(op.query("SELECT x FROM t WHERE x >= 10")?.len())?;
        op.bulk_insert("t", ["x"], [(100 + inside,)]);
        op.execute("INSERT INTO missing VALUES (1)");
        Ok(())
    });
    let set = set(vec![revision]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap_err();
    connection.execute("CREATE TABLE missing (x INTEGER)");
    connection.upgrade(set, "head").unwrap();
    let rows = "SELECT x FROM t ORDER BY x";
    assert_eq!(connection.lines(rows), ["1", "10", "101"]);
}

pub(crate) fn a_block_inside_a_larger_transaction_is_refused(on: &dyn Backend) {
    let database = on.database();
    let mut revisions = line(1);
    let line_of_block = line!() + 3;
    revisions.push(Rev::rust("b2", &["r001"], |op| {
        op.execute("CREATE TABLE t (x TEXT)");
        op.autocommit(|op| op.execute("VACUUM"));
        Ok(())
    }));
    let set = set(revisions);
    let mut connection = database.connect();
    let whole = Options::new().transaction(Transaction::WholeRun);
    let error = connection.upgrade(&set.with(whole), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(
        error.to_string().ends_with("and the whole run shares one"),
        "{error}"
    );
    assert_eq!(database.tables(), [""; 0]);

    connection.join(End::Commit, &mut |transaction| {
        let error = transaction.upgrade(set, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let place = error.location().unwrap().to_string();
        let expect = format!("tests/conformance/autocommit.rs:{line_of_block}:12");
        assert_eq!(place, expect);
    });
    assert_eq!(version_rows(&mut *connection), ["r001"]);
    assert!(!database.tables().contains(&"t".to_owned()));
}

pub(crate) fn blocks_nest_and_change_nothing_outside_a_transaction(on: &dyn Backend) {
    let database = on.database();
    let up = |op: &mut Op<'_>| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.autocommit(|op| {
            op.autocommit(|op| op.execute("VACUUM"));
            op.execute("VACUUM");
        });
        op.execute("INSERT INTO t VALUES (1)");
        Ok(())
    };
    let outside = Rev::rust("b2", &["a1"], |op| {
        op.autocommit(|op| op.execute("VACUUM"));
        op.execute("VACUUM");
        Ok(())
    });
    let revisions = vec![
        Rev::rust("a1", &[], up),
        outside.transaction(Transaction::None),
    ];
    upgrade(&*database, set(revisions));
    assert_eq!(
        journal(&mut *database.connect()),
        ["a1 done 4", "b2 done 2"]
    );
}

pub(crate) fn a_failure_swallowed_in_a_block_cannot_be_committed(on: &dyn Backend) {
    let database = on.database();
    let revision = Rev::rust("a1", &[], |op| {
        op.autocommit(|op| {
            let _ = op.query("SELECT x FROM missing");
        });
        op.execute("CREATE TABLE t (x TEXT)");
        Ok(())
    });
    let mut connection = database.connect();
    let error = connection.upgrade(set(vec![revision]), "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert!(!database.tables().contains(&"t".to_owned()));
    assert_eq!(connection.current(set(line(1))).unwrap().rows, [""; 0]);
}

pub(crate) fn a_read_that_writes_before_a_block_is_refused_before_anything_is_kept(
    on: &dyn Backend,
) {
    let database = on.database();
    let writes_first = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x INTEGER)");
        op.query("INSERT INTO t VALUES (1) RETURNING x")?;
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (2)"));
        Ok(())
    });
    let mut connection = database.connect();
    let error = connection
        .upgrade(set(vec![writes_first]), "head")
        .unwrap_err();
    assert!(
        error.to_string().contains("writes through `op.query`"),
        "{error}"
    );
    assert!(error.location().is_some());
    assert_eq!(database.tables(), [""; 0]);

    // Between two blocks nothing is kept beyond the first.
    let writes_between = Rev::rust("a1", &[], |op| {
        op.autocommit(|op| op.execute("CREATE TABLE t (x INTEGER)"));
        op.query("INSERT INTO t VALUES (1) RETURNING x")?;
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (2)"));
        Ok(())
    });
    connection
        .upgrade(set(vec![writes_between]), "head")
        .unwrap_err();
    assert_eq!(connection.lines("SELECT x FROM t"), [""; 0]);
    assert_eq!(journal(&mut *connection), ["a1 started 1"]);

    // Behind the last one it is kept together with the version row.
    let writes_last = Rev::rust("a1", &[], |op| {
        op.autocommit(|op| op.execute("CREATE TABLE t (x INTEGER)"));
        let n_before = i64::try_from(op.query("SELECT x FROM t")?.len())?;
        op.autocommit(|op| op.bulk_insert("t", ["x"], [(n_before,)]));
        op.query("INSERT INTO t VALUES (3) RETURNING x")?;
        Ok(())
    });
    connection.upgrade(set(vec![writes_last]), "head").unwrap();
    assert_eq!(connection.lines("SELECT x FROM t ORDER BY x"), ["0", "3"]);
    assert_eq!(version_rows(&mut *connection), ["a1"]);
}
