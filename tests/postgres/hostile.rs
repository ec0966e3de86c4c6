//! Databases and connections that are set up against us: what is true is found out all the
//! same, or the error says what is in the way.

use std::time::Duration;

use migrator::{ErrorKind, Options};

use crate::support::postgres::{TestDatabase, column};
use crate::support::{line, set};

/// Nothing of these tests may last longer; without it a regression would hang.
const NEVER: &str = "SET statement_timeout = '60s'";

#[test]
fn a_table_of_ours_that_is_being_rewritten_is_waited_for_up_to_the_deadline() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(2));
    set.upgrade(&mut database.client(), "head").unwrap();
    let hasty = || {
        Options::new()
            .lock_wait(Duration::from_millis(300))
            .lock_timeout(Duration::from_millis(50))
    };
    for table in ["alembic_version", "migrator_history"] {
        let mut other = database.client();
        let lock = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        other.batch_execute(&lock).unwrap();
        let mut client = database.client();
        client.batch_execute(NEVER).unwrap();
        let in_time = set.with(hasty());
        for error in [
            in_time.upgrade(&mut client, "head").unwrap_err(),
            in_time.downgrade(&mut client, "base").unwrap_err(),
            in_time.current(&mut client).unwrap_err(),
            in_time.history_of(&mut client, ":").unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
        }
        // A transaction of the application that is refused keeps its own patience.
        let set_own = "BEGIN; SET LOCAL lock_timeout = '7s'";
        client.batch_execute(set_own).unwrap();
        other.batch_execute("ROLLBACK").unwrap();
        in_time.upgrade(&mut client, "head").unwrap_err();
        assert_eq!(column(&mut client, "SHOW lock_timeout"), ["7s"]);
    }
}
