//! The verbs, one per file: what can be typed, and what is then done.
//!
//! To add one: a file with `Arguments` and `run`, and a line in each of the two lists here.

mod adopt;
#[cfg(feature = "cargo")]
mod authoring;
mod branches;
mod check;
mod completions;
mod config;
mod current;
mod downgrade;
pub(crate) mod elsewhere;
mod ensure_version;
mod graph;
mod heads;
mod history;
mod log;
mod man;
mod propose;
mod propose_squash;
mod repair;
mod show;
mod stamp;
mod status;
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
    /// Takes over a database that another tool has migrated.
    Adopt(adopt::Arguments),
    /// Lists the revisions from which several branches start.
    Branches(branches::Arguments),
    #[cfg(feature = "cargo")]
    #[command(flatten)]
    Authoring(authoring::Verb),
    /// Tells whether the migrations make the schema that the application declares.
    Check(check::Arguments),
    /// Prints what makes a shell complete verbs, revisions and flags.
    Completions(completions::Arguments),
    /// Shows the settings, and where each comes from.
    Config(config::Arguments),
    /// Tells where a database stands.
    Current(current::Arguments),
    /// Reverts the revisions that stand on a target.
    Downgrade(downgrade::Arguments),
    /// Creates the version table and the history where they are missing.
    EnsureVersion(ensure_version::Arguments),
    /// Draws the revisions and how they hang together.
    Graph(graph::Arguments),
    /// Lists the heads: the revisions that no other names as its parent.
    Heads(heads::Arguments),
    /// Lists the revisions, newest first.
    History(history::Arguments),
    /// Lists what has been done to a database: when, for how long, and by whom.
    Log(log::Arguments),
    /// Prints the manual, or writes its pages.
    Man(man::Arguments),
    /// Prints what `cargo migrator revision --autogenerate` writes down.
    #[command(hide = true)]
    Propose(propose::Arguments),
    /// Prints what `cargo migrator squash` writes down.
    #[command(hide = true)]
    ProposeSquash(propose_squash::Arguments),
    /// Lists what speaks against the history, and puts it right by your word.
    Repair(repair::Arguments),
    /// Shows everything about revisions.
    Show(show::Arguments),
    /// Says where a database stands, and runs nothing.
    Stamp(stamp::Arguments),
    /// Tells how every revision stands in a database, and what to do next.
    Status(status::Arguments),
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
            Self::Adopt(arguments) => adopt::run(arguments, context),
            Self::Branches(arguments) => branches::run(arguments, context),
            #[cfg(feature = "cargo")]
            Self::Authoring(verb) => verb.run(context),
            Self::Check(arguments) => check::run(arguments, context),
            Self::Completions(arguments) => completions::run(arguments, context),
            Self::Config(arguments) => config::run(arguments, context),
            Self::Current(arguments) => current::run(arguments, context),
            Self::Downgrade(arguments) => downgrade::run(arguments, context),
            Self::EnsureVersion(arguments) => ensure_version::run(arguments, context),
            Self::Graph(arguments) => graph::run(arguments, context),
            Self::Heads(arguments) => heads::run(arguments, context),
            Self::History(arguments) => history::run(arguments, context),
            Self::Log(arguments) => log::run(arguments, context),
            Self::Man(arguments) => man::run(arguments, context),
            Self::Propose(arguments) => propose::run(arguments, context),
            Self::ProposeSquash(arguments) => propose_squash::run(arguments, context),
            Self::Repair(arguments) => repair::run(arguments, context),
            Self::Show(arguments) => show::run(arguments, context),
            Self::Stamp(arguments) => stamp::run(arguments, context),
            Self::Status(arguments) => status::run(arguments, context),
            Self::Upgrade(arguments) => upgrade::run(arguments, context),
        }
    }

    /// Tells whether it asks a database, or runs migrations.
    #[cfg(feature = "cargo")]
    fn needs_application(&self) -> bool {
        match self {
            Self::Authoring(_)
            | Self::Branches(_)
            | Self::Completions(_)
            | Self::Config(_)
            | Self::Heads(_)
            | Self::Man(_) => false,
            Self::Graph(arguments) => arguments.needs_database(),
            Self::History(arguments) => arguments.needs_database(),
            Self::Show(arguments) => arguments.needs_database(),
            Self::Adopt(_)
            | Self::Check(_)
            | Self::Current(_)
            | Self::Downgrade(_)
            | Self::EnsureVersion(_)
            | Self::Log(_)
            | Self::Propose(_)
            | Self::ProposeSquash(_)
            | Self::Repair(_)
            | Self::Stamp(_)
            | Self::Status(_)
            | Self::Upgrade(_) => true,
        }
    }
}
