//! What each method records, where it says it was called, and where it is listed.

use std::fs;
use std::path::Path;

use sea_query::{Expr, ExprTrait, Query as Build};

use super::recorded::Recorded;
use super::{
    Command, Domain, Enumeration, Extension, Function, Op, Operation, ReplaceEnum, Sequence, Sql,
    Trigger, View,
};
use crate::base::{Dialect, Location, Value};
use crate::schema::{Column, Index, Table, boolean, integer};

fn recorded(migration: impl FnOnce(&mut Op<'_>)) -> Recorded {
    Recorded::of(Dialect::Postgres, migration)
}

#[test]
fn every_method_is_in_the_table_at_op() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ops");
    let files = fs::read_dir(folder).unwrap();
    let methods: Vec<String> = files
        .filter(|file| file.as_ref().unwrap().path().is_file())
        .flat_map(|file| methods(&fs::read_to_string(file.unwrap().path()).unwrap()))
        .collect();
    assert!(methods.contains(&"create_table".to_owned()));
    let table = include_str!("recorder.rs");
    let missing = methods.iter().filter(|method| {
        // One that looks first stands beside the one that does not.
        let name = method.trim_end_matches("_if_exists");
        let name = name.trim_end_matches("_if_not_exists");
        !table.contains(&format!("`{name}`"))
    });
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0]);
}

