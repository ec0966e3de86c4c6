//! The parts of one table that go.

use super::steps::Together;
use super::work::{ColumnPart, Parts, Work};
use crate::base::TableName;
use crate::diff::Difference;
use crate::ops::{DropConstraint, TableChange};
use crate::schema::{AlterColumn, Check, Column, Constraint, ForeignKey};

impl<'a> Work<'a> {
    /// Returns the constraints of a table that go, by its former name.
    pub(super) fn going_constraints(&self, former: &TableName) -> Vec<(usize, Constraint)> {
        let parts = self.parts.get(&self.now.table_name(former));
        let constraints = parts
            .map(|it| it.constraints.as_slice())
            .unwrap_or_default();
        self.going(former, constraints)
    }

    fn going(
        &self,
        former: &TableName,
        constraints: &[(usize, &'a Difference<Constraint>)],
    ) -> Vec<(usize, Constraint)> {
        let mut going: Vec<(usize, Constraint)> = Vec::new();
        for (at, difference) in constraints {
            let from = match difference {
                Difference::Removed(from) => from,
                Difference::Changed { from, to } if !is_validated(from, to) => from,
                // SQLite names no constraint that has no name.
                Difference::Renamed { from, .. } if from.name().is_none() => from,
                _ => continue,
            };
            if !self
                .early
                .iter()
                .any(|(table, it)| table == former && it == from)
            {
                going.push((*at, from.clone()));
            }
        }
        // Keys refer to others, which must be there as long as they are.
        going.sort_by_key(|(_, it)| !matches!(it, Constraint::ForeignKey(_)));
        going
    }

    /// Returns the columns of a table that go, by its former name: computed ones first.
    pub(super) fn going_columns(&self, former: &TableName) -> Vec<(usize, &'a Column)> {
        let parts = self.parts.get(&self.now.table_name(former));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        self.gone(former, columns)
    }

    fn gone(&self, former: &TableName, columns: &[ColumnPart<'a>]) -> Vec<(usize, &'a Column)> {
        let gone = columns.iter().filter_map(|it| match it.difference {
            Difference::Removed(column) => Some((it.at, column)),
            _ => None,
        });
        let mut gone: Vec<_> = gone
            .filter(|(_, it)| {
                let key = (former.clone(), it.name().to_owned());
                !self.early_columns.contains(&key)
            })
            .collect();
        gone.sort_by_key(|(_, it)| it.generated().is_none());
        gone
    }

    pub(super) fn drop_parts(
        &mut self,
        table: &TableName,
        parts: &Parts<'a>,
        is_renamed: bool,
        together: &mut Together,
    ) {
        let former = self.former(table);
        for (at, constraint) in self.going(&former, &parts.constraints) {
            let constraint = self.as_it_is(&former, constraint, is_renamed);
            let drop = DropConstraint::from(constraint);
            together.push(TableChange::DropConstraint(drop), [at]);
        }
        self.keep_computed(&former, parts, is_renamed, together);
        let recreated = self.recreated(&former).into_iter();
        let gone = self.gone(&former, &parts.columns).into_iter();
        let place = self.tables.get(&former).map(|it| self.now.place(it));
        let recreated = recreated.map(|(column, changes)| match &place {
            Some(place) if is_renamed => (self.now.column_now(place, column), changes, None),
            _ => (column.clone(), changes, None),
        });
        let gone = gone.map(|(at, column)| {
            let column = column.clone();
            (column, vec![at], self.losses(at))
        });
        let mut columns: Vec<_> = recreated.chain(gone).collect();
        columns.sort_by_key(|(column, ..)| column.generated().is_none());
        for (column, changes, loses) in columns {
            together.loses.extend(loses);
            together.push(TableChange::DropColumn(column.into()), changes);
        }
    }

    /// Makes computed columns ordinary ones, before what they are computed of goes or gets another type.
    fn keep_computed(
        &self,
        former: &TableName,
        parts: &Parts<'a>,
        is_renamed: bool,
        together: &mut Together,
    ) {
        for part in &parts.columns {
            let Difference::Changed { from, to } = part.difference else {
                continue;
            };
            let key = (former.clone(), from.name().to_owned());
            let is_kept = from.generated().is_some() && to.generated().is_none();
            let is_done =
                self.disturbed.recreated.contains(&key) || self.early_columns.contains(&key);
            if is_kept && !is_done {
                let name = if is_renamed { to.name() } else { from.name() };
                let alter = AlterColumn::new(name).drop_generated().was(from.clone());
                together.push(TableChange::AlterColumn(alter), [part.at]);
            }
        }
    }

    /// Returns a constraint without a name as it reads when it is dropped: the tables have their new names.
    fn as_it_is(&self, former: &TableName, it: Constraint, is_renamed: bool) -> Constraint {
        let Some(table) = self.tables.get(former).filter(|_| it.name().is_none()) else {
            return it;
        };
        match it {
            it if is_renamed => self.now.constraint(&self.now.place(table), &it),
            Constraint::ForeignKey(key) => {
                let target = self.now.table_name(key.target());
                let columns = key.target_columns().to_vec();
                key.references(target, columns).into()
            }
            it => it,
        }
    }

    /// Returns the columns of a table that are dropped to be added again.
    fn recreated(&self, former: &TableName) -> Vec<(&'a Column, Vec<usize>)> {
        let Some(table) = self.tables.get(former).copied() else {
            return Vec::new();
        };
        let columns = table.columns().iter().filter(|it| {
            let key = (former.clone(), it.name().to_owned());
            self.disturbed.recreated.contains(&key) && !self.early_columns.contains(&key)
        });
        let changes = self.disturbers(&[former]);
        columns.map(|it| (it, changes.clone())).collect()
    }
}

/// Tells whether a constraint is the same, but that it is to hold for all rows now.
pub(super) fn is_validated(from: &Constraint, to: &Constraint) -> bool {
    match (from, to) {
        (Constraint::Check(from), Constraint::Check(to)) => {
            from.is_not_valid() && !to.is_not_valid() && from.clone() == not_valid_check(to)
        }
        (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
            from.is_not_valid() && !to.is_not_valid() && *from == not_valid_key(to)
        }
        _ => false,
    }
}

fn not_valid_check(check: &Check) -> Check {
    check.clone().not_valid()
}

fn not_valid_key(key: &ForeignKey) -> ForeignKey {
    key.clone().not_valid()
}
