//! What the application itself must do: `cargo run --bin migrate -- <the same arguments>`.
//!
//! On Unix this process becomes cargo, which becomes the application, so that nobody stands between a
//! terminal and the program that works. If the application cannot be built the exit code is cargo's, 101.
//! If it has no such binary it is ours to say, since cargo does not know how to get one.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use serde_json::Value;

use crate::config::Key;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::program;

/// Hands the arguments to the application's binary, and ends as it ends.
pub(crate) fn to_application(context: &Context) -> Result<Exit, Failure> {
    let mut command = application(context)?;
    command.args(context.arguments.iter().skip(1));
    end_as(&mut command)
}

/// What came of a question to the application.
pub(crate) enum Answer {
    /// It answered on stdout.
    Said(Vec<u8>),
    /// It failed, and has said why.
    Ended(Exit),
}

/// Has the application's binary answer on stdout. It has the terminal meanwhile: it may ask, and says
/// what is wrong.
pub(crate) fn ask_application(
    context: &Context,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Answer, Failure> {
    let mut command = application(context)?;
    command.args(arguments).stdout(Stdio::piped());
    // The application hears Ctrl-C by itself. A program that handles it has its handler already.
    let _ = ctrlc::set_handler(|| {});
    let child = command.spawn().map_err(|error| not_started(&error))?;
    let output = child.wait_with_output();
    let output =
        output.map_err(|error| Failure::new("the application cannot be heard").because(&error))?;
    Ok(match output.status.success() {
        true => Answer::Said(output.stdout),
        false => Answer::Ended(exit_of(output.status)),
    })
}

/// Returns the command that builds the application's binary and runs it, without arguments for it.
fn application(context: &Context) -> Result<Command, Failure> {
    let config = context
        .sources()?
        .choose_leniently(context.globals.name.as_deref())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = context.globals.manifest_path.as_deref();
    if !is_in_its_place(&config.root, config.bin()) && lacks(&cargo, manifest, config.bin()) {
        return Err(missing(config.bin()));
    }
    let mut command = Command::new(cargo);
    command.env(program::VARIABLE, program::CARGO);
    command.args(["run", "--quiet"]);
    if let Some(manifest) = manifest {
        command.arg("--manifest-path").arg(manifest);
    }
    let features = config.words(Key::Features);
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
    command.args(["--bin", config.bin(), "--"]);
    Ok(command)
}

/// Tells whether a binary is where they usually are, which asks nobody.
fn is_in_its_place(package: &Path, bin: &str) -> bool {
    let folder = package.join("src/bin");
    folder.join(format!("{bin}.rs")).is_file() || folder.join(bin).join("main.rs").is_file()
}

/// Tells whether no package that cargo finds has such a binary. What cargo cannot tell, it says itself when
/// it is to run it.
fn lacks(cargo: &OsString, manifest: Option<&Path>, bin: &str) -> bool {
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--format-version", "1"]);
    if let Some(manifest) = manifest {
        command.arg("--manifest-path").arg(manifest);
    }
    let output = command.stdin(Stdio::null()).output().ok();
    let output = output.filter(|output| output.status.success());
    let metadata: Option<Value> =
        output.and_then(|output| serde_json::from_slice(&output.stdout).ok());
    metadata.is_some_and(|metadata| !has_binary(&metadata, bin))
}

fn has_binary(metadata: &Value, bin: &str) -> bool {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned();
    let packages = list(metadata, "packages").unwrap_or_default();
    let mut targets = packages
        .iter()
        .filter_map(|it| list(it, "targets"))
        .flatten();
    targets.any(|target| {
        let kinds = list(&target, "kind").unwrap_or_default();
        target.get("name").is_some_and(|name| name == bin) && kinds.iter().any(|kind| kind == "bin")
    })
}

fn missing(bin: &str) -> Failure {
    Failure::new(format!("the application has no binary `{bin}`"))
        .help("write one with `{program} init`, or name the one there is with the setting `bin`")
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
    Ok(exit_of(status))
}

/// Returns how this program ends if the application has ended so.
fn exit_of(status: ExitStatus) -> Exit {
    match status.code() {
        None => Exit::Interrupted,
        Some(code) => Exit::of_application(code),
    }
}

fn not_started(error: &std::io::Error) -> Failure {
    Failure::new("cargo cannot be started").because(error)
}
