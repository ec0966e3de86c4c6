//! Tables: what they are created with is in the catalogue, and works.

use migrator::prelude::*;

use crate::backend::Backend;
use crate::steps::{Steps, refused};

pub(crate) fn a_table_has_what_it_was_created_with(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(
                Table::new("teams").column(Column::new("name", string(16)).primary_key()),
            );
            op.create_table(
                Table::new("members")
                    .column(
                        Column::new("team", string(16))
                            .references("teams", "name")
                            .on_delete(Action::Cascade),
                    )
                    .column(Column::new("person", integer()))
                    .column(
                        Column::new("seat", integer())
                            .not_null()
                            .default(1)
                            .check("seat > 0"),
                    )
                    .column(Column::new("row", integer()).generated_stored("seat / 10"))
                    .primary_key(PrimaryKey::new(["team", "person"]).named("pk it's"))
                    .unique(Unique::new(["team", "seat"]).named("uq \"seats\""))
                    .check(Check::new("person <> seat").named("ck")),
            );
            Ok(())
        }],
    );
    steps.next();
    let columns = steps.database.columns("members");
    let shown: Vec<_> = columns
        .iter()
        .map(|it| (it.name.as_str(), it.is_required))
        .collect();
    let expect = [("team", true), ("person", true), ("seat", true)];
    assert!(shown.starts_with(&expect), "{shown:?}");
    assert_eq!(
        steps.database.keys("members"),
        [
            "FOREIGN KEY (team) REFERENCES teams (name) ON DELETE CASCADE",
            "PRIMARY KEY (team, person)",
            "UNIQUE (team, seat)",
        ]
    );
    for name in ["pk it's", "uq \"seats\"", "ck"] {
        assert!(steps.database.has_constraint("members", name), "{name}");
    }
    let insert = |values: &str| format!("INSERT INTO members (team, person, seat) VALUES {values}");
    steps.takes_and_refuses(
        &["INSERT INTO teams VALUES ('a')", &insert("('a', 5, 42)")],
        &[
            &insert("('b', 6, 43)"),
            &insert("('a', 5, 43)"),
            &insert("('a', 6, 42)"),
            &insert("('a', 6, -1)"),
            &insert("('a', 6, 6)"),
            &insert("('a', NULL, 7)"),
            &insert("('a', 6, NULL)"),
        ],
    );
    let rows = "SELECT person, seat, \"row\" FROM members";
    assert_eq!(steps.connection.lines(rows), ["5 | 42 | 4"]);
    steps.connection.execute("DELETE FROM teams");
    assert_eq!(steps.connection.lines(rows), [""; 0]);
}

pub(crate) fn a_table_that_is_there_is_left_alone_if_so_said(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                op.create_table(Table::new("t").column(Column::new("a", integer())));
                Ok(())
            },
            |op| {
                op.create_table(
                    Table::new("t")
                        .column(Column::new("b", integer()))
                        .if_not_exists(),
                );
                op.drop_table_if_exists("missing");
                Ok(())
            },
        ],
    );
    steps.next();
    steps.next();
    let columns = steps.database.columns("t");
    assert_eq!(columns.len(), 1);
    assert_eq!(columns[0].name, "a");
}

pub(crate) fn a_temporary_table_is_seen_by_its_connection_only(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", enumeration("mood", ["sad"])))
                    .temporary(),
            );
            Ok(())
        }],
    );
    steps.next();
    steps.connection.execute("INSERT INTO t VALUES ('sad')");
    assert!(steps.database.connect().attempt("SELECT * FROM t").is_err());
    let tables = steps.database.tables();
    assert_eq!(tables, ["alembic_version", "migrator_history"]);
}

pub(crate) fn a_strict_table_checks_its_values(on: &dyn Backend) {
    let mut steps = Steps::new(
        on,
        &[|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("id", integer()).primary_key().no_generated())
                    .column(Column::new("a", integer()))
                    .column(Column::new("b", blob()))
                    .column(Column::new("c", decimal(10, 2)))
                    .column(Column::new("d", timestamp()).default_expr("now()"))
                    .column(Column::new("e", boolean()).default(true))
                    .strict()
                    .without_rowid(),
            );
            op.bulk_insert("t", ["id", "a", "c"], [(1, 2, 3.5)]);
            Ok(())
        }],
    );
    steps.next();
    assert_eq!(steps.database.keys("t"), ["PRIMARY KEY (id)"]);
    steps.takes_and_refuses(
        &["INSERT INTO t (id, a) VALUES (2, NULL)"],
        &[
            "INSERT INTO t (id, a) VALUES (3, 'x')",
            "INSERT INTO t (id, c) VALUES (3, 'x')",
            "INSERT INTO t (id, b) VALUES (3, 5)",
            "INSERT INTO t (a) VALUES (3)",
        ],
    );
    if on.name() == "sqlite" {
        let kind = "SELECT strict, wr FROM pragma_table_list('t')";
        assert_eq!(steps.connection.lines(kind), ["1 | 1"]);
    }
}

pub(crate) fn comments_are_kept_or_refused(on: &dyn Backend) {
    if on.name() == "sqlite" {
        let expect = "there are no comments in the schema";
        let table = |op: &mut Op<'_>| {
            op.execute("CREATE TABLE half (x TEXT)");
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", integer()))
                    .comment("x"),
            );
            Ok(())
        };
        let message = refused(on, table);
        assert_eq!(
            message,
            format!("SQLite cannot do create_table `t`: {expect}")
        );
        return;
    }
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                op.create_table(
                    Table::new("it's")
                        .column(Column::new("a\"b", integer()).comment("a 'column'"))
                        .comment("a \\ table"),
                );
                op.add_column("it's", Column::new("c", integer()).comment("another"));
                Ok(())
            },
            |op| {
                op.create_table_comment("it's", "its new comment");
                op.alter_column("it's", AlterColumn::new("a\"b").drop_comment());
                op.alter_column("it's", AlterColumn::new("c").comment(""));
                Ok(())
            },
            |op| {
                op.drop_table_comment("it's");
                Ok(())
            },
        ],
    );
    let comments = "SELECT objsubid, description FROM pg_description \
                    WHERE objoid = '\"it''s\"'::regclass ORDER BY objsubid";
    steps.next();
    assert_eq!(
        steps.connection.lines(comments),
        ["0 | a \\ table", "1 | a 'column'", "2 | another"]
    );
    steps.next();
    assert_eq!(steps.connection.lines(comments), ["0 | its new comment"]);
    steps.next();
    assert_eq!(steps.connection.lines(comments), [""; 0]);
}

pub(crate) fn a_table_that_is_dropped_by_its_definition_leaves_nothing_behind(on: &dyn Backend) {
    fn table(values: &[&str]) -> Table {
        let mood = enumeration("mood", values.to_vec());
        Table::new("t").column(Column::new("a", mood))
    }
    let mut steps = Steps::new(
        on,
        &[
            |op| {
                op.create_table(table(&["sad"]));
                Ok(())
            },
            |op| {
                op.drop_table(table(&["sad"]));
                Ok(())
            },
            |op| {
                op.create_table(table(&["ok"]));
                Ok(())
            },
        ],
    );
    for _ in 0..3 {
        steps.next();
    }
    steps.takes_and_refuses(
        &["INSERT INTO t VALUES ('ok')"],
        &["INSERT INTO t VALUES ('sad')"],
    );
}
