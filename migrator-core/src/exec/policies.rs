//! What to do with what the history reveals.

/// What to do with what the history reveals.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Policies {
    /// An applied migration's code has changed.
    pub(crate) changed_checksum: ChangedChecksum,
    /// A version row names a revision this program does not have.
    pub(crate) unknown_revision: UnknownRevision,
    /// The database was upgraded by a newer version of this program.
    pub(crate) newer_database: NewerDatabase,
    /// A revision was spliced in below what is applied, and never ran.
    pub(crate) out_of_order: OutOfOrder,
}

/// What to do when an applied migration's code is no longer what ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ChangedChecksum {
    /// Fail and name the migrations. The default.
    #[default]
    Error,
    /// Go on, with a warning in the report.
    Accept,
}

/// What to do when a version row names a revision this program does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum UnknownRevision {
    /// Fail and name the rows. The default.
    #[default]
    Error,
    /// Leave the rows alone and do nothing, with a warning in the report.
    Leave,
}

/// What to do when the history shows that a newer program has upgraded the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum NewerDatabase {
    /// Fail and say so. The default.
    #[default]
    Error,
    /// Leave the database alone and do nothing, with a warning in the report:
    /// for an old version that restarts while a new one is being rolled out.
    Leave,
}

/// What to do with revisions that lie below the applied ones and never ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum OutOfOrder {
    /// Fail and name them. The default.
    #[default]
    Error,
    /// Run them, before everything else that is pending.
    Apply,
    /// Take them for applied, with a warning in the report; a downgrade passes over them.
    Ignore,
}
