//! dbmate: `<digits>_<name>.sql` with `-- migrate:up` and `-- migrate:down`, ordered by the names of the files.
//!
//! `transaction:false` behind a marker takes the migration out of a transaction, both ways. What else stands behind
//! one dbmate passes over, but for other options, which it may know one day.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Draft, Found, Way, early_statement, words};
use super::files::RawFile;
use super::version::Version;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files {
        let stem = file.stem();
        let n_digits = stem.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, name) = stem.split_at(n_digits);
        if digits.is_empty() || !file.is_sql() {
            found.unknown(file, Layout::Dbmate, "<digits>_<name>.sql");
            continue;
        }
        if let Some((up, down, transaction)) = sections(file, &mut found.problems) {
            found.drafts.push(Draft {
                version: Version::named(digits, file.name()),
                message: words(name),
                up,
                down,
                transaction,
            });
        }
    }
}

type Sections<'a> = (Way<'a>, Option<Way<'a>>, Transaction);

fn sections<'a>(file: &'a RawFile, problems: &mut Vec<Problem>) -> Option<Sections<'a>> {
    let text = file.text.as_str();
    let marks: Vec<Mark<'_>> = marks(text).collect();
    let of_line = |line: u32, message: String| Problem::of_file(&file.display, message).at(line, 1);
    problems.extend(text.lines().zip(1..).filter_map(|(line, number)| {
        let is_none = is_meant(line) && marks.iter().all(|mark| mark.line != number);
        let message = format!("dbmate takes `{}` for no marker", line.trim());
        is_none.then(|| {
            of_line(number, message)
                .help("write `-- migrate:up` or `-- migrate:down` at the beginning of the line")
        })
    }));
    let transaction = mode(file, &marks, problems);
    let way = |mark: &Mark<'_>| {
        let next = marks.iter().find(|next| next.start > mark.start);
        let end = next.map_or(text.len(), |next| next.start);
        Some(Way {
            file,
            text: text.get(mark.start..end)?,
            line: mark.line,
        })
    };
    let (up, down) = match marks.as_slice() {
        [up] if up.is_up => (way(up)?, None),
        [up, down] if up.is_up && !down.is_up => (way(up)?, way(down)),
        [] => {
            let problem = Problem::of_file(&file.display, "there is no `-- migrate:up`");
            problems.push(problem.help("write `-- migrate:up` before the statements"));
            return None;
        }
        [down, ..] if !down.is_up => {
            let message = "`-- migrate:down` stands before `-- migrate:up`".to_owned();
            problems.push(of_line(down.line, message).help("write the way up first"));
            return None;
        }
        [_, rest @ ..] => {
            let again = rest.iter().find(|it| it.is_up).or(rest.get(1))?;
            let word = if again.is_up { "up" } else { "down" };
            let message = format!("`-- migrate:{word}` stands here for the second time");
            problems.push(of_line(again.line, message).help(
                "give what follows a file of its own: a version is one migration, with one way up and one down",
            ));
            return None;
        }
    };
    problems.extend(early_statement(file, "-- migrate:up", up.line));
    Some((up, down, transaction))
}

/// Reads the options of all markers.
fn mode(file: &RawFile, marks: &[Mark<'_>], problems: &mut Vec<Problem>) -> Transaction {
    let mut mode = Transaction::default();
    for mark in marks {
        let options = mark.options.split_whitespace();
        for option in options.filter(|option| option.contains(':')) {
            match option {
                "transaction:false" => mode = Transaction::None,
                "transaction:true" => {}
                _ => problems.push(
                    Problem::of_file(&file.display, format!("dbmate has no option `{option}`"))
                        .at(mark.line, 1)
                        .help("write `transaction:false`, or nothing"),
                ),
            }
        }
    }
    mode
}

/// Tells whether a line is meant for a marker, if it is one or not: taken for a comment, `--- migrate:down` would let
/// the way up run the way down.
fn is_meant(line: &str) -> bool {
    let Some(comment) = line.trim_start().strip_prefix("--") else {
        return false;
    };
    let comment = comment.to_ascii_lowercase();
    let mut words = comment
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_named = words.next() == Some("migrate") && matches!(words.next(), Some("up" | "down"));
    is_named && (words.next().is_none() || comment.contains("migrate:"))
}

/// A line `-- migrate:up` or `-- migrate:down`.
struct Mark<'a> {
    is_up: bool,
    options: &'a str,
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
            let rest = line
                .strip_prefix("--")?
                .trim_start()
                .strip_prefix("migrate:")?;
            let (is_up, options) = match rest.strip_prefix("up") {
                Some(options) => (true, options),
                None => (false, rest.strip_prefix("down")?),
            };
            let ends = options.is_empty() || options.starts_with(char::is_whitespace);
            ends.then_some(Mark {
                is_up,
                options,
                start: at,
                line: number,
            })
        })
}
