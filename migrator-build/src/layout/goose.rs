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

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Draft, Found, Way, words};
use super::files::RawFile;
use super::version::Version;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files {
        let Some((version, name)) = parts(file.stem()) else {
            found.unknown(file, Layout::Goose, "<number>_<name>.sql");
            continue;
        };
        if !file.is_sql() {
            let message = "a migration of goose that is written in Go cannot be embedded";
            let help = "write what it does as a migration in Rust, with the same version as its id";
            found
                .problems
                .push(Problem::of_file(&file.display, message).help(help));
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

fn parts(stem: &str) -> Option<(Version, &str)> {
    let (version, name) = stem.split_once('_')?;
    Some((Version::number(version)?, name))
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
        let marks: Vec<Mark<'_>> = marks(&file.text).collect();
        for mark in &marks {
            let word = mark.word.to_ascii_lowercase();
            match word.as_str() {
                "up" | "down" => {
                    let ends = |next: &&Mark<'_>| {
                        next.start > mark.start
                            && ["up", "down"].contains(&next.word.to_ascii_lowercase().as_str())
                    };
                    let end = marks
                        .iter()
                        .find(ends)
                        .map_or(file.text.len(), |next| next.start);
                    let way = Way {
                        file,
                        text: file.text.get(mark.start..end).unwrap_or_default(),
                        line: mark.line,
                    };
                    let place = if word == "up" {
                        &mut sections.up
                    } else {
                        &mut sections.down
                    };
                    if place.replace(way).is_some() {
                        let message =
                            format!("`-- +goose {}` stands here for the second time", mark.word);
                        problems.push(Problem::of_file(&file.display, message).at(mark.line, 1));
                    }
                }
                "no transaction" => sections.transaction = Transaction::None,
                "statementbegin" | "statementend" | "envsub off" => {}
                "envsub on" => problems.push(
                    Problem::of_file(
                        &file.display,
                        "variables of the environment are not filled in",
                    )
                    .at(mark.line, 1)
                    .help("write the values into the file"),
                ),
                _ => problems.push(
                    Problem::of_file(
                        &file.display,
                        format!("goose has no annotation `{}`", mark.word),
                    )
                    .at(mark.line, 1)
                    .help(
                        "write `Up`, `Down`, `StatementBegin`, `StatementEnd` or `NO TRANSACTION`",
                    ),
                ),
            }
        }
        sections
    }
}

/// A line `-- +goose …`.
struct Mark<'a> {
    word: &'a str,
    start: usize,
    line: u32,
}

fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .zip(1..)
        .filter_map(move |(line, number)| {
            let at = start;
            start += line.len();
            let word = line
                .trim()
                .strip_prefix("--")?
                .trim_start()
                .strip_prefix("+goose")?;
            Some(Mark {
                word: word.trim(),
                start: at,
                line: number,
            })
        })
}
