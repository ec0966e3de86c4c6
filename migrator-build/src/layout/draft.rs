//! What a tool's module finds in its files.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::files::RawFile;
use super::version::Version;
use crate::Problem;

/// What a tool's module finds.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) drafts: Vec<Draft<'a>>,
    pub(super) problems: Vec<Problem>,
}

impl Found<'_> {
    /// Reports a file that the tool's rules do not know.
    pub(super) fn unknown(&mut self, file: &RawFile, layout: Layout, pattern: &str) {
        let message = format!("the file's name is none of a migration of {layout}");
        let help = format!(
            "name it as {layout} does, `{pattern}`, move it to another folder, or give it a header of migrator's own"
        );
        self.refuse(file, message, help);
    }

    /// Reports a file that cannot be embedded, and what to do with it.
    pub(super) fn refuse(
        &mut self,
        file: &RawFile,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::of_file(&file.display, message).help(help));
    }
}

/// A migration of another tool.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) version: Version,
    /// What it does, in the words of its name.
    pub(super) message: String,
    pub(super) up: Way<'a>,
    pub(super) down: Option<Way<'a>>,
    pub(super) transaction: Transaction,
}

/// One direction: a file, or a part of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) file: &'a RawFile,
    pub(super) text: &'a str,
    /// The line of the file on which the text begins, from 1.
    pub(super) line: u32,
}

impl<'a> Way<'a> {
    pub(super) fn whole(file: &'a RawFile) -> Self {
        Self {
            file,
            text: &file.text,
            line: 1,
        }
    }
}

/// Reports the first statement in front of a file's first mark, which is in a line: the tool refuses the file, and
/// nobody would run it.
pub(super) fn early_statement(file: &RawFile, mark: &str, line: u32) -> Option<Problem> {
    let lines = file.text.lines().zip(1..);
    let mut lines = lines.take_while(|(_, number)| *number < line);
    let is_statement = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("--");
    let (_, number) = lines.find(|(line, _)| is_statement(line))?;
    let problem = Problem::of_file(&file.display, format!("a statement stands before `{mark}`"));
    let help = format!("write it behind `{mark}`");
    Some(problem.at(number, 1).help(help))
}

/// The words of a name.
pub(super) fn words(name: &str) -> String {
    name.split(['_', '-'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
