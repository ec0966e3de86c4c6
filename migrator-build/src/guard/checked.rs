//! What came of a check.

use super::base::Compared;
use super::finding::{Finding, Severity};

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// Sorted by file and line.
    pub findings: Vec<Finding>,
    /// How many revisions the folder has.
    pub n_revisions: usize,
    /// Ids of the heads, sorted; empty if there is no graph.
    pub heads: Vec<String>,
    /// What was compared with.
    pub base: Option<Compared>,
    /// How many released revisions the base has.
    pub n_released: usize,
}

impl Checked {
    /// Tells whether the guard passes: there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.findings
            .iter()
            .all(|it| it.severity() != Severity::Error)
    }
}
