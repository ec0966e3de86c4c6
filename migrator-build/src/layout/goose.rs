//! goose: `<number>_<name>.sql` with annotations.
//!
//! ```text
//!  -- +goose NO TRANSACTION     outside a transaction
//!  -- +goose Up                 the way up follows
//!  -- +goose StatementBegin     a statement with semicolons in it; they are found without it, too
//!  -- +goose StatementEnd
//!  -- +goose Down               the way down follows
//!  -- +goose ENVSUB ON          refused: a migration must not depend on who runs it
//! ```
//!
//! Go that is no migration, as a file that embeds the folder, is left alone.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Draft, Found, Way, early_statement, words};
use super::files::RawFile;
use super::names;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files {
        let Some((version, name)) = names::goose(file.stem()) else {
            found.unknown(file, Layout::Goose, "<number>_<name>.sql");
            continue;
        };
        if !file.is_sql() {
            let message = "a migration of goose that is written in Go cannot be embedded";
            let help = "write what it does as a migration in Rust, with the same version as its id";
            found.refuse(file, message, help);
            continue;
        }
        let sections = Sections::read(file, &mut found.problems);
        let Some(up) = sections.up else {
            let problem = Problem::of_file(&file.display, "there is no `-- +goose Up`");
            found
                .problems
                .push(problem.help("write `-- +goose Up` before the statements"));
            continue;
        };
        found.drafts.push(Draft {
            version,
            message: words(name),
            up,
            down: sections.down,
            transaction: sections.transaction,
        });
    }
}

#[derive(Default)]
struct Sections<'a> {
    up: Option<Way<'a>>,
    down: Option<Way<'a>>,
    transaction: Transaction,
}

impl<'a> Sections<'a> {
    fn read(file: &'a RawFile, problems: &mut Vec<Problem>) -> Self {
        let mut sections = Self::default();
        let marks: Vec<Mark> = marks(&file.text).collect();
        problems.extend(disorder(file, &marks));
        for mark in &marks {
            let refused = match mark.word.to_ascii_lowercase().as_str() {
                "up" => sections
                    .up
                    .replace(way(file, mark, &marks))
                    .map(|_| again(mark)),
                "down" => sections
                    .down
                    .replace(way(file, mark, &marks))
                    .map(|_| again(mark)),
                "no transaction" => {
                    sections.transaction = Transaction::None;
                    None
                }
                "statementbegin" | "statementend" | "envsub off" => None,
                "envsub on" => Some((
                    "variables of the environment are not filled in".to_owned(),
                    "write the values into the file",
                )),
                _ => Some((
                    format!("goose has no annotation `{}`", mark.word),
                    "write `Up`, `Down`, `StatementBegin`, `StatementEnd` or `NO TRANSACTION`",
                )),
            };
            problems.extend(refused.map(|(message, help)| {
                let problem = Problem::of_file(&file.display, message);
                problem.at(mark.line, 1).help(help)
            }));
        }
        sections
    }
}

fn again(mark: &Mark) -> (String, &'static str) {
    let message = format!("`-- +goose {}` stands here for the second time", mark.word);
    (message, "join the two sections")
}

/// From a mark to the next one of a way.
fn way<'a>(file: &'a RawFile, mark: &Mark, marks: &[Mark]) -> Way<'a> {
    let ends = |next: &&Mark| next.start > mark.start && next.is_way();
    let end = marks
        .iter()
        .find(ends)
        .map_or(file.text.len(), |next| next.start);
    Way {
        file,
        text: file.text.get(mark.start..end).unwrap_or_default(),
        line: mark.line,
    }
}

/// What stands where goose expects the way up.
fn disorder(file: &RawFile, marks: &[Mark]) -> Option<Problem> {
    let first = marks.iter().find(|mark| mark.is_way())?;
    if first.is("up") {
        return early_statement(file, "-- +goose Up", first.line);
    }
    let message = "`-- +goose Down` stands before `-- +goose Up`";
    let problem = Problem::of_file(&file.display, message).at(first.line, 1);
    Some(problem.help("write the way up first"))
}

/// A line `-- +goose …`.
struct Mark {
    word: String,
    start: usize,
    line: u32,
}

impl Mark {
    fn is(&self, word: &str) -> bool {
        self.word.eq_ignore_ascii_case(word)
    }

    fn is_way(&self) -> bool {
        self.is("up") || self.is("down")
    }
}

/// Finds the lines that goose takes for annotations: every comment that names it is one, or a mistake.
fn marks(text: &str) -> impl Iterator<Item = Mark> {
    let mut start = 0;
    text.split_inclusive('\n')
        .zip(1..)
        .filter_map(move |(line, number)| {
            let at = start;
            start += line.len();
            let is_mark = line.trim().starts_with("--") && line.contains("+goose");
            let word = line.replace("--", "").replacen("+goose", "", 1);
            is_mark.then(|| Mark {
                word: word.trim().to_owned(),
                start: at,
                line: number,
            })
        })
}
