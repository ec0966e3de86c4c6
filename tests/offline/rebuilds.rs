//! Tables that SQLite must build anew: what they are is read from a database in memory on which
//! the earlier revisions were replayed.

use migrator::prelude::*;
use migrator::{ErrorKind, Migrations, Options};

use crate::shells::{Database, check_upgrade, in_mode, on_each, on_sqlite, plain};
use crate::support::{Rev, set};
use crate::tools::assert_same;

/// Teams with members, who go with their team; a trigger, a view and an index on both.
fn base() -> Rev {
    Rev::rust("a1", &[], |op| {
        op.execute(
            "CREATE TABLE teams (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL, n INTEGER CHECK (n > 0)); \
             CREATE TABLE members (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE, name TEXT); \
             CREATE INDEX ix_teams ON teams (name); \
             CREATE VIEW v AS SELECT m.name, t.id AS team FROM members m JOIN teams t ON t.id = m.team; \
             INSERT INTO teams VALUES (1, 'a;''b', 1), (2, 'two', 2); \
             INSERT INTO members VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')",
        );
        // What is before a script may read.
        let rows = op.query("SELECT max(id) AS id FROM members")?;
        let id: i64 = rows.first().unwrap().get("id")?;
        op.bulk_insert("members", ["id", "team"], [(id + 1, 2)]);
        Ok(())
    })
}

fn alter(op: &mut Op<'_>) {
    op.alter_column("teams", AlterColumn::new("n").not_null().default(7));
    op.add_constraint("members", Unique::new(["team", "name"]).named("uq_members"));
}

fn history() -> &'static Migrations {
    set(vec![
        base(),
        Rev::rust("b2", &["a1"], |op| {
            op.execute("INSERT INTO teams VALUES (3, 'three', 3)");
            alter(op);
            op.execute("INSERT INTO teams (id, name) VALUES (4, 'four')");
            Ok(())
        })
        .down_rust(|op| {
            op.drop_constraint("members", "uq_members");
            op.alter_column("teams", AlterColumn::new("n").nullable().drop_default());
            op.execute("DELETE FROM teams WHERE id > 2");
            Ok(())
        }),
        Rev::rust("c3", &["b2"], |op| {
            op.alter_column("teams", AlterColumn::new("name").kind(text()));
            Ok(())
        }),
    ])
}

fn go_up(set: &Migrations, range: &str, target: &str, options: &Options) {
    on_each(|dialect| {
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(set), range.split_once(':').unwrap().0);
            database.execute("INSERT INTO members VALUES (50, 2, 'not in a migration')");
        }
        online.upgrade(&set.with(options.clone()), target);
        let script = set
            .with(options.clone())
            .sql(dialect)
            .upgrade(range)
            .unwrap();
        offline.run(&script);
        assert_same(&offline.dump(), &online.dump(), range);
    });
}

#[test]
fn a_script_builds_a_table_anew_without_loss() {
    let script = history().sql(Dialect::Sqlite).upgrade("a1:c3").unwrap();
    // Both revisions build a table anew that members refer to.
    assert_eq!(script.matches("PRAGMA foreign_keys = OFF;").count(), 2);
    assert_eq!(script.matches("PRAGMA foreign_keys = ON;").count(), 3);
    go_up(history(), "a1:c3", "c3", &Options::new());
    for mode in [Transaction::WholeRun, Transaction::None] {
        go_up(history(), "a1:c3", "c3", &in_mode(mode));
    }
}

#[test]
fn a_script_builds_a_table_anew_on_the_way_down() {
    on_each(|dialect| {
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(history()), "b2");
        }
        online.downgrade(&plain(history()), "a1");
        offline.run(&history().sql(dialect).downgrade("b2:a1").unwrap());
        assert_same(&offline.dump(), &online.dump(), "b2:a1");
    });
}

