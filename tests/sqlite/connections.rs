//! Everything that counts as a connection.

use crate::support::{line, set, tables, version_rows};
use migrator::ErrorKind;
use rusqlite::{Connection, TransactionBehavior};

#[test]
fn a_connection_is_accepted_by_shared_and_by_exclusive_reference() {
    let mut connection = Connection::open_in_memory().unwrap();
    let set = set(line(3));
    set.upgrade(&connection, "r001").unwrap();
    set.upgrade(&mut connection, "r002").unwrap();
    let boxed = Box::new(connection);
    set.upgrade(&*boxed, "r003").unwrap();
    assert_eq!(version_rows(&boxed), ["r003"]);
}

#[test]
fn a_transaction_is_joined_and_stays_the_applications() {
    let mut connection = Connection::open_in_memory().unwrap();
    let set = set(line(2));
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    set.upgrade(&transaction, "head").unwrap();
    assert_eq!(version_rows(&transaction), ["r002"]);
    transaction.rollback().unwrap();
    assert_eq!(set.current(&connection).unwrap().rows, [""; 0]);

    let mut transaction = connection.transaction().unwrap();
    set.upgrade(&mut transaction, "head").unwrap();
    transaction.commit().unwrap();
    assert_eq!(version_rows(&connection), ["r002"]);
}

#[test]
fn a_transaction_that_has_ended_is_not_joined() {
    let mut connection = Connection::open_in_memory().unwrap();
    let transaction = connection.transaction().unwrap();
    // As by a trigger that raises `ROLLBACK`.
    transaction.execute_batch("ROLLBACK").unwrap();
    let set = set(line(1));
    let error = set.upgrade(&transaction, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    the transaction that the migrations should join has ended
    help: begin another one, or pass the connection itself
    "#);
    let stamped = set.stamp(&transaction, "head").unwrap_err();
    assert_eq!(format!("{stamped:?}"), format!("{error:?}"));
    assert_eq!(tables(&transaction), [""; 0]);
}

#[test]
fn the_guard_of_a_pool_is_accepted() {
    struct Memory;

    impl r2d2::ManageConnection for Memory {
        type Connection = Connection;
        type Error = rusqlite::Error;

        fn connect(&self) -> rusqlite::Result<Connection> {
            Connection::open_in_memory()
        }

        fn is_valid(&self, connection: &mut Connection) -> rusqlite::Result<()> {
            connection.execute_batch("")
        }

        fn has_broken(&self, _: &mut Connection) -> bool {
            false
        }
    }

    let pool = r2d2::Pool::builder().max_size(1).build(Memory).unwrap();
    let mut guard = pool.get().unwrap();
    set(line(1)).upgrade(&mut guard, "head").unwrap();
    set(line(1)).upgrade(&*guard, "head").unwrap();
    assert_eq!(version_rows(&guard), ["r001"]);
}
