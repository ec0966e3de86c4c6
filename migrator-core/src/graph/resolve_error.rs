//! Why a target means nothing in a graph, or more than one thing.

use std::fmt;

use thiserror::Error;

use super::Revision;
use super::quoted::quoted;

/// A revision to choose from, as errors list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The revision's id.
    pub id: String,
    /// Its message; may be empty.
    pub message: String,
    /// What to write to mean this one and no other.
    pub write: String,
}

impl Candidate {
    pub(super) fn new(revision: Revision<'_>, write: String) -> Self {
        Self {
            id: revision.id().to_owned(),
            message: revision.message().to_owned(),
            write,
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.id)?;
        if self.message.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.message)
        }
    }
}

/// Why a target or range cannot be resolved against a graph and the rows of a database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// No id, beginning of an id or label matches.
    #[error("no revision or label is called `{name}`")]
    UnknownTarget {
        /// The name.
        name: String,
        /// Ids, labels and symbols that look like it, nearest first.
        near: Vec<String>,
    },
    /// The revision is gone, because a squash stands for it and what follows it.
    #[error("revision `{name}` is gone: `{squash}` replaces it together with what follows")]
    Replaced {
        /// The id.
        name: String,
        /// The squash.
        squash: String,
    },
    /// Several ids or labels begin with the text.
    #[error("revision `{prefix}` matches more than one: {}{}", listed(matches), more(*n_more))]
    AmbiguousTarget {
        /// The text.
        prefix: String,
        /// The matches, by id; the first ten.
        matches: Vec<Candidate>,
        /// How many more there are.
        n_more: usize,
    },
    /// No id, beginning of an id or label matches what stands before the `@`.
    #[error("no branch is called `{branch}`")]
    UnknownBranch {
        /// The name.
        branch: String,
        /// Labels and ids that look like it, nearest first.
        near: Vec<String>,
    },
    /// The revision exists, but not in the branch.
    #[error("revision `{id}` is not in the branch `{branch}`")]
    NotInBranch {
        /// The revision.
        id: String,
        /// The branch.
        branch: String,
    },
    /// `head` is asked for, and there are several.
    #[error("`{target}` means one head, and there are several: {}", listed(heads))]
    ManyHeads {
        /// The target.
        target: String,
        /// The heads, by id, each with the target that means it.
        heads: Vec<Candidate>,
    },
    /// Steps are counted from the current revision, and there are several.
    #[error(
        "`{target}` counts from the current revision, and there are several: {}",
        listed(rows)
    )]
    ManyRows {
        /// The target.
        target: String,
        /// The current revisions, by id, each with the target that counts from it.
        rows: Vec<Candidate>,
    },
    /// One revision is needed, and the target means several.
    #[error("`{target}` means several revisions: {}", listed(matches))]
    ManyRevisions {
        /// The target.
        target: String,
        /// The revisions, by id.
        matches: Vec<Candidate>,
    },
    /// Steps down are counted from the current revision, and there is none.
    #[error(
        "`{target}` counts from the current revision, and nothing is applied{}",
        within(branch)
    )]
    NothingApplied {
        /// The target.
        target: String,
        /// The branch it is restricted to.
        branch: Option<String>,
    },
    /// There are not as many revisions in that direction.
    #[error("`{target}` goes too far: {}", only(*n_steps))]
    TooFar {
        /// The target.
        target: String,
        /// How many steps there are.
        n_steps: u32,
    },
    /// The way up or down parts.
    #[error("`{target}` is ambiguous: {} leads to {}", from(at), listed(ways))]
    AmbiguousWalk {
        /// The target.
        target: String,
        /// Where the way parts; `None` at base.
        at: Option<String>,
        /// The next revisions, in the graph's order.
        ways: Vec<Candidate>,
    },
    /// An upgrade is asked to go down or nowhere, or a downgrade to go up.
    #[error("`{target}` is no target for {verb}")]
    WrongDirection {
        /// The target.
        target: String,
        /// `an upgrade` or `a downgrade`.
        verb: &'static str,
    },
    /// The target needs the rows of a database, and there is none here.
    #[error("`{target}` means something only beside a database")]
    NeedsRows {
        /// The target.
        target: String,
    },
    /// The target makes no sense in this place.
    #[error("`{target}` cannot be used here")]
    NotHere {
        /// The target.
        target: String,
    },
    /// The sides of a range are not on one line, or stand the wrong way round.
    #[error("the range `{range}` is empty: `{start}` is not an ancestor of its end")]
    NotAncestor {
        /// The range.
        range: String,
        /// The start, or the first of several that is none.
        start: String,
    },
    /// Of several targets, one is an ancestor of another.
    #[error("`{ancestor}` is already covered by `{descendant}`")]
    Overlap {
        /// The one that is below.
        ancestor: String,
        /// The one that is above.
        descendant: String,
    },
}

