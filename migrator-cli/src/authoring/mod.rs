//! What the verbs that write files have in common, in cargo's door only.
//!
//! `migrator-build` decides what becomes of a folder. Here it is told which folder is meant and how new
//! files look, and what it decided is shown or made.
//!
//! ```text
//!  config ─► folder  ─┐                       ┌─► preview   --dry-run
//!            style   ─┴─► migrator-build ─────┤
//!                              Changes        └─► writing   apply, rustfmt, hooks ─► editor
//! ```

pub(crate) mod alembic;
pub(crate) mod autogenerate;
pub(crate) mod draft;
pub(crate) mod editor;
pub(crate) mod git;
pub(crate) mod made;
mod manifest;
mod preview;
pub(crate) mod shown;
pub(crate) mod style;
pub(crate) mod writing;

use std::error::Error as StdError;

use migrator_build::authoring::hooks::HookError;
use migrator_build::authoring::init::InitError;
use migrator_build::authoring::{ApplyError, AuthoringError};
use migrator_build::guard::GuardError;

use crate::exit::Exit;
use crate::failure::Failure;

/// Makes a failure of an error and what to do about it.
fn failure(error: &dyn StdError, help: Option<String>) -> Failure {
    let mut failure = Failure::new(error.to_string());
    if let Some(cause) = error.source() {
        failure = failure.because(cause);
    }
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

impl From<AuthoringError> for Failure {
    fn from(error: AuthoringError) -> Self {
        let failure = failure(&error, error.help());
        match error {
            AuthoringError::ManyHeads { .. } => failure.ending(Exit::Conflict),
            _ => failure,
        }
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Self {
        failure(&error, error.help())
    }
}

impl From<HookError> for Failure {
    fn from(error: HookError) -> Self {
        failure(&error, error.help())
    }
}

impl From<GuardError> for Failure {
    fn from(error: GuardError) -> Self {
        failure(&error, error.help())
    }
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        let help = match &error {
            InitError::NoDatabase => Some(
                "write `--database sqlite-bundled`, `--database postgres`, or `--database sqlite` for a \
                 SQLite that is installed"
                    .to_owned(),
            ),
            InitError::NoPackage { .. } => Some(
                "name the `Cargo.toml` of a member of the workspace with `--manifest-path`".to_owned(),
            ),
            error => error.help(),
        };
        failure(&error, help)
    }
}
