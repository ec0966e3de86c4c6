//! Runs the binaries and writes down what is seen.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;

use tempfile::TempDir;

use crate::redacted::redacted;

/// A folder in which the command line is called.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a folder"),
        }
    }

    /// Returns a path in it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Runs the example application on the database `app.db`, and returns the transcript.
    pub(crate) fn migrate(&self, line: &str) -> String {
        let mut command = self.command(&example("migrate"));
        command.env("DATABASE_URL", "sqlite:app.db");
        self.transcript("migrate", line, command)
    }

    /// Runs `cargo migrator` in the folder, and returns the transcript.
    pub(crate) fn cargo_migrator(&self, line: &str) -> String {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_cargo-migrator")));
        command.arg("migrator");
        self.transcript("cargo migrator", line, command)
    }

    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env_clear();
        for name in ["PATH", "HOME", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Runs a program with the words of a line, and writes down what is seen.
    pub(crate) fn transcript(&self, program: &str, line: &str, mut command: Command) -> String {
        let output = command
            .args(line.split_whitespace())
            .output()
            .expect("the program starts");
        let text = transcript(&format!("{program} {line}"), &output);
        redacted(&text.replace(&self.folder.path().display().to_string(), "<folder>"))
    }
}

fn transcript(line: &str, output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut text = format!("$ {line}\n{stdout}");
    if !stderr.is_empty() {
        text.push_str(&format!("[stderr]\n{stderr}"));
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => text.push_str(&format!("[exit {code}]\n")),
        None => text.push_str("[killed]\n"),
    }
    text
}

/// Returns an example's path. Cargo builds it for a test run of the whole package only, so it is
/// asked to, which takes no time if there is nothing to do. `scripts/test` runs whole packages.
pub(crate) fn example(name: &str) -> PathBuf {
    static BUILT: Once = Once::new();
    BUILT.call_once(|| {
        if std::env::var_os("MIGRATOR_TEST_REQUIRED").is_some() {
            return;
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--examples", "--manifest-path"]);
        cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        assert!(cargo.status().expect("cargo starts").success());
    });
    let bin = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    let folder = bin.parent().expect("a target folder").join("examples");
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
