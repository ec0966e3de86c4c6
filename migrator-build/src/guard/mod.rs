//! What continuous integration asks of a migrations folder: that it compiles, that it
//! has one head, and that nothing was edited since it was released.
//!
//! [`check_graph`] reads the folder and compares it with a [`Base`]: a lock file
//! beside the migrations, or a commit in git. Every [`Finding`] has the
//! place to mend it; [`human`] and [`github`] write findings for people and
//! for GitHub. [`lock::update`] writes the lock file.
//!
//! ```no_run
//! use migrator_build::guard::{self, Base, GitBase};
//! let base = Base::Git(GitBase::new("origin/main"));
//! let checked = guard::check_graph("migrations", &Default::default(), &base)?;
//! print!("{}", guard::human(&checked));
//! # Ok::<(), guard::GuardError>(())
//! ```
//!
//! ```text
//!  the folder ─── check ──► problems, several heads ─┐
//!  lock  ─┐                                          ├──► Checked ──► human, github
//!  git   ─┴─► released ──► compare ──► what differs ─┘
//! ```
//!
//! `compare` is pure; `lock` reads one file; `git` asks the git program. Revisions are
//! compared by the checksum of their meaning, the one that databases note in their
//! history: comments and layout of Rust, line endings and names of files are free. Against a
//! commit, ids are also compared with those that its branch has gained meanwhile. On the
//! branch itself `HEAD` is where the two parted, so nothing is older: there the commit before,
//! [exactly](GitBase::exact), is what to compare with, or the lock file.

mod collision;
mod compare;
mod difference;
mod error;
mod finding;
mod git;
mod header;
pub mod lock;
mod released;
mod render;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::check::{self, Collected, Options};
use crate::link::{self, Node, Policy};
use crate::scan::display_of;

use collision::collisions;
use compare::{Current, compare};
use git::{Commit, Repository, collect_at};
use released::{Released, ReleasedSet};

pub use error::{GitSaid, GuardError};
pub use finding::{Finding, Rule, Severity};
pub use render::{findings, github, human, repository_prefix, summary};

/// What the folder is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base {
    /// Nothing: only the folder itself is checked.
    Nothing,
    /// The lock file in the folder: [`lock::LOCK_FILE`].
    Lock,
    /// A lock file elsewhere, relative to [`Options::root`].
    LockAt(PathBuf),
    /// A commit.
    Git(GitBase),
}

/// A commit to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GitBase {
    /// A branch, a tag or a hash, as git understands it.
    pub reference: String,
    /// Compares with the commit itself, instead of with the one where `HEAD` and it parted.
    pub is_exact: bool,
}

impl GitBase {
    /// Means the commit where `HEAD` and the reference parted: what was released
    /// when the work on `HEAD` began.
    #[must_use]
    pub fn new(reference: impl Into<String>) -> Self {
        Self {
            reference: reference.into(),
            is_exact: false,
        }
    }

    /// Means the commit itself.
    #[must_use]
    pub fn exact(mut self) -> Self {
        self.is_exact = true;
        self
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// Sorted by file and line.
    pub findings: Vec<Finding>,
    /// How many revisions the folder has.
    pub n_revisions: usize,
    /// Ids of the heads, sorted; empty if there is no graph.
    pub heads: Vec<String>,
    /// What was compared with.
    pub base: Option<Compared>,
    /// How many released revisions the base has.
    pub n_released: usize,
}

impl Checked {
    /// Tells whether the guard passes: there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.findings
            .iter()
            .all(|it| it.severity() != Severity::Error)
    }
}

/// What a folder was compared with.
///
/// Shown as the words behind "released": `according to the lock file`, `in main (1a2b3c4d5e)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compared {
    /// The lock file.
    Lock {
        /// Its path, as the folder was named.
        file: String,
    },
    /// A commit.
    Commit {
        /// What was asked for.
        reference: String,
        /// The whole hash of the commit that was read.
        hash: String,
    },
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lock { .. } => f.write_str("according to the lock file"),
            Self::Commit { reference, hash } => {
                write!(f, "in {reference} ({})", hash.get(..10).unwrap_or(hash))
            }
        }
    }
}

