//! Columns: added, dropped, renamed and changed, and what the catalogue says then.

use migrator::__private::Outcome;
use migrator::ops::DropColumn;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::steps::{Steps, refused};

fn names(steps: &Steps, table: &str) -> Vec<String> {
    let columns = steps.database.columns(table).into_iter();
    columns.map(|column| column.name).collect()
}

/// A table with a key, and a column of two texts that are numbers.
fn create(op: &mut Op<'_>) -> Outcome {
    op.create_table(
        Table::new("t")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("a", text())),
    );
    op.bulk_insert("t", ["a"], [("1",), ("2",)]);
    Ok(())
}

pub(crate) fn columns_are_added_renamed_and_dropped(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[
            create,
            |op| {
                op.add_column("t", Column::new("b", integer()).not_null().default(7));
                op.add_column("t", Column::new("it's \"c\"", text()));
                op.add_column("t", Column::new("d", integer()).references("t", "id"));
                op.rename_column("t", "it's \"c\"", "c");
                Ok(())
            },
            |op| {
                op.drop_column("t", "b");
                op.drop_column("t", Column::new("c", text()));
                Ok(())
            },
        ],
    );
    steps.next();
    steps.next();
    assert_eq!(names(&steps, "t"), ["id", "a", "b", "c", "d"]);
    let b = &steps.database.columns("t")[2];
    assert!(b.is_required && b.has_default);
    assert_eq!(
        steps.database.keys("t"),
        [
            "FOREIGN KEY (d) REFERENCES t (id) ON DELETE NO ACTION",
            "PRIMARY KEY (id)"
        ]
    );
    assert_eq!(
        steps
            .connection
            .lines("SELECT id, a, b, c FROM t ORDER BY id"),
        ["1 | 1 | 7 | NULL", "2 | 2 | 7 | NULL"]
    );
    steps.next();
    assert_eq!(names(&steps, "t"), ["id", "a", "d"]);
}

pub(crate) fn a_column_is_added_and_dropped_only_if_it_is_not_there(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[create, |op| {
            op.add_column_if_not_exists("t", Column::new("a", integer()));
            op.add_column_if_not_exists("t", Column::new("b", integer()));
            op.drop_column("t", DropColumn::new("missing").if_exists());
            op.drop_column("t", DropColumn::new("a").if_exists());
            Ok(())
        }],
    );
    steps.next();
    steps.next();
    assert_eq!(names(&steps, "t"), ["id", "b"]);
}

pub(crate) fn a_computed_column_follows_the_others(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", integer()))
                    .column(Column::new("b", integer()).generated_stored("a * 2")),
            );
            Ok(())
        }],
    );
    steps.next();
    steps.takes_and_refuses(
        &["INSERT INTO t (a) VALUES (4)", "UPDATE t SET a = 5"],
        &["INSERT INTO t (a, b) VALUES (1, 1)"],
    );
    assert_eq!(steps.connection.lines("SELECT a, b FROM t"), ["5 | 10"]);
}

pub(crate) fn a_key_that_counts_never_gives_a_value_twice(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("id", integer()).primary_key().auto_increment())
                    .column(Column::new("a", integer())),
            );
            Ok(())
        }],
    );
    steps.next();
    steps
        .connection
        .execute("INSERT INTO t (a) VALUES (1), (2)");
    steps.connection.execute("DELETE FROM t");
    steps.connection.execute("INSERT INTO t (a) VALUES (3)");
    assert_eq!(steps.connection.lines("SELECT id FROM t"), ["3"]);
}

pub(crate) fn texts_are_compared_by_their_collation(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            let name = match op.dialect() {
                Dialect::Sqlite => "NOCASE",
                _ => "C",
            };
            op.create_table(Table::new("t").column(Column::new("a", text()).collate(name)));
            op.bulk_insert("t", ["a"], [("b",), ("A",), ("B",), ("a",)]);
            Ok(())
        }],
    );
    steps.next();
    let smaller = "SELECT count(*) FROM t WHERE a < 'a'";
    let expect = if on.name() == "sqlite" { "0" } else { "2" };
    assert_eq!(steps.connection.lines(smaller), [expect]);
}

pub(crate) fn a_column_changes_its_type_and_keeps_its_values(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[
            create,
            |op| {
                op.alter_column(
                    "t",
                    AlterColumn::new("a")
                        .kind(integer())
                        .using("CAST(a AS INTEGER) + 1")
                        .not_null()
                        .default(5),
                );
                Ok(())
            },
            |op| {
                op.alter_column("t", AlterColumn::new("a").nullable().drop_default());
                Ok(())
            },
        ],
    );
    steps.next();
    steps.next();
    let a = &steps.database.columns("t")[1];
    assert!(a.is_required && a.has_default);
    steps.takes_and_refuses(
        &["INSERT INTO t (id) VALUES (9)"],
        &["INSERT INTO t (a) VALUES (NULL)"],
    );
    let sums = "SELECT a + 1 FROM t ORDER BY id";
    assert_eq!(steps.connection.lines(sums), ["3", "4", "6"]);
    steps.next();
    let a = &steps.database.columns("t")[1];
    assert!(!a.is_required && !a.has_default);
}

