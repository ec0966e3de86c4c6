//! What of two schemas is different, and what is only in another order. Pure.

use super::look::Look;
use crate::catalog::{Catalog, Introspection};
use crate::diff::{columns, differences, reordered};
use crate::schema::Table;

/// What is different.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Difference {
    /// What is there and was not, is not there and was, or is another: a line each.
    pub(super) lines: Vec<String>,
    /// What is the same and stands in another order: a line each.
    pub(super) orders: Vec<String>,
}

/// Compares what is there with what should be.
pub(super) fn difference(
    wanted: &Look,
    found: &Look,
    introspection: &dyn Introspection,
) -> Difference {
    let lines = differences(&wanted.catalog, &found.catalog, introspection);
    let mut lines = lines.unwrap_or_else(|error| vec![error.to_string()]);
    let gone = wanted.unsaid.difference(&found.unsaid);
    let come = found.unsaid.difference(&wanted.unsaid);
    lines.extend(gone.map(|it| format!("removed {it}")));
    lines.extend(come.map(|it| format!("added {it}")));
    Difference {
        lines,
        orders: orders(&wanted.catalog, &found.catalog),
    }
}

/// Tells which tables have the same columns in another order.
fn orders(wanted: &Catalog, found: &Catalog) -> Vec<String> {
    let line = |(was, is): (&Table, &Table)| {
        let (name, was, is) = (was.name(), columns(was).join(", "), columns(is).join(", "));
        format!("only the order of columns is another: {name} ({was}) is now ({is})")
    };
    reordered(wanted, found).map(line).collect()
}
