//! What is typed before a verb: `cargo migrator`, or the name of the application's binary.
//!
//! Texts that show commands, such as the examples of the help and what errors advise, are written with
//! `{program}` in its place.

use std::path::Path;

use clap::Command;

/// What `cargo migrator` tells the application it calls, so that both speak of the same program.
pub(crate) const VARIABLE: &str = "MIGRATOR_PROGRAM";

/// What is typed before a verb in a package's folder.
#[cfg(feature = "cargo")]
pub(crate) const CARGO: &str = "cargo migrator";

/// What `init` calls the application's binary.
pub(crate) const USUAL: &str = "migrate";

/// Returns what is typed to call this binary.
pub(crate) fn of_application() -> String {
    if let Ok(program) = std::env::var(VARIABLE) {
        return program;
    }
    let path = std::env::args_os().next().unwrap_or_default();
    let name = Path::new(&path).file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    match name.strip_suffix(std::env::consts::EXE_SUFFIX) {
        None | Some("") => USUAL.to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// Returns a text with the program's name in it.
pub(crate) fn named(text: &str, program: &str) -> String {
    text.replace("{program}", program)
}

/// Puts the program's name into the examples of a command and of all below it.
pub(crate) fn name_in_help(mut command: Command, program: &str) -> Command {
    if let Some(text) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(named(&text, program));
    }
    if let Some(text) = command.get_after_long_help().map(ToString::to_string) {
        command = command.after_long_help(named(&text, program));
    }
    if let Some(text) = command.get_long_about().map(ToString::to_string) {
        command = command.long_about(named(&text, program));
    }
    command.mut_subcommands(|command| name_in_help(command, program))
}
