//! What every verb is given: the door it came through, the flags, the streams.

use std::ffi::OsString;

use migrator::Options;

use crate::args::Globals;
use crate::door::Door;
use crate::exit::Exit;
use crate::output::Output;

/// One call of the command line.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) door: Door,
    pub(crate) globals: Globals,
    pub(crate) output: Output,
    /// As they were typed, the program's name first.
    pub(crate) arguments: Vec<OsString>,
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
        }
    }

    /// Returns how runs behave: the settings of the program, with the flags on top.
    pub(crate) fn options(&self) -> Options {
        match &self.door {
            Door::Application(cli) => cli.options.clone(),
            #[cfg(feature = "cargo")]
            Door::Cargo => Options::new(),
        }
    }

    /// Returns how the program ends after an answer: work that waits counts only if it was asked for.
    pub(crate) fn ending(&self, exit: Exit) -> Exit {
        match exit {
            Exit::Pending | Exit::Conflict if !self.globals.exit_code => Exit::Done,
            exit => exit,
        }
    }
}
