//! Downgrades that are made from their upgrades.

use migrator::__private::Outcome;
use migrator::ErrorKind;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, set};
use crate::there_and_back::there_and_back;

fn nothing(_op: &mut Op<'_>) -> Outcome {
    Ok(())
}

fn table(name: &str) -> Table {
    Table::new(name).column(Column::new("x", integer()))
}

pub(crate) fn rows_of_a_table_that_goes_need_no_inverse(on: &dyn Backend) {
    there_and_back(
        on,
        nothing,
        |op| {
            op.create_table(table("t"));
            op.bulk_insert("t", ["x"], [[1], [2]]);
            op.rename_table("t", "u");
            op.create_index(Index::new("ix").on("u", ["x"]));
            op.create_index(Index::of("u", ["x"]).unique());
            op.bulk_insert("u", ["x"], [[3]]);
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM u"), ["3"]),
    );
}

pub(crate) fn a_temporary_table_may_have_gone_with_its_connection(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            op.create_table(table("t"));
            Ok(())
        }),
        Rev::reversible("a2", &["a1"], |op| {
            op.create_table(table("t").temporary());
            op.bulk_insert("t", ["x"], [[1]]);
            Ok(())
        }),
    ]);
    let mut connection = database.connect();
    for _ in 0..2 {
        connection.upgrade(set, "a2").unwrap();
        assert_eq!(connection.lines("SELECT x FROM t"), ["1"]);
        connection.downgrade(set, "a1").unwrap();
        assert_eq!(connection.lines("SELECT x FROM t"), [""; 0]);
    }
    connection.upgrade(set, "a2").unwrap();
    let mut other = database.connect();
    other.downgrade(set, "a1").unwrap();
    assert_eq!(other.lines("SELECT x FROM t"), [""; 0]);
}

pub(crate) fn sql_is_undone_by_what_it_says(on: &dyn Backend) {
    there_and_back(
        on,
        |op| {
            op.create_table(table("t"));
            op.bulk_insert("t", ["x"], [[1]]);
            Ok(())
        },
        |op| {
            op.execute(Sql::new("UPDATE t SET x = x + 1").reversed_by("UPDATE t SET x = x - 1"));
            op.execute(Sql::new("UPDATE t SET x = x * 2").reversed_by("UPDATE t SET x = x / 2"));
            op.execute(Sql::sqlite("").postgres("").reversed_by("never"));
            op.execute(Sql::new("INSERT INTO t VALUES (9)").reversed_by(
                Sql::sqlite("DELETE FROM t WHERE x = 9").postgres("DELETE FROM t WHERE x = 9"),
            ));
            op.execute(Sql::new("DELETE FROM t WHERE x > 9").reversed_by(""));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT x FROM t ORDER BY x"), ["4", "9"]),
    );
}

pub(crate) fn a_block_outside_a_transaction_is_undone_in_one(on: &dyn Backend) {
    there_and_back(
        on,
        |op| {
            op.create_table(table("t"));
            Ok(())
        },
        |op| {
            op.create_table(table("u"));
            op.create_index(Index::of("u", ["x"]));
            op.autocommit(|op| {
                op.create_index(Index::of("t", ["x"]).unique().concurrently());
                op.create_index(Index::new("ix").on("t", ["x"]).concurrently());
            });
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM t WHERE x = 1"), ["0"]),
    );
}

/// Upgrades, and returns what the downgrade that undoes it says.
fn irreversible(on: &dyn Backend, upgrade: fn(&mut Op<'_>) -> Outcome) -> String {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            op.create_table(table("t"));
            op.create_view(View::new("v").as_("SELECT x FROM t"));
            op.create_index(Index::new("ix").on("t", ["x"]));
            Ok(())
        }),
        Rev::reversible("a2", &["a1"], upgrade),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a2").unwrap();
    let was = database.dump();
    let error = connection.downgrade(set, "a1").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Irreversible);
    assert_eq!(database.dump(), was);
    shown(&error, &[])
}

