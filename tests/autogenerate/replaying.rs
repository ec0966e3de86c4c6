//! The migrations run on scratch, and what does not is named.

use migrator::prelude::*;
use migrator::{Declared, ErrorKind};

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

fn declared() -> Declared {
    Declared::new().table(Table::new("t").column(Column::new("a", integer())))
}

fn create() -> Rev {
    Rev::rust("a1", &[], |op| {
        op.create_table(Table::new("t").column(Column::new("a", integer())));
        Ok(())
    })
}

#[test]
fn a_migration_of_data_runs_on_empty_tables() {
    for backend in Backend::all() {
        let data = Rev::rust("b2", &["a1"], |op| {
            for row in op.query("SELECT a FROM t")? {
                let a: i64 = row.get("a")?;
                op.bulk_insert("t", ["a"], [(a + 1,)]);
            }
            op.execute("UPDATE t SET a = a + 1");
            Ok(())
        });
        let set = set(vec![create(), data]);
        assert!(
            backend
                .check(&autogenerate(set, declared()))
                .unwrap()
                .is_empty()
        );
    }
}

#[test]
fn several_heads_are_replayed_together() {
    for backend in Backend::all() {
        let left = Rev::sql("b2", &["a1"], "CREATE TABLE b (a INTEGER)").label("left");
        let right = Rev::sql("c3", &["a1"], "CREATE TABLE c (a INTEGER)").label("right");
        let set = set(vec![create(), left, right]);
        let table = |name: &str| Table::new(name).column(Column::new("a", integer()));
        let declared = declared().table(table("b")).table(table("c"));
        assert_eq!(
            backend.check(&autogenerate(set, declared)).unwrap().lines(),
            [""; 0]
        );
    }
}

#[test]
fn a_migration_outside_a_transaction_runs_too() {
    for backend in Backend::all() {
        let outside =
            Rev::sql("b2", &["a1"], "CREATE INDEX i ON t (a)").transaction(Transaction::None);
        let set = set(vec![create(), outside]);
        let declared = declared().index(Index::new("i").on("t", ["a"]));
        assert_eq!(
            backend.check(&autogenerate(set, declared)).unwrap().lines(),
            [""; 0]
        );
    }
}

#[test]
fn a_migration_that_needs_rows_is_named() {
    for backend in Backend::all() {
        let needs = Rev::rust("b2", &["a1"], |op| {
            let rows = op.query("SELECT a FROM t")?;
            let first = rows.first().ok_or("there is no first row")?;
            op.bulk_insert("t", ["a"], [(first.get::<i64>("a")?,)]);
            Ok(())
        });
        let set = set(vec![create(), needs]);
        let error = backend.check(&autogenerate(set, declared())).unwrap_err();
        assert_eq!(
            (error.kind(), error.revision()),
            (ErrorKind::Migration, Some("b2"))
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!(format!("{error:?}"), @r"
            the migrations cannot be replayed on a scratch database
              caused by: upgrade of revision `b2` (migrations/b2_test.rs) returned an error
              caused by: there is no first row
            help: have every migration run on an empty database; what is there before the first, such as an extension, is made with `prepare`
            ");
        }
    }
}

#[test]
fn a_panic_of_a_migration_goes_on() {
    for backend in Backend::all() {
        let panics = Rev::rust("b2", &["a1"], |_| panic!("on purpose"));
        let compared = autogenerate(set(vec![create(), panics]), declared());
        let check = std::panic::AssertUnwindSafe(|| backend.check(&compared));
        assert!(std::panic::catch_unwind(check).is_err());
    }
}

#[test]
fn migrations_find_what_is_said_to_them() {
    for backend in Backend::all() {
        let named = Rev::rust("a1", &[], |op| {
            let name = op.argument("table").unwrap_or("nameless").to_owned();
            op.create_table(Table::new(name).column(Column::new("a", integer())));
            Ok(())
        });
        let options = migrator::Options::new().argument("table", "t");
        let compared = set(vec![named]).with(options).autogenerate(declared());
        assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
    }
}
