//! What can be wrong with a revision that stands for others.

use thiserror::Error;

use super::quoted::quoted;

/// What is wrong with a revision that stands for others.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SquashFault {
    /// It is in its own list.
    #[error("it replaces itself")]
    Itself {
        /// Where it stands in the list, from 0.
        place: usize,
    },
    /// A revision is in the list twice.
    #[error("it lists `{replaced}` twice")]
    Repeated {
        /// The revision.
        replaced: String,
        /// Where the repeat stands in the list, from 0.
        place: usize,
    },
    /// A revision does not exist while others of the list do.
    #[error("it replaces `{replaced}`, which does not exist, and `{present}`, which does")]
    Missing {
        /// The missing id.
        replaced: String,
        /// One that is there.
        present: String,
        /// Where the missing one stands in the list, from 0.
        place: usize,
        /// Ids that look like it, nearest first.
        near: Vec<String>,
    },
    /// Another squash has revisions of the list, and neither has all of the other's.
    #[error(
        "it replaces {}, as does `{other}`, and not {}",
        quoted(shared),
        quoted(missing)
    )]
    Overlap {
        /// The other squash.
        other: String,
        /// What both have, or the other squash itself.
        shared: Vec<String>,
        /// What this one would need to have, too.
        missing: Vec<String>,
    },
    /// Nothing else of the list stands on a revision that is not the last one.
    #[error("it replaces `{replaced}`, which does not lead to `{last}`, the last of its list")]
    NotLast {
        /// The revision.
        replaced: String,
        /// The last one.
        last: String,
        /// Where the revision stands in the list, from 0.
        place: usize,
    },
    /// Its own parents or dependencies are not those of what it replaces.
    #[error(
        "it {verb} {}, and what it replaces {verb} {}",
        listed(found),
        listed(expected),
        verb = if *is_parent { "has as parents" } else { "depends on" }
    )]
    Ancestors {
        /// Whether it is about parents; otherwise about dependencies.
        is_parent: bool,
        /// What it has, sorted.
        found: Vec<String>,
        /// What the others have outside of the list, sorted.
        expected: Vec<String>,
    },
    /// A label of what it replaces would be lost.
    #[error("it replaces `{replaced}` and does not declare its branch label `{label}`")]
    Label {
        /// The revision that declares it.
        replaced: String,
        /// The label.
        label: String,
    },
}

impl SquashFault {
    /// Returns what to do about it.
    pub(super) fn help(&self) -> String {
        match self {
            Self::Itself { .. } | Self::Repeated { .. } => "remove it from the list".to_owned(),
            Self::Missing { near, .. } if !near.is_empty() => {
                format!("did you mean {}?", quoted(near))
            }
            Self::Missing { .. } => {
                "keep the files of all that it replaces, or delete all of them".to_owned()
            }
            Self::Overlap { .. } => "replace another squash as a whole: list it, and all that it \
                                     replaces, before what follows"
                .to_owned(),
            Self::NotLast { .. } => {
                "list last the revision to which all the others lead, and none \
                                     that does not"
                    .to_owned()
            }
            Self::Ancestors {
                is_parent,
                expected,
                ..
            } => format!(
                "let its {} be {}",
                if *is_parent {
                    "parents"
                } else {
                    "dependencies"
                },
                listed(expected)
            ),
            Self::Label { .. } => "declare the label here, too".to_owned(),
        }
    }

    /// Returns where in the list of what it replaces the mistake is, from 0.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        match self {
            Self::Itself { place }
            | Self::Repeated { place, .. }
            | Self::Missing { place, .. }
            | Self::NotLast { place, .. } => Some(*place),
            Self::Overlap { .. } | Self::Ancestors { .. } | Self::Label { .. } => None,
        }
    }
}

fn listed(ids: &[String]) -> String {
    match ids {
        [] => "nothing".to_owned(),
        ids => quoted(ids),
    }
}