pub(crate) fn a_column_becomes_an_enumeration_and_a_text_again(on: &dyn Backend) {
    fn ones() -> Column {
        Column::new("a", enumeration("It's", ["1", "2"])).default("1")
    }
    let mut steps = Steps::new(
        on,
        &[
            create,
            |op| {
                let was = Column::new("a", text());
                let altered = AlterColumn::new("a").kind(ones().kind().clone());
                op.alter_column("t", altered.default("1").was(was));
                Ok(())
            },
            |op| {
                op.alter_column("t", AlterColumn::new("a").kind(text()).was(ones()));
                Ok(())
            },
        ],
    );
    steps.next();
    steps.next();
    steps.takes_and_refuses(
        &["INSERT INTO t (id) VALUES (9)"],
        &["INSERT INTO t (a) VALUES ('3')"],
    );
    steps.next();
    steps.takes_and_refuses(&["INSERT INTO t (id, a) VALUES (10, '3')"], &[]);
    let texts = "SELECT a FROM t ORDER BY id";
    assert_eq!(steps.connection.lines(texts), ["1", "2", "1", "3"]);
    if on.name() == "postgres" {
        let types = "SELECT typname FROM pg_type WHERE typtype = 'e'";
        assert_eq!(steps.connection.lines(types), [""; 0]);
    }
}

pub(crate) fn a_type_stays_while_a_column_has_it(on: &dyn Backend) {
    fn mood(name: &str) -> Column {
        Column::new(name, enumeration("mood", ["sad"]))
    }
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                op.create_table(
                    Table::new("t")
                        .column(Column::new("id", integer()))
                        .column(mood("a"))
                        .column(mood("b")),
                );
                Ok(())
            },
            |op| {
                op.drop_column("t", mood("a"));
                Ok(())
            },
            |op| {
                op.drop_column("t", mood("b"));
                Ok(())
            },
            |op| {
                op.add_column("t", mood("c"));
                Ok(())
            },
        ],
    );
    for _ in 0..4 {
        steps.next();
    }
    assert_eq!(names(&steps, "t"), ["id", "c"]);
    steps.takes_and_refuses(
        &["INSERT INTO t (c) VALUES ('sad')"],
        &["INSERT INTO t (c) VALUES ('ok')"],
    );
}

pub(crate) fn a_column_counts_in_its_own_way_or_is_refused(on: &dyn Backend) {
    if on.name() == "sqlite" {
        assert_eq!(
            refused(on, |op| {
                op.execute("CREATE TABLE half (x TEXT)");
                let tickets = Column::new("n", integer()).identity(Identity::always().start(100));
                op.create_table(Table::new("t").column(tickets));
                Ok(())
            }),
            "SQLite cannot do create_table `t`: column `n`: a column counts by one and from one, \
             where an insert gives no value"
        );
        return;
    }
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                let tickets = Identity::always().start(100).increment(10);
                op.create_table(
                    Table::new("t")
                        .column(Column::new("a", integer()))
                        .column(Column::new("n", integer()).identity(tickets)),
                );
                Ok(())
            },
            |op| {
                let tickets = Identity::by_default().increment(1);
                op.alter_column("t", AlterColumn::new("n").set_identity(tickets));
                Ok(())
            },
            |op| {
                op.alter_column("t", AlterColumn::new("n").drop_identity().nullable());
                Ok(())
            },
            |op| {
                let from_seven = Identity::by_default().start(7);
                op.alter_column(
                    "t",
                    AlterColumn::new("a").not_null().add_identity(from_seven),
                );
                Ok(())
            },
        ],
    );
    let identity = "SELECT attname, attidentity FROM pg_attribute \
                    WHERE attrelid = 't'::regclass AND attidentity <> ''";
    steps.next();
    assert_eq!(steps.connection.lines(identity), ["n | a"]);
    steps.takes_and_refuses(
        &["INSERT INTO t (a) VALUES (1), (2)"],
        &["INSERT INTO t (a, n) VALUES (3, 3)"],
    );
    steps.next();
    assert_eq!(steps.connection.lines(identity), ["n | d"]);
    steps.connection.execute("INSERT INTO t (a) VALUES (3)");
    let numbers = "SELECT n FROM t ORDER BY a";
    assert_eq!(steps.connection.lines(numbers), ["100", "110", "111"]);
    steps.next();
    assert_eq!(steps.connection.lines(identity), [""; 0]);
    steps.next();
    assert_eq!(steps.connection.lines(identity), ["a | d"]);
    steps.connection.execute("INSERT INTO t DEFAULT VALUES");
    assert_eq!(steps.connection.lines("SELECT max(a) FROM t"), ["7"]);
}
