//! What is compared at all.

use crate::schema::ObjectKind;

/// What happens to an object that is in the database and declared nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undeclared {
    /// It is dropped, and marked as a loss.
    Drop,
    /// It is left alone.
    Ignore,
    /// The comparison fails and names it.
    Refuse,
}

/// Which objects are compared.
///
/// Patterns are names with `*` for any characters and `?` for one: `audit_*`, `app.*`, `users.legacy_*`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Filter {
    /// If not empty, only objects that match one of these.
    pub include: Vec<String>,
    /// Objects that match one of these are left alone.
    pub exclude: Vec<String>,
    /// If not empty, only objects of these kinds.
    pub kinds: Vec<ObjectKind>,
    /// What happens to what is declared nowhere; `None`: [`Undeclared::Drop`] for tables, their parts,
    /// indexes and types, and for every kind of which something is declared; the other kinds are left alone.
    pub undeclared: Option<Undeclared>,
}

impl Filter {
    /// Adds what another filter lets through and keeps out; its policy counts if it has one.
    pub fn extend(&mut self, other: Self) {
        self.include.extend(other.include);
        self.exclude.extend(other.exclude);
        self.kinds.extend(other.kinds);
        self.undeclared = other.undeclared.or(self.undeclared);
    }
}
