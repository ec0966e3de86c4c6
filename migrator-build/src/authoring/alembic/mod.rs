//! Converting an Alembic project: ids, parents, labels, dependencies and messages stay, and what the revisions do becomes SQL.
//!
//! ```text
//!  read_versions ──► Import::new ──► who runs Alembic ──► cut ──► Offline ──┐
//!  (Python, read)    the graph       (offline, --sql)                        └──► Import::changes
//! ```
//!
//! What Alembic writes as SQL is taken as it is. What it cannot write, because it reads the database, becomes a Rust
//! skeleton that refuses to run until it is written. The version table is Alembic's own, so a database that Alembic
//! has made stands where it stood; nothing is run there.
//!
//! | file | what it knows |
//! |---|---|
//! | `python`, `literal` | as much of Python as a version file's header takes |
//! | `version_file`, `versions` | what Alembic's files say |
//! | `output` | what `alembic upgrade --sql` prints |
//! | `form` | which revision becomes what, and why |
//! | `text` | the files |
//! | `import` | the graph that they make together |

mod form;
mod import;
mod literal;
mod output;
mod python;
mod text;
mod version_file;
mod versions;

#[cfg(test)]
mod tests;

pub use form::Offline;
pub use import::{Import, Imported};
pub use output::{RevisionSql, cut};
pub use version_file::{Function, VersionFile};
pub use versions::read_versions;
