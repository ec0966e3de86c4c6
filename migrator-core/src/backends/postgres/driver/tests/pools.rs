//! The guard of a pool as a connection.

use postgres::NoTls;
use r2d2::Pool;
use r2d2_postgres::PostgresConnectionManager;

use super::{Database, session, settings, statements, transact};

#[test]
fn a_guard_of_a_pool_is_a_connection() {
    let Some(database) = Database::new() else {
        return;
    };
    let manager = PostgresConnectionManager::new(database.config(), NoTls);
    let pool = Pool::builder().max_size(1).build(manager).unwrap();
    let mut guard = pool.get().unwrap();
    let mut joined = session(&mut guard, &settings());
    joined.lock().unwrap();
    transact(
        &mut *joined,
        &statements(["CREATE TABLE a ()", "CREATE TABLE b ()"]),
    )
    .unwrap();
    joined.unlock().unwrap();
    drop(joined);
    drop(guard);
    let mut guard = pool.get().unwrap();
    transact(
        &mut *session(&mut *guard, &settings()),
        &statements(["CREATE TABLE c ()"]),
    )
    .unwrap();
    drop(guard);
    let mut guard = pool.get().unwrap();
    let mut transaction = guard.transaction().unwrap();
    transact(
        &mut *session(&mut transaction, &settings()),
        &statements(["CREATE TABLE d ()"]),
    )
    .unwrap();
    transaction.commit().unwrap();
    drop(guard);
    drop(pool);
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        ["4"]
    );
}
