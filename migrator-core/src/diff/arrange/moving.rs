//! Names of constraints that move: they must be free before something else gets them.
//!
//! Keys, unique and exclusion constraints have indexes, whose names all tables of a schema share; new names are given
//! and tables are created before the parts of tables change.

use std::collections::BTreeMap;

use super::rename::{PartName, part_name};
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::constraints;
use crate::diff::{Change, Difference};
use crate::schema::Constraint;

/// The names that are given, each with the table in whose turn it is, or none where that is before all turns.
#[derive(Debug, Default)]
pub(super) struct Taken {
    names: BTreeMap<PartName, Option<TableName>>,
    /// Whether a constraint that goes has one of them.
    pub(super) moves: bool,
}

impl Taken {
    /// Tells whether the name of a constraint of a table, by its new name, is given before that table's turn, or in
    /// the turn of another.
    pub(super) fn has(&self, table: &TableName, constraint: &Constraint) -> bool {
        let is_given = |name: &PartName| {
            let by = self.names.get(name);
            by.is_some_and(|by| by.as_ref() != Some(table))
        };
        // Constraints of one table share their names, whatever their kinds.
        part_name(table, constraint).is_some_and(|(place, name)| {
            is_given(&(place, name.clone())) || is_given(&(Some(table.clone()), name))
        })
    }
}

impl Work<'_> {
    /// Returns the names that must be free early.
    pub(super) fn taken_names(&self) -> Taken {
        let mut taken = Taken::default();
        if self.builds_anew() {
            return taken;
        }
        for (table, parts) in &self.parts {
            for (_, it) in &parts.constraints {
                if let Difference::Added(to) | Difference::Changed { to, .. } = it
                    && let Some(name) = part_name(table, to)
                {
                    taken.names.insert(name, Some(table.clone()));
                }
            }
        }
        let mut early = self.new_names();
        for rename in self.all_part_renames() {
            if !rename.is_index {
                early.push((Some(rename.table), rename.to.1.clone()));
            }
            early.push(rename.to);
        }
        taken.names.extend(early.into_iter().map(|it| (it, None)));
        taken.moves = self.tables.keys().any(|former| {
            let now = self.now.table_name(former);
            let mut going = self.going_constraints(former).into_iter();
            !self.is_removed(former) && going.any(|(_, it)| taken.has(&now, &it))
        });
        taken
    }

    /// Returns the names of tables and sequences that come, and of the constraints of those tables.
    fn new_names(&self) -> Vec<PartName> {
        let mut names = Vec::new();
        for change in self.changes {
            match change {
                Change::Table(Difference::Added(table)) => {
                    let all = constraints(table);
                    names.extend(all.iter().filter_map(|it| part_name(table.name(), it)));
                    names.push((None, table.name().clone()));
                }
                Change::Table(Difference::Renamed { to, .. }) => {
                    names.push((None, to.name().clone()));
                }
                Change::Sequence(Difference::Added(it)) => names.push((None, it.name().clone())),
                _ => {}
            }
        }
        names
    }
}
