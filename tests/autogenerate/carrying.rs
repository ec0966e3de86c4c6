//! What a squash must not leave out for a shorter way: databases with rows of their own end as by the range.

use migrator::autogenerate::{Language, Squash};
use migrator::prelude::*;

use crate::backend::Backend;
use crate::squashing::{beside, content, made};
use crate::support::{Rev, set};

/// Makes the squash of all above `a1` and runs it where a database stands on `a1` and has these rows; the same
/// range, one by one, must come to the same.
fn same(
    one_by_one: &Backend,
    at_once: &Backend,
    revisions: fn() -> Vec<Rev>,
    rows: &str,
) -> Squash {
    let last = revisions().pop().unwrap().spec.id;
    let range = format!("b1:{last}");
    let squash = made(one_by_one, set(revisions()), &range, Language::Sql).unwrap();
    for database in [one_by_one, at_once] {
        database.upgrade(set(revisions()), "a1");
        database.run(rows);
    }
    one_by_one.upgrade(set(revisions()), "head");
    // A way back may have text that only one kind of database can split.
    let mut only_up = squash.clone();
    only_up.downgrade_text = None;
    at_once.upgrade(set(beside(revisions(), &only_up)), "head");
    assert_eq!(
        content(at_once),
        content(one_by_one),
        "{}",
        squash.upgrade_text
    );
    squash
}

fn on_both(revisions: fn() -> Vec<Rev>, rows: &str) -> Vec<Squash> {
    let pairs = Backend::all().into_iter().zip(Backend::all());
    let squash = |(a, b): (Backend, Backend)| same(&a, &b, revisions, rows);
    pairs.map(squash).collect()
}

fn on_postgres(revisions: fn() -> Vec<Rev>, rows: &str) -> Option<Squash> {
    let postgres = || Backend::all().into_iter().find(|it| !it.is_sqlite());
    Some(same(&postgres()?, &postgres()?, revisions, rows))
}

const ROWS: &str = "INSERT INTO t (id, x) VALUES (1, '7'), (2, '8')";

fn t() -> Rev {
    Rev::sql("a1", &[], "CREATE TABLE t (id INTEGER, x TEXT)").down("DROP TABLE t")
}

/// The same table, by an operation.
fn table() -> Table {
    Table::new("t")
        .column(Column::new("id", integer()))
        .column(Column::new("x", text()))
}

#[test]
fn a_table_that_comes_again_in_the_same_revision_is_empty() {
    let by_operations = || {
        let again = Rev::rust("b1", &["a1"], |op| {
            op.drop_table("t");
            op.create_table(table());
            Ok(())
        });
        vec![t(), again]
    };
    let by_sql = || {
        let again = "DROP TABLE t; CREATE TABLE t (id INTEGER, x TEXT)";
        vec![t(), Rev::sql("b1", &["a1"], again)]
    };
    let by_one_call = || {
        let again = Rev::rust("b1", &["a1"], |op| {
            op.execute("DROP TABLE t; CREATE TABLE t (id INTEGER, x TEXT)");
            Ok(())
        });
        vec![t(), again]
    };
    let all: [fn() -> Vec<Rev>; 3] = [by_operations, by_sql, by_one_call];
    for revisions in all {
        for squash in on_both(revisions, ROWS) {
            assert_eq!(squash.carried, ["b1"]);
        }
    }
}

#[test]
fn a_column_that_comes_again_in_the_same_revision_is_another_one() {
    let revisions = || {
        let again = Rev::rust("b1", &["a1"], |op| {
            op.drop_column("t", "x");
            op.add_column("t", Column::new("x", integer()));
            Ok(())
        });
        vec![t(), again]
    };
    on_both(revisions, ROWS);
}

#[test]
fn what_comes_again_is_known_by_any_spelling_of_its_name() {
    let revisions = || {
        let make =
            "CREATE TABLE \"my table\" (id INTEGER, x TEXT); CREATE TABLE \"View\" (id INTEGER)";
        vec![
            Rev::sql("a1", &[], make),
            Rev::sql("b1", &["a1"], "DROP TABLE \"my table\""),
            Rev::rust("b2", &["b1"], |op| {
                op.create_table(
                    Table::new("my table")
                        .column(Column::new("id", integer()))
                        .column(Column::new("x", text())),
                );
                op.drop_table("View");
                Ok(())
            }),
            Rev::sql("b3", &["b2"], "CREATE TABLE \"View\" (id INTEGER)"),
        ]
    };
    let rows = "INSERT INTO \"my table\" VALUES (1, 'x'); INSERT INTO \"View\" VALUES (1)";
    on_both(revisions, rows);
    let lists = || {
        vec![
            Rev::sql(
                "a1",
                &[],
                "CREATE TABLE t (id INTEGER, x TEXT); CREATE TABLE u (id INTEGER); CREATE TABLE v (id INTEGER)",
            ),
            Rev::sql("b1", &["a1"], "DROP TABLE u, v, t"),
            Rev::sql("b2", &["b1"], "CREATE TABLE t (id INTEGER, x TEXT)"),
        ]
    };
    on_postgres(lists, ROWS);
}

