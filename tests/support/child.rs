//! Other processes: the test's own program started again as one of its tests.
//!
//! A test that is meant to be such a process does nothing unless [`job`] gives it
//! something to do.

use std::fmt::Display;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

const DATABASE: &str = "MIGRATOR_TEST_CHILD_DATABASE";
const TASK: &str = "MIGRATOR_TEST_CHILD_TASK";

/// Lines that are ours, and not the test harness's.
const MARK: &str = "child: ";

/// The database to work on and what to do; `None` outside a child.
pub fn job() -> Option<(String, String)> {
    let database = std::env::var(DATABASE).ok()?;
    Some((database, std::env::var(TASK).unwrap()))
}

/// Tells the parent something. Also when the harness has begun a line of its own.
pub fn say(text: impl Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{MARK}{text}").unwrap();
    out.flush().unwrap();
}

/// Waits for the parent's line.
pub fn wait_for_parent() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// A running child.
pub struct Process {
    pub child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts the test `name` of this program as a process of its own.
    pub fn start(name: &str, database: &str, task: &str) -> Self {
        let program = std::env::current_exe().unwrap();
        Self::start_as(Command::new(program), name, database, task)
    }

    /// The same with a command that names the program, or a copy of it.
    pub fn start_as(mut command: Command, name: &str, database: &str, task: &str) -> Self {
        let mut child = command
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(DATABASE, database)
            .env(TASK, task)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Gives the line that `wait_for_parent` waits for.
    pub fn go(&mut self) {
        let mut stdin = self.child.stdin.take().unwrap();
        writeln!(stdin, "go").unwrap();
    }

    /// The child's next line; `None` when it has ended.
    pub fn line(&mut self) -> Option<String> {
        loop {
            let line = self.lines.next()?.ok()?;
            if let Some(text) = line.strip_prefix(MARK) {
                return Some(text.to_owned());
            }
        }
    }

    /// Reads up to the line that starts with `start`, and returns its rest.
    pub fn line_after(&mut self, start: &str) -> String {
        loop {
            let line = self.line().unwrap_or_else(|| panic!("no line `{start}`"));
            if let Some(rest) = line.strip_prefix(start) {
                return rest.trim().to_owned();
            }
        }
    }
}
