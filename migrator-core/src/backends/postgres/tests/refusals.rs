//! What is refused, and the words it is refused with.

use super::{Database, refusal};
use crate::ops::{Op, Sql};
use crate::schema::{Column, Index, IndexPart, Table, Unique, enumeration, integer, text};

#[track_caller]
fn check(migration: impl FnOnce(&mut Op<'_>), expect: &str) {
    assert_eq!(refusal(migration), expect);
}

fn table(column: Column) -> Table {
    Table::new("t").column(column)
}

#[test]
fn names_that_are_too_long() {
    let long = "ä".repeat(32);
    let expect = format!(
        "the name \"{long}\" cannot be used: it is longer than 63 bytes, and PostgreSQL would \
         cut it off\nhelp: choose another name"
    );
    check(|op| op.drop_table((long.as_str(), "t")), &expect);
    check(|op| op.drop_column("t", &long), &expect);
    check(|op| op.rename_table("t", long.as_str()), &expect);
    check(
        |op| op.create_index(Index::new(&long).on("t", ["a"])),
        &expect,
    );
    check(
        |op| {
            let unique = Unique::new(["a"]).named(&long);
            op.create_table(table(Column::new("a", integer())).unique(unique));
        },
        &expect,
    );
    check(
        |op| op.create_table(table(Column::new("a", enumeration(&long, ["x"])))),
        &expect,
    );
}

#[test]
fn enumerations_that_cannot_be() {
    let of = |values: &[&str]| table(Column::new("a", enumeration("mood", values)));
    let long = "x".repeat(64);
    check(
        |op| op.create_table(of(&[&long])),
        &format!(
            "PostgreSQL cannot do create_table `t`: column `a`: the value `{long}` of an \
             enumeration is longer than 63 bytes\nhelp: use `text()` with a check"
        ),
    );
    check(
        |op| op.create_table(of(&["x"]).column(Column::new("b", enumeration("mood", ["y"])))),
        "create_table `t` makes no sense: column `b`: the enumeration `mood` has other values in \
         another column",
    );
}

#[test]
fn texts_that_reach_out_of_their_place() {
    let index = |part: IndexPart| Index::new("ix").on("t", [part]);
    check(
        |op| op.create_table(table(Column::new("a", integer()).default_expr("$$ + 1"))),
        "create_table `t` makes no sense: column `a`: the expression `$$ + 1` leaves a quote open",
    );
    check(
        |op| op.create_index(index(IndexPart::expression(r"E'\'' || ('"))),
        "create_index `ix` makes no sense: the expression `E'\\'' || ('` leaves a quote open",
    );
    check(
        |op| op.create_index(index(IndexPart::column("a")).filter("a = 1; DROP TABLE t")),
        "create_index `ix` makes no sense: the expression `a = 1; DROP TABLE t` holds a semicolon",
    );
    check(
        |op| op.create_index(index(IndexPart::column("a")).with("fillfactor = 70) WHERE (true")),
        "create_index `ix` makes no sense: the expression `fillfactor = 70) WHERE (true` closes \
         a parenthesis it did not open",
    );
    check(
        |op| op.create_index(index(IndexPart::column("a").opclass("text_ops, b"))),
        "PostgreSQL cannot do create_index `ix`: `text_ops, b` is no operator class\n\
         help: write its name, such as `text_pattern_ops`",
    );
    check(
        |op| {
            op.add_column(
                "t",
                Column::new("a", crate::schema::custom("text NOT NULL")),
            );
        },
        "PostgreSQL cannot do add_column `t.a`: column `a`: `text NOT NULL` is no type name\n\
         help: write it as in SQL, with double quotes around a name in capitals: `citext`, \
         `numeric(10, 2)`, `\"app\".\"Mood\"`",
    );
}

#[test]
fn values_without_a_literal() {
    let nul = "a text cannot hold a NUL byte\n\
               help: store bytes instead of text, or leave the NUL out";
    check(
        |op| op.create_table(table(Column::new("a", text()).default("a\0b"))),
        &format!("PostgreSQL cannot do create_table `t`: column `a`: {nul}"),
    );
    check(
        |op| op.bulk_insert("t", ["a"], [["a\0b"]]),
        &format!("PostgreSQL cannot do bulk_insert `t`: {nul}"),
    );
    check(
        |op| op.execute(Sql::new("SELECT $1").param("a\0b")),
        &format!("PostgreSQL cannot do execute: {nul}"),
    );
}

#[test]
fn no_expression_reaches_out_of_its_place() {
    use proptest::prelude::*;
    let Some(database) = Database::new() else {
        return;
    };
    let database = std::cell::RefCell::new(database);
    let text = "[ab01()'\"$E;/*, \\[\\]\\\\\n-]{1,8}";
    let mut runner = super::runner();
    let tested = runner.run(&(text, text, text), |(check, default, index)| {
        let mut database = database.borrow_mut();
        database.rows("DROP TABLE IF EXISTS t");
        let created = database.migrate(|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", integer()).check(check))
                    .column(Column::new("b", integer()).default_expr(default))
                    .column(Column::new("c", integer()).check("c > 0")),
            );
        });
        if created.is_ok() {
            let columns = "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute \
                           WHERE attrelid = 't'::regclass AND attnum > 0";
            prop_assert_eq!(
                database.rows(columns),
                ["a|integer", "b|integer", "c|integer"]
            );
            let parts = [IndexPart::expression(index), IndexPart::column("c")];
            let _ = database.migrate(|op| op.create_index(Index::new("ix").on("t", parts)));
            let keys = "SELECT indnkeyatts FROM pg_index JOIN pg_class ON oid = indexrelid \
                        WHERE relname = 'ix'";
            prop_assert!(["", "2"].contains(&database.rows(keys).concat().as_str()));
        }
        Ok(())
    });
    tested.unwrap();
}
