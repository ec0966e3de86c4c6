//! What has another name now, and how everything that mentions it reads after that.
//!
//! A database renames inside of constraints, indexes and defaults by itself, so what was found is read by
//! the names of now before it is compared. Where the reading errs, two texts differ that need not, and
//! something that holds no rows is made anew.
//!
//! | file | what it reads anew |
//! |---|---|
//! | `text` | expressions, token by token |
//! | `parts` | columns, types, constraints |
//! | `objects` | what stands by itself |
//!
//! In what it returns, names of columns in expressions always stand in quotes, so that `a > 0` and
//! `"a" > 0` are one.

mod objects;
mod parts;
mod text;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::objects::with_owner;
pub(super) use self::parts::constraints;
pub(super) use self::text::{function_name, has_literal, mentions};
use super::became::renamed;
use super::{Change, Difference};
use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Habits};
use crate::ops::Enumeration;
use crate::schema::{Column, Table};

/// What has another name now, by the names that were.
#[derive(Debug, Clone)]
pub(super) struct Renaming {
    habits: Habits,
    relations: BTreeMap<TableName, TableName>,
    columns: BTreeMap<TableName, BTreeMap<String, String>>,
    types: BTreeMap<TableName, TableName>,
    values: BTreeMap<TableName, BTreeMap<String, String>>,
    /// All values that became others, also one that was there before.
    became: BTreeMap<TableName, Vec<(String, String)>>,
    sequences: BTreeMap<TableName, TableName>,
    /// Types of enumerations whose values are compared by themselves.
    enums: BTreeSet<TableName>,
}

/// A table in whose expressions something is read anew: what its columns are called now.
#[derive(Debug)]
pub(super) struct Place<'t> {
    table: &'t TableName,
    /// By the former names, folded.
    columns: BTreeMap<String, String>,
}

/// Returns what something is called now that goes and leaves its name to another: a name that nothing can have.
pub(super) fn vacated(name: &str) -> String {
    format!("{name}\0")
}

/// Returns a name such that equal ones mean the same.
pub(super) fn folded(habits: Habits, name: &str) -> String {
    match habits.ignores_case {
        true => name.to_ascii_lowercase(),
        false => name.to_owned(),
    }
}

impl Renaming {
    /// Nothing has another name.
    pub(super) fn none(habits: Habits, catalogs: &[&Catalog]) -> Self {
        let enums = catalogs.iter().flat_map(|it| &it.enums);
        Self {
            habits,
            relations: BTreeMap::new(),
            columns: BTreeMap::new(),
            types: BTreeMap::new(),
            values: BTreeMap::new(),
            became: BTreeMap::new(),
            sequences: BTreeMap::new(),
            enums: enums.map(|it| it.name().clone()).collect(),
        }
    }

    /// Reads from changes what has another name.
    pub(super) fn of(changes: &[Change], habits: Habits, catalogs: &[&Catalog]) -> Self {
        let mut renaming = Self::none(habits, catalogs);
        for change in changes {
            renaming.note(change);
        }
        for change in changes {
            renaming.note_vacated(change);
        }
        renaming
    }

