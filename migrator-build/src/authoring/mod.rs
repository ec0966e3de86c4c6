//! Writing revisions: what the command line does to a migrations folder; and [`init`], which
//! sets up a package.
//!
//! Everything here decides first and does later: a function reads a [`Folder`] and
//! returns [`Changes`], which can be shown, and which
//! [`apply`](Changes::apply) carries out without overwriting anything that was not
//! read. Whatever a file is to say is read back by the compiler's own reader
//! before it is written, and the graph that would come of it is built, so nothing is
//! written that the compiler would refuse.
//!
//! ```text
//!  Folder::read ──┬──► revision, merge      a new file
//!                 ├──► rename               message, file name, id
//!                 ├──► rebase               the parent of a line
//!                 ├──► alembic::Import      the files of an Alembic project
//!                 └──► files                what a target names, for an editor
//!                          │
//!                          ▼
//!                       Changes ──► apply ──► hooks::run
//! ```
//!
//! Only headers are read, and of each file only as much as its header needs: the
//! bodies of five thousand revisions are never looked at.

pub mod alembic;
mod bodies;
mod changes;
mod create;
mod edit;
mod error;
mod file_name;
mod folder;
mod headers;
pub mod hooks;
pub mod init;
mod merge;
mod message;
mod places;
mod rebase;
mod rename;
mod revision;
mod squash;
mod style;
mod template;
mod wanted;

pub use bodies::Bodies;
pub use changes::{ApplyError, ApplyFault, Change, Changes, FilePath};
pub use create::NewRevision;
pub use edit::files;
pub use error::AuthoringError;
pub use file_name::Moment;
pub use folder::{Folder, RevisionFile};
pub use merge::merge;
pub use rebase::{Rebase, rebase};
pub use rename::{Rename, rename};
pub use revision::revision;
pub use squash::squash;
pub use style::{Language, Style};

#[cfg(test)]
mod tests;
