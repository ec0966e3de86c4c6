//! Rows that are inserted, and rows that are changed in batches.

use super::Written;
use super::sql::{BUILT, sql_or_text};
use crate::base::Value;
use crate::ops::Expression as SqlExpression;
use crate::ops::{BatchChange, Batches, BulkInsert, InBatches};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, names, text, value};

/// More values than any tuple that is a row has.
const MAX_TUPLE: usize = 16;

/// Writes the arguments of an insert.
pub(super) fn bulk_insert(insert: &BulkInsert) -> Vec<Expression> {
    vec![
        name(&insert.table),
        names(&insert.columns),
        rows(&insert.rows),
    ]
}

/// Writes rows, all of one type.
fn rows(rows: &[Vec<Value>]) -> Expression {
    let n = rows.first().map_or(0, Vec::len);
    if rows.is_empty() || n == 0 {
        let empty = || Expression::call("Vec::<Value>::new", Vec::new());
        return match rows.is_empty() {
            true => Expression::call("Vec::<Vec<Value>>::new", Vec::new()),
            false => Expression::Array(rows.iter().map(|_| empty()).collect()),
        };
    }
    let is_regular = rows.iter().all(|row| row.len() == n);
    if !is_regular {
        let row = |row: &Vec<Value>| {
            let values = Expression::Array(row.iter().map(in_full).collect());
            Expression::call("Vec::<Value>::from", vec![values])
        };
        return Expression::Array(rows.iter().map(row).collect());
    }
    let columns: Vec<Manner> = (0..n).map(|at| Manner::of(rows, at)).collect();
    let is_tuple = (2..=MAX_TUPLE).contains(&n);
    let row = |row: &Vec<Value>| {
        if is_tuple {
            let values = row.iter().zip(&columns);
            Expression::Tuple(values.map(|(value, manner)| manner.write(value)).collect())
        } else if let [only] = columns.as_slice() {
            Expression::Array(row.iter().map(|value| only.write(value)).collect())
        } else {
            Expression::Array(row.iter().map(in_full).collect())
        }
    };
    Expression::Array(rows.iter().map(row).collect())
}

/// How the values of a column are written so that all are of one type.
#[derive(Clone, Copy)]
enum Manner {
    /// As literals.
    Plain,
    /// As `Some` and `None`.
    Optional,
    /// As [`Value`]s.
    Full,
}

impl Manner {
    fn of(rows: &[Vec<Value>], at: usize) -> Self {
        let values = || rows.iter().filter_map(|row| row.get(at));
        let mut kinds = values().filter(|it| **it != Value::Null).map(Value::kind);
        let Some(first) = kinds.next() else {
            return Self::Full;
        };
        if kinds.any(|kind| kind != first) {
            return Self::Full;
        }
        match values().any(|it| *it == Value::Null) {
            true => Self::Optional,
            false => Self::Plain,
        }
    }

    fn write(self, it: &Value) -> Expression {
        match (self, it) {
            (Self::Plain, it) => value(it),
            (Self::Optional, Value::Null) => Expression::Simple("None".to_owned()),
            (Self::Optional, it) => Expression::call("Some", vec![value(it)]),
            (Self::Full, it) => in_full(it),
        }
    }
}

/// Writes a value that says what it is.
fn in_full(it: &Value) -> Expression {
    match it {
        Value::Null => value(it),
        it => Expression::call("Value::from", vec![value(it)]),
    }
}

/// Writes the arguments of a change in batches.
pub(super) fn in_batches(it: &InBatches) -> Result<Vec<Expression>, &'static str> {
    let batches = batches(&it.batches)?;
    let assignments = match &it.change {
        BatchChange::Delete => return Ok(vec![batches]),
        BatchChange::Update(assignments) => assignments,
    };
    let is_plain = |it: &SqlExpression| matches!(it, SqlExpression::Sql(sql) if is_text(sql));
    let all_plain = assignments.iter().all(|(_, it)| is_plain(it));
    let pair = |(column, it): &(String, SqlExpression)| -> Written {
        let written = expression(it)?;
        let written = match all_plain || !is_plain(it) {
            true => written,
            // All of them are of one type.
            false => Expression::call("Sql::new", vec![written]),
        };
        Ok(Expression::Tuple(vec![text(column), written]))
    };
    let pairs = assignments
        .iter()
        .map(pair)
        .collect::<Result<Vec<_>, _>>()?;
    if pairs.is_empty() {
        let none = Expression::call("Vec::<(&str, &str)>::new", Vec::new());
        return Ok(vec![batches, none]);
    }
    Ok(vec![batches, Expression::Array(pairs)])
}

fn is_text(sql: &crate::ops::Sql) -> bool {
    matches!(sql_or_text(sql), Expression::Text(_))
}

fn batches(batches: &Batches) -> Written {
    let mut made = Expression::call("Batches::of", vec![name(batches.table())])
        .then_with("by", batches.key().map(text));
    if batches.rows() != Batches::of(batches.table()).rows() {
        let size = Expression::Simple(batches.rows().to_string());
        made = made.then("size", vec![size]);
    }
    for condition in batches.conditions() {
        made = made.then("filter", vec![expression(condition)?]);
    }
    Ok(made)
}

fn expression(it: &SqlExpression) -> Written {
    match it {
        SqlExpression::Sql(sql) => Ok(sql_or_text(sql)),
        SqlExpression::Query(_) => Err(BUILT),
    }
}
