//! What every verb is given: the door it came through, the flags, the streams.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use migrator::Options;

use crate::args::Globals;
use crate::config::{Config, Sources};
use crate::door::Door;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::program;

/// One call of the command line.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) door: Door,
    pub(crate) globals: Globals,
    pub(crate) output: Output,
    /// As they were typed, the program's name first.
    pub(crate) arguments: Vec<OsString>,
    sources: OnceCell<Sources>,
    config: OnceCell<Config>,
}

impl Context {
    pub(crate) fn new(door: Door, globals: Globals, arguments: Vec<OsString>) -> Self {
        let output = Output {
            is_json: globals.json,
            is_quiet: globals.quiet,
        };
        Self {
            door,
            globals,
            output,
            arguments,
            sources: OnceCell::new(),
            config: OnceCell::new(),
        }
    }

    /// Returns everything that is set, for whichever database. Read when it is first asked for, since
    /// a mistake in it is none of those who ask for help.
    pub(crate) fn sources(&self) -> Result<&Sources, Failure> {
        match self.sources.get() {
            Some(sources) => Ok(sources),
            None => {
                let sources = Sources::collect(&self.globals)?;
                Ok(self.sources.get_or_init(|| sources))
            }
        }
    }

    /// Returns the settings of the database that is meant.
    pub(crate) fn config(&self) -> Result<&Config, Failure> {
        match self.config.get() {
            Some(config) => Ok(config),
            None => {
                let name = self.globals.name.as_deref();
                let config = self.sources()?.choose(name, &self.door.databases())?;
                Ok(self.config.get_or_init(|| config))
            }
        }
    }

    /// Returns the names of the databases of the program and of the file, sorted.
    pub(crate) fn databases(&self) -> Result<Vec<String>, Failure> {
        let programs = self.door.databases();
        let names: BTreeSet<&str> = self.sources()?.databases().chain(programs).collect();
        Ok(names.into_iter().map(ToOwned::to_owned).collect())
    }

    /// Returns how runs behave: the options of the program, with the settings on top.
    pub(crate) fn options(&self) -> Result<Options, Failure> {
        let options = match &self.door {
            Door::Application(cli) => cli.options.clone(),
            #[cfg(feature = "cargo")]
            Door::Cargo => Options::new(),
        };
        Ok(self.config()?.apply(options))
    }

    /// Returns what the program is called, for the server's list of who is connected.
    pub(crate) fn program(&self) -> String {
        let program = self.arguments.first().map(Path::new);
        let name = program.and_then(Path::file_stem).unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Prints what helps a person, unless quiet, with the program's name for `{program}`.
    pub(crate) fn note(&self, text: &str) {
        self.output.note(program::named(text, &self.door.program()));
    }

    /// Returns how the program ends after an answer: work that waits counts only if it was asked for.
    pub(crate) fn ending(&self, exit: Exit) -> Exit {
        match exit {
            Exit::Pending | Exit::Conflict if !self.globals.exit_code => Exit::Done,
            exit => exit,
        }
    }

    /// Says why nothing came of it, and returns how the program ends.
    pub(crate) fn fail(&self, failure: &Failure) -> Exit {
        output::failure(failure, &self.door.program());
        failure.exit(self.globals.exit_code)
    }
}