    /// Notes what goes and leaves its name to another.
    fn note_vacated(&mut self, change: &Change) {
        match change {
            Change::Table(Difference::Removed(table)) => {
                let name = table.name();
                let is_taker = |(from, to): (&TableName, &TableName)| to == name && from != name;
                if self.relations.iter().any(is_taker) {
                    self.relation(name, &name.sibling(vacated(name.name())));
                }
            }
            Change::Column {
                former_table,
                difference: Difference::Removed(column),
                ..
            } => {
                let name = column.name();
                let columns = self.columns.get(former_table);
                let mut taken = columns.into_iter().flatten();
                if taken.any(|(from, to)| to == name && from != name) {
                    self.column(former_table, name, &vacated(name));
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, change: &Change) {
        match change {
            Change::Table(Difference::Renamed { from, to }) => {
                self.relation(from.name(), to.name());
            }
            Change::View(Difference::Renamed { from, to }) => {
                self.relation(from.name(), to.name());
            }
            Change::Sequence(Difference::Renamed { from, to }) => {
                self.sequence(from.name(), to.name());
            }
            Change::Domain(Difference::Renamed { from, to }) => self.kind(from.name(), to.name()),
            Change::Enum { difference, values } => {
                if let Difference::Renamed { from, to } = difference {
                    self.kind(from.name(), to.name());
                }
                if let Some(former) = difference.former() {
                    self.values(former, values);
                }
            }
            Change::Column {
                table,
                former_table,
                difference,
                ..
            } => {
                self.part_of(former_table, table);
                if let Difference::Renamed { from, to } | Difference::Changed { from, to } =
                    difference
                    && from.name() != to.name()
                {
                    self.column(former_table, from.name(), to.name());
                }
            }
            Change::Comment {
                table,
                former_table,
                ..
            }
            | Change::Constraint {
                table,
                former_table,
                ..
            } => self.part_of(former_table, table),
            _ => {}
        }
    }

    /// Notes the name of the table of a part, of which only the case may be another.
    fn part_of(&mut self, from: &TableName, to: &TableName) {
        if from != to {
            self.relation(from, to);
        }
    }

    /// Notes the name of a table or view.
    pub(super) fn relation(&mut self, from: &TableName, to: &TableName) {
        self.relations.insert(from.clone(), to.clone());
    }

    /// Notes the name of an enumeration or a domain.
    pub(super) fn kind(&mut self, from: &TableName, to: &TableName) {
        self.types.insert(from.clone(), to.clone());
    }

    /// Notes the name of a sequence.
    pub(super) fn sequence(&mut self, from: &TableName, to: &TableName) {
        self.sequences.insert(from.clone(), to.clone());
    }

    /// Notes the name of a column, in the table by its former name.
    pub(super) fn column(&mut self, table: &TableName, from: &str, to: &str) {
        let columns = self.columns.entry(table.clone()).or_default();
        columns.insert(from.to_owned(), to.to_owned());
    }

    /// Notes what became of values of an enumeration. One that became what another is or became, too, has
    /// no other name, because there is no way back to it.
    pub(super) fn values(&mut self, former: &Enumeration, values: &[(String, String)]) {
        let renamed = renamed(former.values(), values);
        let known = self.values.entry(former.name().clone()).or_default();
        known.extend(renamed.cloned());
        let became = self.became.entry(former.name().clone()).or_default();
        became.extend(values.iter().cloned());
    }

    /// Returns which values of an enumeration became others, in their order.
    pub(super) fn became(&self, former: &Enumeration) -> Vec<(String, String)> {
        self.became.get(former.name()).cloned().unwrap_or_default()
    }

    /// Tells whether nothing has another name.
    pub(super) fn is_empty(&self) -> bool {
        self.relations.is_empty()
            && self.columns.is_empty()
            && self.types.is_empty()
            && self.sequences.is_empty()
            && self.values.values().all(BTreeMap::is_empty)
    }

    /// Returns the kind of database.
    pub(super) const fn dialect(&self) -> Dialect {
        self.habits.dialect
    }

    /// Returns in what the database differs from others.
    pub(super) const fn habits(&self) -> Habits {
        self.habits
    }

    /// Returns what a table or view is called now.
    pub(super) fn table_name(&self, name: &TableName) -> TableName {
        self.relations.get(name).unwrap_or(name).clone()
    }

    /// Returns what an enumeration or domain is called now.
    pub(super) fn type_name(&self, name: &TableName) -> TableName {
        self.types.get(name).unwrap_or(name).clone()
    }

    /// Returns what a sequence is called now.
    pub(super) fn sequence_name(&self, name: &TableName) -> TableName {
        self.sequences.get(name).unwrap_or(name).clone()
    }

    /// Returns what a column of a table is called now; the table by its former name.
    pub(super) fn column_name<'n>(&'n self, table: &TableName, column: &'n str) -> &'n str {
        let columns = self.columns.get(table);
        columns
            .and_then(|it| it.get(column))
            .map_or(column, String::as_str)
    }

    /// Returns the place for expressions of a table.
    pub(super) fn place<'t>(&self, table: &'t Table) -> Place<'t> {
        self.place_of(table.name(), table.columns())
    }

    pub(super) fn place_of<'t>(&self, table: &'t TableName, columns: &[Column]) -> Place<'t> {
        let columns = columns.iter().map(Column::name);
        let now = |name: &str| self.column_name(table, name).to_owned();
        let columns = columns.map(|it| (folded(self.habits, it), now(it)));
        Place {
            table,
            columns: columns.collect(),
        }
    }
}

impl<'t> Place<'t> {
    /// Returns the place for expressions that have no columns.
    pub(super) const fn nowhere(table: &'t TableName) -> Self {
        Self {
            table,
            columns: BTreeMap::new(),
        }
    }
}
