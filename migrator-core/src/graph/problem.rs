//! What can be wrong with the revisions a graph is built from.
//!
//! All problems are found at once. Each carries the ids and the indexes into the
//! input, so that a caller can point at the files they came from.

use std::fmt;

use thiserror::Error;

use super::SquashFault;
use super::quoted::quoted;
use crate::base::{IllegalRevisionId, MAX_ID_CHARS};

/// Everything that is wrong, sorted by revision id; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphProblems {
    problems: Vec<GraphProblem>,
}

impl GraphProblems {
    /// Sorts the problems, so that the order of input does not show.
    pub(super) fn new(mut problems: Vec<GraphProblem>) -> Self {
        problems.sort_by_cached_key(|p| (p.id().to_owned(), p.rank(), p.to_string()));
        Self { problems }
    }

    /// Iterates over the problems, by revision id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &GraphProblem> {
        self.problems.iter()
    }
}

impl fmt::Display for GraphProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for GraphProblems {}

/// One thing that is wrong with the input.
///
/// `index` and `indexes` count the input's revisions from 0.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GraphProblem {
    /// A revision id has an illegal character, is too long, empty or reserved.
    #[error("`{id}` cannot be a revision id: {reason}")]
    IllegalId {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// Why not.
        reason: IllegalRevisionId,
    },
    /// Several revisions have the same id.
    #[error("the revision id `{id}` is used {} times", indexes.len())]
    DuplicateId {
        /// The id.
        id: String,
        /// All revisions that have it, ascending.
        indexes: Vec<usize>,
    },
    /// A label has an illegal character, is empty or reserved.
    #[error("revision `{id}`: `{label}` cannot be a branch label: {reason}")]
    IllegalLabel {
        /// The revision that declares it.
        index: usize,
        /// Its id.
        id: String,
        /// The label.
        label: String,
        /// Why not.
        reason: IllegalRevisionId,
    },
    /// Several revisions declare the same label, or one declares it twice.
    #[error("the branch label `{label}` is declared by {}", quoted(ids))]
    DuplicateLabel {
        /// The label.
        label: String,
        /// The ids of the revisions, sorted.
        ids: Vec<String>,
        /// The revisions, in the order of `ids`.
        indexes: Vec<usize>,
    },
    /// A label is also the id of a revision.
    #[error("revision `{id}`: the branch label `{label}` is also the id of a revision")]
    LabelIsId {
        /// The revision that declares it.
        index: usize,
        /// Its id.
        id: String,
        /// The label.
        label: String,
        /// The revision that has it as its id.
        other_index: usize,
    },
    /// A parent is not in the input.
    #[error("revision `{id}`: its parent `{parent}` does not exist")]
    UnknownParent {
        /// The revision that names it.
        index: usize,
        /// Its id.
        id: String,
        /// The missing id.
        parent: String,
        /// Where it stands in the list of parents, from 0.
        place: usize,
        /// The revision that declares it, if it is a label; parents must be ids.
        labelled: Option<String>,
        /// Ids that look like it, nearest first.
        near: Vec<String>,
    },
    /// A dependency is neither an id nor a label of the input.
    #[error("revision `{id}`: it depends on `{dependency}`, which does not exist")]
    UnknownDependency {
        /// The revision that names it.
        index: usize,
        /// Its id.
        id: String,
        /// The missing id or label.
        dependency: String,
        /// Where it stands in the list of dependencies, from 0.
        place: usize,
        /// Ids and labels that look like it, nearest first.
        near: Vec<String>,
    },
    /// A revision is its own parent.
    #[error("revision `{id}` is its own parent")]
    SelfParent {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
    },
    /// A revision depends on itself, by id or by its own label.
    #[error("revision `{id}` depends on itself")]
    SelfDependency {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// The name it used.
        dependency: String,
    },
    /// A parent is listed twice.
    #[error("revision `{id}` lists its parent `{parent}` twice")]
    RepeatedParent {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// The parent.
        parent: String,
        /// Where the repeat stands, from 0.
        place: usize,
    },
    /// A dependency is listed twice, by id or label.
    #[error("revision `{id}` lists its dependency `{dependency}` twice")]
    RepeatedDependency {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// The dependency as the repeat names it.
        dependency: String,
        /// Where the repeat stands, from 0.
        place: usize,
    },
    /// Revisions need each other, by parents and dependencies together.
    ///
    /// One problem for each knot, with one of its shortest cycles.
    #[error("revisions need each other: {}", closed(ids))]
    Cycle {
        /// The cycle: each needs the next, the last needs the first. Starts with
        /// the smallest id.
        ids: Vec<String>,
        /// The revisions, in the order of `ids`.
        indexes: Vec<usize>,
    },
    /// A revision that stands for others is not fit for that.
    #[error("revision `{id}`: {fault}")]
    Squash {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// What is wrong.
        fault: SquashFault,
    },
    /// A revision stands on one that a squash replaces together with later ones.
    #[error(
        "revision `{id}` needs `{inner}`, which `{squash}` replaces together with what follows"
    )]
    InsideSquash {
        /// The revision.
        index: usize,
        /// Its id.
        id: String,
        /// The parent or dependency.
        inner: String,
        /// The squash.
        squash: String,
        /// The last revision that it replaces.
        last: String,
        /// Whether it is a parent; otherwise it is a dependency.
        is_parent: bool,
        /// Where it stands in the list, from 0.
        place: usize,
    },
}

