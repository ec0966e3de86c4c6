//! A column to drop.

use crate::schema::Column;

/// A column to drop: its name, or its definition, from which it can be restored.
///
/// ```
/// # use migrator_core::ops::DropColumn;
/// # use migrator_core::schema::{Column, text};
/// assert_eq!(DropColumn::from("nick").definition(), None);
/// let drop = DropColumn::from(Column::new("nick", text())).if_exists();
/// assert_eq!(drop.name(), "nick");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropColumn {
    name: String,
    definition: Option<Box<Column>>,
    if_exists: bool,
    cascade: bool,
}

impl DropColumn {
    /// Names the column.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self {
            name: name.as_ref().to_owned(),
            definition: None,
            if_exists: false,
            cascade: false,
        }
    }

    /// Takes a missing column for done.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what depends on the column, such as a view, on PostgreSQL.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }

    /// Returns the column's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what the column was, if that was given.
    #[must_use]
    pub fn definition(&self) -> Option<&Column> {
        self.definition.as_deref()
    }

    /// Tells whether a missing column is fine.
    #[must_use]
    pub fn is_if_exists(&self) -> bool {
        self.if_exists
    }

    /// Tells whether what depends on the column goes with it.
    #[must_use]
    pub fn is_cascade(&self) -> bool {
        self.cascade
    }
}

impl From<&str> for DropColumn {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropColumn {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<&String> for DropColumn {
    fn from(name: &String) -> Self {
        Self::new(name)
    }
}

impl From<Column> for DropColumn {
    fn from(column: Column) -> Self {
        let mut drop = Self::new(column.name());
        drop.definition = Some(Box::new(column));
        drop
    }
}
