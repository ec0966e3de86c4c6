//! A check constraint.

/// A condition every row must not fail; `NULL` does not fail it.
///
/// # Dialects
/// | | PostgreSQL | SQLite |
/// |---|---|---|
/// | [`not_valid`](Self::not_valid), [`no_inherit`](Self::no_inherit) | as they are called in SQL | refused before anything runs |
///
/// # Examples
/// ```
/// # use migrator_core::schema::Check;
/// let check = Check::new("price > 0").named("ck_items_price");
/// assert_eq!(check.expression(), "price > 0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Check {
    name: Option<String>,
    expression: String,
    not_valid: bool,
    no_inherit: bool,
}

impl Check {
    /// Creates a constraint from a condition in SQL.
    #[inline(never)]
    pub fn new(expression: impl AsRef<str>) -> Self {
        Self {
            name: None,
            expression: expression.as_ref().to_owned(),
            not_valid: false,
            no_inherit: false,
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(mut self, name: impl AsRef<str>) -> Self {
        self.name = Some(name.as_ref().to_owned());
        self
    }

    /// Leaves the rows that are there already unchecked, until the constraint is validated
    /// by `op.validate_constraint`.
    pub fn not_valid(mut self) -> Self {
        self.not_valid = true;
        self
    }

    /// Keeps the constraint from tables that inherit from this one.
    pub fn no_inherit(mut self) -> Self {
        self.no_inherit = true;
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

    /// Returns the condition in SQL.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// Tells whether the rows that are there already are left unchecked.
    #[must_use]
    pub fn is_not_valid(&self) -> bool {
        self.not_valid
    }

    /// Tells whether tables that inherit from this one go without it.
    #[must_use]
    pub fn is_no_inherit(&self) -> bool {
        self.no_inherit
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
