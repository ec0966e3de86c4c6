//! Something to run.

use super::Command;

/// A command whose rows, if any, are not wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Execute {
    /// What to run.
    pub command: Command,
}
