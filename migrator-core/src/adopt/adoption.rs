//! What comes of taking a database over, as plain data.

use crate::adopt::Tool;

/// A database that has been taken over, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Adoption {
    /// The tool that has migrated it; `None` if it was ours already, or somebody said where it stands.
    pub tool: Option<Tool>,
    /// Where the tool keeps its history: a table's name, `PRAGMA user_version`, or empty.
    pub table: String,
    /// The revisions that count as applied, parents first.
    pub applied: Vec<String>,
    /// Those of them whose files are, by the tool's checksums, what has run.
    pub proved: Vec<String>,
    /// Whether nothing had to be written, because the version rows say all of it.
    pub was_adopted: bool,
    /// The version rows before, sorted.
    pub before: Vec<String>,
    /// The version rows after, sorted.
    pub after: Vec<String>,
    /// What the user should know; one line each.
    pub warnings: Vec<String>,
}
