//! Finds what changed.

use super::{Change, Question};
use crate::catalog::Introspection;
use crate::declared::{Filter, Hints};

/// What a comparison goes by.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "what a backend knows cannot be shown"
)]
pub struct Rules<'r> {
    /// What is known of the database.
    pub introspection: &'r dyn Introspection,
    /// What a person has said.
    pub hints: &'r Hints,
    /// What is compared.
    pub filter: &'r Filter,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// The differences, in a fixed order: by kind, table and name.
    pub changes: Vec<Change>,
    /// What must be answered by a hint before the changes can be believed.
    pub questions: Vec<Question>,
}
