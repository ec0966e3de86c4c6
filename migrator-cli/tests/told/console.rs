//! A document, taken apart: what is typed and shown, and the files that are written in between.
//!
//! ```text
//!  ```console            $ a command
//!                        what it prints, both streams as a terminal shows them
//!                        [..] stands for anything within a line
//!  ```rust, ```sql, …    a file, if the first line is a comment that names it
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use crate::session::Session;

/// A document of the repository.
pub(crate) struct Document {
    path: PathBuf,
    text: String,
}

impl Document {
    /// Reads a document.
    pub(crate) fn new(path: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
        let text = fs::read_to_string(&path).expect("a document");
        Self { path, text }
    }

    /// Does what it tells, and compares what is seen with what it shows.
    pub(crate) fn check(&self) {
        let mut session = Session::new();
        let mut seen = String::new();
        for part in parts(&self.text) {
            match part {
                Part::Text(text) => seen.push_str(text),
                Part::File { path, content } => session.write(path, content),
                Part::Command { line, shown } => {
                    seen.push_str(&format!("$ {line}\n"));
                    let output = session.run(line);
                    let output = if is_like(&output, shown) {
                        shown.to_owned()
                    } else {
                        output
                    };
                    seen.push_str(&output);
                }
            }
        }
        if std::env::var_os("UPDATE_TOLD").is_some() {
            fs::write(&self.path, seen).expect("written");
        } else {
            similar_asserts(&seen, &self.text);
        }
    }
}

fn similar_asserts(seen: &str, told: &str) {
    let differs = seen
        .lines()
        .zip(told.lines())
        .position(|(seen, told)| seen != told);
    let from = differs.unwrap_or(0).saturating_sub(8);
    let around = |text: &str| {
        text.lines()
            .skip(from)
            .take(24)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        seen == told,
        "told from line {}:\n{}\n\nseen:\n{}",
        from + 1,
        around(told),
        around(seen)
    );
}

/// A piece of a document.
enum Part<'a> {
    /// Is as it is.
    Text(&'a str),
    /// A file, whose text follows as [`Part::Text`].
    File { path: &'a str, content: &'a str },
    /// A command and what the document shows below it.
    Command { line: &'a str, shown: &'a str },
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (index, piece) in text.split_inclusive("```").enumerate() {
        let block = piece.strip_suffix("```").unwrap_or(piece);
        match block.strip_prefix("console\n") {
            Some(console) if index % 2 == 1 => {
                parts.push(Part::Text("console\n"));
                parts.extend(commands(console));
                parts.push(Part::Text("```"));
            }
            _ => {
                if index % 2 == 1 {
                    parts.extend(file(block));
                }
                parts.push(Part::Text(piece));
            }
        }
    }
    parts
}

fn commands(console: &str) -> Vec<Part<'_>> {
    let mut starts: Vec<usize> = console
        .match_indices("\n$ ")
        .map(|(at, _)| at + 1)
        .collect();
    assert!(
        console.starts_with("$ "),
        "a console block begins with a command"
    );
    starts.insert(0, 0);
    starts.push(console.len());
    let command = |pair: &[usize]| {
        let text = &console[pair[0] + 2..pair[1]];
        let (line, shown) = text.split_once('\n').unwrap_or((text, ""));
        Part::Command { line, shown }
    };
    starts.windows(2).map(command).collect()
}

/// A block is a file if it says so in its first line.
fn file(block: &str) -> Option<Part<'_>> {
    let (_, text) = block.split_once('\n')?;
    let (first, content) = text.split_once('\n')?;
    let path = ["// ", "-- ", "# "]
        .iter()
        .find_map(|mark| first.strip_prefix(mark))?;
    let is_path = path.contains('.') && !path.contains(' ') && !path.ends_with('.');
    is_path.then_some(Part::File { path, content })
}

/// Tells whether an output is what is shown, in which `[..]` stands for anything within a line.
fn is_like(output: &str, shown: &str) -> bool {
    let mut shown = shown.lines();
    let all_are = output
        .lines()
        .all(|line| shown.next().is_some_and(|shown| line_is_like(line, shown)));
    all_are && shown.next().is_none()
}

fn line_is_like(line: &str, shown: &str) -> bool {
    let mut pieces = shown.split("[..]");
    let Some(mut rest) = line.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let mut is_open = false;
    for piece in pieces {
        is_open = true;
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
        is_open = is_open && piece.is_empty();
    }
    rest.is_empty() || is_open
}
