//! A document, taken apart: what is typed and shown, and the files that are written in between.
//!
//! ```text
//!  ```console            $ a command
//!                        what it prints, both streams as a terminal shows them
//!  ```rust, ```sql, …    a file, if the first line is a comment that names it
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

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
            assert_same(&seen, &self.text);
        }
    }
}

fn assert_same(seen: &str, told: &str) {
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

/// Tells whether an output is what is shown, times and the machine's name aside.
fn is_like(output: &str, shown: &str) -> bool {
    timeless(output) == timeless(shown)
}

/// Takes away what differs from run to run.
fn timeless(text: &str) -> String {
    let times = [
        (r"\d+ (ms|s)\b", "0 ms"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", "then"),
        (r"by ada@\S+", "by ada"),
    ];
    times.iter().fold(text.to_owned(), |text, (pattern, with)| {
        let pattern = Regex::new(pattern).expect("a pattern");
        pattern.replace_all(&text, *with).into_owned()
    })
}
