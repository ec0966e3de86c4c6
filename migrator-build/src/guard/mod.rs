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

mod base;
mod check_graph;
mod checked;
mod collision;
mod compare;
mod difference;
mod error;
mod finding;
mod git;
mod header;
mod judge;
pub mod lock;
mod released;
mod render;

pub use base::{Base, Compared, GitBase};
pub use check_graph::check_graph;
pub use checked::Checked;
pub use error::{GitSaid, GuardError};
pub use finding::{Finding, Rule, Severity};
pub use git::command as git;
pub use render::{findings, github, human, repository_prefix, summary};
