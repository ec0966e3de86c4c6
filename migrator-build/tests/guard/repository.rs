//! A git repository with a package in it, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrator_build::Options;
use migrator_build::guard::{Base, Checked, GitBase, GuardError, check_graph};
use tempfile::TempDir;

/// A working tree; the package is the folder `package` of it.
pub(crate) struct Repository {
    _folder: Option<TempDir>,
    pub(crate) root: PathBuf,
    /// The package's folder from the root: empty, or with a slash at its end.
    pub(crate) package: &'static str,
}

impl Repository {
    /// Makes an empty folder, which is no repository yet.
    pub(crate) fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Self {
            _folder: Some(folder),
            root,
            package: "",
        }
    }

    /// Makes a repository whose branch is `main`, without a commit.
    pub(crate) fn new() -> Self {
        let repository = Self::folder();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// Looks at another working tree.
    pub(crate) fn at(root: impl Into<PathBuf>) -> Self {
        Self {
            _folder: None,
            root: root.into(),
            package: "",
        }
    }

    /// Runs git; fails with what it said if that fails.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(["-c", "protocol.file.allow=always"])
            .args(arguments)
            .envs([
                ("GIT_AUTHOR_NAME", "a"),
                ("GIT_AUTHOR_EMAIL", "a@example.org"),
                ("GIT_COMMITTER_NAME", "a"),
                ("GIT_COMMITTER_EMAIL", "a@example.org"),
                ("GIT_CONFIG_GLOBAL", "/dev/null"),
                ("GIT_CONFIG_NOSYSTEM", "1"),
            ])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Returns a path in the package.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(self.package).join(file)
    }

    /// Writes a file of the package.
    pub(crate) fn write(&self, file: &str, text: &str) -> &Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn remove(&self, file: &str) -> &Self {
        fs::remove_file(self.path(file)).unwrap();
        self
    }

    /// Commits everything.
    pub(crate) fn commit(&self) -> &Self {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
        self
    }

    pub(crate) fn options(&self) -> Options {
        let mut options = Options::default();
        options.root = self.root.join(self.package);
        options
    }

    pub(crate) fn check(&self, base: &Base) -> Result<Checked, GuardError> {
        check_graph("migrations", &self.options(), base)
    }

    /// Returns the findings against where the work on a branch began.
    pub(crate) fn findings(&self, reference: &str) -> Vec<String> {
        lines(&self.check(&Base::Git(GitBase::new(reference))).unwrap())
    }
}

/// Rule, place and message of each finding.
pub(crate) fn lines(checked: &Checked) -> Vec<String> {
    let findings = checked.findings.iter();
    let line = |it: &migrator_build::guard::Finding| {
        format!("{} {}:{}:{}", it.rule.name(), it.file, it.line, it.column)
    };
    findings.map(line).collect()
}

/// A Rust migration.
pub(crate) fn rust(id: &str, parents: &str, body: &str) -> String {
    format!(
        "//! Do {id}.\nuse migrator::prelude::*;\n\npub const REVISION: &str = \"{id}\";\n\
         pub const DOWN_REVISION: &[&str] = &[{parents}];\n\n\
         pub fn upgrade(op: &mut Op) -> Result {{\n    {body}\n    Ok(())\n}}\n"
    )
}

/// An SQL migration.
pub(crate) fn sql(id: &str, parents: &str, body: &str) -> String {
    format!(
        "-- Do {id}.\n-- revision: {id}\n-- down_revision: {parents}\n\n-- migrate:up\n{body}\n"
    )
}

/// Runs rustfmt on a file.
pub(crate) fn rustfmt(path: &Path) {
    let status = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .arg(path)
        .status();
    assert!(status.unwrap().success());
}
