//! `op.raw_driver`: the driver's own connection inside the migration's transaction.

use std::io::Write;

use migrator::{ErrorKind, Op, Raw, Transaction};

use crate::support::postgres::{TestDatabase, column};
use crate::support::{Rev, set};

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn copies(op: &mut Op<'_>) -> Result<(), Failure> {
    op.execute("CREATE TABLE t (x TEXT)");
    op.raw_driver(|driver| -> Result<(), Failure> {
        match driver {
            Raw::Postgres(client) => write(client.copy_in("COPY t FROM STDIN")?),
            Raw::PostgresTransaction(transaction) => {
                write(transaction.copy_in("COPY t FROM STDIN")?)
            }
            other => Err(format!("{other:?}").into()),
        }
    })??;
    op.execute("INSERT INTO t VALUES ('c')");
    Ok(())
}

fn write(mut rows: postgres::CopyInWriter<'_>) -> Result<(), Failure> {
    rows.write_all(b"a\nb\n")?;
    rows.finish()?;
    Ok(())
}

#[test]
fn what_it_does_is_in_the_transaction_of_the_migration() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let fails = Rev::rust("a1", &[], |op| {
        copies(op)?;
        op.execute("INSERT INTO missing VALUES (1)");
        Ok(())
    });
    let mut client = database.client();
    set(vec![fails]).upgrade(&mut client, "head").unwrap_err();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(column(&mut client, tables), [""; 0]);

    let copying = set(vec![Rev::rust("a1", &[], copies)]);
    let mut transaction = client.transaction().unwrap();
    copying.upgrade(&mut transaction, "head").unwrap();
    transaction.rollback().unwrap();
    assert_eq!(column(&mut client, tables), [""; 0]);

    copying.upgrade(&mut client, "head").unwrap();
    let rows = column(&mut client, "SELECT x FROM t ORDER BY x");
    assert_eq!(rows, ["a", "b", "c"]);
}

#[test]
fn what_it_does_on_sqlite_is_in_the_transaction_of_the_migration() {
    fn up(op: &mut Op<'_>) -> Result<(), Failure> {
        op.execute("CREATE TABLE t (x TEXT)");
        let n = op.raw_driver(|driver| match driver {
            Raw::Sqlite(connection) => connection.execute("INSERT INTO t VALUES ('a')", []),
            _ => Ok(0),
        })??;
        assert_eq!(n, 1);
        Ok(())
    }
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let fails = Rev::rust("a1", &[], |op| {
        up(op)?;
        op.raw_driver(|_| Err::<(), Failure>("no".into()))?
    });
    set(vec![fails]).upgrade(&connection, "head").unwrap_err();
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(count("SELECT count(*) FROM sqlite_schema").unwrap(), 0);
    set(vec![Rev::rust("a1", &[], up)])
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(count("SELECT count(*) FROM t").unwrap(), 1);
}

#[test]
fn it_goes_with_no_journal() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let outside = Rev::rust("a1", &[], copies).transaction(Transaction::None);
    let before_block = Rev::rust("a1", &[], |op| {
        copies(op)?;
        op.autocommit(|op| op.execute("VACUUM"));
        Ok(())
    });
    let after_block = Rev::rust("a1", &[], |op| {
        op.autocommit(|op| op.execute("VACUUM"));
        copies(op)
    });
    for (revision, place) in [
        (outside, "14:8"),
        // Here the block is what cannot be.
        (before_block, "92:12"),
        (after_block, "14:8"),
    ] {
        let mut client = database.client();
        let error = set(vec![revision])
            .upgrade(&mut client, "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
        let place = format!("tests/postgres/raw_driver.rs:{place}");
        assert_eq!(error.location().unwrap().to_string(), place);
        let tables = "SELECT tablename FROM pg_tables WHERE tablename = 't'";
        assert_eq!(column(&mut client, tables), [""; 0]);
        let reset = "DROP TABLE IF EXISTS migrator_history, alembic_version";
        client.batch_execute(reset).unwrap();
    }
}
