//! What of two schemas is different, and what is only in another order. Pure.

use crate::catalog::{Catalog, Introspection};
use crate::declared::{Filter, Hints, Undeclared};
use crate::diff::{Rules, compare};
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
    wanted: &Catalog,
    found: &Catalog,
    introspection: &dyn Introspection,
) -> Difference {
    if wanted == found {
        return Difference::default();
    }
    let filter = Filter {
        undeclared: Some(Undeclared::Drop),
        ..Filter::default()
    };
    let rules = Rules {
        introspection,
        hints: &Hints::default(),
        filter: &filter,
    };
    let lines = match compare(wanted, found, &rules) {
        Ok(outcome) => {
            let changes = outcome.changes.iter().map(ToString::to_string);
            let questions = outcome.questions.iter().map(ToString::to_string);
            changes.chain(questions).collect()
        }
        Err(error) => vec![error.to_string()],
    };
    Difference {
        lines,
        orders: orders(wanted, found),
    }
}

/// Tells which tables have the same columns in another order.
fn orders(wanted: &Catalog, found: &Catalog) -> Vec<String> {
    let names = |table: &Table| -> Vec<String> {
        let columns = table.columns().iter();
        columns.map(|it| it.name().to_owned()).collect()
    };
    let mut orders = Vec::new();
    for table in &wanted.tables {
        let Some(other) = found.tables.iter().find(|it| it.name() == table.name()) else {
            continue;
        };
        let (was, is) = (names(table), names(other));
        let (mut sorted_was, mut sorted_is) = (was.clone(), is.clone());
        sorted_was.sort_unstable();
        sorted_is.sort_unstable();
        if was != is && sorted_was == sorted_is {
            orders.push(format!(
                "only the order of columns is another: {} ({}) is now ({})",
                table.name(),
                was.join(", "),
                is.join(", ")
            ));
        }
    }
    orders
}
