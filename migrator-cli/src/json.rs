//! What several verbs print with `--json`; `docs/json.md` says what it means.

use migrator::RevisionInfo;
use serde::Serialize;

/// A revision.
#[derive(Debug, Serialize)]
pub(crate) struct Revision {
    id: String,
    message: String,
    parents: Vec<String>,
    depends_on: Vec<String>,
    children: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<String>,
    labels: Vec<String>,
    file: String,
    is_head: bool,
    is_effective_head: bool,
    is_branch_point: bool,
    is_merge_point: bool,
    /// `None` if no database was asked.
    is_current: Option<bool>,
}

impl Revision {
    /// Takes what no database was asked about.
    pub(crate) fn without_database(info: RevisionInfo) -> Self {
        Self {
            is_current: None,
            ..Self::of(info)
        }
    }

    /// Takes what a database was asked about.
    pub(crate) fn of(info: RevisionInfo) -> Self {
        Self {
            is_branch_point: info.is_branch_point(),
            is_merge_point: info.is_merge_point(),
            id: info.id,
            message: info.message,
            parents: info.parents,
            depends_on: info.depends_on,
            children: info.children,
            replaces: info.replaces,
            labels: info.labels,
            file: info.file,
            is_head: info.is_head,
            is_effective_head: info.is_effective_head,
            is_current: Some(info.is_current),
        }
    }
}
