//! Where text goes: results to stdout, everything else to stderr.
//!
//! Colors are taken away where they do not belong by the streams themselves. A reader that has gone,
//! `| head` say, is no error. A result that could not be written is one, even if the work was done: the
//! first such failure is kept and told at the end, so that no verb has to ask after each line.

use std::io::{self, Write};
use std::sync::OnceLock;

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

/// Why stdout took no more. The stream is the process's, and so is this.
static STDOUT_FAILURE: OnceLock<io::Error> = OnceLock::new();

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

/// Prints what clap has to say: help, or what is wrong with a word, which it repeats.
pub(crate) fn explain(error: &clap::Error) -> io::Result<()> {
    let text = mask::passwords(&error.render().ansi().to_string());
    if error.use_stderr() {
        return anstream::stderr().lock().write_all(text.as_bytes());
    }
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

#[expect(
    clippy::unused_self,
    reason = "all are called alike, though the streams are the process's"
)]
impl Output {
    /// Prints a result, with a line end.
    pub(crate) fn result(self, text: impl std::fmt::Display) {
        self.raw(format_args!("{text}\n"));
    }

    /// Prints a result for a person to read, which may repeat what others have written.
    pub(crate) fn raw(self, text: impl std::fmt::Display) {
        self.exactly(harmless(&text.to_string()));
    }

    /// Prints a result for a program to read, to the byte.
    pub(crate) fn exactly(self, text: impl std::fmt::Display) {
        if STDOUT_FAILURE.get().is_none()
            && let Err(error) = write(&mut anstream::stdout().lock(), &text.to_string())
        {
            // Whoever was first has said it.
            let _ = STDOUT_FAILURE.set(error);
        }
    }

    /// Prints what helps a person, unless quiet.
    pub(crate) fn note(self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            say(&format!("{text}\n"));
        }
    }

    /// Prints a question, quiet or not: somebody is to answer it.
    pub(crate) fn ask(self, text: &str) {
        say(text);
    }

    /// Prints a warning, unless quiet.
    pub(crate) fn warn(self, text: impl std::fmt::Display) {
        self.note(format_args!("{WARNING}warning:{WARNING:#} {text}"));
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
        self.exactly(format_args!("{text}\n"));
        Ok(())
    }
}

/// Prints why nothing came of it, to somebody who calls this `program`.
pub(crate) fn failure(failure: &Failure, program: &str) {
    let text = mask::passwords(&failure.text(program));
    say(&format!("{ERROR}error:{ERROR:#} {text}\n"));
}

/// Prints that a question was left open, behind what stands on its line.
#[cfg(feature = "autogenerate")]
pub(crate) fn interrupted() {
    say(&format!("\n{ERROR}error:{ERROR:#} {UNANSWERED}\n"));
}

/// What becomes of a question without an answer.
#[cfg(feature = "autogenerate")]
pub(crate) const UNANSWERED: &str = "the question was not answered, and nothing was written";

/// Returns how many columns a line of the result may have; `None` where nobody counts them.
pub(crate) fn columns() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}

/// Returns why a part of the result is missing, if one is.
pub(crate) fn missing() -> Option<Failure> {
    unwritten(STDOUT_FAILURE.get()?)
}

/// Makes a failure of what kept a result from being written; `None` if nobody waits for it any more.
pub(crate) fn unwritten(error: &io::Error) -> Option<Failure> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => None,
        _ => Some(Failure::new("the result cannot be written to stdout").because(error)),
    }
}

/// Prints to stderr. Where that fails there is nobody to tell.
fn say(text: &str) {
    let _ = write(&mut anstream::stderr().lock(), &harmless(text));
}

/// Leaves out what steers a terminal: messages of revisions, answers of servers and rows of the history may
/// contain anything. Colors, which are also ours, line breaks and tabs remain.
fn harmless(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        let (before, from) = rest.split_at(at);
        let (sequence, behind) = from.split_at(color(from));
        kept.push_str(before);
        kept.push_str(sequence);
        let mut behind = behind.chars();
        if sequence.is_empty() {
            behind.next();
        }
        rest = behind.as_str();
    }
    kept.push_str(rest);
    kept
}

/// Returns how long the sequence for a color is that a text begins with; 0 if there is none.
fn color(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let is_parameter = |c: char| c.is_ascii_digit() || c == ';';
    let behind = parameters.trim_start_matches(is_parameter);
    match behind.strip_prefix('m') {
        Some(behind) => text.len() - behind.len(),
        None => 0,
    }
}

fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_that_is_printed_steers_a_terminal_but_by_its_color() {
        let cases = [
            ("two\n\tlines", "two\n\tlines"),
            (
                "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m no",
                "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m no",
            ),
            ("\u{1b}[2J\u{1b}[H gone", "[2J[H gone"),
            ("\u{1b}]0;title\u{7}", "]0;title"),
            ("over\rwritten\u{8}", "overwritten"),
            ("\u{9b}2J", "2J"),
            ("\u{1b}", ""),
            ("\u{1b}[31", "[31"),
            ("日本語", "日本語"),
        ];
        for (text, expected) in cases {
            assert_eq!(harmless(text), expected);
        }
    }
}
