//! A statement of the migration on its way, and what the notes of its step say of it.

use crate::exec::journal::hash;
use crate::session::Statement;

/// A statement of the migration on its way.
pub(crate) struct Taken {
    /// Its number in the migration, from 1.
    pub(crate) number: usize,
    pub(crate) statement: Statement,
    pub(super) noted: Noted,
}

/// What the notes of a step say of a statement.
pub(super) enum Noted {
    /// The statement's own hash.
    Itself,
    /// The hash of the operation that it and the next ones belong to.
    As(String),
    /// Nothing: it belongs to the operation of an earlier one.
    WithOthers,
}

impl Taken {
    pub(super) fn hash(&self) -> Option<String> {
        match &self.noted {
            Noted::Itself => Some(hash(&self.statement)),
            Noted::As(hash) => Some(hash.clone()),
            Noted::WithOthers => None,
        }
    }
}
