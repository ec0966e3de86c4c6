//! The two ways in, and what happens to the words that come through them.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};

use crate::Cli;
use crate::args::Arguments;
use crate::completion;
use crate::context::Context;
use crate::exit::Exit;
use crate::verbs::elsewhere;
use crate::{output, program};

/// Where the command line was called.
#[derive(Debug)]
pub(crate) enum Door {
    /// In the application's own binary: the migrations are there.
    Application(Box<Cli>),
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
            .and_then(|matches| {
                if matches!(self, Self::Application(_)) {
                    elsewhere::check(&matches)?;
                }
                Arguments::from_arg_matches(&matches)
            });
        match parsed {
            Ok(typed) => self.obey(typed, arguments),
            Err(error) => self.explain(&error),
        }
    }

    fn obey(self, typed: Arguments, arguments: Vec<OsString>) -> Exit {
        typed.globals.color.apply();
        let Arguments { globals, verb } = typed;
        let context = Context::new(self, globals, arguments);
        let exit = match verb.run(&context) {
            Ok(exit) => context.ending(exit),
            Err(failure) => context.fail(&failure),
        };
        match output::missing() {
            Some(failure) => context.fail(&failure),
            None => exit,
        }
    }

    /// Prints what clap has to say: help that was asked for, which is no mistake, or what is wrong.
    fn explain(&self, error: &clap::Error) -> Exit {
        let (written, is_mistake) = (output::explain(error), error.use_stderr());
        let unwritten = written.err().filter(|_| !is_mistake);
        match unwritten.as_ref().and_then(output::unwritten) {
            Some(failure) => {
                output::failure(&failure, &self.program());
                Exit::Failed
            }
            None if is_mistake => Exit::Misused,
            None => Exit::Done,
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
        let program = self.program();
        let command = program::name_in_help(Arguments::command(), &program);
        match self {
            Self::Application(_) => elsewhere::hide(command)
                .name(program.clone())
                .bin_name(program)
                .mut_arg("manifest_path", |argument| argument.hide(true)),
            #[cfg(feature = "cargo")]
            Self::Cargo => command.name("cargo-migrator").bin_name(program),
        }
    }

    /// Returns what is typed before a verb.
    pub(crate) fn program(&self) -> String {
        match self {
            Self::Application(_) => program::of_application(),
            #[cfg(feature = "cargo")]
            Self::Cargo => program::CARGO.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use clap::Command;
    use migrator::Migrations;

    use super::Door;
    use crate::Cli;

    static NOTHING: LazyLock<Migrations> = LazyLock::new(|| Migrations::combine([]).unwrap());

    /// Returns the long help of a command and of all below it.
    fn helps(mut command: Command) -> Vec<String> {
        let mut helps = vec![command.render_long_help().to_string()];
        let verbs = command.get_subcommands().cloned();
        // Clap's own verb `help` needs no example, and neither does what is not here.
        let verbs = verbs.filter(|verb| verb.get_name() != "help" && !verb.is_hide_set());
        helps.extend(verbs.flat_map(helps_of_verb));
        helps
    }

    fn helps_of_verb(command: Command) -> Vec<String> {
        assert!(
            command.get_after_help().is_some() || command.get_after_long_help().is_some(),
            "`{}` has no example",
            command.get_name()
        );
        helps(command)
    }

    #[test]
    fn every_example_names_the_program_that_is_called() {
        let application = Door::Application(Box::new(Cli::new(&NOTHING)));
        for help in helps(application.command()) {
            assert!(!help.contains("{program}"), "{help}");
            assert!(!help.contains("cargo migrator"), "{help}");
        }
        for help in helps(Door::Cargo.command()) {
            assert!(!help.contains("{program}"), "{help}");
        }
    }
}
