//! Why there is no plan.

use thiserror::Error;

use crate::graph::{ResolveError, TargetError};

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The database stands on revisions the graph does not have.
    #[error(
        "the database is at {}, which this program does not know",
        quoted(rows)
    )]
    UnknownRows {
        /// The ids, sorted.
        rows: Vec<String>,
    },
    /// The database has a part of what a squash stands for, and the files of the rest are gone.
    #[error(
        "the database is at `{row}`, which `{squash}` replaces together with what follows, up to `{last}`"
    )]
    InsideSquash {
        /// The row.
        row: String,
        /// The squash.
        squash: String,
        /// The last revision that it stands for.
        last: String,
    },
    /// The target is not understood.
    #[error(transparent)]
    Target {
        /// Why not.
        #[from]
        source: TargetError,
    },
    /// The target means nothing here, or more than one thing.
    #[error(transparent)]
    Resolve {
        /// Why.
        #[from]
        source: ResolveError,
    },
    /// A downgrade to a revision above which nothing is applied.
    #[error("`{target}` is not below the current revisions {}", quoted(rows))]
    NotBelow {
        /// The target.
        target: String,
        /// The ids of the current rows, sorted.
        rows: Vec<String>,
    },
}

impl PlanError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownRows { .. } => {
                Some("run the program version that made these revisions, or a newer one".to_owned())
            }
            Self::InsideSquash { squash, last, .. } => Some(format!(
                "first run a version of the program that has the files up to `{last}`: the last one \
                 before they were deleted, which has `{squash}`, too"
            )),
            Self::Target { source } => source.help(),
            Self::Resolve { source } => source.help(),
            Self::NotBelow { .. } => {
                Some("name a revision below the current ones, or run an upgrade".to_owned())
            }
        }
    }
}

fn quoted(ids: &[String]) -> String {
    if ids.is_empty() {
        return "`base`".to_owned();
    }
    ids.iter()
        .map(|id| format!("`{id}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
