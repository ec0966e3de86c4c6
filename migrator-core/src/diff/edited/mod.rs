//! What a schema is to be after changes that somebody has edited.
//!
//! ```text
//!  all changes ─┬─ taken out ─► undone in what is wanted ─┐
//!  edited ──────┴─ put in ────► made in it ───────────────┴─► settled: what the edited changes lead to
//! ```
//!
//! So both ways are arranged and proved between two schemas of which each is whole. What an edit leaves must not need
//! what it takes out: that is an error. Indexes, triggers and sequences go with their table by themselves.
//!
//! | file | what it knows |
//! |---|---|
//! | `put` | how an object is put into a catalog in the place of another |
//! | `torn` | what needs something that is not there |

mod put;
mod torn;

use std::collections::BTreeSet;

use super::renaming::Renaming;
use super::{Change, DiffError, Difference, Question};
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection};
use crate::schema::{ObjectKind, ObjectName};

/// Edited changes, and what they lead to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settled {
    /// The changes that are left.
    pub(crate) changes: Vec<Change>,
    /// What they lead to.
    pub(crate) wanted: Catalog,
}

/// Finds what edited changes lead to.
///
/// # Errors
/// [`DiffError::Torn`] if what is left needs what was taken out, and [`DiffError::Kept`] if a rename was.
pub(crate) fn settle(
    all: &[Change],
    mut edited: Vec<Change>,
    (found, wanted): (&Catalog, &Catalog),
    introspection: &dyn Introspection,
) -> Result<Settled, DiffError> {
    let missing = |it: &&Change| !edited.iter().any(|other| is_same(it, other));
    let taken: Vec<&Change> = all.iter().filter(missing).collect();
    let alone = relations(&taken);
    edited.retain(|it| !goes_along(it, &alone));
    let missing = |it: &&Change| !edited.iter().any(|other| is_same(it, other));
    let taken: Vec<&Change> = all.iter().filter(missing).collect();
    let new = edited
        .iter()
        .filter(|it| !all.iter().any(|other| is_same(it, other)));
    let new: Vec<&Change> = new.collect();
    let now = Renaming::of(&edited, introspection.habits(), &[found, wanted]);
    let mut settled = put::Settling::new(found, wanted, now);
    for change in taken.iter().copied() {
        settled.undo(change)?;
    }
    for change in new {
        settled.make(change)?;
    }
    let wanted = settled.catalog();
    match torn::torn(&wanted, &taken, &edited) {
        Some((who, whom)) => Err(DiffError::Torn { who, whom }),
        None => Ok(Settled {
            changes: edited,
            wanted,
        }),
    }
}

/// Leaves out the questions about what was taken out.
pub(crate) fn open(questions: Vec<Question>, edited: &[Change]) -> Vec<Question> {
    let is_column = |table: &TableName, column: &str, is_it: fn(&Change) -> bool| {
        let name = ObjectName::part(ObjectKind::Column, table, column);
        edited.iter().any(|it| is_it(it) && it.object() == name)
    };
    let is_object = |kind: ObjectKind, name: &TableName, is_it: fn(&Change) -> bool| {
        let name = ObjectName::new(kind, name);
        edited.iter().any(|it| is_it(it) && it.object() == name)
    };
    let any = |_: &Change| true;
    let has = |kind, table: Option<&TableName>, name: &TableName, is_it| match table {
        Some(table) => is_column(table, name.name(), is_it),
        None => is_object(kind, name, is_it),
    };
    let left = questions.into_iter().filter_map(|question| match question {
        Question::Renamed {
            kind,
            table,
            from,
            mut candidates,
        } => {
            let of = table.as_ref();
            candidates.retain(|(to, _)| has(kind, of, to, any));
            let is_open = !candidates.is_empty() && has(kind, of, &from, any);
            is_open.then_some(Question::Renamed {
                kind,
                table,
                from,
                candidates,
            })
        }
        Question::Backfill { table, column } => {
            is_column(&table, &column, any).then_some(Question::Backfill { table, column })
        }
        Question::Conversion {
            table,
            column,
            from,
            to,
        } => is_column(&table, &column, any).then_some(Question::Conversion {
            table,
            column,
            from,
            to,
        }),
        // Where there are no such types it is of a column.
        Question::EnumValue {
            enumeration,
            value,
            candidates,
        } => {
            let table = enumeration.schema().map(TableName::from);
            let is_of_column = table.is_some_and(|it| is_column(&it, enumeration.name(), any));
            let is_open = is_of_column || is_object(ObjectKind::Enum, &enumeration, any);
            is_open.then_some(Question::EnumValue {
                enumeration,
                value,
                candidates,
            })
        }
    });
    left.collect()
}

/// Tells whether two changes are one, whatever is said about rows.
fn is_same(one: &Change, other: &Change) -> bool {
    match (one, other) {
        (
            Change::Column {
                table,
                former_table,
                difference,
                ..
            },
            Change::Column {
                table: other_table,
                former_table: other_former,
                difference: other,
                ..
            },
        ) => (table, former_table, difference) == (other_table, other_former, other),
        (
            Change::Enum { difference, .. },
            Change::Enum {
                difference: other, ..
            },
        ) => difference == other,
        (one, other) => one == other,
    }
}

/// Returns the tables and views that do not come, or do not go.
fn relations<'c>(taken: &[&'c Change]) -> BTreeSet<(bool, &'c TableName)> {
    let relations = taken.iter().filter_map(|it| match it {
        Change::Table(Difference::Added(it)) => Some((true, it.name())),
        Change::Table(Difference::Removed(it)) => Some((false, it.name())),
        Change::View(Difference::Added(it)) => Some((true, it.name())),
        Change::View(Difference::Removed(it)) => Some((false, it.name())),
        _ => None,
    });
    relations.collect()
}

/// Tells whether a change is of something that only comes or goes with one of these.
fn goes_along(change: &Change, relations: &BTreeSet<(bool, &TableName)>) -> bool {
    fn of<'t, T>(
        it: &'t Difference<T>,
        on: impl Fn(&'t T) -> Option<&'t TableName>,
    ) -> Option<(bool, &'t TableName)> {
        match it {
            Difference::Added(it) => Some((true, on(it)?)),
            Difference::Removed(it) => Some((false, on(it)?)),
            Difference::Changed { .. } | Difference::Renamed { .. } => None,
        }
    }
    let relation = match change {
        Change::Index(it) => of(it, |it| Some(it.table())),
        Change::Trigger(it) => of(it, |it| Some(it.table())),
        Change::Sequence(it) => of(it, |it| it.options().owner.as_ref().map(|(table, _)| table)),
        _ => None,
    };
    relation.is_some_and(|it| relations.contains(&it))
}
