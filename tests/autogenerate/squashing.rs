//! A squash is made of what a range does, and leaves the same database.

use migrator::autogenerate::{Language, Squash};
use migrator::prelude::*;
use migrator::{Declared, ErrorKind, Migrations, Result};

use crate::backend::{Backend, autogenerate};
use crate::support::look::lines;
use crate::support::{Rev, leak_str, set};

/// A table that grows and shrinks, with rows that come on the way and are changed.
fn shop() -> Vec<Rev> {
    let number = "INTEGER PRIMARY KEY";
    vec![
        Rev::sql(
            "a1",
            &[],
            &format!("CREATE TABLE users (id {number}, name TEXT NOT NULL)"),
        )
        .down("DROP TABLE users"),
        Rev::reversible("b1", &["a1"], |op| {
            op.create_table(
                Table::new("roles")
                    .column(Column::new("name", string(16)).primary_key())
                    .column(Column::new("rank", integer())),
            );
            op.add_column("users", Column::new("age", integer()));
            Ok(())
        }),
        Rev::reversible("b2", &["b1"], |op| {
            op.create_index(Index::new("ix_roles_rank").on("roles", ["rank"]));
            op.add_column("roles", Column::new("note", text()));
            Ok(())
        }),
        Rev::rust("b3", &["b2"], |op| {
            op.bulk_insert("roles", ["name", "rank"], [("admin", 1), ("guest", 2)]);
            op.execute("UPDATE roles SET rank = rank * 10");
            Ok(())
        })
        .down("DELETE FROM roles"),
        Rev::rust("b4", &["b3"], |op| {
            op.drop_column("roles", "note");
            Ok(())
        })
        .down_rust(|op| {
            op.add_column("roles", Column::new("note", text()));
            Ok(())
        }),
        Rev::sql(
            "b5",
            &["b4"],
            "ALTER TABLE roles ADD COLUMN hue TEXT; CREATE VIEW ranks AS SELECT rank FROM roles",
        )
        .down("DROP VIEW ranks; ALTER TABLE roles DROP COLUMN hue"),
        Rev::sql("c1", &["b5"], "CREATE TABLE carts (id INTEGER)").down("DROP TABLE carts"),
    ]
}

pub(crate) fn made(
    backend: &Backend,
    set: &'static Migrations,
    range: &str,
    language: Language,
) -> Result<Squash> {
    let prepared = autogenerate(set, Declared::new()).language(language);
    backend.squash(&prepared, range)
}

/// Puts a squash beside what it replaces, as its file would.
pub(crate) fn beside(mut revisions: Vec<Rev>, squash: &Squash) -> Vec<Rev> {
    let parents: Vec<&str> = squash.header.parents.iter().map(String::as_str).collect();
    let mut revision = Rev::sql("squash", &parents, leak_str(&squash.upgrade_text));
    if let Some(down) = &squash.downgrade_text {
        revision = revision.down(leak_str(down));
    }
    revision.spec.replaces.clone_from(&squash.header.replaces);
    revisions.push(revision);
    revisions
}

/// The schema and all rows, but for the history: from outside.
pub(crate) fn content(backend: &Backend) -> Vec<String> {
    let mut content = match backend {
        Backend::Postgres(database) => database.dump(),
        // SQLite keeps the text by which a table was made.
        Backend::Sqlite(connection) => {
            let mut content = lines(
                connection,
                "SELECT s.type, s.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk \
                 FROM sqlite_schema AS s LEFT JOIN pragma_table_info(s.name) AS c ORDER BY 1, 2, c.cid",
            );
            content.extend(
                crate::support::look::dump(connection)
                    .into_iter()
                    .filter(|line| line.contains(": ")),
            );
            content
        }
    };
    content
        .retain(|line| !line.contains("migrator_history:") && !line.contains("alembic_version:"));
    content
}

#[test]
fn a_squash_leaves_what_the_range_leaves() {
    for (one_by_one, at_once) in Backend::all().into_iter().zip(Backend::all()) {
        let squash = made(&one_by_one, set(shop()), "b1:b5", Language::Sql).unwrap();
        assert_eq!(squash.header.replaces, ["b1", "b2", "b3", "b4", "b5"]);
        assert_eq!(squash.header.parents, ["a1"]);
        assert_eq!(squash.carried, ["b3"]);
        assert_eq!(squash.irreversible, None);
        let both = set(beside(shop(), &squash));
        one_by_one.upgrade(set(shop()), "a1");
        at_once.upgrade(set(shop()), "a1");
        let rows = "INSERT INTO users (id, name) VALUES (1, 'ann')";
        one_by_one.run(rows);
        at_once.run(rows);
        let before = content(&at_once);
        one_by_one.upgrade(set(shop()), "head");
        at_once.upgrade(both, "head");
        assert_eq!(content(&at_once), content(&one_by_one));
        one_by_one.upgrade(both, "head");
        at_once.downgrade(both, "a1");
        assert_eq!(content(&at_once), before);
    }
}

