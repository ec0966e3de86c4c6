//! A unique constraint.

use super::{Deferrable, IntoNames};

/// Columns whose values together are unique in the table.
///
/// # Dialects
/// | | PostgreSQL | SQLite |
/// |---|---|---|
/// | [`nulls_not_distinct`](Self::nulls_not_distinct) | `UNIQUE NULLS NOT DISTINCT (…)`, from PostgreSQL 15 on | refused before anything runs |
/// | [`include`](Self::include), [`deferrable`](Self::deferrable) | as they are called in SQL | refused before anything runs |
///
/// # Examples
/// ```
/// # use migrator_core::schema::{Deferrable, Unique};
/// let seats = Unique::new(["team", "seat"]).deferrable(Deferrable::InitiallyDeferred);
/// assert_eq!(seats.name(), None); // named by the naming convention
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Unique {
    name: Option<String>,
    columns: Vec<String>,
    included: Vec<String>,
    nulls_not_distinct: bool,
    deferrable: Option<Deferrable>,
}

impl Unique {
    /// Creates a constraint over `columns`, in this order.
    #[inline(never)]
    pub fn new(columns: impl IntoNames) -> Self {
        Self {
            name: None,
            columns: columns.into_names(),
            included: Vec::new(),
            nulls_not_distinct: false,
            deferrable: None,
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Has the index of the constraint carry more columns.
    #[inline(never)]
    pub fn include(mut self, columns: impl IntoNames) -> Self {
        self.included = columns.into_names();
        self
    }

    /// Lets two `NULL`s be equal, so that there can be one only.
    pub fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }

    /// Lets transactions put off the check.
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

    /// Returns the columns in the constraint's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the columns that the index carries besides, in order.
    #[must_use]
    pub fn included(&self) -> &[String] {
        &self.included
    }

    /// Tells whether two `NULL`s are equal.
    #[must_use]
    pub fn is_nulls_not_distinct(&self) -> bool {
        self.nulls_not_distinct
    }

    /// Returns when the check happens, if it can be put off.
    #[must_use]
    pub fn deferral(&self) -> Option<Deferrable> {
        self.deferrable
    }
}

impl<T: IntoNames> From<T> for Unique {
    fn from(columns: T) -> Self {
        Self::new(columns)
    }
}
