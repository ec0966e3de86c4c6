//! Whether a constraint or an index can stay where it is.

use std::collections::BTreeSet;

use super::touched::ColumnName;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::mentions;
use crate::schema::{Column, Constraint, ForeignKey, Index, IndexTarget, Table};

impl Work<'_> {
    /// Tells whether a foreign key cannot stay while what it refers to changes.
    pub(super) fn is_key_disturbed(&self, table: &TableName, key: &ForeignKey) -> bool {
        let it = &self.disturbed;
        let columns: BTreeSet<String> = key.target_columns().iter().cloned().collect();
        let has = |set: &BTreeSet<ColumnName>, table: &TableName, columns: &[String]| {
            columns
                .iter()
                .any(|column| set.contains(&(table.clone(), column.clone())))
        };
        let target = key.target();
        let is_retyped = has(&it.retyped, target, key.target_columns())
            || has(&it.retyped, table, key.columns());
        let is_revalued = has(&it.revalued, target, key.target_columns())
            || has(&it.revalued, table, key.columns());
        it.keys.contains(&(target.clone(), columns))
            || has(&it.gone, target, key.target_columns())
            || has(&it.recreated, target, key.target_columns())
            || has(&it.recreated, table, key.columns())
            || (!self.builds_anew()
                && (is_revalued || (is_retyped && !self.stays_alike(table, key))))
    }

    /// Tells whether the types at both ends of a foreign key stay such that they can be compared.
    fn stays_alike(&self, table: &TableName, key: &ForeignKey) -> bool {
        let is_integer = |table: &TableName, columns: &[String]| {
            columns.iter().all(|column| {
                let was = self.tables.get(table).and_then(|it| column_of(it, column));
                let now = self.now.table_name(table);
                let name = self.now.column_name(table, column);
                let is = self.wanted_table(&now).and_then(|it| column_of(it, name));
                let is_integer = |it: Option<&Column>| it.is_some_and(|it| it.kind().is_integer());
                is_integer(was) && is_integer(is)
            })
        };
        is_integer(table, key.columns()) && is_integer(key.target(), key.target_columns())
    }

    /// Tells whether an index or a check cannot stay: it says something of a column that is made anew, compares one
    /// with values of an enumeration that is, or calls a function that is.
    pub(super) fn is_expression_disturbed(&self, table: &TableName, sql: &str) -> bool {
        let it = &self.disturbed;
        let is_it = |column: &str| {
            let key = (table.clone(), column.to_owned());
            it.recreated.contains(&key) || it.revalued.contains(&key)
        };
        mentions(self.dialect(), sql, is_it) || self.calls_remade(sql)
    }

    /// Tells whether an index cannot stay.
    pub(super) fn is_index_disturbed(&self, index: &Index) -> bool {
        let table = index.table();
        let is_recreated = |column: &String| {
            let key = (table.clone(), column.clone());
            self.disturbed.recreated.contains(&key)
        };
        let is_part = index.parts().iter().any(|it| match it.target() {
            IndexTarget::Column(column) => is_recreated(column),
            IndexTarget::Expression(sql) => self.is_expression_disturbed(table, sql),
        });
        let condition = index.condition();
        is_part
            || index.included().iter().any(is_recreated)
            || condition.is_some_and(|sql| self.is_expression_disturbed(table, sql))
            || self.disturbed.views.contains(table)
    }

    /// Tells whether a constraint that nothing is said about cannot stay.
    pub(super) fn is_constraint_disturbed(&self, table: &TableName, it: &Constraint) -> bool {
        let is_recreated = |column: &String| {
            let key = (table.clone(), column.clone());
            self.disturbed.recreated.contains(&key)
        };
        match it {
            Constraint::PrimaryKey(key) => {
                key.columns().iter().chain(key.included()).any(is_recreated)
            }
            Constraint::Unique(it) => it.columns().iter().chain(it.included()).any(is_recreated),
            Constraint::Check(check) => self.is_expression_disturbed(table, check.expression()),
            Constraint::ForeignKey(key) => self.is_key_disturbed(table, key),
            Constraint::Exclude(exclude) => {
                let parts = exclude.elements().iter().any(|it| match &it.target {
                    IndexTarget::Column(column) => is_recreated(column),
                    IndexTarget::Expression(sql) => self.is_expression_disturbed(table, sql),
                });
                let condition = exclude.condition();
                parts || condition.is_some_and(|sql| self.is_expression_disturbed(table, sql))
            }
        }
    }
}

fn column_of<'t>(table: &'t Table, name: &str) -> Option<&'t Column> {
    table.columns().iter().find(|it| it.name() == name)
}