/// The last of its kind goes, so that what is wanted has none any more.
#[test]
fn a_view_that_goes_on_the_way_is_gone() {
    fn view() -> View {
        View::new("names").as_("SELECT name FROM users")
    }
    let revisions = || {
        let mut revisions = shop();
        revisions.truncate(1);
        revisions.push(Rev::rust("b1", &["a1"], |op| {
            op.create_view(view());
            Ok(())
        }));
        revisions.push(Rev::reversible("c1", &["b1"], |op| {
            op.add_column("users", Column::new("age", integer()));
            Ok(())
        }));
        revisions.push(
            Rev::rust("c2", &["c1"], |op| {
                op.drop_view("names");
                Ok(())
            })
            .down_rust(|op| {
                op.create_view(view());
                Ok(())
            }),
        );
        revisions
    };
    for (one_by_one, at_once) in Backend::all().into_iter().zip(Backend::all()) {
        let squash = made(&one_by_one, set(revisions()), "c1:c2", Language::Sql).unwrap();
        let both = set(beside(revisions(), &squash));
        one_by_one.upgrade(set(revisions()), "b1");
        at_once.upgrade(set(revisions()), "b1");
        let before = content(&at_once);
        one_by_one.upgrade(set(revisions()), "head");
        at_once.upgrade(both, "head");
        assert_eq!(content(&at_once), content(&one_by_one));
        at_once.downgrade(both, "b1");
        assert_eq!(content(&at_once), before);
    }
}

#[test]
fn what_only_changes_the_schema_goes_the_shortest_way() {
    let mut revisions = shop();
    revisions.truncate(3);
    for backend in Backend::all() {
        let squash = made(
            &backend,
            set(revisions_of(&revisions)),
            ":b2",
            Language::Rust,
        )
        .unwrap();
        assert_eq!(squash.carried, [""; 0]);
        assert_eq!(squash.n_operations, (5, 3));
        assert!(
            !squash.upgrade_text.contains("add_column"),
            "{}",
            squash.upgrade_text
        );
        assert!(
            squash
                .downgrade_text
                .unwrap()
                .contains("op.drop_table(\"users\");")
        );
    }
}

/// A set takes its revisions.
fn revisions_of(revisions: &[Rev]) -> Vec<Rev> {
    let again = |it: &Rev| Rev {
        spec: it.spec.clone(),
        migration: it.migration,
    };
    revisions.iter().map(again).collect()
}

#[test]
fn names_that_change_and_tables_that_come_again_are_carried_over() {
    for backend in Backend::all() {
        let revisions = vec![
            Rev::sql("a1", &[], "CREATE TABLE t (id INTEGER, x TEXT)").down("DROP TABLE t"),
            Rev::reversible("b1", &["a1"], |op| {
                op.rename_column("t", "x", "y");
                Ok(())
            }),
            Rev::rust("b2", &["b1"], |op| {
                op.drop_column("t", "y");
                op.add_column("t", Column::new("z", text()));
                Ok(())
            }),
            Rev::rust("b3", &["b2"], |op| {
                op.add_column("t", Column::new("y", text()));
                Ok(())
            }),
        ];
        let squash = made(&backend, set(revisions), "b1:b3", Language::Rust).unwrap();
        assert_eq!(squash.carried, ["b1"]);
        // Were it one step with what comes, `y` would have the values that it had.
        assert!(
            squash.upgrade_text.contains("drop_column"),
            "{}",
            squash.upgrade_text
        );
        assert!(squash.upgrade_text.contains("rename_column"));
        assert_eq!(squash.irreversible, None);
    }
}

#[test]
fn a_range_without_a_way_back_has_a_squash_without_one() {
    for backend in Backend::all() {
        let revisions = vec![
            Rev::sql("a1", &[], "CREATE TABLE t (x TEXT)"),
            Rev::sql("b1", &["a1"], "INSERT INTO t VALUES ('x')"),
        ];
        let squash = made(&backend, set(revisions), "a1:b1", Language::Sql).unwrap();
        assert_eq!(squash.downgrade_text, None);
        assert_eq!(squash.irreversible.unwrap(), "`b1` has no downgrade");
    }
}

