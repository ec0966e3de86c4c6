//! A constraint to drop.

use crate::schema::{Check, Constraint, Exclude, ForeignKey, PrimaryKey, Unique};

/// A constraint to drop: its name, or its definition, from which it can be restored.
///
/// A definition without a name finds a constraint by what it says: by its columns, or a check by
/// its condition.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct DropConstraint {
    target: ConstraintTarget,
    expected_name: Option<String>,
    if_exists: bool,
    cascade: bool,
}

/// How a constraint that exists is addressed.
#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintTarget {
    /// By its name.
    Named(String),
    /// By its definition: its name if it has one, else what it says.
    Defined(Box<Constraint>),
}

impl ConstraintTarget {
    /// Returns the constraint's name, if it is known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Defined(constraint) => constraint.name(),
        }
    }
}

impl DropConstraint {
    /// Names the constraint.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self::of(ConstraintTarget::Named(name.as_ref().to_owned()))
    }

    const fn of(target: ConstraintTarget) -> Self {
        Self {
            target,
            expected_name: None,
            if_exists: false,
            cascade: false,
        }
    }

    /// Takes a missing constraint for done.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what depends on it, such as foreign keys that refer to a key, on PostgreSQL.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }

    /// Returns how it is addressed.
    #[must_use]
    pub fn target(&self) -> &ConstraintTarget {
        &self.target
    }

    /// Returns what the naming convention calls a constraint that is addressed by a definition
    /// without a name.
    ///
    /// The constraint may be called so, or otherwise if it was made by other means, or not at all. So it
    /// is found by what it says; where several say the same, or the database cannot compare
    /// what they say, the one of this name is meant.
    #[must_use]
    pub fn expected_name(&self) -> Option<&str> {
        self.expected_name.as_deref()
    }

    pub(in crate::ops) fn expect_name(&mut self, name: Option<String>) {
        self.expected_name = name;
    }

    /// Tells whether a missing constraint is fine.
    #[must_use]
    pub fn is_if_exists(&self) -> bool {
        self.if_exists
    }

    /// Tells whether what depends on it goes with it.
    #[must_use]
    pub fn is_cascade(&self) -> bool {
        self.cascade
    }
}

impl From<&str> for DropConstraint {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for DropConstraint {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl From<Constraint> for DropConstraint {
    fn from(constraint: Constraint) -> Self {
        Self::of(ConstraintTarget::Defined(Box::new(constraint)))
    }
}

impl From<PrimaryKey> for DropConstraint {
    fn from(key: PrimaryKey) -> Self {
        Constraint::from(key).into()
    }
}

impl From<Unique> for DropConstraint {
    fn from(unique: Unique) -> Self {
        Constraint::from(unique).into()
    }
}

impl From<Check> for DropConstraint {
    fn from(check: Check) -> Self {
        Constraint::from(check).into()
    }
}

impl From<ForeignKey> for DropConstraint {
    fn from(key: ForeignKey) -> Self {
        Constraint::from(key).into()
    }
}

impl From<Exclude> for DropConstraint {
    fn from(exclude: Exclude) -> Self {
        Constraint::from(exclude).into()
    }
}
