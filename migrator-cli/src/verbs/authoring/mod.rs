//! The verbs that write the files of revisions, or guard them. Only `cargo migrator` has them: where an
//! application runs its sources need not be.

mod check_graph;
mod edit;
mod import_alembic;
mod init;
mod merge;
mod rebase;
mod rename;
mod revision;
mod squash;

use clap::Subcommand;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// A verb and what was typed behind it.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Sets up a package: a folder, the build script, a binary for the command line
    Init(init::Arguments),
    /// Writes the file of a new revision
    Revision(Box<revision::Arguments>),
    /// Writes a revision that makes several heads one
    Merge(merge::Arguments),
    /// Opens the file of a revision in an editor
    Edit(edit::Arguments),
    /// Changes a revision's message, its file's name or its id
    Rename(rename::Arguments),
    /// Moves a line of revisions onto another head
    Rebase(rebase::Arguments),
    /// Writes a revision that stands for a range of others
    Squash(squash::Arguments),
    /// Converts an Alembic project: its revisions become migrations here
    ImportAlembic(import_alembic::Arguments),
    /// Checks the folder: it compiles, has one head, and nothing released was edited
    CheckGraph(check_graph::Arguments),
}

impl Verb {
    pub(crate) fn run(&self, context: &Context) -> Result<Exit, Failure> {
        match self {
            Self::Init(arguments) => init::run(arguments, context),
            Self::Revision(arguments) => revision::run(arguments, context),
            Self::Merge(arguments) => merge::run(arguments, context),
            Self::Edit(arguments) => edit::run(arguments, context),
            Self::Rename(arguments) => rename::run(arguments, context),
            Self::Rebase(arguments) => rebase::run(arguments, context),
            Self::Squash(arguments) => squash::run(arguments, context),
            Self::ImportAlembic(arguments) => import_alembic::run(arguments, context),
            Self::CheckGraph(arguments) => check_graph::run(arguments, context),
        }
    }
}
