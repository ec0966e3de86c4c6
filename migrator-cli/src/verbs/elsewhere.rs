//! The verbs that an application does not have, because where it runs its sources need not be.
//!
//! They are known to its command line by name only, so that whoever types one is told where it is.

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Command, value_parser};

/// What `cargo migrator` has and an application does not.
const NAMES: [&str; 8] = [
    "init",
    "revision",
    "merge",
    "edit",
    "rename",
    "rebase",
    "squash",
    "check-graph",
];

/// Takes the verbs out of the help, and takes whatever is typed behind one.
pub(crate) fn hide(command: Command) -> Command {
    NAMES.into_iter().fold(command, |command, name| {
        if command.find_subcommand(name).is_some() {
            command.mut_subcommand(name, |_| any(name))
        } else {
            command.subcommand(any(name))
        }
    })
}

fn any(name: &'static str) -> Command {
    let rest = Arg::new("rest")
        .num_args(0..)
        .trailing_var_arg(true)
        .allow_hyphen_values(true)
        .value_parser(value_parser!(std::ffi::OsString));
    Command::new(name)
        .hide(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(rest)
}

/// Says where a verb is that was typed here.
pub(crate) fn check(matches: &ArgMatches) -> Result<(), clap::Error> {
    let Some(verb) = matches
        .subcommand_name()
        .filter(|name| NAMES.contains(name))
    else {
        return Ok(());
    };
    let message = format!(
        "`{verb}` is for the sources of the application, which are not here\n\
         help: run `cargo migrator {verb}` in the package\n"
    );
    Err(clap::Error::raw(ErrorKind::InvalidSubcommand, message))
}
