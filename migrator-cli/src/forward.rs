//! What the application itself must do: `cargo run --bin migrate -- <the same arguments>`.
//!
//! On Unix this process becomes cargo, which becomes the application, so that nobody stands between a
//! terminal and the program that works. If the application cannot be built the exit code is cargo's, 101.

use std::process::Command;

use crate::config::Key;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program;

/// Hands the arguments to the application's binary, and ends as it ends.
pub(crate) fn to_application(context: &Context) -> Result<Exit, Failure> {
    let config = context
        .sources()?
        .choose_leniently(context.globals.name.as_deref())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.env(program::VARIABLE, program::CARGO);
    command.args(["run", "--quiet"]);
    if let Some(manifest) = &context.globals.manifest_path {
        command.arg("--manifest-path").arg(manifest);
    }
    let features = config.words(Key::Features);
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
    command.args(["--bin", config.bin(), "--"]);
    command.args(context.arguments.iter().skip(1));
    end_as(&mut command)
}

/// Becomes the application: signals, streams and the exit code are its own.
#[cfg(unix)]
fn end_as(command: &mut Command) -> Result<Exit, Failure> {
    use std::os::unix::process::CommandExt as _;

    Err(not_started(&command.exec()))
}

/// Waits for the application, which hears Ctrl-C by itself.
#[cfg(not(unix))]
fn end_as(command: &mut Command) -> Result<Exit, Failure> {
    // A program that handles Ctrl-C itself keeps its handler.
    let _ = ctrlc::set_handler(|| {});
    let status = command.status().map_err(|error| not_started(&error))?;
    Ok(match status.code() {
        Some(0) => Exit::Done,
        Some(2) => Exit::Misused,
        Some(3) => Exit::Pending,
        Some(4) => Exit::Conflict,
        Some(130) | None => Exit::Interrupted,
        Some(_) => Exit::Failed,
    })
}

fn not_started(error: &std::io::Error) -> Failure {
    Failure::new("cargo cannot be started").because(error)
}
