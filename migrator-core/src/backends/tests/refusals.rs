//! What makes no sense on any database, and the words it is refused with.

use crate::backends::{postgres, sqlite};
use crate::ops::{Op, Sql};
use crate::schema::{Action, Column, ForeignKey, Index, Table, Unique, enumeration, integer};

#[track_caller]
fn check(migration: fn(&mut Op<'_>), expect: &str) {
    assert_eq!(sqlite::tests::refusal(migration), expect);
    assert_eq!(postgres::tests::refusal(migration), expect);
}

fn table(column: Column) -> Table {
    Table::new("t").column(column)
}

#[test]
fn names_that_cannot_be() {
    let empty = "the name \"\" cannot be used: it is empty\nhelp: choose another name";
    check(|op| op.drop_table(""), empty);
    check(|op| op.drop_column("t", ""), empty);
    check(
        |op| op.create_table(table(Column::new("a\0b", integer()))),
        "the name \"a\\0b\" cannot be used: it holds a NUL byte\nhelp: choose another name",
    );
}

#[test]
fn tables_and_indexes_that_contradict_themselves() {
    check(
        |op| op.create_table(Table::new("t")),
        "create_table `t` makes no sense: the table has no columns\nhelp: add a column",
    );
    check(
        |op| op.create_table(table(Column::new("a", integer()).primary_key()).primary_key(["a"])),
        "create_table `t` makes no sense: the table has two primary keys\n\
         help: declare the key either on the columns or on the table",
    );
    check(
        |op| {
            op.create_table(table(
                Column::new("a", integer()).on_delete(Action::Cascade),
            ));
        },
        "create_table `t` makes no sense: column `a` has an action but no foreign key yet\n\
         help: call `.references(…)` before `.on_delete(…)` and `.on_update(…)`",
    );
    check(
        |op| {
            op.create_table(table(Column::new("a", integer())).foreign_key(ForeignKey::new(["a"])));
        },
        "create_table `t` makes no sense: a foreign key of 1 column refers to 0 columns\n\
         help: name as many columns in `.references(…)` as the key has",
    );
    check(
        |op| {
            op.create_table(
                table(Column::new("a", integer())).unique(Unique::new(Vec::<String>::new())),
            );
        },
        "create_table `t` makes no sense: a unique constraint has no columns",
    );
    check(
        |op| {
            op.create_table(table(Column::new(
                "a",
                enumeration("e", Vec::<String>::new()),
            )));
        },
        "create_table `t` makes no sense: column `a`: an enumeration without values\n\
         help: give it at least one value",
    );
    check(
        |op| op.create_index(Index::new("ix")),
        "create_index `ix` makes no sense: the index covers nothing\n\
         help: say with `.on(table, columns)` what it covers",
    );
}

#[test]
fn expressions_that_reach_out_of_their_place() {
    check(
        |op| op.create_table(table(Column::new("a", integer()).check("a > 0) --"))),
        "create_table `t` makes no sense: column `a`: the expression `a > 0) --` closes a \
         parenthesis it did not open",
    );
    check(
        |op| op.create_table(table(Column::new("a", integer()).default_expr("1 -- one"))),
        "create_table `t` makes no sense: column `a`: the expression `1 -- one` holds a comment",
    );
    check(
        |op| op.create_index(Index::new("ix").on("t", ["a"]).filter("a = 'x")),
        "create_index `ix` makes no sense: the expression `a = 'x` leaves a quote open",
    );
}

#[test]
fn rows_that_do_not_fit() {
    check(
        |op| op.bulk_insert("t", ["a", "b"], vec![vec![1, 2], vec![3]]),
        "row 2 for `t` has 1 value for 2 columns\nhelp: give each row one value per column",
    );
    check(
        |op| op.bulk_insert("t", Vec::<String>::new(), Vec::<Vec<i64>>::new()),
        "bulk_insert `t` makes no sense: no columns are named\n\
         help: name the columns that the values of a row are for",
    );
}

#[test]
fn sql_with_values_that_is_not_one_statement() {
    check(
        |op| op.execute(Sql::new("").param(1)),
        "the SQL holds 0 statements where exactly one is possible\n\
         help: call `op.execute` or `op.query` once for each statement",
    );
}
