//! What files hold at a commit, from one `git cat-file` that answers until it is dropped.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Mutex;

use super::commit::Commit;
use super::repository::{Repository, command};
use crate::guard::error::GuardError;
use crate::source::Files;

/// The files of a commit, by their paths from the repository's top.
#[derive(Debug)]
pub(crate) struct Objects {
    hash: String,
    top: std::path::PathBuf,
    process: Mutex<Process>,
}

#[derive(Debug)]
struct Process {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub(crate) fn of(repository: &Repository, commit: &Commit) -> Result<Self, GuardError> {
        let start = || -> io::Result<Process> {
            let mut child = command(&repository.folder)
                .args(["cat-file", "--batch", "--follow-symlinks"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let requests = child.stdin.take();
            let answers = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(Process {
                child,
                requests,
                answers: BufReader::new(answers),
            })
        };
        Ok(Self {
            hash: commit.hash.clone(),
            top: repository.top.clone(),
            process: Mutex::new(start().map_err(|source| GuardError::NoGit { source })?),
        })
    }

    /// Returns what a file holds, links followed; `None` if there is none.
    pub(crate) fn get(&self, path: &str) -> Option<Vec<u8>> {
        // A path of two lines cannot be asked for.
        if path.contains('\n') {
            return None;
        }
        let mut process = self.process.lock().ok()?;
        process.get(&format!("{}:{path}", self.hash)).ok().flatten()
    }
}

impl Process {
    fn get(&mut self, object: &str) -> io::Result<Option<Vec<u8>>> {
        let requests = self.requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(requests, "{object}")?;
        requests.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let words: Vec<&str> = answer.split_whitespace().collect();
        // `<hash> <kind> <size>`, or `<what is wrong with links> <size>`, or `… missing`.
        let (kind, size) = match words.as_slice() {
            [kind @ ("symlink" | "dangling" | "loop" | "notdir"), size] => (*kind, size.parse()),
            [_, kind @ ("blob" | "tree" | "commit" | "tag"), size] => (*kind, size.parse()),
            _ => return Ok(None),
        };
        let mut content = vec![0; size.map_err(io::Error::other)?];
        self.answers.read_exact(&mut content)?;
        self.answers.read_exact(&mut [0])?;
        Ok((kind == "blob").then_some(content))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends when nothing more can be asked.
        drop(self.requests.take());
        let _ = self.child.wait();
    }
}

/// Files outside the repository are read where they are.
impl Files for Objects {
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let inside = path.strip_prefix(&self.top).unwrap_or(path);
        match within(inside) {
            Some(path) => self.get(&path),
            None => std::fs::read(self.top.join(inside)).ok(),
        }
    }
}

/// Resolves `..` in a path from the top; `None` if it leads out.
fn within(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}
