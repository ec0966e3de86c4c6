//! A command whose rows are wanted.

use super::Command;

/// A command whose rows are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What to read; exactly one statement.
    pub command: Command,
}
