//! The verbs, one per file: what can be typed, and what is then done.
//!
//! To add one: a file with `Arguments` and `run`, and a line in each of the two lists here.

mod completions;
mod config;
mod heads;
mod man;
mod upgrade;

use clap::Subcommand;
pub(crate) use completions::Shell;

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
    /// Prints what makes a shell complete verbs, revisions and flags.
    Completions(completions::Arguments),
    /// Shows the settings, and where each comes from.
    Config(config::Arguments),
    /// Lists the heads: the revisions that no other names as its parent.
    Heads(heads::Arguments),
    /// Prints the manual, or writes its pages.
    Man(man::Arguments),
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
            Self::Completions(arguments) => completions::run(arguments, context),
            Self::Config(arguments) => config::run(arguments, context),
            Self::Heads(arguments) => heads::run(arguments, context),
            Self::Man(arguments) => man::run(arguments, context),
            Self::Upgrade(arguments) => upgrade::run(arguments, context),
        }
    }

    /// Tells whether it asks a database, or runs migrations.
    #[cfg(feature = "cargo")]
    fn needs_application(&self) -> bool {
        match self {
            Self::Completions(_) | Self::Config(_) | Self::Heads(_) | Self::Man(_) => false,
            Self::Upgrade(_) => true,
        }
    }
}
