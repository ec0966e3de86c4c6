//! The parts of one table, in an order in which none is missing what it needs.
//!
//! ```text
//!  constraints that go, columns that go      computed columns before those they are computed of
//!  columns that get another name
//!  columns that change, columns that come    computed ones last
//!  constraints that come
//! ```
//!
//! Where rows that are there get a value it is three operations, with `UPDATE` between them: the values may
//! be made of columns that go.

use std::collections::BTreeSet;

use super::caution;
use super::order::renames;
use super::rename::free_name;
use super::steps::Together;
use super::work::{ColumnPart, Parts, Work};
use crate::base::TableName;
use crate::diff::Difference;
use crate::ops::TableChange;
use crate::schema::Table;

impl<'a> Work<'a> {
    /// Changes the tables that stay, one after the other.
    pub(super) fn tables(&mut self) {
        let names: BTreeSet<TableName> = self
            .parts
            .keys()
            .chain(self.again.keys())
            .cloned()
            .chain(
                self.disturbed
                    .defaults
                    .iter()
                    .map(|(it, _)| self.now.table_name(it)),
            )
            .collect();
        for name in names {
            let parts = self.parts.remove(&name).unwrap_or_default();
            self.table(&name, &parts);
            self.parts.insert(name, parts);
        }
    }

    pub(super) fn table(&mut self, table: &TableName, parts: &Parts<'a>) {
        let fills_new = parts
            .columns
            .iter()
            .any(|it| is_added(it) && it.backfill.is_some());
        // What fills a new column may stand in one that goes; but not where a name goes with it to another.
        let fills_first = fills_new && !takes_what_goes(parts);
        let mut first = Together::default();
        if fills_first {
            self.rename_columns(table, parts, true, &mut first);
            for part in parts.columns.iter().filter(|it| it.backfill.is_some()) {
                self.add_column(table, *part, &mut first);
            }
            self.alter(table, std::mem::take(&mut first));
            self.fill(table, parts, true);
        }
        self.drop_parts(table, parts, fills_first, &mut first);
        if !fills_first {
            self.rename_columns(table, parts, false, &mut first);
        }
        let fills_old = parts
            .columns
            .iter()
            .any(|it| !is_added(it) && it.backfill.is_some());
        self.alter_columns(table, parts, &mut first);
        self.set_defaults_again(table, parts, &mut first);
        let fills_now = fills_new && !fills_first;
        // A key numbers the rows that are there only as a key, which comes after they have got their values.
        let numbers = |it: &&ColumnPart<'_>| {
            (fills_old || fills_now) && self.numbers_rows(table, it.difference)
        };
        let late: Vec<_> = parts.columns.iter().filter(numbers).copied().collect();
        let is_late = |part: &ColumnPart<'_>| late.iter().any(|it| it.at == part.at);
        let new = parts
            .columns
            .iter()
            .filter(|it| !(is_late(it) || fills_first && it.backfill.is_some()));
        for is_generated in [false, true] {
            for part in new.clone() {
                if part.difference.now().generated().is_some() == is_generated {
                    self.add_column(table, *part, &mut first);
                }
            }
        }
        self.add_recreated(table, &mut first);
        if fills_old || fills_now {
            self.alter(table, std::mem::take(&mut first));
        }
        if fills_now {
            self.fill(table, parts, true);
        }
        if fills_old {
            self.fill(table, parts, false);
        }
        self.require_filled(table, parts, &mut first);
        for part in &late {
            self.add_column(table, *part, &mut first);
        }
        self.add_constraints(table, parts, &mut first);
        if let Some((at, comment)) = &parts.comment {
            first.push(TableChange::Comment(comment.clone()), [*at]);
        }
        self.alter(table, first);
        self.count_on(table, parts);
    }

    /// Renames columns, but for those that have been dropped to be added by their new name.
    fn rename_columns(
        &self,
        table: &TableName,
        parts: &Parts<'a>,
        is_first: bool,
        together: &mut Together,
    ) {
        let names = parts.columns.iter().filter_map(|it| match it.difference {
            Difference::Renamed { from, to } => {
                Some((it.at, from.name().to_owned(), to.name().to_owned()))
            }
            _ => None,
        });
        let names: Vec<_> = names.collect();
        let former = self.tables.get(&self.former(table)).copied();
        let columns = [former, self.wanted_table(table)];
        let columns = columns.into_iter().flatten().flat_map(Table::columns);
        let taken: BTreeSet<String> = columns.map(|it| it.name().to_owned()).collect();
        let is_dropped = |name: &str| {
            let key = (self.former(table), name.to_owned());
            let is_recreated = self.disturbed.recreated.contains(&key);
            is_recreated && (!is_first || self.early_columns.contains(&key))
        };
        for (at, from, to) in renames(&names, |it| free_name(it, &taken)) {
            if !is_dropped(&from) {
                together.push(TableChange::RenameColumn { from, to }, [at]);
            }
        }
    }

    fn alter_columns(&self, table: &TableName, parts: &Parts<'a>, together: &mut Together) {
        for part in &parts.columns {
            let Difference::Changed { from, to } = part.difference else {
                continue;
            };
            let key = (self.former(table), from.name().to_owned());
            if self.disturbed.recreated.contains(&key) {
                continue;
            }
            let Some(made) = self.altered(table, *part, part.backfill.is_none()) else {
                continue;
            };
            if made.becomes_required && part.backfill.is_none() {
                together.cautions.push(caution::null(table, to));
            }
            if made.alter.new_kind().is_some() || !part.values.is_empty() {
                together.loses.extend(self.losses(part.at));
            }
            if made.alter.new_kind().is_some() {
                let using = made.alter.conversion();
                let caution = self.kind_caution(table, *part, (from, to), using);
                together.cautions.extend(caution);
                let surprise = self.kind_surprise(table, (from, to), using);
                together.cautions.extend(surprise);
            }
            if made.is_any {
                together.push(TableChange::AlterColumn(made.alter), [part.at]);
            }
        }
    }
}

pub(super) const fn is_added(part: &ColumnPart<'_>) -> bool {
    matches!(part.difference, Difference::Added(_))
}

/// Tells whether a column gets the name of one that goes.
fn takes_what_goes(parts: &Parts<'_>) -> bool {
    let going = |name: &str| {
        let mut all = parts.columns.iter();
        all.any(|it| matches!(it.difference, Difference::Removed(from) if from.name() == name))
    };
    let mut all = parts.columns.iter();
    all.any(|it| !it.difference.is_removed() && going(it.difference.now().name()))
}