impl GraphProblem {
    /// Returns the revision or label the problem is about.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::DuplicateLabel { ids, label, .. } => ids.first().unwrap_or(label),
            Self::Cycle { ids, .. } => ids.first().map_or("", String::as_str),
            Self::IllegalId { id, .. }
            | Self::DuplicateId { id, .. }
            | Self::IllegalLabel { id, .. }
            | Self::LabelIsId { id, .. }
            | Self::UnknownParent { id, .. }
            | Self::UnknownDependency { id, .. }
            | Self::SelfParent { id, .. }
            | Self::SelfDependency { id, .. }
            | Self::RepeatedParent { id, .. }
            | Self::RepeatedDependency { id, .. }
            | Self::Squash { id, .. }
            | Self::InsideSquash { id, .. } => id,
        }
    }

    /// Returns the revisions of the input to point at, the one to blame last.
    #[must_use]
    pub fn indexes(&self) -> Vec<usize> {
        match self {
            Self::DuplicateId { indexes, .. }
            | Self::DuplicateLabel { indexes, .. }
            | Self::Cycle { indexes, .. } => indexes.clone(),
            Self::LabelIsId {
                index, other_index, ..
            } => vec![*other_index, *index],
            Self::IllegalId { index, .. }
            | Self::IllegalLabel { index, .. }
            | Self::UnknownParent { index, .. }
            | Self::UnknownDependency { index, .. }
            | Self::SelfParent { index, .. }
            | Self::SelfDependency { index, .. }
            | Self::RepeatedParent { index, .. }
            | Self::RepeatedDependency { index, .. }
            | Self::Squash { index, .. }
            | Self::InsideSquash { index, .. } => vec![*index],
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::IllegalId {
                reason: IllegalRevisionId::TooLong { .. },
                ..
            } => {
                format!("shorten it to {MAX_ID_CHARS} characters")
            }
            Self::IllegalId {
                reason: IllegalRevisionId::Reserved,
                ..
            }
            | Self::IllegalLabel {
                reason: IllegalRevisionId::Reserved,
                ..
            } => "choose another word".to_owned(),
            Self::IllegalId { .. } | Self::IllegalLabel { .. } => {
                "use letters, digits and underscores".to_owned()
            }
            Self::DuplicateId { .. } => "give each revision an id of its own".to_owned(),
            Self::DuplicateLabel { .. } => {
                "declare the label once: descendants inherit it".to_owned()
            }
            Self::LabelIsId { .. } => "choose another label".to_owned(),
            Self::UnknownParent {
                labelled: Some(id),
                parent,
                ..
            } => {
                format!("write `{id}`: `{parent}` is its label, and parents are ids")
            }
            Self::UnknownParent { near, .. } | Self::UnknownDependency { near, .. } => {
                return (!near.is_empty()).then(|| format!("did you mean {}?", quoted(near)));
            }
            Self::SelfParent { .. }
            | Self::SelfDependency { .. }
            | Self::RepeatedParent { .. }
            | Self::RepeatedDependency { .. } => "remove it from the list".to_owned(),
            Self::Cycle { .. } => "remove one of these parents or dependencies".to_owned(),
            Self::Squash { fault, .. } => fault.help(),
            Self::InsideSquash { last, .. } => {
                format!("let it need `{last}`, or have the squash end or begin elsewhere")
            }
        })
    }

    /// Sorts the problems of one revision.
    fn rank(&self) -> u8 {
        match self {
            Self::IllegalId { .. } => 0,
            Self::DuplicateId { .. } => 1,
            Self::IllegalLabel { .. } => 2,
            Self::DuplicateLabel { .. } => 3,
            Self::LabelIsId { .. } => 4,
            Self::SelfParent { .. } => 5,
            Self::RepeatedParent { .. } => 6,
            Self::UnknownParent { .. } => 7,
            Self::SelfDependency { .. } => 8,
            Self::RepeatedDependency { .. } => 9,
            Self::UnknownDependency { .. } => 10,
            Self::Cycle { .. } => 11,
            Self::Squash { .. } => 12,
            Self::InsideSquash { .. } => 13,
        }
    }
}

fn closed(ids: &[String]) -> String {
    let ids: Vec<String> = ids
        .iter()
        .chain(ids.first())
        .map(|id| format!("`{id}`"))
        .collect();
    ids.join(" needs ")
}
