//! An exclusion constraint.

use super::Deferrable;

/// No two rows may have values that all of the given operators say yes to.
///
/// # Dialects
/// | | |
/// |---|---|
/// | PostgreSQL | `EXCLUDE USING gist ("room" WITH =, tstzrange(starts, ends) WITH &&) WHERE (…)` |
/// | SQLite | refused before anything runs |
///
/// # Examples
/// ```
/// # use migrator_core::schema::Exclude;
/// let overlaps = Exclude::using("gist")
///     .column("room", "=")
///     .expression("tstzrange(starts, ends)", "&&")
///     .filter("NOT cancelled");
/// assert_eq!(overlaps.elements().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Exclude(Box<ExcludeData>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct ExcludeData {
    name: Option<String>,
    method: String,
    elements: Vec<ExcludeElement>,
    filter: Option<String>,
    deferrable: Option<Deferrable>,
}

/// What an exclusion constraint compares, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcludeElement {
    /// The column, or an expression in SQL.
    pub target: super::IndexTarget,
    /// The operator, as in SQL.
    pub operator: String,
}

impl Exclude {
    /// Creates a constraint on an index of this access method, such as `gist`.
    #[inline(never)]
    pub fn using(method: impl AsRef<str>) -> Self {
        Self(Box::new(ExcludeData {
            name: None,
            method: method.as_ref().to_owned(),
            elements: Vec::new(),
            filter: None,
            deferrable: None,
        }))
    }

    /// Compares a column with an operator.
    #[inline(never)]
    pub fn column(self, name: impl AsRef<str>, operator: impl AsRef<str>) -> Self {
        let target = super::IndexTarget::Column(name.as_ref().to_owned());
        self.with(target, operator.as_ref())
    }

    /// Compares an expression in SQL with an operator.
    #[inline(never)]
    pub fn expression(self, sql: impl AsRef<str>, operator: impl AsRef<str>) -> Self {
        let target = super::IndexTarget::Expression(sql.as_ref().to_owned());
        self.with(target, operator.as_ref())
    }

    #[inline(never)]
    fn with(mut self, target: super::IndexTarget, operator: &str) -> Self {
        let operator = operator.to_owned();
        self.0.elements.push(ExcludeElement { target, operator });
        self
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.0.name = Some(name.as_ref().to_owned());
        self
    }

    /// Compares only the rows that meet a condition in SQL.
    #[inline(never)]
    pub fn filter(mut self, condition: impl AsRef<str>) -> Self {
        self.0.filter = Some(condition.as_ref().to_owned());
        self
    }

    /// Lets transactions put off the check.
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.0.deferrable = Some(deferrable);
        self
    }

    pub(super) fn set_name(&mut self, name: Option<String>) {
        self.0.name = name;
    }

    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Returns the access method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.method
    }

    /// Returns what is compared, in order.
    #[must_use]
    pub fn elements(&self) -> &[ExcludeElement] {
        &self.0.elements
    }

    /// Returns the condition, if there is one.
    #[must_use]
    pub fn condition(&self) -> Option<&str> {
        self.0.filter.as_deref()
    }

    /// Returns when the check happens, if it can be put off.
    #[must_use]
    pub fn deferral(&self) -> Option<Deferrable> {
        self.0.deferrable
    }
}
