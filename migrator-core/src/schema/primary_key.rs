//! The primary key of a table.

use super::{Deferrable, IntoNames};

/// The primary key of a table, over one or more columns.
///
/// ```
/// # use migrator_core::schema::PrimaryKey;
/// let key = PrimaryKey::new(["team", "person"]).named("pk_members");
/// assert_eq!(key.columns(), ["team", "person"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct PrimaryKey {
    name: Option<String>,
    columns: Vec<String>,
    included: Vec<String>,
    deferrable: Option<Deferrable>,
}

impl PrimaryKey {
    /// Creates a primary key over `columns`, in this order.
    #[inline(never)]
    pub fn new(columns: impl IntoNames) -> Self {
        Self {
            name: None,
            columns: columns.into_names(),
            included: Vec::new(),
            deferrable: None,
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Has the index of the key carry more columns, on PostgreSQL.
    #[inline(never)]
    pub fn include(mut self, columns: impl IntoNames) -> Self {
        self.included = columns.into_names();
        self
    }

    /// Lets transactions put off the check, on PostgreSQL.
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.deferrable = Some(deferrable);
        self
    }

    pub(super) fn set_name(&mut self, name: Option<String>) {
        self.name = name;
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

    /// Returns the columns that the index carries besides, in order.
    #[must_use]
    pub fn included(&self) -> &[String] {
        &self.included
    }

    /// Returns when the check happens, if it can be put off.
    #[must_use]
    pub fn deferral(&self) -> Option<Deferrable> {
        self.deferrable
    }
}

impl<T: IntoNames> From<T> for PrimaryKey {
    fn from(columns: T) -> Self {
        Self::new(columns)
    }
}
