//! What is drawn: the revisions, newest first, with edges as indexes.

use std::collections::HashMap;

use migrator::RevisionInfo;

use super::text::one_line;

/// A graph to draw. Edges to what is outside of it are left out.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Newest first: parents and dependencies come after those who need them.
    pub(super) nodes: Vec<Node>,
}

/// A revision.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    /// One line without control characters.
    pub(super) message: String,
    pub(super) labels: Vec<String>,
    pub(super) file: String,
    pub(super) is_head: bool,
    pub(super) is_effective_head: bool,
    pub(super) is_current: bool,
    /// The ids of what it depends on, inside or outside of the picture.
    pub(super) depends_on: Vec<String>,
    /// Indexes, larger than the node's own.
    pub(super) parents: Vec<usize>,
    /// Indexes, larger than the node's own.
    pub(super) dependencies: Vec<usize>,
}

impl Picture {
    /// Takes revisions in the order newest first.
    pub(crate) fn of(revisions: Vec<RevisionInfo>) -> Self {
        let indexes: HashMap<String, usize> = revisions
            .iter()
            .enumerate()
            .map(|(index, revision)| (revision.id.clone(), index))
            .collect();
        let find = |ids: &[String]| {
            ids.iter()
                .filter_map(|id| indexes.get(id).copied())
                .collect()
        };
        let node = |revision: RevisionInfo| Node {
            parents: find(&revision.parents),
            dependencies: find(&revision.depends_on),
            message: one_line(&revision.message),
            id: revision.id,
            labels: revision.labels,
            file: one_line(&revision.file),
            is_head: revision.is_head,
            is_effective_head: revision.is_effective_head,
            is_current: revision.is_current,
            depends_on: revision.depends_on,
        };
        Self {
            nodes: revisions.into_iter().map(node).collect(),
        }
    }

    /// Returns the parent edges as parent and child, oldest first.
    pub(super) fn parents(&self) -> Vec<(&Node, &Node)> {
        self.edges(|node| node.parents.clone())
    }

    /// Returns the edges to dependencies as dependency and dependent, oldest first.
    pub(super) fn dependencies(&self) -> Vec<(&Node, &Node)> {
        self.edges(Node::only_dependencies)
    }

    fn edges(&self, down: impl Fn(&Node) -> Vec<usize>) -> Vec<(&Node, &Node)> {
        let mut edges = Vec::new();
        for node in self.nodes.iter().rev() {
            let below = down(node).into_iter();
            edges.extend(below.filter_map(|index| Some((self.nodes.get(index)?, node))));
        }
        edges
    }
}

impl Node {
    /// Returns the dependencies that are not parents, too.
    pub(super) fn only_dependencies(&self) -> Vec<usize> {
        let dependencies = self.dependencies.iter().copied();
        dependencies
            .filter(|index| !self.parents.contains(index))
            .collect()
    }

    /// Returns what stands in parentheses behind the id: dependencies, labels, and the marks of Alembic's lists.
    pub(super) fn marks(&self) -> Vec<String> {
        let mut marks = Vec::new();
        if !self.depends_on.is_empty() {
            marks.push(format!("depends on {}", self.depends_on.join(", ")));
        }
        if !self.labels.is_empty() {
            marks.push(self.labels.join(", "));
        }
        if self.is_head {
            let is_real = !self.is_effective_head;
            marks.push(if is_real { "head" } else { "effective head" }.to_owned());
        }
        if self.is_current {
            marks.push("current".to_owned());
        }
        marks
    }

    /// Returns the marks as text, each in parentheses and with a blank before it.
    pub(super) fn marks_text(&self) -> String {
        let marks = self.marks();
        marks.iter().map(|mark| format!(" ({mark})")).collect()
    }
}
