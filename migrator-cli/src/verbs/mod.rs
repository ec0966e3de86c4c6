//! The verbs, one per file: what can be typed, and what is then done.
//!
//! To add one: a file with `Arguments` and `run`, and a line in each of the two lists here.

mod heads;
mod upgrade;

use clap::Subcommand;

use crate::context::Context;
#[cfg(feature = "cargo")]
use crate::door::Door;
use crate::exit::Exit;
use crate::failure::Failure;
#[cfg(feature = "cargo")]
use crate::forward;

/// A verb and what was typed behind it.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Lists the heads: the revisions that no other names as its parent.
    Heads(heads::Arguments),
    /// Applies the revisions that a target needs and the database lacks.
    Upgrade(upgrade::Arguments),
}

impl Verb {
    /// Does it, or has the application do it.
    pub(crate) fn run(&self, context: &Context) -> Result<Exit, Failure> {
        #[cfg(feature = "cargo")]
        if matches!(context.door, Door::Cargo) && self.needs_application() {
            return forward::to_application(context);
        }
        match self {
            Self::Heads(arguments) => heads::run(arguments, context),
            Self::Upgrade(arguments) => upgrade::run(arguments, context),
        }
    }

    /// Tells whether it asks a database, or runs migrations.
    #[cfg(feature = "cargo")]
    fn needs_application(&self) -> bool {
        match self {
            Self::Heads(_) => false,
            Self::Upgrade(_) => true,
        }
    }
}