#[test]
fn what_goes_is_gone_also_the_last_of_its_kind() {
    let view = || {
        let make = "CREATE TABLE t (id INTEGER, x TEXT); CREATE VIEW v AS SELECT id FROM t";
        vec![
            Rev::sql("a1", &[], make),
            Rev::sql("b1", &["a1"], "DROP VIEW v").down("CREATE VIEW v AS SELECT id FROM t"),
        ]
    };
    on_both(view, ROWS);
    let others = || {
        let first = Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE t (id INTEGER, x TEXT); CREATE SEQUENCE s; CREATE SCHEMA app");
            op.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
            op.execute("CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
            Ok(())
        });
        let drop = "DROP TRIGGER g ON t; DROP SEQUENCE s; DROP SCHEMA app";
        let last = Rev::rust("b2", &["b1"], |op| {
            op.drop_function("f()");
            Ok(())
        });
        vec![first, Rev::sql("b1", &["a1"], drop), last]
    };
    on_postgres(others, ROWS);
    let trigger = || {
        let first = Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE t (id INTEGER, x TEXT)");
            op.execute("CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET x = 'g'; END");
            Ok(())
        });
        vec![first, Rev::sql("b1", &["a1"], "DROP TRIGGER g")]
    };
    let sqlite = || Backend::all().into_iter().find(Backend::is_sqlite).unwrap();
    same(&sqlite(), &sqlite(), trigger, ROWS);
}

#[test]
fn what_the_clock_and_chance_write_is_not_held_against_it() {
    let revisions = || {
        let clock =
            "CREATE TABLE seen (id INTEGER, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, luck TEXT)";
        let seen =
            |id: u8| format!("INSERT INTO seen (id, luck) VALUES ({id}, CAST(random() AS TEXT))");
        vec![
            Rev::sql("a0", &[], clock),
            Rev::sql("a1", &["a0"], &seen(1)),
            Rev::sql("b1", &["a1"], &seen(2)).down("DELETE FROM seen WHERE id = 2"),
            Rev::sql("b2", &["b1"], "CREATE TABLE carts (id INTEGER)").down("DROP TABLE carts"),
        ]
    };
    for backend in Backend::all() {
        let squash = made(&backend, set(revisions()), "b1:b2", Language::Sql).unwrap();
        assert_eq!(squash.carried, ["b1"]);
    }
}

#[test]
fn what_the_catalogue_does_not_show_is_carried_over() {
    let revisions = || {
        let filled = "CREATE TABLE f (at TIMESTAMP WITH TIME ZONE) WITH (fillfactor = 70)";
        let plain = "CREATE TABLE p (at TIMESTAMP WITH TIME ZONE, x TEXT CHECK (x LIKE '2%'))";
        vec![
            t(),
            Rev::sql("b1", &["a1"], filled).down("DROP TABLE f"),
            Rev::sql("b2", &["b1"], "CREATE TABLE l (LIKE t INCLUDING ALL)").down("DROP TABLE l"),
            Rev::sql("b3", &["b2"], plain).down("DROP TABLE p"),
        ]
    };
    if let Some(squash) = on_postgres(revisions, ROWS) {
        assert_eq!(squash.carried, ["b1", "b2"]);
    }
}

#[test]
fn whose_a_schema_is_is_carried_over() {
    let revisions = || {
        vec![
            t(),
            Rev::reversible("b1", &["a1"], |op| {
                op.create_schema(Schema::new("theirs").owner("pg_database_owner"));
                Ok(())
            }),
            Rev::sql(
                "b2",
                &["b1"],
                "CREATE SCHEMA others AUTHORIZATION pg_database_owner",
            )
            .down("DROP SCHEMA others"),
        ]
    };
    if let Some(squash) = on_postgres(revisions, ROWS) {
        assert_eq!(squash.carried, ["b1", "b2"]);
    }
}

