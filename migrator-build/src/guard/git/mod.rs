//! Reading another commit, through the git program.
//!
//! Nothing is checked out and nothing is written. Git is asked from the package's
//! folder, so that subfolders, linked worktrees and submodules are what git says they are.
//!
//! | file | what it knows |
//! |---|---|
//! | `repository` | where the repository is, and how it is asked |
//! | `commit` | which commit is meant |
//! | `objects` | what files hold at a commit |
//! | `tree` | the migrations folder at a commit |

mod commit;
mod objects;
mod repository;
mod tree;

pub(crate) use commit::Commit;
pub(crate) use repository::Repository;
pub use repository::command;
pub(crate) use tree::collect_at;
