//! Any constraint of a table, and how one that exists is addressed.

use super::{Check, Exclude, ForeignKey, PrimaryKey, Unique};

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Constraint {
    /// The primary key.
    PrimaryKey(PrimaryKey),
    /// A unique constraint.
    Unique(Unique),
    /// A check.
    Check(Check),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// An exclusion constraint.
    Exclude(Exclude),
}

impl Constraint {
    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::PrimaryKey(key) => key.name(),
            Self::Unique(unique) => unique.name(),
            Self::Check(check) => check.name(),
            Self::ForeignKey(key) => key.name(),
            Self::Exclude(exclude) => exclude.name(),
        }
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(self, name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        match self {
            Self::PrimaryKey(key) => key.named(name).into(),
            Self::Unique(unique) => unique.named(name).into(),
            Self::Check(check) => check.named(name).into(),
            Self::ForeignKey(key) => key.named(name).into(),
            Self::Exclude(exclude) => exclude.named(name).into(),
        }
    }

    /// Returns what kind of constraint it is, in SQL's words.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PrimaryKey(_) => "PRIMARY KEY",
            Self::Unique(_) => "UNIQUE",
            Self::Check(_) => "CHECK",
            Self::ForeignKey(_) => "FOREIGN KEY",
            Self::Exclude(_) => "EXCLUDE",
        }
    }
}

impl From<PrimaryKey> for Constraint {
    fn from(key: PrimaryKey) -> Self {
        Self::PrimaryKey(key)
    }
}

impl From<Unique> for Constraint {
    fn from(unique: Unique) -> Self {
        Self::Unique(unique)
    }
}

impl From<Check> for Constraint {
    fn from(check: Check) -> Self {
        Self::Check(check)
    }
}

impl From<ForeignKey> for Constraint {
    fn from(key: ForeignKey) -> Self {
        Self::ForeignKey(key)
    }
}

impl From<Exclude> for Constraint {
    fn from(exclude: Exclude) -> Self {
        Self::Exclude(exclude)
    }
}
