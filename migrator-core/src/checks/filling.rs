//! The rows of a scratch database: read, and made where there are none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::contents::{self, Contents, TableRows};
use super::error::ChecksError;
use super::look::Look;
use super::place::Place;
use crate::autogen::{FillGround, fill};
use crate::base::TableName;
use crate::catalog::Catalog;
use crate::diff::{columns, compare_all};
use crate::schema::Table;

impl Place<'_> {
    /// Returns the rows of all tables; none where they cannot be read.
    pub(super) fn contents(&mut self, look: &Look) -> Arc<Contents> {
        if let Some(contents) = &self.contents {
            return Arc::clone(contents);
        }
        let contents = Arc::new(Contents {
            tables: self.read(look, |_| true),
            counters: contents::counters(&mut *self.session, self.crew.introspection()),
        });
        self.contents = Some(Arc::clone(&contents));
        contents
    }

    fn read(
        &mut self,
        look: &Look,
        is_meant: impl Fn(&TableName) -> bool,
    ) -> BTreeMap<TableName, TableRows> {
        let (renderer, introspection) = (self.crew.renderer(), self.crew.introspection());
        let session = &mut *self.session;
        let reading = contents::read(session, renderer, introspection, &look.catalog, is_meant);
        for (table, why) in reading.unread {
            let note = format!("the rows of {table} cannot be read: {why}");
            self.notes.insert(note);
        }
        reading.tables
    }

    /// Sees to it that every table has rows, with a value in each column that has come since; they suit the next
    /// schema, too, if that is known. Returns whether there are any.
    pub(super) fn fill(&mut self, look: &Look, next: Option<&Look>) -> Result<bool, ChecksError> {
        let found = &look.catalog;
        let mut there: BTreeMap<TableName, usize> = self
            .contents(look)
            .tables
            .iter()
            .map(|(name, table)| (name.clone(), table.rows.len()))
            .collect();
        let wanting = self.wanting(found, &there);
        if wanting.is_empty() {
            return Ok(there.values().any(|n_rows| *n_rows > 0));
        }
        let tables = wanting.iter().map(|it| it.0.clone()).collect();
        let introspection = self.crew.introspection();
        let wanted = next.map_or(found, |it| &it.catalog);
        let changes = next.and_then(|_| compare_all(found, wanted, introspection).ok());
        let ground = FillGround {
            renderer: self.crew.renderer(),
            found,
            wanted,
            changes: &changes.unwrap_or_default().changes,
            are_full: false,
            there: &there,
            are_apart: true,
        };
        let filled = fill(&mut *self.session, ground, &tables)?;
        self.notes.extend(filled.notes);
        // A trigger may have changed the rows of any table.
        let is_meant = |it: &TableName| tables.contains(it) || !found.triggers.is_empty();
        let changed = self.read(look, is_meant);
        let counters = contents::counters(&mut *self.session, introspection);
        if let Some(contents) = &mut self.contents {
            let contents = Arc::make_mut(contents);
            contents.tables.extend(changed);
            contents.counters = counters;
        }
        there.extend(filled.rows);
        for (table, columns) in wanting {
            let has_rows = there.get(&table).is_some_and(|n_rows| *n_rows > 0);
            let made = match has_rows {
                true => &mut self.filled,
                false => &mut self.barren,
            };
            made.insert(table, columns);
        }
        Ok(there.values().any(|n_rows| *n_rows > 0))
    }

    /// Returns the tables that are to get rows, with their columns: those that have none, or new columns.
    fn wanting(
        &self,
        found: &Catalog,
        there: &BTreeMap<TableName, usize>,
    ) -> Vec<(TableName, Vec<String>)> {
        let wanting = |table: &Table| {
            let (name, columns) = (table.name(), columns(table));
            let knows = |made: &BTreeMap<TableName, Vec<String>>| {
                made.get(name).is_some_and(|it| *it == columns)
            };
            let is_empty = there.get(name).is_none_or(|n_rows| *n_rows == 0);
            let is_wanting = !knows(&self.barren) && (!knows(&self.filled) || is_empty);
            let columns = columns.into_iter().map(str::to_owned).collect();
            is_wanting.then(|| (name.clone(), columns))
        };
        found.tables.iter().filter_map(wanting).collect()
    }
}
