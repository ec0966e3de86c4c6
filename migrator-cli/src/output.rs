//! Where text goes: results to stdout, everything else to stderr.
//!
//! Colors are taken away where they do not belong by the streams themselves. A reader that has gone,
//! `| head` say, is no error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::database::mask;
use crate::failure::Failure;

/// How errors begin.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// How warnings begin.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// The version of what `--json` prints, see `docs/json.md`.
const JSON_VERSION: u32 = 1;

/// The two streams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) is_json: bool,
    pub(crate) is_quiet: bool,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    version: u32,
    verb: &'a str,
    #[serde(flatten)]
    content: T,
}

impl Output {
    /// Prints a result, with a line end.
    pub(crate) fn result(self, text: impl std::fmt::Display) {
        self.write(&mut anstream::stdout().lock(), &format!("{text}\n"));
    }

    /// Prints a result as it is.
    pub(crate) fn raw(self, text: impl std::fmt::Display) {
        self.write(&mut anstream::stdout().lock(), &text.to_string());
    }

    /// Prints what helps a person, unless quiet.
    pub(crate) fn note(self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            self.write(&mut anstream::stderr().lock(), &format!("{text}\n"));
        }
    }

    /// Prints a question, quiet or not: somebody is to answer it.
    pub(crate) fn ask(self, text: &str) {
        self.write(&mut anstream::stderr().lock(), text);
    }

    /// Prints a warning, unless quiet.
    pub(crate) fn warn(self, text: impl std::fmt::Display) {
        self.note(format_args!("{WARNING}warning:{WARNING:#} {text}"));
    }

    /// Prints why nothing came of it.
    pub(crate) fn failure(self, failure: &Failure) {
        let failure = mask::passwords(&failure.to_string());
        let text = format!("{ERROR}error:{ERROR:#} {failure}\n");
        self.write(&mut anstream::stderr().lock(), &text);
    }

    /// Prints the answer of a verb as one JSON object.
    pub(crate) fn json(self, verb: &str, content: impl Serialize) -> Result<(), Failure> {
        let envelope = Envelope {
            version: JSON_VERSION,
            verb,
            content,
        };
        let text = serde_json::to_string_pretty(&envelope).map_err(|error| {
            Failure::new("the answer cannot be written as JSON").because(&error)
        })?;
        self.result(text);
        Ok(())
    }

    fn write(self, stream: &mut impl Write, text: &str) {
        match stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush())
        {
            Ok(()) => {}
            // Nobody reads any more, or nobody ever could: there is nobody to tell.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Err(_) => {}
        }
    }
}