/// Checks a folder and compares it with a base. Nothing is written.
///
/// # Errors
/// Only if the base cannot be looked at; whatever is wrong with the folder is a finding.
pub fn check_graph(
    folder: impl AsRef<Path>,
    options: &Options,
    base: &Base,
) -> Result<Checked, GuardError> {
    let folder = folder.as_ref();
    let collected = check::collect(folder, options);
    let (findings, heads) = judge(&collected, options);
    let mut checked = Checked {
        findings,
        n_revisions: collected.migrations.len(),
        heads,
        ..Checked::default()
    };
    match base {
        Base::Nothing => {}
        Base::Lock => checked.compare_with_lock(&lock::path(folder), options, &collected)?,
        Base::LockAt(file) => checked.compare_with_lock(file, options, &collected)?,
        Base::Git(base) => checked.compare_with_commit(folder, options, &collected, base)?,
    }
    checked
        .findings
        .sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(checked)
}

impl Checked {
    fn compare_with_lock(
        &mut self,
        file: &Path,
        options: &Options,
        collected: &Collected,
    ) -> Result<(), GuardError> {
        let path = options.root.join(file);
        let display = display_of(file);
        let lock = lock::open(&path, &display)?.ok_or(GuardError::NoLock { path })?;
        let base = Compared::Lock { file: display };
        self.n_released = lock.released.len();
        self.findings.extend(lock.findings);
        let current = Current::new(collected);
        let released = ReleasedSet::new(&lock.released, &[]);
        self.findings.extend(compare(&current, &released, &base));
        self.base = Some(base);
        Ok(())
    }

    fn compare_with_commit(
        &mut self,
        folder: &Path,
        options: &Options,
        collected: &Collected,
        base: &GitBase,
    ) -> Result<(), GuardError> {
        let repository = Repository::of(&options.root)?;
        let commit = if base.is_exact {
            Commit::named(&repository, &base.reference)?
        } else {
            Commit::merge_base(&repository, &base.reference)?
        };
        let then = collect_at(&repository, &commit, folder, collected, &[])?;
        let tip = Commit::named(&repository, &base.reference)?;
        let gained = if tip == commit {
            Vec::new()
        } else {
            Released::of(&collect_at(&repository, &tip, folder, collected, &then.names)?.changed)
        };
        let reference = &base.reference;
        let base = Compared::Commit {
            reference: reference.clone(),
            hash: commit.hash,
        };
        self.findings.extend(then.changed.unreadable(&base));
        let changed = Released::of(&then.changed);
        let released = ReleasedSet::new(&changed, &then.unchanged);
        self.n_released = changed.len() + then.unchanged.len();
        let current = Current::new(collected);
        self.findings.extend(compare(&current, &released, &base));
        let collisions = collisions(&current, &released, &gained, reference);
        self.findings.extend(collisions);
        self.base = Some(base);
        Ok(())
    }
}

impl Collected {
    /// Warns of files of a base whose revision is unknown: they are not compared.
    fn unreadable(&self, base: &Compared) -> Vec<Finding> {
        let warn = |file: &String| {
            let message = format!("this file could not be read {base}, so it is not compared");
            Finding::of_file(
                Rule::BaseUnreadable,
                format!("{}/{file}", self.display),
                message,
            )
        };
        self.unread.iter().map(warn).collect()
    }
}

/// Builds the graph: what is wrong with the folder itself, and the heads.
fn judge(collected: &Collected, options: &Options) -> (Vec<Finding>, Vec<String>) {
    let mut problems = collected.problems.clone();
    let nodes: Vec<Node<'_>> = collected.migrations.iter().map(Node::of).collect();
    let policy = Policy {
        allow_heads: true,
        is_partial: options.combined,
    };
    let graph = link::graph(&nodes, &collected.unread, policy, &mut problems);
    problems.sort();
    problems.dedup();
    let invalid = problems
        .into_iter()
        .map(|it| Finding::of_problem(Rule::Invalid, it));
    let mut findings: Vec<Finding> = invalid.collect();
    let Some(graph) = graph else {
        return (findings, Vec::new());
    };
    if !options.allow_heads && !options.combined {
        let several = link::several_heads(&nodes, &collected.unread, &graph);
        findings.extend(
            several
                .into_iter()
                .map(|it| Finding::of_problem(Rule::SeveralHeads, it)),
        );
    }
    let mut heads: Vec<String> = graph.heads().map(|head| head.id().to_owned()).collect();
    heads.sort_unstable();
    (findings, heads)
}