#[test]
fn blocks_around_a_table_that_is_built_anew_come_once() {
    let set = set(vec![
        base(),
        Rev::rust("b2", &["a1"], |op| {
            op.execute("INSERT INTO teams VALUES (3, 'three', 3)");
            op.autocommit(|op| {
                op.execute("INSERT INTO teams VALUES (4, 'four', 4)");
                op.execute("VACUUM");
            });
            op.execute("INSERT INTO teams VALUES (5, 'five', 5)");
            op.alter_column("teams", AlterColumn::new("n").default(7));
            Ok(())
        }),
    ]);
    go_up(set, "a1:b2", "b2", &Options::new());
}

#[test]
fn foreign_keys_that_a_migration_leaves_off_are_on_again_behind_it() {
    let set = set(vec![
        base(),
        Rev::sql("b2", &["a1"], "PRAGMA foreign_keys = OFF").transaction(Transaction::None),
        Rev::sql("c3", &["b2"], "DELETE FROM teams WHERE id = 1"),
    ]);
    on_sqlite(|dialect| {
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(set), "a1");
        }
        online.upgrade(&plain(set), "c3");
        offline.run(&set.sql(dialect).upgrade("a1:c3").unwrap());
        assert_same(&offline.dump(), &online.dump(), "a1:c3");
    });
}

#[test]
fn a_row_that_loses_what_it_refers_to_fails_the_script() {
    on_sqlite(|dialect| {
        let set = set(vec![
            base(),
            Rev::rust("b2", &["a1"], |op| {
                op.execute("DELETE FROM teams WHERE name = 'live'");
                op.alter_column("teams", AlterColumn::new("n").not_null());
                Ok(())
            }),
        ]);
        let script = set.sql(dialect).upgrade("a1:b2").unwrap();
        let database = Database::new(dialect);
        database.upgrade(&plain(set), "a1");
        database.execute(
            "INSERT INTO teams VALUES (9, 'live', 9); INSERT INTO members VALUES (9, 9, 'x')",
        );
        let before = database.dump();
        let ended = database.try_run(&script);
        assert!(ended.code.is_some_and(|code| code != 0), "{ended:?}");
        let expect = "rows have lost what they refer to";
        assert!(ended.error.contains(expect), "{}", ended.error);
        assert_same(&database.dump(), &before, "after a failure");
    });
}

#[test]
fn a_row_that_refers_to_nothing_before_does_not_fail_it() {
    on_sqlite(|dialect| {
        let set = history();
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(set), "a1");
            database.execute("PRAGMA foreign_keys = OFF; INSERT INTO members VALUES (9, 9, 'x')");
        }
        online.upgrade(&plain(set), "c3");
        offline.run(&set.sql(dialect).upgrade("a1:c3").unwrap());
        assert_same(&offline.dump(), &online.dump(), "with a stray row");
    });
}

#[test]
fn a_script_from_base_is_the_same() {
    let mut revisions = vec![Rev::sql(
        "a1",
        &[],
        "CREATE TABLE teams (id INTEGER PRIMARY KEY, n INTEGER, up INTEGER REFERENCES teams ON DELETE CASCADE); \
         INSERT INTO teams VALUES (1, 1, NULL), (2, 2, 1)",
    )];
    revisions.push(Rev::rust("b2", &["a1"], |op| {
        op.alter_column("teams", AlterColumn::new("n").not_null());
        Ok(())
    }));
    let set = set(revisions);
    on_each(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn what_cannot_be_replayed_is_an_error_with_the_line() {
    let set = set(vec![
        Rev::sql("a1", &[], "INSERT INTO made_elsewhere VALUES (1)"),
        Rev::rust("b2", &["a1"], |op| {
            op.alter_column("made_elsewhere", AlterColumn::new("n").not_null());
            Ok(())
        }),
    ]);
    let error = set.sql(Dialect::Sqlite).upgrade("a1:b2").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.revision(), Some("b2"));
    let place = error.location().unwrap().to_string();
    assert_eq!(place, "tests/offline/rebuilds.rs:198:16");
    let text = format!("{error:?}");
    assert!(text.contains("cannot be replayed"), "{text}");
    assert!(text.contains("made_elsewhere"), "{text}");
    // Where nothing has to be known, nothing is replayed.
    set.sql(Dialect::Sqlite).upgrade(":a1").unwrap();
}
