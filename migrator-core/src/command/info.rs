//! A revision as the reading verbs show it.

use std::fmt;

use crate::graph::{Edges, Position, Revision};
use crate::set::Loaded;

/// Everything about one revision, as plain data.
///
/// `Display` gives the line that `alembic history` prints:
/// `<parents> -> <id> (<labels>) (head), <message>`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionInfo {
    /// The revision's id.
    pub id: String,
    /// The first paragraph of its description; may be empty.
    pub message: String,
    /// Its parents, in the order of the header; empty for a base, several for a merge point.
    pub parents: Vec<String>,
    /// Its dependencies, in the order of the header.
    pub depends_on: Vec<String>,
    /// The revisions that name it as a parent, in the graph's order.
    pub children: Vec<String>,
    /// Its branch labels, declared and inherited, sorted.
    pub labels: Vec<String>,
    /// Its file, relative to the crate's `Cargo.toml`.
    pub file: String,
    /// Whether no revision names it as a parent.
    pub is_head: bool,
    /// Whether it is a head that another revision depends on, so that it has no
    /// version row of its own while that one is applied.
    pub is_effective_head: bool,
    /// Whether a database stands on it; always false from verbs that ask none.
    pub is_current: bool,
}

impl RevisionInfo {
    pub(super) fn of(set: &Loaded, revision: Revision<'_>) -> Self {
        fn ids<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> Vec<String> {
            revisions.map(|revision| revision.id().to_owned()).collect()
        }
        let migration = set.migration(revision.position().index());
        Self {
            id: revision.id().to_owned(),
            message: revision.message().to_owned(),
            parents: ids(revision.parents()),
            depends_on: ids(revision.dependencies()),
            children: ids(revision.children()),
            labels: revision.all_labels().map(str::to_owned).collect(),
            file: migration.map_or_else(String::new, |it| it.file.to_owned()),
            is_head: revision.is_head(),
            is_effective_head: revision.is_effective_head(),
            is_current: false,
        }
    }

    /// Tells whether several revisions name it as a parent.
    #[must_use]
    pub fn is_branch_point(&self) -> bool {
        self.children.len() > 1
    }

    /// Tells whether it has several parents.
    #[must_use]
    pub fn is_merge_point(&self) -> bool {
        self.parents.len() > 1
    }
}

impl fmt::Display for RevisionInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parents.is_empty() {
            f.write_str("<base>")?;
        } else {
            f.write_str(&self.parents.join(", "))?;
        }
        if !self.depends_on.is_empty() {
            write!(f, " ({})", self.depends_on.join(", "))?;
        }
        write!(f, " -> {}", self.id)?;
        if !self.labels.is_empty() {
            write!(f, " ({})", self.labels.join(", "))?;
        }
        let marks = [
            (self.is_effective_head, "effective head"),
            (self.is_head && !self.is_effective_head, "head"),
            (self.is_current, "current"),
            (self.is_branch_point(), "branchpoint"),
            (self.is_merge_point(), "mergepoint"),
        ];
        for (_, mark) in marks.into_iter().filter(|(applies, _)| *applies) {
            write!(f, " ({mark})")?;
        }
        if !self.message.is_empty() {
            write!(f, ", {}", self.message)?;
        }
        Ok(())
    }
}

/// Describes every revision, in the graph's order.
pub(super) fn all(set: &Loaded) -> impl Iterator<Item = RevisionInfo> {
    let revisions = set.graph.revisions();
    revisions.map(|revision| RevisionInfo::of(set, revision))
}

/// Describes revisions; those a database stands on, by its rows, are marked.
pub(super) fn infos(set: &Loaded, revisions: &[Position], rows: &[Position]) -> Vec<RevisionInfo> {
    let applied = set.graph.ancestors(rows.iter().copied(), Edges::All);
    let revisions = revisions
        .iter()
        .filter_map(|position| set.graph.at(*position));
    revisions
        .map(|revision| RevisionInfo {
            is_current: applied.contains(revision.position())
                && !revision
                    .children()
                    .any(|child| applied.contains(child.position())),
            ..RevisionInfo::of(set, revision)
        })
        .collect()
}
