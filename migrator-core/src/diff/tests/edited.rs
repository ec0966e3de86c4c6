//! Changes of which some are taken out, and what comes of the others.

use super::fake::Fake;
use super::lines::{Way, steps};
use crate::base::Dialect;
use crate::catalog::{Catalog, Need};
use crate::declared::{Filter, Hints};
use crate::diff::{Change, DiffError, open, settle};
use crate::ops::View;
use crate::schema::{
    Check, Column, ForeignKey, Index, ObjectKind, ObjectName, PrimaryKey, Table, big_integer,
    integer,
};

/// Takes out the changes whose line has one of some texts in it; returns the operations there and back.
fn edited(found: &Catalog, wanted: &Catalog, without: &[&str]) -> Result<[String; 2], DiffError> {
    let way = Way {
        dialect: Dialect::Postgres,
        hints: &Hints::default(),
        filter: &Filter::default(),
    };
    let all = way.compare(found, wanted)?.changes;
    let mut left = all.clone();
    left.retain(|it| !without.iter().any(|text| it.to_string().contains(text)));
    assert_ne!(left, all, "nothing was taken out");
    let settled = settle(&all, left, (found, wanted), &Fake(Dialect::Postgres))?;
    let there = way.there(&settled.changes, found, &settled.wanted);
    let back = way.back(&settled.changes, found, &settled.wanted);
    Ok([steps(&there).join("\n"), steps(&back).join("\n")])
}

#[track_caller]
fn check(found: &Catalog, wanted: &Catalog, without: &[&str], expect: [&str; 2]) {
    let ways = edited(found, wanted, without).unwrap();
    assert_eq!(ways, expect, "\n{}\n--\n{}", ways[0], ways[1]);
}

#[track_caller]
fn check_torn(found: &Catalog, wanted: &Catalog, without: &[&str], expect: &str) {
    let error = edited(found, wanted, without).unwrap_err();
    assert_eq!(error.to_string(), expect);
    assert_eq!(error.help(), "take out the changes of both, or of none");
}

fn of<const N: usize>(tables: [Table; N]) -> Catalog {
    Catalog {
        tables: tables.into(),
        ..Catalog::default()
    }
}

fn keyed(name: &str) -> Table {
    Table::new(name)
        .column(Column::new("id", integer()).not_null())
        .primary_key(PrimaryKey::new(["id"]).named(format!("{name}_pkey")))
}

fn referring(name: &str, to: &str) -> Table {
    let key = ForeignKey::new(["to"]).references(to, ["id"]);
    keyed(name)
        .column(Column::new("to", integer()))
        .foreign_key(key.named(format!("{name}_fk")))
}

fn with_view(mut catalog: Catalog, name: &str, table: &str, column: &str) -> Catalog {
    let text = format!("SELECT {column} FROM {table}");
    catalog.views.push(View::new(name).as_(text));
    catalog.needs.push(Need {
        who: ObjectName::new(ObjectKind::View, name),
        whom: ObjectName::part(ObjectKind::Column, table, column),
    });
    catalog
}

#[test]
fn a_view_that_does_not_come_is_not_dropped() {
    let t = |kind| of([Table::new("t").column(Column::new("a", kind))]);
    let found = with_view(t(integer()), "old", "t", "a");
    let wanted = with_view(t(big_integer()), "new", "t", "a");
    check(
        &found,
        &wanted,
        &["added view new"],
        [
            "drop_view old\nt: alter a BIGINT",
            "t: alter a INTEGER using cast_(\"a\")\ncreate_view old",
        ],
    );
    check(
        &found,
        &wanted,
        &["removed view old"],
        [
            "drop_view old\nt: alter a BIGINT\ncreate_view new\ncreate_view old",
            "drop_view old\ndrop_view new\nt: alter a INTEGER using cast_(\"a\")\ncreate_view old",
        ],
    );
}

#[test]
fn a_table_does_not_come_unless_something_refers_to_it() {
    let wanted = of([keyed("a"), referring("b", "a")]);
    let none = Catalog::default();
    check_torn(
        &none,
        &wanted,
        &["added table a"],
        "constraint `b.b_fk` needs table `a`, which the edit of the changes leaves out",
    );
    check(
        &none,
        &wanted,
        &["added table b"],
        ["create_table a (id)", "drop_table a\n  ! the rows of a"],
    );
}

#[test]
fn a_table_stays_unless_it_refers_to_one_that_goes() {
    let found = of([keyed("a"), referring("b", "a")]);
    let none = Catalog::default();
    check_torn(
        &found,
        &none,
        &["removed table b"],
        "constraint `b.b_fk` needs table `a`, which the edit of the changes leaves out",
    );
    check(
        &found,
        &none,
        &["removed table a"],
        [
            "drop_table b\n  ! the rows of b",
            "create_table b (id, to, -> a)",
        ],
    );
}

#[test]
fn indexes_go_with_their_table() {
    let mut wanted = of([keyed("a"), keyed("b")]);
    wanted.indexes.push(Index::new("ix").on("a", ["id"]));
    check(
        &Catalog::default(),
        &wanted,
        &["added table a"],
        ["create_table b (id)", "drop_table b\n  ! the rows of b"],
    );
}

#[test]
fn a_column_does_not_come_unless_something_is_said_of_it() {
    let found = of([keyed("t")]);
    let column = |name| Column::new(name, integer());
    let table = keyed("t").column(column("a")).column(column("b"));
    let mut wanted = of([table.check(Check::new("b > 0").named("ck"))]);
    wanted.needs.push(Need {
        who: ObjectName::part(ObjectKind::Constraint, "t", "ck"),
        whom: ObjectName::part(ObjectKind::Column, "t", "b"),
    });
    check(
        &found,
        &wanted,
        &["added column t.a"],
        [
            "t: add b INTEGER\n  t: add CHECK ck (b > 0)",
            "t: drop CHECK ck (b > 0)\n  t: drop b\n  ! the values of t.b",
        ],
    );
    check_torn(
        &found,
        &wanted,
        &["added column t.b"],
        "constraint `t.ck` needs column `t.b`, which the edit of the changes leaves out",
    );
    wanted.indexes.push(Index::new("ix").on("t", ["a"]));
    check_torn(
        &found,
        &wanted,
        &["added column t.a"],
        "index `ix` needs column `t.a`, which the edit of the changes leaves out",
    );
}

#[test]
fn a_type_stays_as_it_was_found_on_the_way_back_too() {
    let t = |a, b| {
        let column = |name, kind| Column::new(name, kind);
        of([Table::new("t")
            .column(column("a", a))
            .column(column("b", b))])
    };
    let found = with_view(t(integer(), integer()), "v", "t", "a");
    let wanted = with_view(t(big_integer(), big_integer()), "v", "t", "a");
    check(
        &found,
        &wanted,
        &["t.a"],
        ["t: alter b BIGINT", "t: alter b INTEGER using cast_(\"b\")"],
    );
}

#[test]
fn questions_about_what_was_taken_out_are_none() {
    let found = of([keyed("t")]);
    let column = Column::new("a", integer()).not_null();
    let wanted = of([keyed("t").column(column)]);
    let way = Way {
        dialect: Dialect::Postgres,
        hints: &Hints::default(),
        filter: &Filter::default(),
    };
    let outcome = way.compare(&found, &wanted).unwrap();
    assert_eq!(outcome.questions.len(), 1);
    let none: [Change; 0] = [];
    assert_eq!(open(outcome.questions.clone(), &none), []);
    let all = outcome.questions.clone();
    assert_eq!(open(all, &outcome.changes), outcome.questions);
}
