//! Finds what changed.
//!
//! | file | what it knows |
//! |---|---|
//! | `scope` | what is compared at all, and what becomes of what nobody declared |
//! | `renames`, `decided` | which hints apply |
//! | `candidates` | what may be called otherwise now, for questions |
//! | `objects`, `hanging` | what stands by itself, and what is made of tables |
//! | `tables` | tables and which of them are the same |
//! | `columns`, `constraints` | the parts of a table |
//! | `values` | the values of enumerations |
//! | `beyond` | what no operation can make |

mod beyond;
mod candidates;
mod columns;
mod constraints;
mod decided;
mod hanging;
mod objects;
mod renames;
mod scope;
mod tables;
mod values;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use self::decided::{Decided, Group};
use self::scope::Scope;
use super::renaming::{Renaming, folded};
use super::{Change, DiffError, Difference, Question};
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection};
use crate::declared::{Filter, Hints};

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
/// [`DiffError`] for what no operation can change, for what is declared by the name of something that no
/// operation makes, and for objects that are declared nowhere if the filter refuses such.
///
/// # Complexity
/// O(n log n) over all objects, but for tables and columns that come and go at once: each is held against each.
pub fn compare(found: &Catalog, wanted: &Catalog, rules: &Rules<'_>) -> Result<Outcome, DiffError> {
    let mut decided = Decided::default();
    loop {
        let mut without = Comparison::new(found, wanted, rules, &decided);
        let outcome = without.run();
        let Some(group) = without.open.into_iter().next() else {
            return outcome;
        };
        let mut taken = decided.clone();
        taken.taken.push(group.clone());
        let with = Comparison::new(found, wanted, rules, &taken).run();
        // What is wrong either way is nothing that a hint decides.
        if with.is_err() && outcome.is_err() {
            return outcome;
        }
        match cost(&with).cmp(&cost(&outcome)) {
            Ordering::Less => decided = taken,
            Ordering::Equal => return Err(DiffError::unclear(group)),
            Ordering::Greater => decided.passed.push(group),
        }
    }
}

/// Returns how much is different still. What holds rows counts more than what is said of it; names do not count, and
/// neither do sequences, which go with columns.
fn cost(outcome: &Result<Outcome, DiffError>) -> usize {
    let Ok(outcome) = outcome else {
        return usize::MAX;
    };
    let weights = outcome.changes.iter().map(|it| match it {
        Change::Table(it) if !it.is_renamed() => 3,
        Change::Column { difference, .. } if !difference.is_renamed() => 3,
        Change::Enum { difference, .. } if !difference.is_renamed() => 3,
        Change::Domain(it) if !it.is_renamed() => 3,
        Change::View(it) if !it.is_renamed() => 1,
        Change::Constraint { difference, .. } if !difference.is_renamed() => 1,
        Change::Index(it) if !it.is_renamed() => 1,
        Change::Comment { .. } => 1,
        _ => 0,
    });
    weights.sum()
}

/// A comparison under way.
struct Comparison<'a> {
    found: &'a Catalog,
    wanted: &'a Catalog,
    rules: Rules<'a>,
    scope: Scope<'a>,
    /// From the names that were to those of now.
    now: Renaming,
    /// From the names of now to themselves: what is wanted is read as what was found is.
    same: Renaming,
    /// What was decided of hints that may have been followed before, and those of which that is still to be.
    decided: &'a Decided,
    open: Vec<Group>,
    outcome: Outcome,
}

impl<'a> Comparison<'a> {
    fn new(
        found: &'a Catalog,
        wanted: &'a Catalog,
        rules: &Rules<'a>,
        decided: &'a Decided,
    ) -> Self {
        let habits = rules.introspection.habits();
        Self {
            found,
            wanted,
            rules: *rules,
            scope: Scope::new(rules.filter, wanted),
            now: Renaming::none(habits, &[found, wanted]),
            same: Renaming::none(habits, &[found, wanted]),
            decided,
            open: Vec::new(),
            outcome: Outcome::default(),
        }
    }

    fn run(&mut self) -> Result<Outcome, DiffError> {
        self.beyond()?;
        self.take_hints();
        self.types();
        let pairs = self.paired_tables();
        self.paired_columns(&pairs);
        self.objects_before_tables()?;
        self.tables(&pairs)?;
        self.objects_after_tables(&pairs);
        self.scope.refused()?;
        Ok(std::mem::take(&mut self.outcome))
    }

    fn push(&mut self, change: Change) {
        self.outcome.changes.push(change);
    }

    fn ask(&mut self, question: Question) {
        self.outcome.questions.push(question);
    }

    /// Returns a name such that equal ones mean the same.
    fn key(&self, name: &TableName) -> (Option<String>, String) {
        let fold = |name: &str| folded(self.now.habits(), name);
        (name.schema().map(fold), fold(name.name()))
    }

    fn part_key(&self, name: &str) -> String {
        folded(self.now.habits(), name)
    }
}

/// What there is of one name: what was found and what is wanted.
type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Returns what has the same name, by name.
fn pairs<'a, T, K: Ord>(
    found: &'a [T],
    wanted: &'a [T],
    former: impl Fn(&T) -> K,
    now: impl Fn(&T) -> K,
) -> Vec<Pair<'a, T>> {
    let mut pairs: BTreeMap<K, Pair<'a, T>> = BTreeMap::new();
    for it in found {
        pairs.entry(former(it)).or_default().0 = Some(it);
    }
    for it in wanted {
        pairs.entry(now(it)).or_default().1 = Some(it);
    }
    pairs.into_values().collect()
}

/// Returns the difference of two things of one name, if there is one.
fn difference<T: Clone>(
    pair: Pair<'_, T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<Difference<T>> {
    match pair {
        (None, None) => None,
        (Some(from), None) => Some(Difference::Removed(from.clone())),
        (None, Some(to)) => Some(Difference::Added(to.clone())),
        (Some(from), Some(to)) if is_same(from, to) => None,
        (Some(from), Some(to)) => Some(Difference::Changed {
            from: from.clone(),
            to: to.clone(),
        }),
    }
}
