//! The graph itself: embedded in the program or built at run time.
//!
//! Nothing outside this file knows which of the two it is. Revisions stand in the
//! graph's own order (`order.rs`): a position is an index into it, and parents and
//! dependencies have smaller positions than those who need them.

use std::sync::Arc;

use super::Position;
use super::embedded::{EmbeddedGraph, EmbeddedRevision};
use super::labels::LabelSets;
use super::links::{Linked, Links, Lists};
use super::replaced::{BuiltSquash, Replaced};

/// A checked revision graph.
///
/// Cloning is cheap. A graph with several heads is legal; see
/// [`clashing_heads`](super::clashing_heads) for the policy about them.
#[derive(Debug, Clone)]
pub struct Graph {
    store: Store,
}

#[derive(Debug, Clone)]
enum Store {
    Embedded(&'static EmbeddedGraph),
    Built(Arc<BuiltGraph>),
}

/// A graph built at run time; contents as in [`EmbeddedGraph`].
#[derive(Debug, Default)]
pub(super) struct BuiltGraph {
    pub(super) linked: Linked<String>,
    pub(super) messages: Vec<String>,
    pub(super) by_id: Vec<u32>,
    pub(super) real_heads: Vec<u32>,
    pub(super) external: Vec<BuiltReference>,
    /// All labels, sorted; the lists and sets hold indexes into it.
    pub(super) labels: Vec<String>,
    /// The labels each revision declares.
    pub(super) declared: Lists,
    /// The labels each revision declares or inherits.
    pub(super) label_sets: LabelSets,
    /// The revisions that stand for others, in the graph's order.
    pub(super) squashes: Vec<BuiltSquash>,
}

#[derive(Debug)]
pub(super) struct BuiltReference {
    pub(super) revision: u32,
    pub(super) is_parent: bool,
    pub(super) place: u32,
    pub(super) name: String,
}

/// A parent or dependency outside the graph that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExternalReference<'g> {
    /// The revision that names it.
    pub revision: Position,
    /// Whether it is a parent; otherwise it is a dependency.
    pub is_parent: bool,
    /// Its index in the list of the header.
    pub place: u32,
    /// The id, or for a dependency also a label.
    pub name: &'g str,
}

impl Graph {
    /// Wraps a graph that the migration compiler checked and sorted; costs nothing.
    #[must_use]
    pub const fn embedded(graph: &'static EmbeddedGraph) -> Self {
        Self {
            store: Store::Embedded(graph),
        }
    }

    pub(super) fn built(graph: BuiltGraph) -> Self {
        Self {
            store: Store::Built(Arc::new(graph)),
        }
    }

