//! A table to drop.

use std::borrow::Cow;

use crate::base::TableName;
use crate::schema::Table;

/// A table to drop.
///
/// # Examples
/// ```
/// # use migrator_core::ops::DropTable;
/// let drop = DropTable::new("users").if_exists().cascade();
/// assert!(drop.cascade);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropTable {
    /// The table's name.
    pub table: TableName,
    /// Whether a missing table is fine.
    pub if_exists: bool,
    /// Whether what depends on it goes too.
    pub cascade: bool,
    /// What the table is, if that was given: for the way back.
    pub definition: Option<Table>,
}

impl DropTable {
    /// Drops a table.
    #[inline(never)]
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            if_exists: false,
            cascade: false,
            definition: None,
        }
    }

    /// Takes a missing table as dropped.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what depends on it as well: views, and foreign keys that refer to it; that cannot be
    /// reversed.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }

    /// Returns the table's name; a temporary table, known by its definition, is looked for in
    /// `schema` alone, and never taken for another table of the name.
    pub(crate) fn place(&self, schema: &str) -> Cow<'_, TableName> {
        let is_temporary = self.definition.as_ref().is_some_and(Table::is_temporary);
        if is_temporary && self.table.schema().is_none() {
            return Cow::Owned((schema, self.table.name()).into());
        }
        Cow::Borrowed(&self.table)
    }
}

impl From<&str> for DropTable {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropTable {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<&String> for DropTable {
    fn from(name: &String) -> Self {
        Self::new(name)
    }
}

impl From<(&str, &str)> for DropTable {
    fn from(name: (&str, &str)) -> Self {
        Self::new(name)
    }
}

impl From<TableName> for DropTable {
    fn from(name: TableName) -> Self {
        Self::new(name)
    }
}

impl From<&TableName> for DropTable {
    fn from(name: &TableName) -> Self {
        Self::new(name)
    }
}

impl From<Table> for DropTable {
    #[inline(never)]
    fn from(table: Table) -> Self {
        Self {
            definition: Some(table.clone()),
            ..Self::new(table.name())
        }
    }
}