#[test]
fn what_depends_on_the_database_is_named() {
    for backend in Backend::all() {
        let reads = Rev::rust("b1", &["a1"], |op| {
            op.query("SELECT 1")?;
            Ok(())
        });
        let first = || Rev::sql("a1", &[], "CREATE TABLE t (x TEXT)");
        let error = made(&backend, set(vec![first(), reads]), "a1:b1", Language::Rust).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let text = error.to_string();
        assert!(
            text.starts_with(
                "what `b1` does cannot be written down (tests/autogenerate/squashing.rs:"
            ),
            "{text}"
        );
        assert!(text.ends_with("it reads from the database"), "{text}");
        let outside = Rev::sql("b1", &["a1"], "UPDATE t SET x = ''").transaction(Transaction::None);
        let error = made(
            &backend,
            set(vec![first(), outside]),
            "a1:b1",
            Language::Rust,
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "what `b1` does cannot be written down (migrations/b1_test.sql): it runs outside a transaction"
        );
        let error = made(&backend, set(vec![first()]), "a1:zz", Language::Rust).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
    }
}

/// A history of `n` revisions that build on each other: tables, columns that come and go, indexes, and rows.
fn long(n: usize) -> Vec<Rev> {
    let revision = |at: usize| {
        let (id, table) = (name(at), at / 10);
        let parents: Vec<String> = at.checked_sub(1).map(name).into_iter().collect();
        let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
        let (up, down) = match at % 10 {
            0 => (
                format!("CREATE TABLE t{table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"),
                format!("DROP TABLE t{table}"),
            ),
            1 | 2 | 5 | 7 => (
                format!("ALTER TABLE t{table} ADD COLUMN c{at} TEXT DEFAULT 'x'"),
                format!("ALTER TABLE t{table} DROP COLUMN c{at}"),
            ),
            3 => (
                format!("CREATE INDEX i{at} ON t{table} (name)"),
                format!("DROP INDEX i{at}"),
            ),
            4 => (
                format!("CREATE VIEW v{table} AS SELECT id FROM t{table}"),
                format!("DROP VIEW v{table}"),
            ),
            6 => return dropping(&id, &parents, table, at - 1),
            8 if table % 10 == 0 => (
                format!("INSERT INTO t{table} (id, name) VALUES (1, 'one'), (2, 'two')"),
                format!("DELETE FROM t{table}"),
            ),
            _ => (
                format!("CREATE INDEX i{at} ON t{table} (id, name)"),
                format!("DROP INDEX i{at}"),
            ),
        };
        Rev::sql(&id, &parents, &up).down(&down)
    };
    (0..n).map(revision).collect()
}

fn name(at: usize) -> String {
    format!("r{at:05}")
}

/// Drops a column by an operation, of which is known what it does.
fn dropping(id: &str, parents: &[&str], table: usize, column: usize) -> Rev {
    let up = format!("ALTER TABLE t{table} DROP COLUMN c{column}");
    let down = format!("ALTER TABLE t{table} ADD COLUMN c{column} TEXT DEFAULT 'x'");
    Rev::sql(id, parents, &up).down(&down)
}

/// With `MIGRATOR_SOAK` a thousand revisions, and how long each takes.
#[test]
fn a_long_history_becomes_one_revision() {
    let n = if std::env::var_os("MIGRATOR_SOAK").is_some() {
        1_000
    } else {
        40
    };
    let timed = |work: &mut dyn FnMut()| {
        let began = std::time::Instant::now();
        work();
        began.elapsed()
    };
    let databases = || Backend::all().into_iter();
    let all = databases()
        .zip(databases())
        .zip(databases().zip(databases()));
    for ((one_by_one, new), (half_way, old)) in all {
        let mut squash = None;
        let making = timed(&mut || {
            squash = Some(made(&one_by_one, set(long(n)), ":head", Language::Sql).unwrap());
        });
        let squash = squash.unwrap();
        let both = set(beside(long(n), &squash));
        let before = timed(&mut || one_by_one.upgrade(set(long(n)), "head"));
        let after = timed(&mut || new.upgrade(both, "head"));
        half_way.upgrade(set(long(n)), &name(n / 2));
        half_way.upgrade(both, "head");
        old.upgrade(set(long(n)), "head");
        old.upgrade(both, "head");
        let expected = content(&one_by_one);
        for database in [&new, &half_way, &old] {
            assert_eq!(content(database), expected);
        }
        one_by_one.upgrade(both, "head");
        let rows = |backend: &Backend| backend.rows("SELECT version_num FROM alembic_version");
        for database in [&one_by_one, &new, &half_way, &old] {
            assert_eq!(rows(database), ["squash"]);
        }
        println!(
            "{n} revisions, {:?} operations: one by one {before:?}, as a squash {after:?}, made and tried in {making:?}",
            squash.n_operations
        );
    }
}