    /// Returns how many revisions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.store {
            Store::Embedded(graph) => graph.revisions.len(),
            Store::Built(graph) => graph.linked.n_revisions(),
        }
    }

    /// Returns whether there are no revisions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Iterates over the parents and dependencies that another graph must bring.
    ///
    /// Empty unless the graph was made by [`build_partial`](Self::build_partial):
    /// such a graph is good for [`to_specs`](Self::to_specs), not for planning.
    pub fn external_references(&self) -> impl Iterator<Item = ExternalReference<'_>> {
        let (embedded, built) = match &self.store {
            Store::Embedded(graph) => (graph.external, [].as_slice()),
            Store::Built(graph) => ([].as_slice(), graph.external.as_slice()),
        };
        let embedded = embedded.iter().map(|reference| ExternalReference {
            revision: Position(reference.revision),
            is_parent: reference.is_parent,
            place: reference.place,
            name: reference.name,
        });
        let built = built.iter().map(|reference| ExternalReference {
            revision: Position(reference.revision),
            is_parent: reference.is_parent,
            place: reference.place,
            name: &reference.name,
        });
        embedded.chain(built)
    }

    /// Returns the id at a position; empty if it is another graph's.
    ///
    /// A version row may have a position beyond the revisions: that of a revision whose file is
    /// gone since another one stands for it.
    #[must_use]
    pub fn id_at(&self, position: Position) -> &str {
        match position.index().checked_sub(self.len()) {
            None => Links::id(self, position.0),
            Some(place) => self.replaced().nth(place).map_or("", Replaced::last),
        }
    }

    /// Iterates over what the squashes stand for, in the graph's order.
    pub(super) fn replaced(&self) -> impl DoubleEndedIterator<Item = Replaced<'_>> {
        let (embedded, built) = match &self.store {
            Store::Embedded(graph) => (graph.squashes, [].as_slice()),
            Store::Built(graph) => ([].as_slice(), graph.squashes.as_slice()),
        };
        let embedded = embedded.iter().map(Replaced::embedded);
        embedded.chain(built.iter().map(Replaced::built))
    }

    /// Returns the ids just before and after an id of the graph, in the order of ids.
    pub(super) fn neighbors_by_id(&self, id: &str) -> (Option<&str>, Option<&str>) {
        let by_id = self.by_id();
        let place = by_id.partition_point(|&number| Links::id(self, number) < id);
        let id_at = |place: Option<usize>| Some(Links::id(self, *by_id.get(place?)?));
        (id_at(place.checked_sub(1)), id_at(place.checked_add(1)))
    }

    pub(super) fn by_id(&self) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => graph.by_id,
            Store::Built(graph) => &graph.by_id,
        }
    }

    pub(super) fn real_head_numbers(&self) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => graph.real_heads,
            Store::Built(graph) => &graph.real_heads,
        }
    }

    pub(super) fn message(&self, number: u32) -> &str {
        match &self.store {
            Store::Embedded(graph) => part(graph, number, "", |revision| revision.message),
            Store::Built(graph) => graph
                .messages
                .get(number as usize)
                .map_or("", String::as_str),
        }
    }

    /// Returns the labels a revision declares, in the order of its header.
    pub(super) fn declared_labels(&self, number: u32) -> Labels<'_> {
        match &self.store {
            Store::Embedded(graph) => {
                Labels::Embedded(part(graph, number, &[], |revision| revision.labels))
            }
            Store::Built(graph) => Labels::Built(graph.declared.of(number), &graph.labels),
        }
    }

    /// Returns the labels a revision declares or inherits, sorted.
    pub(super) fn all_labels(&self, number: u32) -> Labels<'_> {
        match &self.store {
            Store::Embedded(graph) => {
                Labels::Embedded(part(graph, number, &[], |revision| revision.all_labels))
            }
            Store::Built(graph) => Labels::Built(graph.label_sets.of(number), &graph.labels),
        }
    }
}

/// Returns a part of an embedded revision, or `missing` if the number is another graph's.
fn part<T: ?Sized>(
    graph: &'static EmbeddedGraph,
    number: u32,
    missing: &'static T,
    part: impl Fn(&'static EmbeddedRevision) -> &'static T,
) -> &'static T {
    graph.revisions.get(number as usize).map_or(missing, part)
}

impl Links for Graph {
    fn n_revisions(&self) -> usize {
        self.len()
    }

    fn id(&self, revision: u32) -> &str {
        match &self.store {
            Store::Embedded(graph) => part(graph, revision, "", |revision| revision.id),
            Store::Built(graph) => graph.linked.id(revision),
        }
    }

    fn parents(&self, revision: u32) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => part(graph, revision, &[], |revision| revision.parents),
            Store::Built(graph) => graph.linked.parents(revision),
        }
    }

    fn dependencies(&self, revision: u32) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => part(graph, revision, &[], |revision| revision.dependencies),
            Store::Built(graph) => graph.linked.dependencies(revision),
        }
    }

    fn children(&self, revision: u32) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => part(graph, revision, &[], |revision| revision.children),
            Store::Built(graph) => graph.linked.children(revision),
        }
    }

    fn dependents(&self, revision: u32) -> &[u32] {
        match &self.store {
            Store::Embedded(graph) => part(graph, revision, &[], |revision| revision.dependents),
            Store::Built(graph) => graph.linked.dependents(revision),
        }
    }
}

/// A list of labels in either storage.
#[derive(Debug, Clone, Copy)]
pub(super) enum Labels<'g> {
    Embedded(&'g [&'static str]),
    Built(&'g [u32], &'g [String]),
}

impl<'g> Labels<'g> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'g str> {
        let (embedded, built, names) = match self {
            Self::Embedded(labels) => (labels, [].as_slice(), [].as_slice()),
            Self::Built(indexes, names) => ([].as_slice(), indexes, names),
        };
        let built = built.iter().filter_map(|&index| names.get(index as usize));
        embedded.iter().copied().chain(built.map(String::as_str))
    }
}
