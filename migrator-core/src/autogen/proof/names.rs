//! What tables and columns that are kept are called afterwards, and what becomes of them. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::TableName;
use crate::catalog::Catalog;
use crate::diff::{Change, Difference};
use crate::schema::{Column, ColumnType, Table};

/// A table with rows, before and after.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeptTable {
    /// What it is called before.
    pub before: TableName,
    /// What it is called afterwards.
    pub after: TableName,
    /// Its columns that are there before and after.
    pub columns: Vec<KeptColumn>,
}

/// A column of a table with rows, before and after.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeptColumn {
    /// What it is called before.
    pub before: String,
    /// What it is called afterwards.
    pub after: String,
    /// Whether its values may be others afterwards: it has another type, or `NULL` becomes something.
    pub is_converted: bool,
    /// What its values are to become.
    pub said: Said,
}

/// What values of a column are to become, as the changes say themselves: nobody need be told again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// Whether `NULL` becomes a value.
    pub fills: bool,
    /// Values of an enumeration, and what they are afterwards.
    pub values: BTreeMap<String, String>,
}

/// What the changes say of the things that are there before and after.
#[derive(Debug, Default)]
pub(super) struct Names<'c> {
    tables: BTreeMap<&'c TableName, &'c TableName>,
    columns: BTreeMap<(&'c TableName, &'c str), &'c str>,
    gone: BTreeSet<&'c TableName>,
    /// Columns that go; another may get the name of one.
    gone_columns: BTreeSet<(&'c TableName, &'c str)>,
    converted: BTreeSet<(&'c TableName, &'c str)>,
    said: BTreeMap<(&'c TableName, &'c str), Said>,
    /// Enumerations whose values are others, by their former names, and what these are.
    enums: BTreeMap<&'c str, &'c [(String, String)]>,
}

impl<'c> Names<'c> {
    pub(super) fn of(changes: &'c [Change]) -> Self {
        let mut names = Self::default();
        for change in changes {
            names.note(change);
        }
        names
    }

    fn note(&mut self, change: &'c Change) {
        match change {
            Change::Table(Difference::Renamed { from, to }) => {
                self.tables.insert(from.name(), to.name());
            }
            Change::Table(Difference::Removed(table)) => {
                self.gone.insert(table.name());
            }
            Change::Column {
                former_table,
                difference,
                backfill,
                using,
                values,
                ..
            } => {
                let Some(former) = difference.former() else {
                    return;
                };
                let column = (former_table, former.name());
                match difference {
                    Difference::Renamed { to, .. } => {
                        self.columns.insert(column, to.name());
                    }
                    Difference::Changed { from, to } => {
                        let is_other = from.kind() != to.kind();
                        if is_other || backfill.is_some() || using.is_some() {
                            self.converted.insert(column);
                            let said = Said {
                                fills: backfill.is_some(),
                                values: values.iter().cloned().collect(),
                            };
                            self.said.insert(column, said);
                        }
                        if from.name() != to.name() {
                            self.columns.insert(column, to.name());
                        }
                    }
                    Difference::Removed(_) => {
                        self.gone_columns.insert(column);
                    }
                    Difference::Added(_) => {}
                }
            }
            Change::Enum {
                difference: Difference::Changed { from, .. },
                values,
            } => {
                self.enums.insert(from.name().name(), values);
            }
            _ => {}
        }
    }

    /// Returns what a table is called afterwards.
    pub(super) fn table_after(&self, before: &'c TableName) -> &'c TableName {
        self.tables.get(before).copied().unwrap_or(before)
    }

    /// Returns what a column is called afterwards.
    pub(super) fn column_after(&self, table: &TableName, before: &'c str) -> &'c str {
        self.columns
            .get(&(table, before))
            .copied()
            .unwrap_or(before)
    }

    /// Returns the tables of these names that are there before and after, with their columns that are.
    pub(super) fn kept(
        &self,
        filled: &BTreeSet<TableName>,
        found: &'c Catalog,
        wanted: &Catalog,
    ) -> Vec<KeptTable> {
        let tables = found.tables.iter();
        let tables =
            tables.filter(|it| filled.contains(it.name()) && !self.gone.contains(it.name()));
        let kept = tables.map(|table| {
            let after = self.table_after(table.name());
            // What nobody declared and nobody drops stays as it is.
            let then = wanted.tables.iter().find(|it| it.name() == after);
            KeptTable {
                before: table.name().clone(),
                after: after.clone(),
                columns: self.kept_columns(table, then),
            }
        });
        kept.collect()
    }

    fn kept_columns(&self, table: &'c Table, then: Option<&Table>) -> Vec<KeptColumn> {
        let mut kept = Vec::new();
        let is_gone = |it: &Column| self.gone_columns.contains(&(table.name(), it.name()));
        for column in table.columns().iter().filter(|it| !is_gone(it)) {
            let name = self.column_after(table.name(), column.name());
            let after = match then {
                Some(then) => then.columns().iter().find(|it| it.name() == name),
                None => Some(column),
            };
            let Some(after) = after else { continue };
            let is_computed = |it: &Column| it.generated().is_some();
            if (is_computed(column) || is_computed(after))
                && column.generated() != after.generated()
            {
                continue;
            }
            let place = (table.name(), column.name());
            kept.push(KeptColumn {
                before: column.name().to_owned(),
                after: name.to_owned(),
                is_converted: self.converted.contains(&place)
                    || self.has_other_values(column.kind()),
                said: self.said(place, column.kind()),
            });
        }
        kept
    }

    fn said(&self, place: (&TableName, &str), kind: &ColumnType) -> Said {
        let mut said = self.said.get(&place).cloned().unwrap_or_default();
        if let ColumnType::Enum { name, .. } = kind
            && let Some(values) = self.enums.get(name.as_str())
        {
            said.values.extend(values.iter().cloned());
        }
        said
    }

    fn has_other_values(&self, kind: &ColumnType) -> bool {
        match kind {
            ColumnType::Enum { name, .. } => self.enums.contains_key(name.as_str()),
            ColumnType::Array { element, .. } => self.has_other_values(element),
            _ => false,
        }
    }
}
