//! Types and values that change, what rows lose by it out, there and back.

use super::lines::Way;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{ConversionHint, EnumValueHint, Filter, Hints};
use crate::diff::Arrangement;
use crate::ops::Enumeration;
use crate::schema::{
    Column, ColumnType, Table, big_integer, boolean, date, decimal, double, enumeration, float,
    integer, small_integer, time, timestamp, timestamp_with_time_zone,
};

const POSTGRES: Dialect = Dialect::Postgres;

/// Returns what is lost there, and what back.
#[track_caller]
fn lost(dialect: Dialect, hints: &Hints, found: &Catalog, wanted: &Catalog) -> [Vec<String>; 2] {
    let filter = Filter::default();
    let way = Way {
        dialect,
        hints,
        filter: &filter,
    };
    let outcome = way.compare(found, wanted).unwrap();
    assert_eq!(outcome.questions, []);
    let losses = |it: Arrangement| it.steps.into_iter().flat_map(|it| it.loses).collect();
    let there: Vec<String> = losses(way.there(&outcome.changes, found, wanted));
    let said = outcome.changes.iter().filter_map(|it| it.loses(dialect));
    assert_eq!(said.collect::<Vec<_>>(), there);
    let back: Vec<String> = losses(way.back(&outcome.changes, found, wanted));
    [there, back]
}

fn table(kind: ColumnType) -> Catalog {
    Catalog {
        tables: vec![Table::new("t").column(Column::new("a", kind))],
        ..Catalog::default()
    }
}

#[track_caller]
fn check(from: ColumnType, to: ColumnType, there: &str, back: &str) {
    let (found, wanted) = (table(from), table(to));
    let none = Hints::default();
    let expect = [there, back].map(|it| match it {
        "" => Vec::new(),
        it => vec![format!("{it} in t.a")],
    });
    assert_eq!(lost(POSTGRES, &none, &found, &wanted), expect);
    // There a value stays what it is.
    let nothing = [Vec::<String>::new(), Vec::new()];
    assert_eq!(lost(Dialect::Sqlite, &none, &found, &wanted), nothing);
}

#[test]
fn a_point_in_time_becomes_a_part_of_it() {
    let (day, hours) = ("the time of day", "the date");
    check(timestamp(), date(), day, "");
    check(date(), timestamp_with_time_zone(), "", day);
    check(timestamp(), timestamp_with_time_zone(), "", "");
    let conversion = |to| Hints {
        conversions: vec![ConversionHint {
            table: "t".into(),
            column: "a".to_owned(),
            using: to,
        }],
        ..Hints::default()
    };
    let hints = conversion("a::time".to_owned());
    let [there, _] = lost(POSTGRES, &hints, &table(timestamp()), &table(time()));
    assert_eq!(there, [format!("{hours} in t.a")]);
    // Somebody may have put the cents into it.
    let hints = conversion("a * 100".to_owned());
    let [there, back] = lost(POSTGRES, &hints, &table(decimal(9, 2)), &table(integer()));
    assert_eq!((there, back), (vec![], vec![]));
}

#[test]
fn a_number_loses_digits() {
    let whole = "what stands behind the point";
    check(integer(), double(), "", whole);
    check(decimal(10, 4), big_integer(), whole, "");
    check(decimal(10, 0), big_integer(), "", "");
    let third = "digits from place 3 behind the point on";
    check(decimal(10, 4), decimal(10, 2), third, "");
    check(ColumnType::Decimal(None), decimal(10, 2), third, "");
    check(double(), float(), "digits after the first 6", "");
    check(big_integer(), double(), "digits after the first 15", whole);
    check(small_integer(), float(), "", whole);
    check(small_integer(), big_integer(), "", "");
    check(boolean(), integer(), "", "numbers other than 0 and 1");
}

#[test]
fn elements_lose_what_values_lose() {
    let array = |element: ColumnType| ColumnType::Array {
        element: Box::new(element),
        dimensions: 1,
    };
    check(array(timestamp()), array(date()), "the time of day", "");
}

#[test]
fn values_that_become_one_are_told_apart_no_more() {
    let to = |of: &str, from: &str, to: &str| EnumValueHint {
        enumeration: of.into(),
        from: from.to_owned(),
        to: Some(to.to_owned()),
    };
    let hints = |of: &str| Hints {
        enum_values: vec![to(of, "glad", "ok"), to(of, "sad", "bad")],
        ..Hints::default()
    };
    let (was, is) = (["glad", "ok", "sad"], ["ok", "bad"]);
    let of_type = |values: &[&str]| Catalog {
        enums: vec![Enumeration::new("mood", values.to_vec())],
        ..Catalog::default()
    };
    let (found, wanted) = (of_type(&was), of_type(&is));
    let expect = |name: &str| [vec![format!("whether {name} was `glad` or `ok`")], vec![]];
    assert_eq!(
        lost(POSTGRES, &hints("mood"), &found, &wanted),
        expect("mood")
    );
    let (found, wanted) = (
        table(enumeration("", was.to_vec())),
        table(enumeration("", is.to_vec())),
    );
    let sqlite = lost(Dialect::Sqlite, &hints("t.a"), &found, &wanted);
    assert_eq!(sqlite, expect("t.a"));
}
