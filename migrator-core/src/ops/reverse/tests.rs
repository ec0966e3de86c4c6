//! What undoes each operation.

use super::Irreversible;
use crate::base::Dialect;
use crate::ops::recorded::Recorded;
use crate::ops::{
    Domain, DropEnum, DropExtension, DropSchema, DropView, Enumeration, Extension, Function, Op,
    Operation, ReplaceEnum, Schema, Sequence, Sql, Trigger, View,
};
use crate::schema::{Index, Table, text};

fn recorded(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Operation> {
    Recorded::of(Dialect::Postgres, migration).into_operations()
}

/// Returns the inverses of what `migration` records, or the reasons why there are none.
fn reversed(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Result<Vec<Operation>, Irreversible>> {
    let operations = recorded(migration);
    operations.iter().map(Operation::reverse).collect()
}

/// Checks that undoing twice what `migration` records is what it records.
fn check_there_and_back(migration: impl FnOnce(&mut Op<'_>)) {
    for operation in recorded(migration) {
        let back = operation.reverse().unwrap();
        let forth: Vec<Operation> = back.iter().flat_map(|it| it.reverse().unwrap()).collect();
        assert_eq!(forth, [operation]);
    }
}

#[test]
fn what_is_undone_twice_is_as_it_was() {
    check_there_and_back(|op| {
        op.rename_table(("a", "t"), ("b", "u"));
        op.rename_index(("a", "i"), "j");
        op.drop_index(Index::new("i").on("t", ["a"]).concurrently());
        op.create_enum(Enumeration::new("mood", ["sad"]));
        op.drop_enum(DropEnum::new(Enumeration::new("mood", ["sad"])).if_exists());
        op.rename_enum(("a", "mood"), ("a", "temper"));
        op.rename_enum_value("mood", "sad", "glad");
        op.replace_enum(
            ReplaceEnum::new("mood", ["a", "b"])
                .instead_of(["c", "b"])
                .map("c", "a"),
        );
        op.create_schema(Schema::new("app").owner("x"));
        op.rename_schema("app", "core");
        op.drop_schema("app");
        op.create_domain(Domain::new("d", text()).not_null());
        op.replace_domain(
            Domain::new("d", text()).instead_of(Domain::new("d", text()).default("x")),
        );
        op.rename_domain(("a", "d"), ("a", "e"));
        op.drop_domain(Domain::new("d", text()).check("VALUE > ''"));
        op.create_sequence(Sequence::new("s").start(5));
        op.alter_sequence(Sequence::new("s").start(5).instead_of(Sequence::new("s")));
        op.drop_sequence(Sequence::new("s"));
        op.create_view(View::new("v").as_("SELECT 1"));
        op.drop_view(View::materialized("v").as_("SELECT 1"));
        op.rename_view(("a", "v"), ("a", "w"));
        op.create_function(Function::new("f()", "RETURN 1"));
        op.replace_function(
            Function::new("f()", "RETURN 1").instead_of(Function::new("f()", "RETURN 2")),
        );
        op.drop_function(Function::procedure("p()", "AS ''"));
        op.create_trigger(Trigger::new("tr", "t", "x"));
        op.replace_trigger(Trigger::new("tr", "t", "x").instead_of(Trigger::new("tr", "t", "y")));
        op.drop_trigger(Trigger::new("tr", "t", "x"));
        op.create_extension(Extension::new("citext").version("1.6"));
        op.drop_extension("citext");
    });
}

#[test]
fn what_is_not_known_is_said_with_what_to_write() {
    let check = |migration: fn(&mut Op<'_>), why: &str| {
        for reversed in reversed(migration) {
            let error = reversed.unwrap_err();
            assert_eq!(error.why, why, "{error}");
            assert!(error.help.is_some());
        }
    };
    check(
        |op| {
            op.drop_table("t");
            op.drop_index("i");
            op.drop_enum("mood");
            op.drop_domain("d");
            op.drop_sequence("s");
            op.drop_view("v");
            op.drop_function("f()");
            op.drop_trigger(Trigger::named("tr", "t"));
        },
        "only the name is given",
    );
    check(
        |op| {
            op.drop_schema(DropSchema::new("app").cascade());
            op.drop_view(DropView::new(View::new("v").as_("SELECT 1")).cascade());
            op.drop_extension(DropExtension::new("citext").cascade());
        },
        "what `cascade` drops besides is not known",
    );
    check(
        |op| {
            op.create_table(Table::new("t").if_not_exists());
            op.create_index(Index::new("i").if_not_exists());
            op.create_schema(Schema::new("app").if_not_exists());
            op.create_enum(Enumeration::new("mood", ["sad"]).if_not_exists());
            op.create_sequence(Sequence::new("s").if_not_exists());
            op.create_view(View::new("v").if_not_exists());
            op.create_extension(Extension::new("citext").if_not_exists());
        },
        "with `if_not_exists` it may have created nothing",
    );
    check(
        |op| {
            op.replace_view(View::new("v").as_("SELECT 1"));
            op.replace_enum(ReplaceEnum::new("mood", ["sad"]));
            op.replace_domain(Domain::new("d", text()));
            op.alter_sequence(Sequence::new("s").start(1));
            op.replace_function(Function::new("f()", "RETURN 1"));
            op.replace_trigger(Trigger::new("tr", "t", "x"));
            op.alter_extension(Extension::new("citext").version("2"));
            op.alter_extension(
                Extension::new("c")
                    .version("2")
                    .instead_of(Extension::new("c")),
            );
        },
        "what it was before is not given",
    );
    check(
        |op| {
            op.rename_table("t", ("app", "t"));
            op.rename_view("v", ("app", "v"));
            op.rename_sequence("s", ("app", "s"));
            op.rename_enum("mood", ("app", "mood"));
        },
        "it is moved to another schema, and the one it was in is not named",
    );
    check(
        |op| op.execute("UPDATE t SET a = 1"),
        "nothing tells what undoes raw SQL",
    );
    check(
        |op| op.add_enum_value("mood", "x"),
        "the values that the enumeration had are not given",
    );
}

#[test]
fn a_value_that_was_merged_into_another_stays_there() {
    let replace = ReplaceEnum::new("mood", ["a", "new"])
        .instead_of(["a", "b", "c", "d"])
        .map("b", "a")
        .map("c", "new")
        .map("d", "new");
    let back = reversed(|op| op.replace_enum(replace));
    let expected = ReplaceEnum::new("mood", ["a", "b", "c", "d"])
        .instead_of(["a", "new"])
        .map("new", "c");
    let expected = recorded(|op| op.replace_enum(expected));
    assert_eq!(back, [Ok(expected)]);
}

#[test]
fn sql_is_undone_by_the_text_of_each_dialect() {
    let sql = Sql::new("a").reversed_by(Sql::sqlite("b").postgres("c"));
    assert_eq!(sql.reversal().unwrap().text(Dialect::Postgres), Some("c"));
    let back = reversed(|op| op.execute(sql));
    let expected = recorded(|op| op.execute(Sql::sqlite("b").postgres("c")));
    assert_eq!(back, [Ok(expected)]);
}
