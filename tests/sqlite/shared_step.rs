//! A step that two connections work on at once.

use std::cell::RefCell;

use rusqlite::Connection;

use crate::support::{Rev, column, set};

type Between = Box<dyn FnOnce()>;

thread_local! {
    /// What happens between the two blocks of the migration, once.
    static BETWEEN: RefCell<Option<Between>> = const { RefCell::new(None) };
    /// How often the end of the migration is still refused.
    static FAILURES: RefCell<usize> = const { RefCell::new(0) };
}

#[test]
fn what_another_connection_did_between_two_blocks_is_not_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let connection = Connection::open(&path).unwrap();
    let revision = Rev::rust("a1", &[], |op| {
        op.execute("CREATE TABLE t (x)");
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (1)"));
        if let Some(between) = BETWEEN.take() {
            between();
        }
        op.execute("INSERT INTO t VALUES (2)");
        op.autocommit(|op| op.execute("INSERT INTO t VALUES (3)"));
        op.execute("INSERT INTO t VALUES (4)");
        if FAILURES.replace(0) > 0 {
            op.execute("INSERT INTO missing VALUES (5)");
        }
        Ok(())
    });
    let set = set(vec![revision]);
    BETWEEN.set(Some(Box::new(move || {
        FAILURES.set(1);
        let other = Connection::open(&path).unwrap();
        set.upgrade(&other, "head").unwrap_err();
        let xs = column(&other, "SELECT x FROM t");
        assert_eq!(
            xs,
            ["1", "2", "3"],
            "it comes as far as behind the second block"
        );
    })));
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(column(&connection, "SELECT x FROM t"), ["1", "2", "3", "4"]);
}
