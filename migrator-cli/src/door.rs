//! The two ways in, and what happens to the words that come through them.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};

use crate::Cli;
use crate::args::Arguments;
use crate::completion;
use crate::context::Context;
use crate::exit::Exit;

/// Where the command line was called.
#[derive(Debug)]
pub(crate) enum Door {
    /// In the application's own binary: the migrations are there.
    Application(Cli),
    /// As `cargo migrator`, in a package's folder: only its files are there.
    #[cfg(feature = "cargo")]
    Cargo,
}

impl Door {
    /// Runs the arguments, the first of which is the program's name.
    pub(crate) fn run(self, arguments: Vec<OsString>) -> Exit {
        if completion::is_asked() {
            return completion::answer(self, arguments);
        }
        let parsed = self
            .command()
            .try_get_matches_from(&arguments)
            .and_then(|matches| Arguments::from_arg_matches(&matches));
        let typed = match parsed {
            Ok(typed) => typed,
            Err(error) => {
                // Help that was asked for goes to stdout and is no mistake.
                let _ = error.print();
                return match error.exit_code() {
                    0 => Exit::Done,
                    _ => Exit::Misused,
                };
            }
        };
        typed.globals.color.apply();
        let Arguments { globals, verb } = typed;
        let context = Context::new(self, globals, arguments);
        match verb.run(&context) {
            Ok(exit) => context.ending(exit),
            Err(failure) => {
                context.output.failure(&failure);
                failure.exit(context.globals.exit_code)
            }
        }
    }

    /// Returns the names of the databases that the program has migrations for.
    pub(crate) fn databases(&self) -> Vec<&str> {
        match self {
            Self::Application(cli) => cli.named.iter().map(|(name, _)| name.as_str()).collect(),
            #[cfg(feature = "cargo")]
            Self::Cargo => Vec::new(),
        }
    }

    /// Returns the tree of verbs as this door offers it.
    pub(crate) fn command(&self) -> clap::Command {
        let command = Arguments::command();
        match self {
            Self::Application(_) => {
                command.mut_arg("manifest_path", |argument| argument.hide(true))
            }
            #[cfg(feature = "cargo")]
            Self::Cargo => command.name("cargo-migrator").bin_name("cargo migrator"),
        }
    }
}
