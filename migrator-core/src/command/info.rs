//! A revision as the reading verbs show it.

use crate::graph::{Edges, Graph, Position, Revision, Squash};
use crate::set::Loaded;

/// Everything about one revision, as plain data.
///
/// `Display` gives the line that `alembic history` prints:
/// `<parents> -> <id> (<labels>) (head), <message>`. [`entry`](Self::entry) gives what `alembic show` does.
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
    /// The revisions that it stands for, the last one last; none unless it is a squash.
    pub replaces: Vec<String>,
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
    /// Describes a revision that is in this file; nothing is marked as current.
    #[doc(hidden)]
    #[must_use]
    pub fn of(revision: Revision<'_>, file: &str) -> Self {
        fn ids<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> Vec<String> {
            revisions.map(|revision| revision.id().to_owned()).collect()
        }
        Self {
            id: revision.id().to_owned(),
            message: revision.message().to_owned(),
            parents: ids(revision.parents()),
            depends_on: ids(revision.dependencies()),
            children: ids(revision.children()),
            labels: revision.all_labels().map(str::to_owned).collect(),
            replaces: replaced(revision),
            file: file.to_owned(),
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

fn replaced(revision: Revision<'_>) -> Vec<String> {
    let squash = revision.squash();
    let replaced = squash.into_iter().flat_map(Squash::replaces);
    replaced.map(str::to_owned).collect()
}

/// Describes revisions of a set; those a database stands on, by its rows, are marked.
pub(super) fn infos_of(
    set: &Loaded,
    revisions: &[Position],
    rows: &[Position],
) -> Vec<RevisionInfo> {
    let file = |position| set.file(position);
    infos(&set.graph, &file, revisions, rows)
}

/// Describes revisions of a graph; those a database stands on, by its rows, are marked.
///
/// `file` tells where a revision is. The order is that of `revisions`.
#[doc(hidden)]
pub fn infos<'f>(
    graph: &Graph,
    file: &dyn Fn(Position) -> &'f str,
    revisions: &[Position],
    rows: &[Position],
) -> Vec<RevisionInfo> {
    let applied = graph.ancestors(rows.iter().copied(), Edges::All);
    let is_current = |revision: Revision<'_>| {
        let mut children = revision.children();
        applied.contains(revision.position())
            && !children.any(|child| applied.contains(child.position()))
    };
    let revisions = revisions.iter().filter_map(|position| graph.at(*position));
    revisions
        .map(|revision| RevisionInfo {
            is_current: is_current(revision),
            ..RevisionInfo::of(revision, file(revision.position()))
        })
        .collect()
}
