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

    /// Makes a folder of a package with the migrations of the example application.
    pub(crate) fn with_example() -> Self {
        let place = Self::with_package();
        let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/migrations");
        for file in std::fs::read_dir(migrations).expect("the example's migrations") {
            let file = file.expect("a file").path();
            let name = file.file_name().expect("a name").to_string_lossy();
            let copy = place.path(&format!("migrations/{name}"));
            std::fs::copy(&file, copy).expect("a copy");
        }
        place
    }

    /// Makes a folder of a package without migrations.
    pub(crate) fn with_package() -> Self {
        let place = Self::new();
        std::fs::create_dir(place.path("migrations")).expect("a folder");
        place.write("Cargo.toml", "[package]\nname = \"app\"\n");
        place
    }

    /// Adds a migration; `more` are lines of its header, such as `branch_labels: billing`.
    pub(crate) fn revision(self, id: &str, parents: &str, more: &str) -> Self {
        let more: String = more.lines().map(|line| format!("-- {line}\n")).collect();
        let text = format!(
            "-- message of {id}\n-- revision: {id}\n-- down_revision: {parents}\n{more}\n\
             -- migrate:up\nSELECT 1;\n"
        );
        self.write(&format!("migrations/{id}_message.sql"), &text);
        self
    }

    /// Writes a file.
    pub(crate) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).expect("a file");
    }

    /// Returns a path in it.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Runs the example application on the database `app.db`, and returns the transcript.
    pub(crate) fn migrate(&self, line: &str) -> String {
        let mut command = self.command(&example("migrate"));
        command
            .env("DATABASE_URL", "sqlite:app.db")
            .env("USER", "alice");
        self.transcript("migrate", line, command)
    }

    /// Runs `cargo migrator` in the folder, and returns the transcript.
    pub(crate) fn cargo_migrator(&self, line: &str) -> String {
        self.transcript("cargo migrator", line, self.cargo_command())
    }

    /// The same, where cargo is a program that prints what it is told and in which name.
    #[cfg(unix)]
    pub(crate) fn cargo_migrator_forwards(&self, line: &str) -> String {
        use std::os::unix::fs::PermissionsExt;

        let script = self.path("fake-cargo");
        self.write(
            "fake-cargo",
            "#!/bin/sh\necho \"cargo $@ (called as $MIGRATOR_PROGRAM)\"\n",
        );
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&script, executable).expect("an executable");
        let mut command = self.cargo_command();
        command.env("CARGO", script);
        self.transcript("cargo migrator", line, command)
    }

    fn cargo_command(&self) -> Command {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_cargo-migrator")));
        command.arg("migrator");
        command
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
