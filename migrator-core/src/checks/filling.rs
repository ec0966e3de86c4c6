//! The rows of a scratch database: read, and made where there are none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::contents::{self, Contents};
use super::error::ChecksError;
use super::look::Look;
use super::place::Place;
use crate::autogen::{FillGround, fill};
use crate::base::TableName;
use crate::declared::{Filter, Hints, Undeclared};
use crate::diff::{Rules, compare};
use crate::schema::Table;

impl Place<'_> {
    /// Returns the rows of all tables; none where they cannot be read.
    pub(super) fn contents(&mut self, look: &Look) -> Arc<Contents> {
        if let Some(contents) = &self.contents {
            return Arc::clone(contents);
        }
        let contents = Arc::new(self.read(look, |_| true));
        self.contents = Some(Arc::clone(&contents));
        contents
    }

    fn read(&mut self, look: &Look, is_meant: impl Fn(&TableName) -> bool) -> Contents {
        let (renderer, introspection) = (self.crew.renderer(), self.crew.introspection());
        let session = &mut *self.session;
        let reading = contents::read(session, renderer, introspection, &look.catalog, is_meant);
        for (table, why) in reading.unread {
            let note = format!("the rows of {table} cannot be read: {why}");
            self.notes.insert(note);
        }
        reading.contents
    }

    /// Sees to it that every table has rows, with a value in each column that has come since; they suit the next
    /// schema, too, if that is known. Returns whether there are any.
    pub(super) fn fill(&mut self, look: &Look, next: Option<&Look>) -> Result<bool, ChecksError> {
        let names = |it: &Table| -> Vec<String> {
            it.columns().iter().map(|it| it.name().to_owned()).collect()
        };
        let found = &look.catalog;
        let mut there: BTreeMap<TableName, usize> = self
            .contents(look)
            .iter()
            .map(|(name, table)| (name.clone(), table.rows.len()))
            .collect();
        let is_filled = |it: &&Table| self.filled.get(it.name()) == Some(&names(it));
        let is_barren = |it: &&Table| self.barren.get(it.name()) == Some(&names(it));
        let is_empty = |it: &&Table| there.get(it.name()).is_none_or(|n_rows| *n_rows == 0);
        let tables = found.tables.iter();
        let wanting = tables.filter(|it| !is_barren(it) && (!is_filled(it) || is_empty(it)));
        let wanting: Vec<(TableName, Vec<String>)> =
            wanting.map(|it| (it.name().clone(), names(it))).collect();
        if !wanting.is_empty() {
            let tables = wanting.iter().map(|it| it.0.clone()).collect();
            let filter = Filter {
                undeclared: Some(Undeclared::Drop),
                ..Filter::default()
            };
            let rules = Rules {
                introspection: self.crew.introspection(),
                hints: &Hints::default(),
                filter: &filter,
            };
            let wanted = next.map_or(found, |it| &it.catalog);
            let changes = next.and_then(|_| Some(compare(found, wanted, &rules).ok()?.changes));
            let changes = changes.unwrap_or_default();
            let ground = FillGround {
                renderer: self.crew.renderer(),
                found,
                wanted,
                changes: &changes,
                are_full: false,
                there: &there,
                are_apart: true,
            };
            let filled = fill(&mut *self.session, ground, &tables)?;
            self.notes.extend(filled.notes);
            let changed = self.read(look, |it| tables.contains(it));
            if let Some(contents) = &mut self.contents {
                Arc::make_mut(contents).extend(changed);
            }
            there.extend(filled.rows);
            for (table, columns) in wanting {
                let has_rows = there.get(&table).is_some_and(|n_rows| *n_rows > 0);
                let made = if has_rows {
                    &mut self.filled
                } else {
                    &mut self.barren
                };
                made.insert(table, columns);
            }
        }
        Ok(there.values().any(|n_rows| *n_rows > 0))
    }
}
