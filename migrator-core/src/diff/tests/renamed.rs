//! What is called otherwise now, and all that mentions it.

use super::lines::{Way, steps};
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints, RenameHint};
use crate::schema::{
    Check, Column, ForeignKey, Index, IndexPart, PrimaryKey, Table, integer, text,
};

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

#[track_caller]
fn check(renames: &[RenameHint], found: &Catalog, wanted: &Catalog, expect: [&str; 2]) {
    let hints = Hints {
        renames: renames.to_vec(),
        ..Hints::default()
    };
    for dialect in Dialect::ALL {
        let way = Way {
            dialect,
            hints: &hints,
            filter: &Filter::default(),
        };
        let outcome = way.compare(found, wanted).unwrap();
        assert_eq!(outcome.questions, [], "{dialect:?}");
        let lines: Vec<String> = outcome.changes.iter().map(ToString::to_string).collect();
        assert_eq!(lines.join("\n"), expect[0], "{dialect:?}");
        if dialect == Dialect::Postgres {
            let there = steps(&way.there(&outcome.changes, found, wanted));
            assert_eq!(there.join("\n"), expect[1]);
        }
        // The hint may stay.
        let after = way.compare(wanted, wanted).unwrap();
        assert_eq!(after.changes, []);
    }
}

/// A table with all that mentions its name and that of its column, as a database prints it.
fn everything(table: &str, column: &str) -> Catalog {
    let people = Table::new(table)
        .column(Column::new("id", integer()).not_null())
        .column(Column::new(column, text()))
        .column(Column::new("upper", text()).generated_stored(format!("upper({column})")))
        .primary_key(PrimaryKey::new(["id"]).named(format!("{table}_pkey")))
        .check(Check::new(format!("({column} <> '{column}'::text)")).named("ck"));
    let orders = Table::new("orders")
        .column(Column::new("person", integer()))
        .foreign_key(
            ForeignKey::new(["person"])
                .references(table, ["id"])
                .named("fk"),
        );
    let mut tables = vec![orders, people];
    tables.sort_by_key(|it| it.name().clone());
    Catalog {
        tables,
        indexes: vec![
            Index::new("ix").on(table, [IndexPart::expression(format!("lower({column})"))]),
            Index::new("ix_of")
                .on(table, [column])
                .filter(format!("({column} IS NOT NULL)")),
        ],
        ..Catalog::default()
    }
}

#[test]
fn what_mentions_a_column_follows_it() {
    // The literal is not the column, so the check is another.
    check(
        &[column("users", "nick", "name")],
        &everything("users", "nick"),
        &everything("users", "name"),
        [
            "renamed column users.nick to name\n\
             changed check ck of users: ((name <> 'name'::text)), formerly ((nick <> 'nick'::text))",
            "users: drop CHECK ck ((nick <> 'nick'::text))\n  \
             users: rename nick to name\n  \
             users: add CHECK ck ((name <> 'name'::text))",
        ],
    );
}

#[test]
fn what_mentions_a_table_follows_it() {
    check(
        &[object("users", "people")],
        &everything("users", "nick"),
        &everything("people", "nick"),
        [
            "renamed table users to people\n\
             renamed primary key of people from users_pkey to people_pkey",
            "rename_table users to people\n\
             people: rename constraint users_pkey to people_pkey",
        ],
    );
}

#[test]
fn a_name_in_need_of_quotes_is_the_same_name() {
    let table = |name: &str, sql: &str| Catalog {
        tables: vec![
            Table::new("t")
                .column(Column::new(name, integer()))
                .check(Check::new(sql).named("ck")),
        ],
        ..Catalog::default()
    };
    let odd = "od\"d ";
    check(
        &[column("t", "n", odd)],
        &table("n", "(n > 0)"),
        &table(odd, "(\"od\"\"d \" > 0)"),
        ["renamed column t.n to od\"d ", "t: rename n to od\"d "],
    );
}

#[test]
fn hints_that_cannot_be_true_are_passed_over() {
    let table = |name: &str| Table::new(name).column(Column::new("n", integer()));
    let of = |names: &[&str]| Catalog {
        tables: names.iter().map(|it| table(it)).collect(),
        ..Catalog::default()
    };
    // A chain, in which the name is free by the time it is taken.
    check(
        &[object("a", "b"), object("b", "c")],
        &of(&["a", "b"]),
        &of(&["b", "c"]),
        [
            "renamed table a to b\nrenamed table b to c",
            "rename_table b to c\nrename_table a to b",
        ],
    );
    // Another table of the former name.
    check(
        &[object("a", "b")],
        &of(&["a"]),
        &of(&["a", "b"]),
        [
            "added table a\nrenamed table a to b",
            "rename_table a to b\ncreate_table a (n)",
        ],
    );
}