impl ResolveError {
    /// Returns what to write instead.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownTarget { near, .. } | Self::UnknownBranch { near, .. }
                if !near.is_empty() =>
            {
                Some(format!("did you mean {}?", quoted(near)))
            }
            Self::UnknownTarget { name, .. } if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(format!("write `+{name}` or `-{name}` to go so many steps"))
            }
            Self::UnknownTarget { .. } => {
                Some("look at `history(\":\")`, which lists the revisions there are".to_owned())
            }
            Self::Replaced { squash, .. } => Some(format!("write `{squash}`")),
            Self::UnknownBranch { .. } => Some(
                "look at `history(\":\")`, which lists the revisions with their labels".to_owned(),
            ),
            Self::AmbiguousTarget { matches, .. } => {
                Some(format!("type more characters: {}", choices(matches)))
            }
            Self::ManyHeads { heads, .. } => Some(format!(
                "choose one, {}, or `heads` for all of them{}",
                choices(heads),
                or_merge(heads)
            )),
            Self::ManyRows { rows, .. } => Some(format!("choose one, {}", choices(rows))),
            Self::ManyRevisions { matches, .. } => {
                Some(format!("choose one, {}", choices(matches)))
            }
            Self::AmbiguousWalk { ways, .. } => Some(format!(
                "name the revision itself, or restrict the way to a branch: {}",
                choices(ways)
            )),
            Self::NotInBranch { id, .. } => Some(format!("write `{id}` without a branch")),
            Self::NeedsRows { .. } => {
                Some("name a revision, or count from one, such as `head-1`".to_owned())
            }
            Self::WrongDirection {
                verb: "an upgrade", ..
            } => Some("run a downgrade, or name a revision above".to_owned()),
            Self::WrongDirection { .. } => {
                Some("run an upgrade, or name a revision below".to_owned())
            }
            Self::NotAncestor { .. } => Some("write the older revision first".to_owned()),
            Self::Overlap { ancestor, .. } => Some(format!("leave out `{ancestor}`")),
            Self::NotHere { .. } => Some("name a revision or a label".to_owned()),
            Self::NothingApplied { .. } | Self::TooFar { .. } => None,
        }
    }
}

fn listed(candidates: &[Candidate]) -> String {
    candidates
        .iter()
        .map(Candidate::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

fn only(n_steps: u32) -> String {
    match n_steps {
        0 => "there is nothing in that direction".to_owned(),
        1 => "there is only 1 step".to_owned(),
        n_steps => format!("there are only {n_steps} steps"),
    }
}

fn more(n_more: usize) -> String {
    if n_more == 0 {
        String::new()
    } else {
        format!(" and {n_more} more")
    }
}

/// Heads without labels are hardly meant to stay.
fn or_merge(heads: &[Candidate]) -> &'static str {
    match heads.iter().any(|head| head.write == head.id) {
        true => "; or merge them with `cargo migrator merge heads`",
        false => "",
    }
}

fn choices(candidates: &[Candidate]) -> String {
    let writes: Vec<&str> = candidates
        .iter()
        .map(|candidate| candidate.write.as_str())
        .collect();
    quoted(&writes).replace(", ", " or ")
}

fn within(branch: &Option<String>) -> String {
    branch
        .as_ref()
        .map(|branch| format!(" in the branch `{branch}`"))
        .unwrap_or_default()
}

fn from(at: &Option<String>) -> String {
    at.as_ref()
        .map_or_else(|| "`base`".to_owned(), |id| format!("`{id}`"))
}
