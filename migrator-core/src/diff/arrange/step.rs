//! What an arrangement is made of.

use crate::ops::Operation;

/// One operation and what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The positions of the changes it is for, in the list that was arranged.
    pub changes: Vec<usize>,
    /// What is lost by it, as in `the rows of users` or `the values of users.nick`.
    pub loses: Vec<String>,
    /// What may stop it, as in `fails if name of a row of users is NULL`.
    pub cautions: Vec<String>,
}

/// Operations in an order that runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrangement {
    /// The operations.
    pub steps: Vec<Step>,
}
