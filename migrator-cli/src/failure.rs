//! What went wrong, with what to do about it, and how the program then ends.

mod help;

use std::error::Error as StdError;
use std::fmt;

use migrator::ErrorKind;
use migrator_core::graph::{ResolveError, TargetError};

use crate::config::value::Mistake;
use crate::exit::Exit;
use crate::program;

/// An error for the person at the terminal.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library's own, which says everything by itself.
    Migrator(migrator::Error),
    /// One of the command line's.
    Own {
        /// Lower case, no full stop.
        message: String,
        /// The causes, outermost first.
        causes: Vec<String>,
        /// One imperative sentence, in which `{program}` stands for what is typed before a verb.
        help: Option<String>,
        exit: Exit,
    },
}

impl Failure {
    /// Creates a failure with a message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Own {
            message: message.into(),
            causes: Vec::new(),
            help: None,
            exit: Exit::Failed,
        }
    }

    /// Creates a failure of what was typed.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(message).ending(Exit::Misused)
    }

    /// Says what to do about it.
    #[must_use]
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        if let Self::Own { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }

    /// Says why.
    #[must_use]
    pub(crate) fn because(mut self, error: &dyn StdError) -> Self {
        if let Self::Own { causes, .. } = &mut self {
            let mut next = Some(error);
            while let Some(error) = next {
                causes.push(error.to_string());
                next = error.source();
            }
        }
        self
    }

    /// Says why, innermost last.
    #[must_use]
    pub(crate) fn cause(mut self, text: impl Into<String>) -> Self {
        if let Self::Own { causes, .. } = &mut self {
            causes.push(text.into());
        }
        self
    }

    /// Creates a failure of what was set.
    pub(crate) fn mistake(mistake: Mistake) -> Self {
        let failure = Self::usage(mistake.message);
        match mistake.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    }

    /// Says why, and what to do about it.
    #[must_use]
    pub(crate) fn reason(self, mistake: Mistake) -> Self {
        let failure = self.cause(mistake.message);
        match mistake.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    }

    /// Chooses the exit code.
    #[must_use]
    pub(crate) fn ending(mut self, code: Exit) -> Self {
        if let Self::Own { exit, .. } = &mut self {
            *exit = code;
        }
        self
    }

    /// Returns how the program ends, with `--exit-code` or without.
    pub(crate) fn exit(&self, tells_conflicts: bool) -> Exit {
        let exit = match self {
            Self::Own { exit, .. } => *exit,
            Self::Migrator(error) => of_kind(error.kind()),
        };
        match exit {
            Exit::Pending | Exit::Conflict if !tells_conflicts => Exit::Failed,
            exit => exit,
        }
    }

    /// Returns the whole of it, in lines, for somebody who calls this `program`; the first is the message.
    pub(crate) fn text(&self, program: &str) -> String {
        let (mut text, help) = match self {
            Self::Migrator(error) => (help::text_without(error), help::of(error)),
            Self::Own {
                message,
                causes,
                help,
                ..
            } => {
                let causes = causes.iter().map(|cause| format!("\n  caused by: {cause}"));
                (message.clone() + &causes.collect::<String>(), help.clone())
            }
        };
        if let Some(help) = help {
            text.push_str("\nhelp: ");
            text.push_str(&program::named(&help, program));
        }
        text
    }
}

fn of_kind(kind: ErrorKind) -> Exit {
    match kind {
        ErrorKind::Cancelled => Exit::Interrupted,
        ErrorKind::ChangedChecksum
        | ErrorKind::Diverges
        | ErrorKind::HalfDone
        | ErrorKind::NewerDatabase
        | ErrorKind::OutOfOrder
        | ErrorKind::UnknownRevision => Exit::Conflict,
        _ => Exit::Failed,
    }
}

/// As for somebody who calls the program by its usual name.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(program::USUAL))
    }
}

impl From<migrator::Error> for Failure {
    fn from(error: migrator::Error) -> Self {
        Self::Migrator(error)
    }
}

impl From<TargetError> for Failure {
    fn from(error: TargetError) -> Self {
        Self::Migrator(error.into())
    }
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        Self::Migrator(error.into())
    }
}
