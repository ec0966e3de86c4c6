//! Keys that number the rows that are there.

use std::ops::RangeInclusive;

use super::{Made, Way_, catalog, recorded};
use crate::autogen::proof::Beginning as _;
use crate::backends;
use crate::base::{Dialect, Value};
use crate::declared::{Filter, Hints};
use crate::diff::{Arrangement, Change, Rules, arrange, compare};
use crate::exec::{Options, try_out};
use crate::ops::Operation;
use crate::schema::{Column, Table, integer, text};
use crate::session::{Session, Statement};

fn table() -> Table {
    Table::new("tags")
        .column(Column::new("product", integer()).not_null())
        .column(Column::new("tag", text()).not_null())
}

fn texts(op: &mut crate::ops::Op<'_>) {
    op.create_table(table().primary_key(["product", "tag"]));
    op.execute("INSERT INTO tags VALUES (7, 'a'), (7, 'b'), (2, 'a')");
}

fn numbers(op: &mut crate::ops::Op<'_>) {
    let id = Column::new("id", integer()).primary_key();
    op.create_table(table().column(id));
    op.execute("INSERT INTO tags VALUES (7, 'a', 11), (7, 'b', 12), (2, 'a', 13)");
}

fn run(session: &mut dyn Session, arrangement: Arrangement) {
    let steps = arrangement.steps.into_iter();
    let operations: Vec<Operation> = steps.map(|it| it.operation).collect();
    let renderer = backends::renderer(Dialect::Sqlite);
    try_out(&Options::new(), renderer, session, &operations).unwrap();
}

fn values(session: &mut dyn Session, sql: &'static str) -> Vec<Vec<Value>> {
    let rows = session.query(&Statement::new(sql)).unwrap();
    rows.iter().map(|it| it.values().to_vec()).collect()
}

/// Goes one way and back; returns the numbers of the rows after each, and looks that the rows are the same.
#[track_caller]
fn numbered(found: Way_, wanted: Way_) -> (Vec<Vec<Value>>, Vec<Vec<Value>>) {
    const NUMBERS: &str = "SELECT id FROM tags ORDER BY id";
    const ROWS: &str = "SELECT product, tag FROM tags ORDER BY product, tag";
    let introspection = backends::introspection(Dialect::Sqlite);
    let (from, to) = (catalog(recorded(found)), catalog(recorded(wanted)));
    let (hints, filter) = (Hints::default(), Filter::default());
    let rules = Rules {
        introspection,
        hints: &hints,
        filter: &filter,
    };
    let outcome = compare(&from, &to, &rules).unwrap();
    assert_eq!(outcome.questions, []);
    let back: Vec<_> = outcome.changes.iter().map(Change::reversed).collect();
    let up = arrange(&outcome.changes, &from, &to, introspection).unwrap();
    let down = arrange(&back, &to, &from, introspection).unwrap();
    let has_numbers = |it: &crate::catalog::Catalog| {
        let mut columns = it.tables.iter().flat_map(Table::columns);
        columns.any(|it| it.name() == "id")
    };
    let mut made = Made(recorded(found));
    let mut session = made.open().unwrap();
    let rows = values(&mut *session, ROWS);
    run(&mut *session, up);
    let up = has_numbers(&to).then(|| values(&mut *session, NUMBERS));
    run(&mut *session, down);
    assert_eq!(values(&mut *session, ROWS), rows);
    let down = has_numbers(&from).then(|| values(&mut *session, NUMBERS));
    (up.unwrap_or_default(), down.unwrap_or_default())
}

fn counted(numbers: RangeInclusive<i64>) -> Vec<Vec<Value>> {
    numbers.map(|it| vec![Value::Integer(it)]).collect()
}

#[test]
fn a_key_that_comes_to_a_table_with_rows_numbers_them() {
    assert_eq!(numbered(texts, numbers), (counted(1..=3), Vec::new()));
}

#[test]
fn a_key_that_comes_back_numbers_the_rows_as_before() {
    assert_eq!(numbered(numbers, texts), (Vec::new(), counted(11..=13)));
}