pub(crate) fn what_cannot_be_undone_is_refused_at_its_line(on: &dyn Backend) {
    assert_shown!(irreversible(on, |op| {
        op.create_table(table("u"));
        op.drop_view("v");
        Ok(())
    }), @r"
    downgrade of revision `a2` (migrations/a2_test.rs) wants to undo what cannot be undone (tests/conformance/reversed.rs:…)
      caused by: drop_view `v` cannot be reversed: only the name is given
      applied before this: nothing; nothing of `a2` was kept
    help: give the definition instead of the name
    ");
    let check = |upgrade: fn(&mut Op<'_>) -> Outcome, expect: &str| {
        let text = irreversible(on, upgrade);
        let cause = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("caused by: "));
        assert_eq!(cause.unwrap(), expect);
        assert!(text.contains("\nhelp: "), "{text}");
    };
    check(
        |op| {
            op.execute("UPDATE t SET x = 1");
            Ok(())
        },
        "execute cannot be reversed: nothing tells what undoes raw SQL",
    );
    check(
        |op| {
            op.execute(Query::update().table("t").value("x", 1));
            Ok(())
        },
        "execute cannot be reversed: nothing tells what the rows were",
    );
    check(
        |op| {
            op.bulk_insert("t", ["x"], [[1]]);
            Ok(())
        },
        "bulk_insert `t` cannot be reversed: nothing tells the rows from others of the table",
    );
    check(
        |op| {
            op.create_table(table("u"));
            op.drop_table(table("u"));
            op.rename_table("t", "u");
            op.bulk_insert("u", ["x"], [[1]]);
            op.rename_table("u", "t");
            Ok(())
        },
        "bulk_insert `u` cannot be reversed: nothing tells the rows from others of the table",
    );
    check(
        |op| {
            op.query("SELECT x FROM t")?;
            Ok(())
        },
        "query cannot be reversed: what depends on the database's rows is not known without them",
    );
    check(
        |op| {
            let _ = op.query("SELECT x FROM t");
            Ok(())
        },
        "query cannot be reversed: what depends on the database's rows is not known without them",
    );
    check(
        |op| {
            op.drop_index("ix");
            Ok(())
        },
        "drop_index `ix` cannot be reversed: only the name is given",
    );
    check(
        |op| {
            op.replace_view(View::new("v").as_("SELECT x FROM t WHERE x > 0"));
            Ok(())
        },
        "replace_view `v` cannot be reversed: what it was before is not given",
    );
    check(
        |op| {
            op.create_index(Index::new("i2").on("t", ["x"]).if_not_exists());
            Ok(())
        },
        "create_index `i2` cannot be reversed: with `if_not_exists` it may have created nothing",
    );
}

pub(crate) fn a_failing_inverse_is_named_by_the_line_of_the_call(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![Rev::reversible("a1", &[], |op| {
        op.execute(Sql::new("CREATE TABLE t (x INTEGER)").reversed_by("DROP TABLE t"));
        op.execute(Sql::new("INSERT INTO t VALUES (1)").reversed_by("DELETE FROM missing"));
        Ok(())
    })]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    let error = connection.downgrade(set, "base").unwrap_err();
    assert_shown!(shown(&error, &["missing"]), @r"
    downgrade of revision `a1` (migrations/a1_test.rs) failed at statement 1 of 2 (tests/conformance/reversed.rs:…)
      caused by: …
      statement: DELETE FROM missing
      applied before this: nothing; nothing of `a1` was kept
    help: fix the data or the statement, then run it again
    ");
    assert_eq!(connection.lines("SELECT x FROM t"), ["1"]);
}

pub(crate) fn an_error_of_the_upgrade_cannot_be_swallowed(on: &dyn Backend) {
    fn fails(op: &mut Op<'_>) -> Outcome {
        op.create_table(table("u"));
        Err("no".into())
    }
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], nothing).down_rust(|op| {
            let _ = op.reverse_of(fails);
            Ok(())
        }),
        Rev::rust("a2", &["a1"], nothing).down_rust(|op| op.reverse_of(fails)),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a2").unwrap();
    let error = connection.downgrade(set, "a1").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Irreversible);
    connection.stamp(set, &["a1"]).unwrap();
    let error = connection.downgrade(set, "base").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Irreversible);
    assert!(format!("{error:?}").contains("reverse_of cannot be reversed"));
}
