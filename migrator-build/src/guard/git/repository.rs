//! A repository, and how git is asked about it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::guard::error::{GitSaid, GuardError};

/// A repository, seen from a folder in it.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    /// The folder from which git is asked.
    pub(super) folder: PathBuf,
    /// The top folder of the working tree.
    pub(super) top: PathBuf,
    /// The way from the top to the folder: empty, or ending with a slash.
    pub(crate) prefix: String,
}

impl Repository {
    /// Finds the repository of a folder.
    pub(crate) fn of(folder: &Path) -> Result<Self, GuardError> {
        let folder = if folder.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            folder.to_owned()
        };
        let answer = ask(&folder, &["rev-parse", "--show-toplevel", "--show-prefix"])?;
        if !answer.status.success() {
            return Err(GuardError::NotARepository {
                source: said(&answer),
                folder,
            });
        }
        let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
        let mut lines = answer.lines();
        Ok(Self {
            folder,
            top: PathBuf::from(lines.next().unwrap_or_default()),
            prefix: lines.next().unwrap_or_default().to_owned(),
        })
    }

    /// Asks git; an error if it fails.
    pub(super) fn git(&self, arguments: &[&str]) -> Result<String, GuardError> {
        let answer = ask(&self.folder, arguments)?;
        if answer.status.success() {
            return Ok(String::from_utf8_lossy(&answer.stdout).into_owned());
        }
        Err(GuardError::Git {
            command: arguments.join(" "),
            source: said(&answer),
        })
    }

    /// Asks git for one line; `None` if it has none.
    pub(super) fn line(&self, arguments: &[&str]) -> Result<Option<String>, GuardError> {
        let answer = ask(&self.folder, arguments)?;
        let line = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
        Ok((answer.status.success() && !line.is_empty()).then_some(line))
    }

    pub(super) fn is_shallow(&self) -> Result<bool, GuardError> {
        let answer = self.line(&["rev-parse", "--is-shallow-repository"])?;
        Ok(answer.is_some_and(|answer| answer == "true"))
    }
}

fn ask(folder: &Path, arguments: &[&str]) -> Result<Output, GuardError> {
    let output = command(folder).args(arguments).output();
    output.map_err(|source| GuardError::NoGit { source })
}

/// Returns a call of git from a folder, without arguments; also right in a hook of git.
#[must_use]
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null());
    // Git tells its hooks where the repository is, and then takes the folder it is asked from for the
    // top of the tree.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

fn said(output: &Output) -> GitSaid {
    let text = String::from_utf8_lossy(&output.stderr);
    GitSaid(text.trim().to_owned())
}
