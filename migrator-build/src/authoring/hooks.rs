//! Programs that run on a file after it was written: formatters, linters.
//!
//! Unlike Alembic's, a program that fails counts: it is an error that says what the
//! program said. The file stays as it is then.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use thiserror::Error;

/// Stands for the path of the written file in a hook's arguments.
pub const FILE_TOKEN: &str = "REVISION_SCRIPT_FILENAME";

/// A program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hook {
    /// The program, then its arguments. [`FILE_TOKEN`] in an argument is replaced by
    /// the file's absolute path; without it the path is the last argument.
    pub command: Vec<String>,
    /// The folder to run in; the current one by default.
    pub folder: Option<PathBuf>,
}

impl Hook {
    /// Creates a hook that runs in the current folder.
    pub fn new<S: Into<String>>(command: impl IntoIterator<Item = S>) -> Self {
        Self {
            command: command.into_iter().map(Into::into).collect(),
            folder: None,
        }
    }

    /// Sets the folder to run in.
    #[must_use]
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Returns the arguments for a file, the program first.
    fn arguments(&self, file: &str) -> Vec<String> {
        let has_token = self.command.iter().any(|part| part.contains(FILE_TOKEN));
        let parts = self
            .command
            .iter()
            .map(|part| part.replace(FILE_TOKEN, file));
        let appended = (!has_token).then(|| file.to_owned());
        parts.chain(appended).collect()
    }
}

/// A hook that did not do its work.
#[derive(Debug, Error)]
#[error("the hook `{command}` failed on `{file}`, which stays as it was written")]
#[non_exhaustive]
pub struct HookError {
    /// The program and its arguments.
    pub command: String,
    /// The file.
    pub file: String,
    /// What went wrong.
    #[source]
    pub fault: HookFault,
}

impl HookError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match &self.fault {
            HookFault::Empty => "name a program in the hook's command".to_owned(),
            HookFault::Start(error) if error.kind() == io::ErrorKind::NotFound => {
                "install the program, or remove the hook from the configuration".to_owned()
            }
            HookFault::Start(_) => return None,
            HookFault::Failed { .. } => {
                "mend what the program reports and run it again; the revision need not be created anew"
                    .to_owned()
            }
        })
    }
}

/// Why a hook failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HookFault {
    /// The command has no words.
    #[error("the command is empty")]
    Empty,
    /// The program could not be started.
    #[error("the program cannot be started: {0}")]
    Start(io::Error),
    /// The program ended with another status than 0.
    #[error("it ended with {status}{}", said(output))]
    Failed {
        /// How it ended.
        status: ExitStatus,
        /// What it wrote to stderr, or to stdout if that was nothing.
        output: String,
    },
}

/// Whether the formatter ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formatted {
    /// It ran.
    Done,
    /// It is not installed.
    Missing,
}

/// Runs hooks on a file, one after the other; the first that fails is the last.
///
/// The programs have no input, and what they write when all is well is not shown.
///
/// # Errors
/// The first hook that could not be started or did not end with 0.
pub fn run(hooks: &[Hook], file: &Path) -> Result<(), HookError> {
    hooks.iter().try_for_each(|hook| run_one(hook, file))
}

/// Formats a Rust file with `rustfmt`, and passes over that if there is none.
///
/// # Errors
/// rustfmt is there and fails.
pub fn rustfmt(file: &Path, edition: &str) -> Result<Formatted, HookError> {
    format_with("rustfmt", file, edition)
}

fn format_with(program: &str, file: &Path, edition: &str) -> Result<Formatted, HookError> {
    let hook = Hook::new([program, "--edition", edition]);
    match run_one(&hook, file) {
        Ok(()) => Ok(Formatted::Done),
        Err(error) => match &error.fault {
            HookFault::Start(io) if io.kind() == io::ErrorKind::NotFound => Ok(Formatted::Missing),
            // rustup has a program of this name also where the component is missing.
            HookFault::Failed { output, .. } if output.contains("is not installed for the") => {
                Ok(Formatted::Missing)
            }
            _ => Err(error),
        },
    }
}

fn run_one(hook: &Hook, file: &Path) -> Result<(), HookError> {
    // The hook may run in another folder.
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let arguments = hook.arguments(&absolute.to_string_lossy());
    run_command(hook, &arguments).map_err(|fault| HookError {
        command: arguments.join(" "),
        file: file.to_string_lossy().into_owned(),
        fault,
    })
}

fn run_command(hook: &Hook, arguments: &[String]) -> Result<(), HookFault> {
    let (program, arguments) = match arguments.split_first() {
        Some(split) if !hook.command.is_empty() => split,
        _ => return Err(HookFault::Empty),
    };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    if let Some(folder) = &hook.folder {
        command.current_dir(folder);
    }
    let output = command.output().map_err(HookFault::Start)?;
    if output.status.success() {
        return Ok(());
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let stderr = text(&output.stderr);
    Err(HookFault::Failed {
        status: output.status,
        output: if stderr.is_empty() {
            text(&output.stdout)
        } else {
            stderr
        },
    })
}

fn said(output: &str) -> String {
    if output.is_empty() {
        String::new()
    } else {
        format!(":\n{output}")
    }
}

#[cfg(test)]
mod tests;
