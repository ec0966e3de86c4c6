//! Opens files in the user's editor.

use std::env;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use migrator_build::authoring::Changes;

use crate::failure::Failure;

/// What names an editor, the strongest first.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// What is tried on a terminal if nothing names one.
const KNOWN: &[&str] = if cfg!(windows) {
    &["notepad.exe"]
} else {
    &["sensible-editor", "nano", "vim", "vi"]
};

/// Opens files and waits until the editor ends.
pub(crate) fn open(files: &[PathBuf]) -> Result<(), Failure> {
    let editor = chosen()?;
    let shown = editor.words.join(" ");
    let mut words = editor.words.iter();
    let program = words.next().map_or("", String::as_str);
    let status = Command::new(program).args(words).args(files).status();
    let status = status.map_err(|error| {
        let failure = Failure::new(format!("the editor `{shown}` cannot be started"));
        failure.because(&error).help(format!(
            "set {} to a program that is installed, such as `EDITOR=nano`",
            editor.variable.unwrap_or("EDITOR")
        ))
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the editor `{shown}` ended with {status}"
    )))
}

/// Opens the files that changes have made.
pub(crate) fn open_created(changes: &Changes) -> Result<(), Failure> {
    let files: Vec<PathBuf> = changes.created().map(ToOwned::to_owned).collect();
    open(&files)
}

/// An editor and what named it.
struct Editor {
    /// The program and its arguments, at least one.
    words: Vec<String>,
    variable: Option<&'static str>,
}

fn chosen() -> Result<Editor, Failure> {
    for variable in VARIABLES {
        let Some(text) = env::var(variable)
            .ok()
            .filter(|text| !text.trim().is_empty())
        else {
            continue;
        };
        let Some(words) = words(&text) else {
            return Err(Failure::new(format!(
                "the editor in the environment variable `{variable}` has a quote that is not closed"
            ))
            .help("write it as in a shell, such as `code --wait`"));
        };
        let variable = Some(variable);
        return Ok(Editor { words, variable });
    }
    let known = KNOWN.iter().find(|name| is_installed(name));
    match known {
        // Without a terminal an editor would wait for nobody.
        Some(name) if io::stdin().is_terminal() => Ok(Editor {
            words: vec![(*name).to_owned()],
            variable: None,
        }),
        _ => Err(Failure::new("no editor is set").help("set EDITOR, such as `EDITOR=nano`")),
    }
}

/// Splits a command; one that is the path of a file is not split, whatever is in it.
fn words(text: &str) -> Option<Vec<String>> {
    if Path::new(text).is_file() {
        return Some(vec![text.to_owned()]);
    }
    shlex::split(text).filter(|words| !words.is_empty())
}

fn is_installed(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
