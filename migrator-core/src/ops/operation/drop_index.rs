//! An index to drop.

use crate::base::TableName;
use crate::schema::Index;

/// An index to drop.
///
/// # Examples
/// ```
/// # use migrator_core::ops::DropIndex;
/// let drop = DropIndex::new("ix_users_name").if_exists().concurrently();
/// assert!(drop.concurrently);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropIndex {
    /// The index's name, qualified like a table's.
    pub index: TableName,
    /// Whether a missing index is fine.
    pub if_exists: bool,
    /// Whether readers and writers are not to be locked out meanwhile.
    pub concurrently: bool,
    /// Whether what depends on it goes too.
    pub cascade: bool,
    /// What the index is, if that was given: for the way back.
    pub definition: Option<Index>,
}

impl DropIndex {
    /// Drops an index.
    #[inline(never)]
    pub fn new(index: impl Into<TableName>) -> Self {
        Self {
            index: index.into(),
            if_exists: false,
            concurrently: false,
            cascade: false,
            definition: None,
        }
    }

    /// Takes a missing index as dropped.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Does not lock out readers and writers of its table meanwhile, where the database can; see
    /// [`drop_index_concurrently`](crate::ops::Op::drop_index_concurrently).
    pub fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }

    /// Drops what depends on it as well: foreign keys that refer to a unique index; that cannot be
    /// reversed.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }
}

impl From<&str> for DropIndex {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropIndex {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<&String> for DropIndex {
    fn from(name: &String) -> Self {
        Self::new(name)
    }
}

impl From<(&str, &str)> for DropIndex {
    fn from(name: (&str, &str)) -> Self {
        Self::new(name)
    }
}

impl From<TableName> for DropIndex {
    fn from(name: TableName) -> Self {
        Self::new(name)
    }
}

impl From<&TableName> for DropIndex {
    fn from(name: &TableName) -> Self {
        Self::new(name)
    }
}

/// The index is in the schema of its table.
impl From<Index> for DropIndex {
    #[inline(never)]
    fn from(index: Index) -> Self {
        Self {
            concurrently: index.is_concurrent(),
            definition: Some(index.clone()),
            ..Self::new(index.table().sibling(index.name().to_owned()))
        }
    }
}
