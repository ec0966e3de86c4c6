//! Views, triggers, functions, enumerations, sequences, schemas and extensions.

use migrator::prelude::*;

use super::Sample;

pub(super) const SAMPLES: &[Sample] = &[
    (
        "create_view, drop_view",
        &[
            up!(op => op.create_view(View::new("n").as_("SELECT 1 AS x"))),
            up!(op => op.drop_view("v")),
        ],
    ),
    (
        "create_view, drop_view: materialized",
        &[
            up!(op => op.create_view(View::materialized("n").as_("SELECT 1 AS x"))),
            up!(op => op.drop_view(View::materialized("mv"))),
        ],
    ),
    (
        "replace_view",
        &[up!(op => op.replace_view(View::new("v").as_("SELECT name FROM p WHERE id > 0")))],
    ),
    (
        "rename_view",
        &[
            up!(op => op.rename_view("v", "n")),
            up!(op => op.rename_view(View::new("v").as_("SELECT name FROM p"), "n")),
        ],
    ),
    ("refresh_view", &[up!(op => op.refresh_view("mv"))]),
    (
        "create_trigger, drop_trigger",
        &[
            up!(op => { let it = trigger(op); op.create_trigger(it) }),
            up!(op => op.drop_trigger(Trigger::named("tr", "p"))),
        ],
    ),
    (
        "create_trigger of a constraint trigger",
        &[up!(op => { let it = trigger(op).constraint(); op.create_trigger(it) })],
    ),
    (
        "replace_trigger",
        &[up!(op => {
            let it = trigger(op);
            op.execute(match op.dialect() {
                Dialect::Postgres => "CREATE TRIGGER tr2 AFTER UPDATE ON p EXECUTE FUNCTION f()",
                _ => "CREATE TRIGGER tr2 AFTER UPDATE ON p BEGIN SELECT 1; END",
            });
            op.replace_trigger(it);
        })],
    ),
    (
        "create_function, replace_function, drop_function",
        &[
            up!(op => op.create_function(Function::new("two()", HERE_ONLY))),
            up!(op => op.replace_function(one(HERE_ONLY))),
            up!(op => op.drop_function("one()")),
        ],
    ),
    (
        "create_function, replace_function, drop_function with Sql::sqlite(\"\")",
        &[
            up!(op => op.create_function(
                Function::new("two()", Sql::sqlite("").postgres(HERE_ONLY)),
            )),
            up!(op => op.replace_function(one(Sql::sqlite("").postgres(HERE_ONLY)))),
            up!(op => op.drop_function(one(Sql::sqlite("").postgres(HERE_ONLY)))),
        ],
    ),
    (
        "create_enum, rename_enum, drop_enum",
        &[
            up!(op => op.create_enum(Enumeration::new("humor", ["a", "b"]))),
            up!(op => op.rename_enum("mood", "humor")),
            up!(op => op.drop_enum("mood")),
        ],
    ),
    (
        "add_enum_value, rename_enum_value",
        &[
            up!(op => op.add_enum_value("mood", "fine")),
            up!(op => op.rename_enum_value("mood", "ok", "fine")),
        ],
    ),
    (
        "replace_enum",
        &[up!(op => op.replace_enum(ReplaceEnum::new("mood", ["ok"])))],
    ),
    (
        "create_domain, replace_domain, rename_domain, drop_domain",
        &[
            up!(op => op.create_domain(Domain::new("n", text()))),
            up!(op => op.replace_domain(Domain::new("d", text()).not_null())),
            up!(op => op.rename_domain("d", "n")),
            up!(op => op.drop_domain("d")),
        ],
    ),
    (
        "create_sequence, alter_sequence, rename_sequence, drop_sequence",
        &[
            up!(op => op.create_sequence(Sequence::new("n"))),
            up!(op => op.alter_sequence(Sequence::new("s").increment(10))),
            up!(op => op.rename_sequence("s", "n")),
            up!(op => op.drop_sequence("s")),
        ],
    ),
    (
        "create_schema, rename_schema, drop_schema",
        &[
            up!(op => op.create_schema("n")),
            up!(op => op.rename_schema("app", "n")),
            up!(op => op.drop_schema("app")),
        ],
    ),
    (
        "create_extension, alter_extension, drop_extension",
        &[
            up!(op => op.create_extension(Extension::new("plpgsql").if_not_exists())),
            up!(op => op.alter_extension(Extension::new("plpgsql"))),
            up!(op => op.drop_extension(DropExtension::new("plpgsql").cascade())),
        ],
    ),
];

fn one(sql: impl Into<Sql>) -> Function {
    Function::new("one()", sql)
}

const HERE_ONLY: &str = "RETURNS integer LANGUAGE sql AS 'SELECT 2'";

fn trigger(op: &Op<'_>) -> Trigger {
    let sql = match op.dialect() {
        Dialect::Postgres => "AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()",
        _ => "AFTER INSERT ON p BEGIN SELECT 1; END",
    };
    Trigger::new("tr2", "p", sql)
}
