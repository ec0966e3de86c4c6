//! The two tables of one database, with their names written in its SQL.

use crate::dialect::{DialectError, Renderer, Veils};
use crate::history::Tables;
use crate::session::Statement;

/// Knows how the version table and the history are read and written.
pub struct Ledger<'a> {
    pub(super) renderer: &'a dyn Renderer,
    pub(super) tables: Tables,
    /// What can hide the rows of the tables.
    pub(super) veils: Option<Veils>,
    /// The version table's name as SQL.
    pub(super) version: String,
    /// The history table's name as SQL.
    pub(super) history: String,
    /// Whether the statements are for a script, so that what the history holds is not known.
    pub(super) is_for_script: bool,
}

impl<'a> Ledger<'a> {
    /// Writes the names in the database's SQL.
    ///
    /// # Errors
    /// If the database cannot have tables of these names.
    pub fn new(renderer: &'a dyn Renderer, tables: Tables) -> Result<Self, DialectError> {
        if tables.version.schema() == tables.history.schema()
            && tables
                .version
                .name()
                .eq_ignore_ascii_case(tables.history.name())
        {
            return Err(DialectError::IllegalName {
                name: tables.version.name().to_owned(),
                reason: "the version table and the history need a name each",
            });
        }
        Ok(Self {
            veils: renderer.veils(&tables.version, &tables.history)?,
            version: renderer.quote_own_table(&tables.version)?,
            history: renderer.quote_own_table(&tables.history)?,
            renderer,
            tables,
            is_for_script: false,
        })
    }

    /// Writes statements for a script, which nobody has compared with the history.
    #[must_use]
    pub fn for_script(mut self) -> Self {
        self.is_for_script = true;
        self
    }

    /// Returns the query that tells which of the tables exist, where a missing one disturbs.
    pub(super) fn presence(&self) -> Option<Statement> {
        let Tables { version, history } = &self.tables;
        self.renderer.presence(version, history)
    }

    /// Returns the history's name in SQL.
    #[must_use]
    pub fn history_name(&self) -> &str {
        &self.history
    }

    /// Returns the version table's name in SQL.
    #[must_use]
    pub fn version_name(&self) -> &str {
        &self.version
    }
}

impl std::fmt::Debug for Ledger<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger")
            .field("tables", &self.tables)
            .finish_non_exhaustive()
    }
}
