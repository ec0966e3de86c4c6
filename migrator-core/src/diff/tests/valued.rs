//! Values of enumerations that change, there and back.

use super::arranged::{check, of};
use super::lines::Way;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{EnumValueHint, Filter, Hints};
use crate::diff::Arrangement;
use crate::ops::Enumeration;
use crate::schema::{Column, ColumnType, Table, enumeration, integer, text};

const POSTGRES: Dialect = Dialect::Postgres;

#[test]
fn values_of_an_enumeration_change_with_rows_in_place() {
    let mood = |values: &[&str], default: &str| {
        let mood = Enumeration::new("mood", values);
        let column = Column::new("mood", mood.column_type());
        let column = column.default_expr(format!("'{default}'::mood"));
        Catalog {
            enums: vec![mood],
            ..of([Table::new("t").column(column)])
        }
    };
    let change = |hints: &Hints, from: &Catalog, to: &Catalog, expect: &str| {
        check(POSTGRES, hints, from, to, expect);
    };
    let none = Hints::default();
    change(
        &none,
        &mood(&["ok", "sad"], "ok"),
        &mood(&["new", "ok", "well", "sad", "bad"], "ok"),
        "
|add_enum_value mood new before ok
|add_enum_value mood well after ok
|add_enum_value mood bad
|--
|replace_enum mood (ok sad)",
    );
    // What is new cannot be used in the same transaction, unless the type is new, too.
    change(
        &none,
        &mood(&["ok"], "ok"),
        &mood(&["ok", "sad"], "sad"),
        "
|replace_enum mood (ok sad)
|t: alter mood default 'sad'::mood
|--
|t: alter mood no default
|replace_enum mood (ok)
|t: alter mood default 'ok'::mood",
    );
    let became = |from: &str, to: &str| Hints {
        enum_values: vec![EnumValueHint {
            enumeration: "mood".into(),
            from: from.to_owned(),
            to: Some(to.to_owned()),
        }],
        ..Hints::default()
    };
    change(
        &became("ok", "well"),
        &mood(&["ok", "sad"], "ok"),
        &mood(&["well", "sad"], "well"),
        "
|rename_enum_value mood ok to well
|--
|rename_enum_value mood well to ok",
    );
    change(
        &became("meh", "sad"),
        &mood(&["ok", "meh", "sad"], "ok"),
        &mood(&["ok", "sad"], "ok"),
        "
|replace_enum mood (ok sad) meh>sad
|  ! whether mood was `meh` or `sad`
|--
|add_enum_value mood meh after ok",
    );
}

#[test]
fn values_that_become_one_have_no_way_back() {
    let catalog = |values: &[&str], l: Column, n: &str| {
        let mood = Enumeration::new("mood", values);
        let n = Column::new("n", mood.column_type()).default_expr(format!("'{n}'::mood"));
        let l = match l.kind() {
            ColumnType::Text => l,
            _ => Column::new("l", mood.column_type()).default_expr("'ten'::mood"),
        };
        Catalog {
            enums: vec![mood],
            ..of([Table::new("c").column(l).column(n)])
        }
    };
    let became = |from: &str| EnumValueHint {
        enumeration: "mood".into(),
        from: from.to_owned(),
        to: Some("six".to_owned()),
    };
    let hints = Hints {
        enum_values: vec![became("ten"), became("two")],
        ..Hints::default()
    };
    let found = catalog(&["ten", "two", "one"], Column::new("l", integer()), "two");
    let wanted = catalog(&["one", "six"], Column::new("l", text()), "six");
    check(
        POSTGRES,
        &hints,
        &found,
        &wanted,
        "
|c: alter l no default
|  c: alter n no default
|replace_enum mood (one six) ten>six two>six
|  ! whether mood was `ten` or `two`
|c: alter l TEXT no default
|  c: alter n default 'six'::mood
|--
|c: alter n no default
|replace_enum mood (ten two one)
|c: alter l mood using cast_(\"l\") default 'ten'::mood
|  c: alter n default 'two'::mood",
    );
}

#[test]
fn values_go_back_where_an_enumeration_is_no_type() {
    let table = |values: &[&str], default: &str| {
        let column = Column::new("mood", enumeration("", values));
        of([Table::new("t").column(column.default_expr(format!("'{default}'")))])
    };
    let became = |from: &str, to: &str| EnumValueHint {
        enumeration: "t.mood".into(),
        from: from.to_owned(),
        to: Some(to.to_owned()),
    };
    let hints = Hints {
        enum_values: vec![became("ok", "fine"), became("bad", "sad")],
        ..Hints::default()
    };
    let found = table(&["ok", "bad", "sad"], "ok");
    let wanted = table(&["fine", "sad", "new"], "fine");
    check(
        Dialect::Sqlite,
        &hints,
        &found,
        &wanted,
        "
|t: alter mood  using CASE \"mood\" WHEN 'ok' THEN 'fine' WHEN 'bad' THEN 'sad' ELSE \"mood\" END default 'fine'
|  ! whether t.mood was `bad` or `sad`
|--
|t: alter mood  using CASE \"mood\" WHEN 'fine' THEN 'ok' ELSE \"mood\" END default 'ok'",
    );
    let filter = Filter::default();
    let way = Way {
        dialect: Dialect::Sqlite,
        hints: &hints,
        filter: &filter,
    };
    let changes = way.compare(&found, &wanted).unwrap().changes;
    assert_eq!(
        changes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "changed values of t.mood: `ok` is now `fine`, `bad` is now `sad`, with `new`, \
          default from 'ok' to 'fine'"
        ]
    );
    let cautions = |it: &Arrangement| {
        it.steps
            .iter()
            .flat_map(|it| it.cautions.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(cautions(&way.there(&changes, &found, &wanted)), [""; 0]);
    assert_eq!(
        cautions(&way.back(&changes, &found, &wanted)),
        ["fails if mood of a row of t is `new`"]
    );
}
