//! Why the guard could not look at all.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why nothing could be compared; what is wrong with the migrations is a
/// [`Finding`](super::Finding) instead.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GuardError {
    /// The git program cannot be started.
    #[error("git cannot be started")]
    NoGit {
        /// Why not.
        source: io::Error,
    },
    /// The package does not lie in a git repository that can be read.
    #[error("`{}` is not in a git repository that can be read", folder.display())]
    NotARepository {
        /// Where git was asked.
        folder: PathBuf,
        /// What git said.
        source: GitSaid,
    },
    /// The repository has no such commit.
    #[error("the repository has no commit `{reference}`")]
    UnknownReference {
        /// What was asked for.
        reference: String,
        /// Names of branches and tags that look like it, nearest first.
        near: Vec<String>,
        /// Whether older history is missing from this copy of the repository.
        is_shallow: bool,
    },
    /// Two commits have no ancestor in common, as far as this copy of the repository goes.
    #[error("`HEAD` and `{reference}` have no common ancestor{}", if *is_shallow { " in this shallow clone" } else { "" })]
    NoMergeBase {
        /// What was asked for.
        reference: String,
        /// Whether older history is missing from this copy of the repository.
        is_shallow: bool,
    },
    /// Git failed at something that always works.
    #[error("`git {command}` failed")]
    Git {
        /// The arguments.
        command: String,
        /// What git said.
        source: GitSaid,
    },
    /// There is no lock file.
    #[error("there is no lock file `{}`", path.display())]
    NoLock {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The lock file cannot be read.
    #[error("the lock file `{}` cannot be read", path.display())]
    LockFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// What shall be accepted is as it was released.
    #[error("there is nothing to accept about the revision `{id}`")]
    NothingToAccept {
        /// The id.
        id: String,
        /// Revisions that there is something to accept about.
        others: Vec<String>,
    },
}

/// What git wrote to its standard error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct GitSaid(pub(crate) String);

impl GuardError {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        const FETCH: &str = "fetch more of the history with `git fetch --unshallow`; on GitHub, give \
                             `actions/checkout` the input `fetch-depth: 0`";
        match self {
            Self::NoGit { .. } => {
                Some("install git, or compare with a lock file instead of a branch".to_owned())
            }
            Self::UnknownReference {
                near,
                is_shallow,
                reference,
            } => Some(match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None if *is_shallow && is_relative(reference) => FETCH.to_owned(),
                None => fetch(reference, *is_shallow),
            }),
            Self::NoMergeBase {
                is_shallow: true, ..
            } => Some(FETCH.to_owned()),
            Self::NoMergeBase { .. } => {
                Some("compare with the commit itself, with `--exact`".to_owned())
            }
            Self::NoLock { .. } => Some(
                "write it with `cargo migrator check-graph --update-lock`, and commit it"
                    .to_owned(),
            ),
            Self::NothingToAccept { others, .. } if !others.is_empty() => {
                Some(format!("name one of these: {}", others.join(", ")))
            }
            Self::NotARepository { .. } => Some(
                "compare with a lock file instead of a branch: `cargo migrator check-graph --update-lock` writes it"
                    .to_owned(),
            ),
            Self::Git { .. }
            | Self::LockFile { .. }
            | Self::NothingToAccept { .. } => None,
        }
    }
}

/// Tells whether a commit is named by its hash, or from another one on, as in `HEAD~1`.
fn is_relative(reference: &str) -> bool {
    let is_hash = reference.len() > 6 && reference.chars().all(|it| it.is_ascii_hexdigit());
    is_hash || reference.contains(['~', '^', '@'])
}

/// Returns how a branch is fetched so that it has this name afterwards. A clone of one branch, as
/// CI makes it, takes no other branch into `origin/` unless told where to.
fn fetch(reference: &str, is_shallow: bool) -> String {
    let (branch, into) = match reference.strip_prefix("origin/") {
        Some(branch) => (branch, format!("refs/remotes/{reference}")),
        None => (reference, reference.to_owned()),
    };
    let (depth, github) = match is_shallow {
        true => (
            "--unshallow ",
            "; on GitHub, give `actions/checkout` the input `fetch-depth: 0`",
        ),
        false => ("", ""),
    };
    format!("fetch it first, with `git fetch {depth}origin {branch}:{into}` for example{github}")
}