#[test]
fn rows_that_are_there_get_what_the_range_gives_them() {
    let revisions = || {
        vec![
            t(),
            Rev::sql(
                "b1",
                &["a1"],
                "ALTER TABLE t ADD COLUMN zeta INTEGER DEFAULT 5",
            ),
            Rev::sql(
                "b2",
                &["b1"],
                "ALTER TABLE t ADD COLUMN alpha TEXT DEFAULT 'a'",
            ),
            Rev::sql("b3", &["b2"], "INSERT INTO t VALUES (3, '9', 6, 'b')"),
        ]
    };
    on_both(revisions, ROWS);
    let counted = || {
        vec![
            t(),
            Rev::sql("b1", &["a1"], "ALTER TABLE t ADD COLUMN n SERIAL"),
            Rev::sql(
                "b2",
                &["b1"],
                "ALTER TABLE t ADD COLUMN m INTEGER GENERATED BY DEFAULT AS IDENTITY",
            ),
        ]
    };
    on_postgres(counted, ROWS);
    let computed = || {
        vec![
            t(),
            Rev::rust("b1", &["a1"], |op| {
                op.create_function(Function::new(
                    "one()",
                    "RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$",
                ));
                Ok(())
            }),
            Rev::sql(
                "b2",
                &["b1"],
                "ALTER TABLE t ADD COLUMN n INTEGER DEFAULT one()",
            ),
            Rev::rust("b3", &["b2"], |op| {
                op.replace_function(Function::new(
                    "one()",
                    "RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$",
                ));
                Ok(())
            }),
        ]
    };
    on_postgres(computed, ROWS);
}

#[test]
fn downgrades_that_do_not_lead_back_are_left_out_and_named() {
    for down in ["SELECT 1", "DELETE FROM missing"] {
        for backend in Backend::all() {
            let revisions = vec![
                t(),
                Rev::sql("b1", &["a1"], "CREATE TABLE u (id INTEGER)").down("DROP TABLE u"),
                Rev::sql("b2", &["b1"], "INSERT INTO t VALUES (1, 'x')").down(down),
            ];
            let squash = made(&backend, set(revisions), "b1:b2", Language::Sql).unwrap();
            assert_eq!(squash.downgrade_text, None);
            let why = squash.irreversible.unwrap();
            let begins = "with the downgrades that are carried over it does not lead back: ";
            assert!(why.starts_with(begins), "{why}");
        }
    }
}

#[test]
fn what_goes_by_what_is_said_to_the_run_is_named() {
    for backend in Backend::all() {
        let asks = Rev::rust("b1", &["a1"], |op| {
            if op.tag() == Some("demo") {
                op.execute("INSERT INTO t VALUES (1, 'demo')");
            }
            Ok(())
        });
        let error = made(&backend, set(vec![t(), asks]), "b1:b1", Language::Sql);
        let text = error.unwrap_err().to_string();
        assert!(
            text.starts_with(
                "what `b1` does cannot be written down (tests/autogenerate/carrying.rs:"
            ),
            "{text}"
        );
        assert!(
            text.ends_with("it goes by what is said to the run"),
            "{text}"
        );
    }
}

#[test]
fn a_setting_of_one_transaction_does_not_reach_others() {
    let Some(backend) = Backend::all().into_iter().find(|it| !it.is_sqlite()) else {
        return;
    };
    let revisions = |setting: &str| {
        let up = format!("{setting}; UPDATE t SET x = ''");
        vec![
            t(),
            Rev::sql("b1", &["a1"], &up).down("SELECT 1"),
            Rev::sql("b2", &["b1"], "CREATE TABLE later (id INTEGER)").down("DROP TABLE later"),
        ]
    };
    let made =
        |setting: &str, range: &str| made(&backend, set(revisions(setting)), range, Language::Sql);
    let error = made("SET LOCAL session_replication_role = replica", "b1:b2").unwrap_err();
    assert_eq!(
        error.to_string(),
        "what `b1` does cannot be written down (migrations/b1_test.sql): its `SET LOCAL session_replication_role` \
         would hold for what follows, too"
    );
    made("SET LOCAL session_replication_role = replica", "b1:b1").unwrap();
    made("SET LOCAL lock_timeout = '2s'", "b1:b2").unwrap();
}

#[test]
fn what_does_not_run_in_one_transaction_is_said() {
    let Some(backend) = Backend::all().into_iter().find(|it| !it.is_sqlite()) else {
        return;
    };
    let revisions = vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)",
        ),
        Rev::reversible("b1", &["a1"], |op| {
            op.add_enum_value("mood", "glad");
            Ok(())
        }),
        Rev::sql("b2", &["b1"], "INSERT INTO t VALUES ('glad')"),
    ];
    let error = made(&backend, set(revisions), "b1:b2", Language::Sql).unwrap_err();
    let text = error.to_string();
    let begins = "the squash that was made fails where what it replaces does not: ";
    assert!(text.starts_with(begins), "{text}");
    assert!(text.contains("unsafe use of new value"), "{text}");
    assert!(error.help().unwrap().starts_with("let the range end"));
}
