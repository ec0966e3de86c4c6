//! The names of the two tables.

use crate::base::TableName;

/// Where the version rows and the history are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// The version table.
    pub version: TableName,
    /// The history table.
    pub history: TableName,
}

/// Alembic's name, so that a database can change hands in either direction.
pub(crate) const ALEMBIC_VERSION: &str = "alembic_version";

impl Tables {
    /// Names the version table; the history stands beside it.
    ///
    /// Two sets of migrations in one database have version tables of different
    /// names, so a history named after its version table is never shared.
    #[must_use]
    pub fn with_version(version: TableName) -> Self {
        let history = if version.name() == ALEMBIC_VERSION {
            "migrator_history".to_owned()
        } else {
            format!("{}_history", version.name())
        };
        Self {
            history: version.sibling(history),
            version,
        }
    }
}

impl Default for Tables {
    fn default() -> Self {
        Self::with_version(ALEMBIC_VERSION.into())
    }
}
