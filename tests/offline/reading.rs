//! What a migration can only do where there is a database.

use migrator::ops::Batches;
use migrator::prelude::*;
use migrator::{Dialect, ErrorKind, Options, Transaction};

use crate::shells::{Database, check_upgrade, on_each};
use crate::support::{Rev, line, set};

const KINDS: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

#[test]
fn a_migration_that_reads_is_named_with_its_line() {
    let mut revisions = line(1);
    revisions.push(Rev::rust("b2", &["r001"], |op| {
        op.execute("CREATE TABLE t (x TEXT)");
        // What is swallowed is remembered.
        let _ = op.query("SELECT 1");
        Ok(())
    }));
    let set = set(revisions);
    for dialect in KINDS {
        let error = set.sql(dialect).upgrade("heads").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(error.revision(), Some("b2"));
        assert_eq!(
            error.location().unwrap().to_string(),
            "tests/offline/reading.rs:18:20"
        );
        assert!(error.help().unwrap().contains("op.online"), "{error:?}");
    }
}

#[test]
fn the_drivers_connection_is_not_there_either() {
    let set = set(vec![Rev::rust("a1", &[], |op| Ok(op.raw_driver(|_| ())?))]);
    for dialect in KINDS {
        let error = set.sql(dialect).upgrade("heads").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(
            error.location().unwrap().to_string(),
            "tests/offline/reading.rs:36:56"
        );
    }
}

#[test]
fn a_part_that_needs_the_database_is_left_out_with_a_remark() {
    on_each(|dialect| {
        let set = set(vec![Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE t (x TEXT)");
            op.online(|op| -> Result {
                for row in op.query("SELECT 'online' AS x")? {
                    let x: String = row.get("x")?;
                    op.bulk_insert("t", ["x"], [(x,)]);
                }
                Ok(())
            })?;
            op.online(|op| op.execute("INSERT INTO t VALUES ('online')"));
            op.autocommit(|op| op.online(|op| op.execute("INSERT INTO t VALUES ('online')")));
            if op.is_offline() {
                op.execute("INSERT INTO t VALUES ('offline')");
            }
            Ok(())
        })]);
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        online.upgrade(&set.with(Options::new()), "heads");
        let script = set.sql(dialect).upgrade("heads").unwrap();
        assert_eq!(
            script
                .matches("Left out, because it needs the database")
                .count(),
            3
        );
        offline.run(&script);
        assert_eq!(online.lines("SELECT x FROM t"), ["online"; 3]);
        assert_eq!(offline.lines("SELECT x FROM t"), ["offline"]);
    });
}

#[test]
fn a_part_that_is_left_out_is_left_out_on_the_way_back() {
    on_each(|dialect| {
        let set = set(vec![
            line(1).remove(0),
            Rev::reversible("b2", &["r001"], |op| {
                op.execute(Sql::new("CREATE TABLE t (x TEXT)").reversed_by("DROP TABLE t"));
                op.online(|op| op.execute("INSERT INTO log VALUES ('not undone by itself')"));
                if op.is_offline() {
                    op.execute(Sql::new("CREATE TABLE u (x TEXT)").reversed_by("DROP TABLE u"));
                }
                Ok(())
            }),
        ]);
        let database = Database::new(dialect);
        database.run(&set.sql(dialect).upgrade("r001").unwrap());
        let tables = || {
            let dump = database.dump().into_iter();
            dump.filter(|line| !line.contains("history: "))
                .filter(|line| !line.starts_with("migrator_history:"))
                .collect::<Vec<_>>()
        };
        let before = tables();
        database.run(&set.sql(dialect).upgrade("r001:b2").unwrap());
        let script = set.sql(dialect).downgrade("b2:r001").unwrap();
        assert!(script.contains("Left out, because it needs the database"));
        database.run(&script);
        assert_eq!(tables(), before);
    });
}

#[test]
fn what_a_database_cannot_do_is_refused_as_online() {
    let mut revisions = line(1);
    let block = Rev::rust("b2", &["r001"], |op| {
        op.autocommit(|op| op.execute("VACUUM"));
        Ok(())
    });
    revisions.push(block);
    let set = set(revisions);
    for dialect in KINDS {
        let options = Options::new().transaction(Transaction::WholeRun);
        let error = set.with(options).sql(dialect).upgrade("heads").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(error.revision(), Some("b2"));
    }
}

#[test]
fn batches_become_one_statement() {
    on_each(|dialect| {
        let change = |op: &mut Op<'_>| {
            let batches = Batches::of("t").size(2);
            let small = batches
                .clone()
                .filter("id < 4 OR id = 8")
                .filter("x IS NULL");
            op.update_in_batches(small, [("x", "'small;'")]);
            op.delete_in_batches(batches.filter("id = 5"));
            Ok(())
        };
        let mut revisions = vec![Rev::rust("a1", &[], |op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("id", integer()).primary_key())
                    .column(Column::new("x", text())),
            );
            op.bulk_insert("t", ["id"], (1..=9).map(|id| (id,)));
            Ok(())
        })];
        revisions.push(Rev::rust("b2", &["a1"], change));
        revisions.push(Rev::rust("c3", &["b2"], change).transaction(Transaction::None));
        revisions.push(Rev::rust("d4", &["c3"], |op| {
            op.autocommit(|op| op.delete_in_batches(Batches::of("t").filter("id = 6")));
            op.delete_in_batches(Batches::of("t").filter("id = 7"));
            Ok(())
        }));
        check_upgrade(dialect, set(revisions), &Options::new());
    });
}
