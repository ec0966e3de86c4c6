//! The exact SQL of objects other than tables; every statement also runs.

use super::{Database, refusal, sql};
use crate::ops::{DropView, Enumeration, Op, Sql, Trigger, View};

fn check(migration: fn(&mut Op<'_>), expect: &str) {
    assert_eq!(sql(migration), expect);
    let database = Database::new();
    database.rows("CREATE TABLE t (a)");
    database.migrate(migration).unwrap();
}

#[test]
fn views_and_triggers() {
    check(
        |op| {
            let view = || View::new(("main", "v")).columns(["a b"]);
            op.create_view(view().as_("SELECT ';' -- one;\n; -- end").if_not_exists());
            op.replace_view(view().as_("SELECT 2"));
            op.replace_view(view().as_("SELECT 3").instead_of(view().as_("SELECT 2")));
            op.rename_view(View::new("v").as_("SELECT 3"), "w");
            op.drop_view(DropView::new("w").if_exists());
            op.create_view(View::new("x").as_(Sql::sqlite("").postgres("SELECT 1")));
            let trigger = || {
                Trigger::new(
                    "tr x",
                    ("main", "t"),
                    "AFTER DELETE ON t BEGIN SELECT ';'; SELECT 1; END;",
                )
            };
            op.create_trigger(trigger());
            op.replace_trigger(trigger());
            op.drop_trigger(trigger());
            op.create_enum(Enumeration::new("mood", ["sad"]));
        },
        "CREATE VIEW IF NOT EXISTS \"main\".\"v\" (\"a b\") AS SELECT ';'\n\
         DROP VIEW IF EXISTS \"main\".\"v\"\n\
         CREATE VIEW \"main\".\"v\" (\"a b\") AS SELECT 2\n\
         DROP VIEW \"main\".\"v\"\n\
         CREATE VIEW \"main\".\"v\" (\"a b\") AS SELECT 3\n\
         DROP VIEW \"v\"\n\
         CREATE VIEW \"w\" AS SELECT 3\n\
         DROP VIEW IF EXISTS \"w\"\n\
         CREATE TRIGGER \"main\".\"tr x\" AFTER DELETE ON t BEGIN SELECT ';'; SELECT 1; END\n\
         DROP TRIGGER \"main\".\"tr x\"\n\
         CREATE TRIGGER \"main\".\"tr x\" AFTER DELETE ON t BEGIN SELECT ';'; SELECT 1; END\n\
         DROP TRIGGER \"main\".\"tr x\"",
    );
}

#[test]
fn what_is_no_definition_is_refused() {
    let check = |migration: fn(&mut Op<'_>), expect: &str| assert_eq!(refusal(migration), expect);
    check(
        |op| op.create_view(View::new("v").as_("SELECT 1; DROP TABLE t")),
        "the SQL holds 2 statements where exactly one is possible\n\
         help: call `op.execute` or `op.query` once for each statement",
    );
    check(
        |op| op.create_view(View::new("sqlite_v").as_("SELECT 1")),
        "SQLite cannot do create_view `sqlite_v`: the name `sqlite_v` starts with `sqlite_`, \
         which SQLite reserves\nhelp: choose another name",
    );
    check(
        |op| op.create_view(View::new("v").as_(Sql::new("SELECT ?").param(1))),
        "create_view `v` makes no sense: a definition has no parameters\n\
         help: write the values into the SQL",
    );
    check(
        |op| op.create_trigger(Trigger::named("tr", "t")),
        "create_trigger `t.tr` makes no sense: only the name is given\n\
         help: give the definition, too",
    );
    check(
        |op| op.create_view(View::materialized("v").as_("SELECT 1")),
        "SQLite cannot do create_view `v`: there are no materialized views\n\
         help: use a view, or a table that the application fills",
    );
    check(
        |op| op.add_enum_value("mood", "x"),
        "SQLite cannot do add_enum_value `mood`: the values of an enumeration are a check of \
         each column that has it\nhelp: change the type of each column with `op.alter_column`",
    );
}
