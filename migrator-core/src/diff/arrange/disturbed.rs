//! What cannot stay as it is while something else changes: it is dropped before, and made again after.

use std::collections::BTreeSet;

use super::functions::has_same_result;
use super::touched::ColumnName;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::{Place, constraints, function_name, mentions};
use crate::diff::{Change, Difference};
use crate::ops::Enumeration;
use crate::schema::{Column, ColumnType, Constraint, Index, IndexTarget};

impl Work<'_> {
    /// Finds out what is disturbed.
    pub(super) fn disturb(&mut self) {
        self.disturb_functions();
        self.disturb_columns();
        self.disturb_keys();
        self.disturb_dependents();
    }

    fn disturb_columns(&mut self) {
        for change in self.changes {
            match change {
                Change::Column {
                    former_table,
                    difference,
                    ..
                } => self.disturb_column(former_table, difference),
                Change::Enum {
                    difference: Difference::Changed { from, to },
                    values,
                } if self.replaces(from, to, values) => self.disturb_enum(from),
                _ => {}
            }
        }
        if self.builds_anew() {
            return;
        }
        // A column that is computed of one that gets another type cannot stay.
        for (name, table) in self.tables.clone() {
            let mut recreated = Vec::new();
            for column in table.columns() {
                let Some(generated) = column.generated() else {
                    continue;
                };
                let key = |it: &str| (name.clone(), it.to_owned());
                let is_it = |it: &str| {
                    let key = key(it);
                    self.disturbed.retyped.contains(&key)
                        || self.disturbed.revalued.contains(&key)
                        || self.disturbed.remade.contains(it)
                };
                let own = key(column.name());
                let stays = !self.disturbed.gone.contains(&own) && !self.becomes_plain(&own);
                if stays && mentions(self.dialect(), &generated.expression, is_it) {
                    recreated.push(own);
                }
            }
            self.disturbed.recreated.extend(recreated);
        }
    }

    /// Tells whether a column is not computed any more, and keeps its values.
    pub(super) fn becomes_plain(&self, (table, column): &ColumnName) -> bool {
        let parts = self.parts.get(&self.now.table_name(table));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        columns.iter().any(|it| match it.difference {
            Difference::Changed { from, to } => {
                from.name() == column && from.generated().is_some() && to.generated().is_none()
            }
            _ => false,
        })
    }

    fn disturb_column(&mut self, table: &TableName, difference: &Difference<Column>) {
        match difference {
            Difference::Removed(column) => {
                let name = (table.clone(), column.name().to_owned());
                self.disturbed.gone.insert(name);
            }
            Difference::Changed { from, to } => {
                let name = (table.clone(), from.name().to_owned());
                let is_retyped = self.is_retyped(from, to);
                if self.is_recreated(table, from, to) {
                    self.disturbed.recreated.insert(name);
                } else if is_retyped {
                    self.disturbed.retyped.insert(name);
                }
            }
            Difference::Added(_) | Difference::Renamed { .. } => {}
        }
    }

    pub(super) fn is_retyped(&self, from: &Column, to: &Column) -> bool {
        self.now.column_type(from.kind()) != self.same.column_type(to.kind())
            || from.collation() != to.collation()
    }

    /// Tells whether a column cannot be altered: one that is computed in another way.
    fn is_recreated(&self, table: &TableName, from: &Column, to: &Column) -> bool {
        let place = self.tables.get(table).map(|it| self.now.place(it));
        let place = place.unwrap_or_else(|| Place::nowhere(table));
        let was = self.now.column_now(&place, from);
        let wanted = self.wanted_table(&self.now.table_name(table));
        let place = wanted.map(|it| self.same.place(it));
        let place = place.unwrap_or_else(|| Place::nowhere(table));
        let is = self.same.column_now(&place, to);
        match (was.generated(), is.generated()) {
            (None, None) => false,
            (None, Some(_)) => true,
            (Some(generated), None) => !generated.stored,
            (Some(one), Some(other)) => one != other || self.is_retyped(from, to),
        }
    }

    /// Notes all columns of an enumeration whose values are replaced.
    fn disturb_enum(&mut self, enumeration: &Enumeration) {
        let name = enumeration.name();
        for (table, it) in &self.tables {
            let columns = it.columns().iter().filter(|it| is_of(it.kind(), name));
            let columns = columns.map(|it| (table.clone(), it.name().to_owned()));
            self.disturbed.revalued.extend(columns);
        }
    }

    fn disturb_keys(&mut self) {
        for change in self.changes {
            match change {
                Change::Constraint {
                    former_table,
                    difference,
                    ..
                } => {
                    if let Difference::Removed(from) | Difference::Changed { from, .. } = difference
                        && let Some(columns) = key_columns(from)
                    {
                        self.disturbed.keys.insert((former_table.clone(), columns));
                    }
                }
                Change::Index(Difference::Removed(from) | Difference::Changed { from, .. })
                    if from.is_unique() =>
                {
                    let columns = index_columns(from);
                    self.disturbed.keys.insert((from.table().clone(), columns));
                }
                _ => {}
            }
        }
        for (table, column) in self.disturbed.recreated.clone() {
            let Some(it) = self.tables.get(&table) else {
                continue;
            };
            let keys = constraints(it);
            let keys = keys.iter().filter_map(key_columns);
            let keys = keys.filter(|it| it.contains(&column));
            let keys: Vec<_> = keys.map(|it| (table.clone(), it)).collect();
            self.disturbed.keys.extend(keys);
        }
    }

    fn disturb_functions(&mut self) {
        for change in self.changes {
            let Change::Function(it) = change else {
                continue;
            };
            let (from, is_remade) = match it {
                Difference::Changed { from, to } => {
                    (from, !has_same_result(from, to, self.dialect()))
                }
                Difference::Removed(from) => (from, self.is_superseded(from.signature())),
                Difference::Added(_) | Difference::Renamed { .. } => continue,
            };
            if is_remade {
                let name = function_name(self.dialect(), from.signature());
                let name = name.map(|it| it.name().to_owned());
                self.disturbed.remade.extend(name);
            }
            if is_remade || it.is_removed() {
                self.disturbed.functions.insert(from.signature().to_owned());
            }
        }
    }

    /// Tells whether an expression calls a function that is made anew.
    pub(super) fn calls_remade(&self, sql: &str) -> bool {
        let remade = &self.disturbed.remade;
        !remade.is_empty() && mentions(self.dialect(), sql, |it| remade.contains(it))
    }
}

pub(super) fn is_of(kind: &ColumnType, enumeration: &TableName) -> bool {
    match kind {
        ColumnType::Enum { name, .. } => name == enumeration.name(),
        ColumnType::Array { element, .. } => is_of(element, enumeration),
        // One of another schema is given by its whole name.
        ColumnType::Custom(text) => {
            text.trim_end_matches("[]").replace('"', "") == enumeration.to_string()
        }
        _ => false,
    }
}

/// Returns the columns that a foreign key can refer to.
pub(super) fn key_columns(constraint: &Constraint) -> Option<BTreeSet<String>> {
    match constraint {
        Constraint::PrimaryKey(key) => Some(key.columns().iter().cloned().collect()),
        Constraint::Unique(unique) => Some(unique.columns().iter().cloned().collect()),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => None,
    }
}

/// Returns the columns of an index.
pub(super) fn index_columns(index: &Index) -> BTreeSet<String> {
    let columns = index.parts().iter().filter_map(|it| match it.target() {
        IndexTarget::Column(name) => Some(name.clone()),
        IndexTarget::Expression(_) => None,
    });
    columns.collect()
}
