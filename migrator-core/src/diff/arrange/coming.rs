//! The parts of one table that come, and come back.

use std::collections::BTreeSet;

use super::caution;
use super::going::is_validated;
use super::steps::Together;
use super::work::{ColumnPart, Parts, Work};
use crate::base::TableName;
use crate::diff::{Change, Difference, filler};
use crate::ops::TableChange;
use crate::schema::{AlterColumn, Column, ColumnDefault, Constraint};

impl<'a> Work<'a> {
    pub(super) fn add_constraints(
        &mut self,
        table: &TableName,
        parts: &Parts<'a>,
        together: &mut Together,
    ) {
        let mut come: Vec<(Vec<usize>, &Constraint, Option<String>)> = Vec::new();
        let again = self.again.remove(table).unwrap_or_default();
        for (constraint, changes) in &again {
            come.push((changes.clone(), constraint, None));
        }
        for (at, difference) in &parts.constraints {
            match difference {
                Difference::Added(to) => {
                    let caution = self.constraint_caution(table, None, to);
                    come.push((vec![*at], to, caution));
                }
                Difference::Changed { from, to } if is_validated(from, to) => {
                    let name = to.name().unwrap_or_default().to_owned();
                    together.push(TableChange::ValidateConstraint { name }, [*at]);
                    let caution = self.constraint_caution(table, Some(from), to);
                    together.cautions.extend(caution);
                }
                Difference::Changed { from, to } => {
                    let caution = self.constraint_caution(table, Some(from), to);
                    come.push((vec![*at], to, caution));
                }
                Difference::Renamed { from, .. } if self.is_early(table, from) => {}
                Difference::Renamed { from, to } => match (from.name(), to.name()) {
                    (Some(from), Some(to)) if self.builds_anew() => {
                        let (from, to) = (from.to_owned(), to.to_owned());
                        together.push(TableChange::RenameConstraint { from, to }, [*at]);
                    }
                    (None, _) => come.push((vec![*at], to, None)),
                    _ => {}
                },
                Difference::Removed(_) => {}
            }
        }
        come.sort_by_key(|(_, it, _)| rank(it));
        for (changes, constraint, caution) in come {
            if let Constraint::ForeignKey(key) = constraint
                && !self.is_target_there(table, key, &self.all_added())
            {
                self.late_keys.push((table.clone(), key.clone(), changes));
                continue;
            }
            together.cautions.extend(caution);
            together.push(TableChange::AddConstraint(constraint.clone()), changes);
        }
    }

    /// Returns all tables that have been created by now.
    fn all_added(&self) -> BTreeSet<TableName> {
        let added = self.changes.iter().filter_map(|it| match it {
            Change::Table(Difference::Added(it)) => Some(it.name().clone()),
            _ => None,
        });
        added.collect()
    }

    pub(super) fn add_column(
        &self,
        table: &TableName,
        part: ColumnPart<'_>,
        together: &mut Together,
    ) {
        let Difference::Added(column) = part.difference else {
            return;
        };
        let mut column = column.clone();
        if part.backfill.is_some() {
            column = column.nullable();
        } else if !column.is_nullable()
            && !filler::comes_by_itself(&column, self.wanted)
            && !self.numbers_rows(table, part.difference)
        {
            together.cautions.push(caution::empty(table, &column));
        }
        together.push(added(column), [part.at]);
    }

    pub(super) fn add_recreated(&mut self, table: &TableName, together: &mut Together) {
        let former = self.former(table);
        let (Some(was), Some(wanted)) = (self.tables.get(&former), self.wanted_table(table)) else {
            return;
        };
        let changes = self.disturbers(&[&former]);
        for column in was.columns() {
            let key = (former.clone(), column.name().to_owned());
            let name = self.now.column_name(&former, column.name());
            let now = wanted.columns().iter().find(|it| it.name() == name);
            if let Some(now) = now.filter(|_| self.disturbed.recreated.contains(&key)) {
                if column.generated().is_none() {
                    together.loses.push(format!("the values of {table}.{name}"));
                }
                together.push(added(now.clone()), changes.clone());
            }
        }
    }

    /// Sets defaults that had to go for a while, unless they have been changed.
    pub(super) fn set_defaults_again(
        &self,
        table: &TableName,
        parts: &Parts<'a>,
        together: &mut Together,
    ) {
        let former = self.former(table);
        let (Some(was), Some(wanted)) = (self.tables.get(&former), self.wanted_table(table)) else {
            return;
        };
        for column in was.columns() {
            let key = (former.clone(), column.name().to_owned());
            let name = self.now.column_name(&former, column.name());
            let now = wanted.columns().iter().find(|it| it.name() == name);
            let now = now.filter(|_| self.disturbed.defaults.contains(&key));
            let is_changed = parts.columns.iter().any(|it| match it.difference {
                Difference::Changed { from, to } => {
                    from == column && from.default_value() != to.default_value()
                }
                _ => false,
            });
            if let Some(ColumnDefault::Expression(sql)) = now.and_then(Column::default_value)
                && !is_changed
            {
                let alter = AlterColumn::new(name).default_expr(sql);
                let changes = self.disturbers(&[&former]);
                together.push(TableChange::AlterColumn(alter), changes);
            }
        }
    }
}

/// Keys come before what refers to them.
const fn rank(constraint: &Constraint) -> u8 {
    match constraint {
        Constraint::PrimaryKey(_) => 0,
        Constraint::Unique(_) => 1,
        Constraint::Check(_) => 2,
        Constraint::Exclude(_) => 3,
        Constraint::ForeignKey(_) => 4,
    }
}

fn added(column: Column) -> TableChange {
    TableChange::AddColumn {
        column: Box::new(column),
        if_not_exists: false,
    }
}
