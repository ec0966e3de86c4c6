//! The constraints of a table that have no other table in them.
//!
//! Each converts from the short form a table takes (`["a", "b"]`, `"x > 0"`);
//! the long form exists to give the constraint a name.

use super::IntoNames;

/// The primary key of a table, over one or more columns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct PrimaryKey {
    name: Option<String>,
    columns: Vec<String>,
}

impl PrimaryKey {
    /// Creates a primary key over `columns`, in this order.
    #[inline(never)]
    pub fn new(columns: impl IntoNames) -> Self {
        Self {
            name: None,
            columns: columns.into_names(),
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the columns in the key's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

impl<T: IntoNames> From<T> for PrimaryKey {
    fn from(columns: T) -> Self {
        Self::new(columns)
    }
}

/// Columns whose values together are unique in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Unique {
    name: Option<String>,
    columns: Vec<String>,
}

impl Unique {
    /// Creates a constraint over `columns`, in this order.
    #[inline(never)]
    pub fn new(columns: impl IntoNames) -> Self {
        Self {
            name: None,
            columns: columns.into_names(),
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the columns in the constraint's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

impl<T: IntoNames> From<T> for Unique {
    fn from(columns: T) -> Self {
        Self::new(columns)
    }
}

/// A condition every row must not fail; `NULL` does not fail it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Check {
    name: Option<String>,
    expression: String,
}

impl Check {
    /// Creates a constraint from a condition in SQL.
    #[inline(never)]
    pub fn new(expression: impl AsRef<str>) -> Self {
        Self {
            name: None,
            expression: expression.as_ref().to_owned(),
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the condition in SQL.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }
}

impl From<&str> for Check {
    fn from(expression: &str) -> Self {
        Self::new(expression)
    }
}

impl From<String> for Check {
    fn from(expression: String) -> Self {
        Self::new(expression)
    }
}
