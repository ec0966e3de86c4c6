//! Names that are there before and after: they are exchanged, or taken from what goes.

use super::lines::{Way, steps};
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints, RenameHint};
use crate::diff::{Change, DiffError};
use crate::schema::{Check, Column, ForeignKey, PrimaryKey, Table, integer, text};

fn object(from: &str, to: &str) -> RenameHint {
    RenameHint::Object {
        from: from.into(),
        to: Some(to.into()),
    }
}

fn column(table: &str, from: &str, to: &str) -> RenameHint {
    RenameHint::Column {
        table: table.into(),
        from: from.to_owned(),
        to: Some(to.to_owned()),
    }
}

fn hints(renames: &[RenameHint]) -> Hints {
    Hints {
        renames: renames.to_vec(),
        ..Hints::default()
    }
}

fn compared(hints: &Hints, found: &Catalog, wanted: &Catalog) -> Result<Vec<Change>, DiffError> {
    let way = Way {
        dialect: Dialect::Postgres,
        hints,
        filter: &Filter::default(),
    };
    let outcome = way.compare(found, wanted)?;
    assert_eq!(outcome.questions, []);
    Ok(outcome.changes)
}

fn lines(hints: &Hints, found: &Catalog, wanted: &Catalog) -> Vec<String> {
    let changes = compared(hints, found, wanted).unwrap();
    changes.iter().map(ToString::to_string).collect()
}

/// Checks the changes, and the operations there and back.
#[track_caller]
fn check(hints: &Hints, found: &Catalog, wanted: &Catalog, expect: [&str; 3]) {
    let changes = compared(hints, found, wanted).unwrap();
    let way = Way {
        dialect: Dialect::Postgres,
        hints,
        filter: &Filter::default(),
    };
    let there = steps(&way.there(&changes, found, wanted)).join("\n");
    let back = steps(&way.back(&changes, found, wanted)).join("\n");
    let lines = lines(hints, found, wanted).join("\n");
    assert_eq!([lines, there, back], expect);
}

/// The hints may stay.
#[track_caller]
fn check_after(hints: &Hints, wanted: &Catalog) {
    assert_eq!(compared(hints, wanted, wanted), Ok(Vec::new()));
}

fn of<const N: usize>(tables: [Table; N]) -> Catalog {
    Catalog {
        tables: tables.into(),
        ..Catalog::default()
    }
}

fn number(name: &str) -> Column {
    Column::new(name, integer())
}

fn words(name: &str) -> Column {
    Column::new(name, text())
}

#[test]
fn columns_exchange_their_names_once() {
    let hints = hints(&[column("t", "a", "b"), column("t", "b", "a")]);
    let found = of([Table::new("t").column(number("a")).column(words("b"))]);
    let wanted = of([Table::new("t").column(words("a")).column(number("b"))]);
    check(
        &hints,
        &found,
        &wanted,
        [
            "renamed column t.b to a\nrenamed column t.a to b",
            "t: rename b to b_former\n  t: rename a to b\n  t: rename b_former to a",
            "t: rename a to a_former\n  t: rename b to a\n  t: rename a_former to b",
        ],
    );
    check_after(&hints, &wanted);
    // It is known, too, when something else changes later.
    let later = of([Table::new("t")
        .column(words("a").default("x"))
        .column(number("b"))]);
    assert_eq!(lines(&hints, &wanted, &later).len(), 1);
}

#[test]
fn tables_exchange_their_names_once() {
    let hints = hints(&[object("a", "b"), object("b", "a")]);
    let found = of([
        Table::new("a").column(number("n")),
        Table::new("b").column(words("n")),
    ]);
    let wanted = of([
        Table::new("a").column(words("n")),
        Table::new("b").column(number("n")),
    ]);
    check(
        &hints,
        &found,
        &wanted,
        [
            "renamed table b to a\nrenamed table a to b",
            "rename_table b to b_former\nrename_table a to b\nrename_table b_former to a",
            "rename_table a to a_former\nrename_table b to a\nrename_table a_former to b",
        ],
    );
    check_after(&hints, &wanted);
}