/// The public methods of a file that say where they were called.
fn methods(text: &str) -> Vec<String> {
    let calls = text.split("#[track_caller]").skip(1);
    let after = calls.filter_map(|rest| rest.split_once("pub fn ").map(|(_, name)| name));
    after
        .map(|name| {
            name.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn every_method_records_its_operation_and_object() {
    let check = |migration: fn(&mut Op<'_>), expect: &str| {
        let sink = recorded(migration);
        let names: Vec<String> = sink
            .operations
            .iter()
            .map(|(operation, _)| format!("{} {}", operation.name(), operation.object()))
            .collect();
        assert_eq!(names.join("; "), expect);
    };
    check(
        |op| op.create_table(Table::new(("app", "users")).column(Column::new("id", integer()))),
        "create_table app.users",
    );
    check(|op| op.drop_table("users"), "drop_table users");
    check(
        |op| op.drop_table_if_exists(String::from("users")),
        "drop_table users",
    );
    check(
        |op| op.rename_table("users", "people"),
        "rename_table users",
    );
    check(
        |op| op.add_column("users", Column::new("active", boolean())),
        "add_column users.active",
    );
    check(
        |op| op.drop_column("users", "active"),
        "drop_column users.active",
    );
    check(
        |op| op.create_index(Index::new("ix").on("users", ["id"])),
        "create_index ix",
    );
    check(|op| op.drop_index(("app", "ix")), "drop_index app.ix");
    check(|op| op.drop_index_if_exists("ix"), "drop_index ix");
    check(|op| op.drop_index_concurrently("ix"), "drop_index ix");
    check(
        |op| op.rename_index(("app", "ix"), "iy"),
        "rename_index app.ix",
    );
    check(
        |op| {
            let mood = Enumeration::new(("app", "mood"), ["sad"]);
            op.create_enum(mood);
            op.add_enum_value("mood", "x");
            op.rename_enum_value("mood", "x", "y");
            op.replace_enum(ReplaceEnum::new("mood", ["y"]));
            op.rename_enum("mood", "temper");
            op.drop_enum("temper");
        },
        "create_enum app.mood; add_enum_value mood; rename_enum_value mood; replace_enum mood; \
         rename_enum mood; drop_enum temper",
    );
    check(
        |op| {
            op.create_view(View::new("v").as_("SELECT 1"));
            op.replace_view(View::new("v").as_("SELECT 2"));
            op.rename_view("v", "w");
            op.refresh_view(("app", "w"));
            op.drop_view(String::from("w"));
        },
        "create_view v; replace_view v; rename_view v; refresh_view app.w; drop_view w",
    );
    check(
        |op| {
            op.create_function(Function::new("f(x int)", "RETURN 1"));
            op.replace_function(Function::procedure("p()", "AS ''"));
            op.drop_function("f(int)");
            op.create_trigger(Trigger::new("tr", ("app", "t"), "AFTER DELETE"));
            op.replace_trigger(Trigger::new("tr", "t", "AFTER DELETE"));
            op.drop_trigger(Trigger::named("tr", "t"));
        },
        "create_function f(x int); replace_function p(); drop_function f(int); \
         create_trigger app.t.tr; replace_trigger t.tr; drop_trigger t.tr",
    );
    check(
        |op| {
            op.create_sequence(Sequence::new("s"));
            op.alter_sequence(Sequence::new("s").start(7));
            op.rename_sequence("s", "t");
            op.drop_sequence(("app", "t"));
            op.create_domain(Domain::new("d", integer()));
            op.replace_domain(Domain::new("d", integer()).not_null());
            op.rename_domain(("app", "d"), "e");
            op.drop_domain("e");
            op.create_schema("app");
            op.rename_schema("app", "core");
            op.drop_schema("core");
            op.create_extension("citext");
            op.alter_extension(Extension::new("citext"));
            op.drop_extension("citext");
        },
        "create_sequence s; alter_sequence s; rename_sequence s; drop_sequence app.t; \
         create_domain d; replace_domain d; rename_domain app.d; drop_domain e; \
         create_schema app; rename_schema app; drop_schema core; \
         create_extension citext; alter_extension citext; drop_extension citext",
    );
    check(|op| op.execute("SELECT 1"), "execute ");
    check(
        |op| op.bulk_insert("users", ["id"], [[1]]),
        "bulk_insert users",
    );
}

#[test]
fn the_place_recorded_is_the_line_of_the_call() {
    let line = line!() + 2;
    let sink = recorded(|op| {
        op.drop_table("users");
        let _ = op.query("SELECT 1");
    });
    let place = |location: &Location| (location.file.ends_with("ops/tests.rs"), location.line);
    assert_eq!(place(&sink.operations[0].1), (true, line));
    assert_eq!(place(&sink.queries[0].1), (true, line + 1));
}

#[test]
fn a_query_returns_what_the_sink_read() {
    recorded(|op| {
        let rows = op.query("SELECT 7 AS n").unwrap();
        assert_eq!(rows.first().unwrap().get::<i64>("n"), Ok(7));
    });
}

#[test]
fn a_migration_can_ask_for_the_dialect() {
    recorded(|op| assert_eq!(op.dialect(), Dialect::Postgres));
}

#[test]
fn rows_may_be_tuples_arrays_and_vectors() {
    let check = |sink: Recorded, expect: Vec<Vec<Value>>| match &sink.operations[0].0 {
        Operation::BulkInsert(insert) => assert_eq!(insert.rows, expect),
        other => panic!("{other:?}"),
    };
    let row = vec![Value::Integer(1), Value::Text("a".to_owned()), Value::Null];
    check(
        recorded(|op| op.bulk_insert("t", ["a", "b", "c"], [(1, "a", None::<i64>)])),
        vec![row.clone()],
    );
    check(
        recorded(|op| op.bulk_insert("t", ["a", "b", "c"], vec![row.clone()])),
        vec![row],
    );
    check(
        recorded(|op| op.bulk_insert("t", ["a"], (1..=2).map(|n| [n]))),
        vec![vec![Value::Integer(1)], vec![Value::Integer(2)]],
    );
    check(
        recorded(|op| op.bulk_insert("t", ["a"], Vec::<(i64,)>::new())),
        Vec::new(),
    );
}

#[test]
fn statements_of_the_query_builder_are_taken_by_value_and_as_chains() {
    let check = |sink: Recorded, expect: fn(&Command) -> bool| match &sink.operations[0].0 {
        Operation::Execute(execute) => assert!(expect(&execute.command), "{execute:?}"),
        other => panic!("{other:?}"),
    };
    check(
        recorded(|op| {
            let condition = Expr::col("a").eq(1);
            op.execute(Build::delete().from_table("t").and_where(condition));
        }),
        |command| matches!(command, Command::Delete(_)),
    );
    check(
        recorded(|op| op.execute(Build::update().table("t").value("a", 1).to_owned())),
        |command| matches!(command, Command::Update(_)),
    );
    check(
        recorded(|op| op.execute(Build::insert().into_table("t").columns(["a"]))),
        |command| matches!(command, Command::Insert(_)),
    );
}

#[test]
fn sql_has_the_text_of_its_dialect_before_the_common_one() {
    let check = |sql: &Sql, sqlite: Option<&str>, postgres: Option<&str>| {
        assert_eq!(sql.text(Dialect::Sqlite), sqlite);
        assert_eq!(sql.text(Dialect::Postgres), postgres);
    };
    check(&Sql::new("a"), Some("a"), Some("a"));
    check(&Sql::new("a").postgres("b"), Some("a"), Some("b"));
    check(&Sql::sqlite("a"), Some("a"), None);
    check(&Sql::sqlite("").postgres("b"), Some(""), Some("b"));
}
