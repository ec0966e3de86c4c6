//! Constraints and columns that cannot wait for their table's turn.

use super::moving::Taken;
use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::Difference;
use crate::diff::renaming::{constraints, mentions};
use crate::ops::{DropConstraint, TableChange};
use crate::schema::{Constraint, IndexTarget, Table};

impl Work<'_> {
    /// Drops the constraints, and with them the columns, that cannot wait for their table's turn.
    pub(super) fn drop_early_parts(&mut self) {
        let taken = self.taken_names();
        if taken.moves {
            // Keys cannot go before what refers to them, on whatever table.
            for (name, table) in self.tables.clone() {
                let mut together = Together::default();
                if !self.is_removed(&name) {
                    self.early_constraints(&name, table, &taken, Some(&is_key), &mut together);
                }
                self.alter(&name, together);
            }
        }
        for (name, table) in self.tables.clone() {
            if self.is_removed(&name) {
                continue;
            }
            let mut together = Together::default();
            self.early_constraints(&name, table, &taken, None, &mut together);
            self.early_values(&name, table, &mut together);
            if !together.changes.is_empty() {
                self.early_rest(&name, &mut together);
            }
            self.alter(&name, together);
        }
    }

    /// Drops those constraints, or all that cannot wait.
    fn early_constraints(
        &mut self,
        name: &TableName,
        table: &Table,
        taken: &Taken,
        only: Option<&dyn Fn(&Constraint) -> bool>,
        together: &mut Together,
    ) {
        let parts = self.parts.get(&self.now.table_name(name));
        let differences = parts.map(|it| it.constraints.clone()).unwrap_or_default();
        let changed: Vec<(usize, &Constraint)> = differences
            .iter()
            .filter_map(|(at, it)| match it {
                Difference::Removed(from) | Difference::Changed { from, .. } => Some((*at, from)),
                Difference::Added(_) | Difference::Renamed { .. } => None,
            })
            .collect();
        let computed: Vec<String> = self.early_computed(name, table);
        let is_left = |early: &[(TableName, Constraint)], it: &Constraint| {
            let is_done = early
                .iter()
                .any(|(table, early)| table == name && early == it);
            !is_done && only.is_none_or(|only| only(it))
        };
        for (at, constraint) in &changed {
            if !is_left(&self.early, constraint) {
                continue;
            }
            let is_early = match constraint {
                Constraint::ForeignKey(key) => {
                    let is_other = taken.moves || key.target() != name;
                    self.is_removed(key.target())
                        || (is_other && self.is_key_disturbed(name, key))
                        || key.columns().iter().any(|it| computed.contains(it))
                }
                other => {
                    let is_made_anew = self.has_revalued(name) || !self.disturbed.remade.is_empty();
                    (is_made_anew && self.is_constraint_disturbed(name, other))
                        || self.says_of(other, &computed)
                        || taken.has(&self.now.table_name(name), other)
                }
            };
            if is_early {
                let drop = DropConstraint::from((*constraint).clone());
                together.push(TableChange::DropConstraint(drop), [*at]);
                self.early.push((name.clone(), (*constraint).clone()));
            }
        }
        for constraint in constraints(table) {
            let is_changed = changed.iter().any(|(_, it)| **it == constraint);
            if is_changed
                || !is_left(&self.early, &constraint)
                || !self.is_in_the_way(name, &constraint)
            {
                continue;
            }
            let target = match &constraint {
                Constraint::ForeignKey(key) => key.target().clone(),
                _ => name.clone(),
            };
            let changes = self.disturbers(&[name, &target]);
            let drop = DropConstraint::from(constraint.clone());
            together.push(TableChange::DropConstraint(drop), changes.clone());
            self.early.push((name.clone(), constraint.clone()));
            self.put_back(name, table, &constraint, changes);
        }
    }

    /// Tells whether a constraint that nothing is said about has to go for a while. SQLite looks for the keys
    /// of foreign keys only when rows change.
    fn is_in_the_way(&self, name: &TableName, constraint: &Constraint) -> bool {
        match constraint {
            Constraint::ForeignKey(key) if self.builds_anew() => {
                let is_recreated = |table: &TableName, columns: &[String]| {
                    let mut keys = columns.iter().map(|it| (table.clone(), it.clone()));
                    keys.any(|it| self.disturbed.recreated.contains(&it))
                };
                is_recreated(name, key.columns())
                    || is_recreated(key.target(), key.target_columns())
            }
            other => self.is_constraint_disturbed(name, other),
        }
    }

    /// Notes that a constraint comes again, as it is wanted.
    fn put_back(
        &mut self,
        former: &TableName,
        table: &Table,
        constraint: &Constraint,
        changes: Vec<usize>,
    ) {
        let now = self.now.table_name(former);
        let wanted = self.wanted_table(&now).map(constraints).unwrap_or_default();
        let renamed = self.now.constraint(&self.now.place(table), constraint);
        let place = self.wanted_table(&now).map(|it| self.same.place(it));
        let says = |it: &Constraint| place.as_ref().map(|place| self.same.constraint(place, it));
        let parts = self.parts.get(&now);
        let differences = parts
            .map(|it| it.constraints.as_slice())
            .unwrap_or_default();
        let name = differences.iter().find_map(|(_, it)| match it {
            Difference::Renamed { from, to } if from == constraint => to.name(),
            _ => None,
        });
        let name = name.or(constraint.name());
        let is_it = |it: &Constraint| match (it.name(), name) {
            (Some(one), Some(other)) => one == other,
            _ => says(it).as_ref() == Some(&renamed),
        };
        let wanted = wanted.into_iter().find(is_it);
        let renamed = || match constraint.name() {
            Some(name) => renamed.clone().named(name),
            None => renamed.clone(),
        };
        match wanted.unwrap_or_else(renamed) {
            Constraint::ForeignKey(key) => self.late_keys.push((now, key, changes)),
            other => self.again.entry(now).or_default().push((other, changes)),
        }
    }

    /// Once a table is altered early, all that goes of it does, so that its turn may not come again.
    fn early_rest(&mut self, name: &TableName, together: &mut Together) {
        let now = self.now.table_name(name);
        let Some(parts) = self.parts.get(&now) else {
            return;
        };
        let has_backfill = parts.columns.iter().any(|it| it.backfill.is_some());
        let has_keys = self.disturbed.keys.iter().any(|(table, _)| table == name);
        let is_computed = parts.columns.iter().any(|it| match it.difference {
            Difference::Changed { from, .. } => from.generated().is_some(),
            _ => false,
        });
        if has_backfill || has_keys || is_computed {
            return;
        }
        let gone = self.going_constraints(name);
        let columns = self.going_columns(name);
        for (at, constraint) in gone {
            let drop = DropConstraint::from(constraint.clone());
            together.push(TableChange::DropConstraint(drop), [at]);
            self.early.push((name.clone(), constraint));
        }
        for (at, column) in columns {
            together.loses.extend(self.losses(at));
            together.push(TableChange::DropColumn(column.clone().into()), [at]);
            self.early_columns
                .insert((name.clone(), column.name().to_owned()));
        }
    }

    /// Tells whether a constraint says something of one of some columns.
    fn says_of(&self, constraint: &Constraint, columns: &[String]) -> bool {
        let is_one = |it: &str| columns.iter().any(|column| column == it);
        match constraint {
            Constraint::PrimaryKey(it) => it.columns().iter().any(|it| is_one(it)),
            Constraint::Unique(it) => it
                .columns()
                .iter()
                .chain(it.included())
                .any(|it| is_one(it)),
            Constraint::Check(it) => mentions(self.dialect(), it.expression(), is_one),
            Constraint::ForeignKey(it) => it.columns().iter().any(|it| is_one(it)),
            Constraint::Exclude(it) => it.elements().iter().any(|it| match &it.target {
                IndexTarget::Column(it) => is_one(it),
                IndexTarget::Expression(sql) => mentions(self.dialect(), sql, is_one),
            }),
        }
    }
}

const fn is_key(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::ForeignKey(_))
}