#[test]
fn what_is_alike_exchanges_its_names_when_that_is_said_for_this_time() {
    let hints = hints(&[column("t", "a", "b"), column("t", "b", "a")]);
    let table = of([Table::new("t").column(words("a")).column(words("b"))]);
    let error = compared(&hints, &table, &table).unwrap_err();
    assert_eq!(
        [error.to_string().as_str(), error.help()],
        [
            "nothing tells whether `t.a` is still to be renamed to `b`, and `t.b` to `a`",
            "take the hints out if a revision has done it, else say it for this time only: \
             `--rename t.a=b` `--rename t.b=a`",
        ]
    );
    assert_eq!(lines(&hints.for_once(), &table, &table).len(), 2);
}

#[test]
fn a_table_takes_the_name_of_one_that_goes() {
    let keyed = |name: &str| {
        let key = PrimaryKey::new(["id"]).named(format!("{name}_pkey"));
        let id = number("id").not_null();
        Table::new(name).column(id).primary_key(key)
    };
    let other = || {
        let key = ForeignKey::new(["b"]).references("b", ["id"]).named("fk");
        Table::new("c").column(number("b")).foreign_key(key)
    };
    let hints = hints(&[object("a", "b")]);
    let found = of([keyed("a").column(number("n")), keyed("b"), other()]);
    let wanted = of([keyed("b").column(number("n")), other()]);
    check(
        &hints,
        &found,
        &wanted,
        [
            "renamed table a to b\n\
             removed table b\n\
             renamed primary key of b from a_pkey to b_pkey\n\
             changed foreign key fk of c: (b) to b (id)",
            "c: drop FOREIGN KEY fk (b) to b (id)\n\
             drop_table b\n  ! the rows of b\n\
             rename_table a to b\n\
             b: rename constraint a_pkey to b_pkey\n\
             c: add FOREIGN KEY fk (b) to b (id)",
            "rename_table b to a\n\
             a: rename constraint b_pkey to a_pkey\n\
             create_table b (id)\n\
             c: drop FOREIGN KEY fk (b) to b (id)\n  \
             c: add FOREIGN KEY fk (b) to b (id)",
        ],
    );
    check_after(&hints, &wanted);
}

#[test]
fn a_column_takes_the_name_of_one_that_goes() {
    let found = of([Table::new("t")
        .column(number("a"))
        .column(words("b"))
        .check(Check::new("(b <> '')").named("ck"))]);
    let wanted = of([Table::new("t").column(number("b"))]);
    let hints = hints(&[column("t", "a", "b")]);
    check(
        &hints,
        &found,
        &wanted,
        [
            "renamed column t.a to b\nremoved column t.b\nremoved check ck of t: ((b <> ''))",
            "t: drop CHECK ck ((b <> ''))\n  t: drop b\n  t: rename a to b\n  ! the values of t.b",
            "t: rename b to a\n  t: add b TEXT\n  t: add CHECK ck ((b <> ''))",
        ],
    );
    check_after(&hints, &wanted);
}

#[test]
fn where_both_may_be_meant_it_must_be_said_that_the_other_is_gone() {
    let found = of([
        Table::new("a").column(number("n")),
        Table::new("b").column(number("n")),
    ]);
    let wanted = of([Table::new("b").column(number("n"))]);
    let rename = object("a", "b");
    let error = compared(&hints(std::slice::from_ref(&rename)), &found, &wanted).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing tells whether `a` is still to be renamed to `b`"
    );
    let gone = RenameHint::Object {
        from: "b".into(),
        to: None,
    };
    let expect = [
        "renamed table a to b\nremoved table b",
        "drop_table b\n  ! the rows of b\nrename_table a to b",
        "rename_table b to a\ncreate_table b (n)",
    ];
    check(&hints(&[rename.clone(), gone]), &found, &wanted, expect);
    check(&hints(&[rename]).for_once(), &found, &wanted, expect);
}

#[test]
fn a_hint_of_long_ago_means_nothing_to_what_has_the_name_now() {
    let found = of([
        Table::new("a").column(words("other")),
        Table::new("b").column(number("n")),
    ]);
    let wanted = of([Table::new("b").column(number("n"))]);
    let hints = hints(&[object("a", "b")]);
    assert_eq!(lines(&hints, &found, &wanted), ["removed table a"]);
}
