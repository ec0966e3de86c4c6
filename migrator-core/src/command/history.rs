//! `history`: the revisions of a range.

use crate::command::info::infos_of;
use crate::command::verbs::open;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::Options;
use crate::graph::TargetRange;
use crate::session::Connect;
use crate::set::Migrations;

impl Verbs<'_> {
    /// Returns the revisions of a range such as `a:b`, `a:`, `:b` or `:`, newest
    /// first, both ends included. Asks no database.
    ///
    /// # Errors
    /// If the range means nothing in the graph, or counts from the current revision.
    pub fn history(&self, range: &str) -> Result<Vec<RevisionInfo>> {
        let range = TargetRange::parse(range)?;
        let set = self.loaded()?;
        Ok(infos_of(set, &set.graph.history(&range)?, &[]))
    }

    /// Returns the revisions of a range for a database: `current` and `-N` mean
    /// its rows, and the revisions it stands on are marked. One query; no write.
    ///
    /// # Errors
    /// If the range means nothing there, or the database cannot be read.
    pub fn history_of<'c>(
        &self,
        connection: impl Connect<'c>,
        range: &str,
    ) -> Result<Vec<RevisionInfo>> {
        let range = TargetRange::parse(range)?;
        let rows = self.rows(&mut *open(connection)?)?;
        let set = self.loaded()?;
        let rows = set.graph.rows(&rows);
        Ok(infos_of(set, &set.graph.history_at(&range, &rows)?, &rows))
    }
}

impl Migrations {
    /// Returns the revisions of a range, newest first. See [`Verbs::history`].
    ///
    /// # Errors
    /// If the range means nothing in the graph.
    pub fn history(&self, range: &str) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).history(range)
    }

    /// Returns the revisions of a range for a database. See [`Verbs::history_of`].
    ///
    /// # Errors
    /// If the range means nothing there, or the database cannot be read.
    pub fn history_of<'c>(
        &self,
        connection: impl Connect<'c>,
        range: &str,
    ) -> Result<Vec<RevisionInfo>> {
        self.with(Options::new()).history_of(connection, range)
    }
}
