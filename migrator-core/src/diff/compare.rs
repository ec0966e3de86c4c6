//! Finds what changed.

use std::collections::BTreeMap;

use super::{Change, DiffError, Difference, Question};
use crate::catalog::{Catalog, Introspection};
use crate::declared::{Filter, Hints};
use crate::schema::{Column, Table};

/// What a comparison goes by.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "what a backend knows cannot be shown"
)]
pub struct Rules<'r> {
    /// What is known of the database.
    pub introspection: &'r dyn Introspection,
    /// What a person has said.
    pub hints: &'r Hints,
    /// What is compared.
    pub filter: &'r Filter,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// The differences, in a fixed order: by kind, table and name.
    pub changes: Vec<Change>,
    /// What must be answered by a hint before the changes can be believed.
    pub questions: Vec<Question>,
}

/// Finds what must change for `found` to become `wanted`.
///
/// # Errors
/// [`DiffError`] for what no operation can change, and for objects that are declared nowhere if
/// the filter refuses such.
pub fn compare(found: &Catalog, wanted: &Catalog, rules: &Rules<'_>) -> Result<Outcome, DiffError> {
    let mut outcome = Outcome::default();
    let _ = rules;
    for (from, to) in pairs(&found.tables, &wanted.tables, Table::name) {
        match (from, to) {
            (Some(from), Some(to)) => columns(&mut outcome, from, to),
            (from, to) => outcome.changes.extend(whole(from, to).map(Change::Table)),
        }
    }
    Ok(outcome)
}

fn columns(outcome: &mut Outcome, found: &Table, wanted: &Table) {
    for (from, to) in pairs(found.columns(), wanted.columns(), Column::name) {
        let difference = match (from, to) {
            (Some(from), Some(to)) if from != to => Some(Difference::Changed {
                from: from.clone(),
                to: to.clone(),
            }),
            (from, to) => whole(from, to),
        };
        outcome
            .changes
            .extend(difference.map(|difference| Change::Column {
                table: wanted.name().clone(),
                former_table: found.name().clone(),
                difference,
                backfill: None,
                using: None,
            }));
    }
}

fn whole<T: Clone>(from: Option<&T>, to: Option<&T>) -> Option<Difference<T>> {
    match (from, to) {
        (Some(from), None) => Some(Difference::Removed(from.clone())),
        (None, Some(to)) => Some(Difference::Added(to.clone())),
        _ => None,
    }
}

/// Returns what has the same name, by name.
fn pairs<'a, T, N: Ord + ?Sized + 'a>(
    found: &'a [T],
    wanted: &'a [T],
    name: impl Fn(&'a T) -> &'a N,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<&N, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for it in found {
        pairs.entry(name(it)).or_default().0 = Some(it);
    }
    for it in wanted {
        pairs.entry(name(it)).or_default().1 = Some(it);
    }
    pairs.into_values().collect()
}
