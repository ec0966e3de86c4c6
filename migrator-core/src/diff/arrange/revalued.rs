//! What stands in the way of other values of an enumeration, or of a function that is made anew.

use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::{Place, has_literal, mentions};
use crate::diff::{Change, Difference};
use crate::ops::{DropColumn, TableChange};
use crate::schema::{AlterColumn, Column, ColumnDefault, Table};

impl Work<'_> {
    pub(super) fn has_revalued(&self, table: &TableName) -> bool {
        self.disturbed.revalued.iter().any(|(it, _)| it == table)
    }

    /// Drops what would be in the way of other values of an enumeration, or of a function that is made anew: columns
    /// that are computed of them, and defaults that are not there any more or call it.
    pub(super) fn early_values(
        &mut self,
        name: &TableName,
        table: &Table,
        together: &mut Together,
    ) {
        let is_quiet = !self.has_revalued(name) && self.disturbed.remade.is_empty();
        if self.builds_anew() || is_quiet {
            return;
        }
        let changes = self.disturbers(&[name]);
        let computed = self.early_computed(name, table);
        for column in table.columns() {
            let key = (name.clone(), column.name().to_owned());
            if computed.contains(&key.1) && self.becomes_plain(&key) {
                let alter = AlterColumn::new(column.name())
                    .drop_generated()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
                self.early_columns.insert(key);
            } else if computed.contains(&key.1) {
                let drop = DropColumn::from(column.clone());
                together.push(TableChange::DropColumn(drop), changes.clone());
                self.early_columns.insert(key);
            } else if self.disturbed.revalued.contains(&key) && self.loses_default(name, column) {
                let alter = AlterColumn::new(column.name())
                    .drop_default()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
            } else if let Some(ColumnDefault::Expression(sql)) = column.default_value()
                && self.calls_remade(sql)
            {
                let alter = AlterColumn::new(column.name())
                    .drop_default()
                    .was(column.clone());
                together.push(TableChange::AlterColumn(alter), changes.clone());
                self.disturbed.defaults.insert(key);
            }
        }
    }

    /// Returns the columns that are computed of values of an enumeration that is replaced: none of them stays.
    pub(super) fn early_computed(&self, name: &TableName, table: &Table) -> Vec<String> {
        if self.builds_anew() {
            return Vec::new();
        }
        let is_revalued = |it: &str| {
            let key = (name.clone(), it.to_owned());
            self.disturbed.revalued.contains(&key) || self.disturbed.remade.contains(it)
        };
        let computed = table.columns().iter().filter(|it| {
            let generated = it.generated();
            generated.is_some_and(|it| mentions(self.dialect(), &it.expression, is_revalued))
        });
        computed.map(|it| it.name().to_owned()).collect()
    }

    /// Tells whether a column's default is a value that goes. One that becomes what the value becomes is
    /// changed with the enumeration.
    fn loses_default(&self, table: &TableName, column: &Column) -> bool {
        let place = Place::nowhere(table);
        let now = |it: &Column| it.default_value().map(|it| self.now.default(&place, it));
        let parts = self.parts.get(&self.now.table_name(table));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        let is_changed = columns.iter().any(|it| match it.difference {
            Difference::Changed { from, to } => {
                from == column && now(from).as_ref() != to.default_value()
            }
            _ => false,
        });
        let key = (table.clone(), column.name().to_owned());
        if !is_changed && !self.disturbed.gone.contains(&key) {
            return false;
        }
        let Some(ColumnDefault::Expression(sql)) = column.default_value() else {
            return false;
        };
        self.changes.iter().any(|it| match it {
            Change::Enum {
                difference: Difference::Changed { from, to },
                ..
            } => {
                let gone = from.values().iter().filter(|it| !to.values().contains(it));
                let mut gone = gone.filter(|it| has_literal(self.dialect(), sql, it));
                gone.next().is_some()
            }
            _ => false,
        })
    }
}
