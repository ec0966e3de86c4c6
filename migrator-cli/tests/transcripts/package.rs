//! A package in which `cargo migrator` is called: its files, its git repository, and what is seen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A package in a folder of its own.
pub(crate) struct Package {
    folder: TempDir,
    /// Where in it the command line is called.
    current: PathBuf,
    variables: Vec<(String, String)>,
}

impl Package {
    /// Makes an empty folder.
    pub(crate) fn nothing() -> Self {
        let folder = TempDir::new().expect("a folder");
        Self {
            current: folder.path().to_owned(),
            folder,
            variables: Vec::new(),
        }
    }

    /// Makes a package with an empty folder of migrations.
    pub(crate) fn new() -> Self {
        let package = Self::nothing();
        package.write(
            "Cargo.toml",
            "[package]\nname = \"shop\"\nedition = \"2024\"\n",
        );
        fs::create_dir(package.path("migrations")).expect("a folder");
        package
    }

    /// Makes a package with the revisions `a1 <- b2 <- c3`, in SQL.
    pub(crate) fn with_three() -> Self {
        Self::new().sql("a1", "").sql("b2", "a1").sql("c3", "b2")
    }

    /// Adds a revision in SQL.
    pub(crate) fn sql(self, id: &str, parents: &str) -> Self {
        let text = format!(
            "-- make {id}\n-- revision: {id}\n-- down_revision: {parents}\n\n\
             -- migrate:up\nCREATE TABLE {id} (id INTEGER);\n\n-- migrate:down\nDROP TABLE {id};\n"
        );
        self.write(&format!("migrations/{id}_make_{id}.sql"), &text);
        self
    }

    /// Writes a file and its folders.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Adds a setting.
    pub(crate) fn set(self, setting: &str) -> Self {
        let old = fs::read_to_string(self.path("migrator.toml")).unwrap_or_default();
        self.write("migrator.toml", &format!("{old}{setting}\n"));
        self
    }

    /// Sets an environment variable.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Goes to a folder of the package, which is made.
    pub(crate) fn go(mut self, folder: &str) -> Self {
        self.current = self.path(folder);
        fs::create_dir_all(&self.current).expect("a folder");
        self
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a file")
    }

    /// Lists the migrations folder.
    pub(crate) fn migrations(&self) -> String {
        self.list("migrations")
    }

    /// Lists the names in a folder, sorted.
    pub(crate) fn list(&self, folder: &str) -> String {
        let entries = fs::read_dir(self.path(folder)).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort_unstable();
        names.join("\n")
    }

    /// Runs git in the package.
    pub(crate) fn git(&self, line: &str) {
        let mut git = self.command(Path::new("git"));
        git.current_dir(self.folder.path());
        let output = git.args(words(line)).output().expect("git starts");
        assert!(output.status.success(), "git {line}: {output:?}");
    }

    /// Makes a git repository of the package, with a first commit on `main`.
    pub(crate) fn repository(self) -> Self {
        self.git("init --quiet --initial-branch=main");
        self.commit();
        self
    }

    pub(crate) fn commit(&self) {
        self.git("add --all");
        self.git("commit --quiet --message=Work");
    }

    /// Runs `cargo migrator`, and returns the transcript.
    pub(crate) fn run(&self, line: &str) -> String {
        transcript(line, &self.output(line))
            .replace(&self.folder.path().display().to_string(), "<folder>")
    }

    /// Runs `cargo migrator`, and returns what it printed on stdout.
    pub(crate) fn result(&self, line: &str) -> String {
        let output = self.output(line);
        assert!(output.status.success(), "{}", transcript(line, &output));
        String::from_utf8(output.stdout).expect("text")
    }

    fn output(&self, line: &str) -> Output {
        self.program(line).output().expect("the program starts")
    }

    /// Returns `cargo migrator` with the words of a line.
    pub(crate) fn program(&self, line: &str) -> Command {
        let mut program = self.command(Path::new(env!("CARGO_BIN_EXE_cargo-migrator")));
        program.arg("migrator").args(words(line));
        program
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.current).env_clear();
        for name in ["PATH", "HOME", "SYSTEMROOT", "RUSTUP_HOME", "CARGO_HOME"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada");
            command.env(format!("GIT_{who}_EMAIL"), "ada@example.org");
        }
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        command.envs(variables);
        command
    }
}

fn words(line: &str) -> Vec<String> {
    shlex::split(line).expect("closed quotes")
}

fn transcript(line: &str, output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut text = format!("$ cargo migrator {line}\n{stdout}");
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
