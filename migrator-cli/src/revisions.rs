//! The revisions that a verb looks at: those of the program, or the headers of a folder.

use migrator::RevisionInfo;

use crate::context::Context;
use crate::database;
use crate::door::Door;
use crate::failure::Failure;

/// Returns all revisions, newest first.
pub(crate) fn all(context: &Context) -> Result<Vec<RevisionInfo>, Failure> {
    match &context.door {
        Door::Application(_) => Ok(database::migrations(context)?.history(":")?),
        #[cfg(feature = "cargo")]
        Door::Cargo => Err(Failure::new("the folder is not read yet")),
    }
}

/// Returns the heads.
pub(crate) fn heads(context: &Context) -> Result<Vec<RevisionInfo>, Failure> {
    match &context.door {
        Door::Application(cli) => Ok(cli.migrations.heads()?),
        #[cfg(feature = "cargo")]
        Door::Cargo => Err(Failure::new("the folder is not read yet")),
    }
}
