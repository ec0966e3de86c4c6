//! A hot standby: nothing to do works there, and something to do says why not.

use migrator::ErrorKind;

use crate::support::needs;
use crate::support::postgres::{TestDatabase, column, connect, on_server};
use crate::support::{line, set};

/// Waits until the standby has replayed what the primary has written so far.
fn caught_up(database: &TestDatabase, standby: &str) {
    let written = column(&mut database.client(), "SELECT pg_current_wal_lsn()").remove(0);
    let mut standby = connect(standby);
    let replayed = format!("SELECT pg_last_wal_replay_lsn() >= '{written}'");
    while column(&mut standby, &replayed) != ["t"] {
        std::thread::yield_now();
    }
}

#[test]
fn a_start_with_nothing_to_do_works_and_pending_work_says_read_only() {
    let Some([primary, standby]) = needs::standby() else {
        return;
    };
    let database = TestDatabase::on(&primary);
    let ours = set(line(2));
    ours.upgrade(&mut database.client(), "head").unwrap();
    caught_up(&database, &standby);
    let mut replica = connect(&on_server(&standby, database.name()));
    assert_eq!(column(&mut replica, "SELECT pg_is_in_recovery()"), ["t"]);
    assert_eq!(ours.upgrade(&mut replica, "head").unwrap().steps, []);
    assert!(ours.current(&mut replica).unwrap().is_up_to_date);
    for error in [
        set(line(3)).upgrade(&mut replica, "head").unwrap_err(),
        ours.downgrade(&mut replica, "base").unwrap_err(),
        ours.stamp(&mut replica, "r001").unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
    }
}

#[test]
fn a_database_without_our_tables_is_read_there_too() {
    let Some([primary, standby]) = needs::standby() else {
        return;
    };
    let database = TestDatabase::on(&primary);
    caught_up(&database, &standby);
    let mut replica = connect(&on_server(&standby, database.name()));
    let none = set(vec![]);
    assert_eq!(none.upgrade(&mut replica, "heads").unwrap().steps, []);
    assert_eq!(set(line(1)).current(&mut replica).unwrap().rows, [""; 0]);
    let error = set(line(1)).upgrade(&mut replica, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
}
