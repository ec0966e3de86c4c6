//! Which hints about names apply.

use std::collections::BTreeSet;

use super::Comparison;
use crate::base::TableName;
use crate::declared::RenameHint;
use crate::ops::{Domain, Enumeration, Sequence, View};
use crate::schema::{Column, Table};

/// A name, and what it is now.
pub(super) type Renamed<N> = (N, N);

/// Returns the hints that apply: what was is there, what is to be is not, unless it goes away by another.
///
/// So a hint may stay where it is when its revision is written; one that cannot be true is passed over.
pub(super) fn applicable<N: Ord + Clone>(
    hints: impl Iterator<Item = Renamed<N>>,
    found: &BTreeSet<N>,
    wanted: &BTreeSet<N>,
) -> Vec<Renamed<N>> {
    let mut kept: Vec<Renamed<N>> = Vec::new();
    for (from, to) in hints {
        let is_new = kept.iter().all(|it| it.0 != from && it.1 != to);
        if from != to && found.contains(&from) && wanted.contains(&to) && is_new {
            kept.push((from, to));
        }
    }
    loop {
        let before = kept.len();
        let leaving: BTreeSet<N> = kept.iter().map(|it| it.0.clone()).collect();
        kept.retain(|(_, to)| !found.contains(to) || leaving.contains(to));
        if kept.len() == before {
            return kept;
        }
    }
}

impl Comparison<'_> {
    /// Notes the names of what stands by itself, as far as hints say them.
    pub(super) fn take_hints(&mut self) {
        let (found, wanted) = (self.found, self.wanted);
        for (from, to) in self.renamed(&found.tables, &wanted.tables, Table::name) {
            self.now.relation(&from, &to);
        }
        for (from, to) in self.renamed(&found.views, &wanted.views, View::name) {
            self.now.relation(&from, &to);
        }
        for (from, to) in self.renamed(&found.sequences, &wanted.sequences, Sequence::name) {
            self.now.sequence(&from, &to);
        }
        for (from, to) in self.renamed(&found.enums, &wanted.enums, Enumeration::name) {
            self.now.kind(&from, &to);
        }
        for (from, to) in self.renamed(&found.domains, &wanted.domains, Domain::name) {
            self.now.kind(&from, &to);
        }
    }

    fn renamed<T>(
        &self,
        found: &[T],
        wanted: &[T],
        name: impl Fn(&T) -> &TableName,
    ) -> Vec<Renamed<TableName>> {
        let hints = self.rules.hints.renames.iter().filter_map(|it| match it {
            RenameHint::Object { from, to: Some(to) } => Some((from.clone(), to.clone())),
            RenameHint::Object { .. } | RenameHint::Column { .. } => None,
        });
        let names = |list: &[T]| list.iter().map(|it| name(it).clone()).collect();
        applicable(hints, &names(found), &names(wanted))
    }

    /// Returns the columns of a table that have another name, by hints; the table by its name now.
    pub(super) fn renamed_columns(&self, found: &Table, wanted: &Table) -> Vec<Renamed<String>> {
        let hints = self.rules.hints.renames.iter().filter_map(|it| match it {
            RenameHint::Column {
                table,
                from,
                to: Some(to),
            } if table == wanted.name() => Some((from.clone(), to.clone())),
            RenameHint::Object { .. } | RenameHint::Column { .. } => None,
        });
        let names = |table: &Table| {
            let names = table.columns().iter().map(Column::name);
            names.map(str::to_owned).collect()
        };
        applicable(hints, &names(found), &names(wanted))
    }

    /// Tells whether a hint says that an object is gone for good.
    pub(super) fn is_gone(&self, name: &TableName) -> bool {
        let hints = &self.rules.hints.renames;
        hints
            .iter()
            .any(|it| matches!(it, RenameHint::Object { from, to: None } if from == name))
    }

    /// Tells whether a hint says that a column is gone for good; the table by its name now.
    pub(super) fn is_column_gone(&self, table_: &TableName, column: &str) -> bool {
        self.rules.hints.renames.iter().any(|it| {
            matches!(it, RenameHint::Column { table, from, to: None } if table == table_ && from == column)
        })
    }
}
