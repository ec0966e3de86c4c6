//! `current`: where a database stands.

use crate::command::info::infos_of;
use crate::command::verbs::open;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::graph::{Edges, Position, Standing};
use crate::session::Connect;
use crate::set::Migrations;

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Current {
    /// The version rows, sorted; empty at base, and where there is no version table.
    pub rows: Vec<String>,
    /// The applied revisions without an applied child, in the graph's order: the
    /// rows, and the effective heads that need no row.
    pub revisions: Vec<RevisionInfo>,
    /// The rows that this program's graph does not have, also those of which it has but the squash that replaces
    /// them together with what follows.
    pub unknown: Vec<String>,
    /// Whether nothing of the graph is left to apply, and no row is unknown.
    pub is_up_to_date: bool,
}

impl Verbs<'_> {
    /// Tells where a database stands. Writes nothing and locks nothing, and so works inside a
    /// transaction, too. One query; on PostgreSQL two, of which the first cannot fail, because a failure
    /// would end the application's transaction.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn current<'c>(&self, connection: impl Connect<'c>) -> Result<Current> {
        let mut session = open(connection)?;
        let rows = self.rows(&mut *session)?;
        let set = self.loaded()?;
        let graph = &set.graph;
        let known = graph.rows(&rows);
        let means_nothing = |row: &&String| {
            let standing = graph.standing(row);
            standing.and_then(Standing::revision).is_none()
        };
        let unknown: Vec<String> = rows.iter().filter(means_nothing).cloned().collect();
        // A row that is another name of a squash becomes that of the squash.
        let is_named = rows.iter().all(|row| graph.find(row).is_some());
        let applied = graph.ancestors(known.iter().copied(), Edges::All);
        let everything: Vec<Position> = applied.iter().collect();
        let mut revisions = infos_of(set, &everything, &known);
        revisions.retain(|revision| revision.is_current);
        Ok(Current {
            revisions,
            is_up_to_date: is_named && applied.len() == graph.len(),
            unknown,
            rows,
        })
    }
}

impl Migrations {
    /// Tells where a database stands. See [`Verbs::current`].
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn current<'c>(&self, connection: impl Connect<'c>) -> Result<Current> {
        self.with(Options::new()).current(connection)
    }
}
