//! An SQL migration: comment keys, then sections of statements.
//!
//! ```text
//!  -- Create users.                       free lines: the description
//!  -- revision: c46dab3fa34a              keys, in any order
//!  -- down_revision: 1975ea83b712, ae1    nothing after the colon: a base
//!  -- depends_on: …                       optional
//!  -- branch_labels: …                    optional
//!  -- transaction: none                   optional: none or per-migration
//!
//!  -- migrate:up                          for every dialect without its own
//!  -- migrate:up sqlite
//!  -- migrate:down                        none at all: irreversible
//!
//!  -- migrate:repeatable                  before a statement that bears running twice
//! ```
//!
//! A section may be empty: such a revision changes nothing. A marker inside a
//! string, a dollar quote or a block comment is text. Where the dialects see
//! different markers the file is refused, never guessed at.

use crate::base::Dialect;
use crate::script::header::Header;
use crate::script::lexer::{Kind, Lexer, Token};
use crate::script::mark::is_repeatable;
use crate::script::position::Lines;
use crate::script::sql_header;
use crate::script::sql_problem::{SqlFileFault, SqlFileProblem};

/// The two ways of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Upgrade.
    Up,
    /// Downgrade.
    Down,
}

impl Direction {
    /// Both, the way up first.
    pub const ALL: [Self; 2] = [Self::Up, Self::Down];

    /// The word in `-- migrate:up`.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// A section of an SQL file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// Which way it goes.
    pub direction: Direction,
    /// The dialect it is for; `None` for every dialect without its own section.
    pub dialect: Option<Dialect>,
    /// The text between its marker and the next.
    pub text: &'a str,
    /// The line of its marker, from 1.
    pub line: u32,
}

/// An SQL file, read but not yet split into statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SqlFile<'a> {
    /// The keys and the description.
    pub header: Header,
    /// The sections in the order of the file, no duplicates.
    pub sections: Vec<Section<'a>>,
}

impl<'a> SqlFile<'a> {
    /// Reads a file, and everything that is wrong with its header and its
    /// markers. The statements are looked at by [`SqlFile::statements`].
    ///
    /// A byte order mark and any line ending are accepted.
    ///
    /// # Complexity
    /// Linear in the length of the text.
    #[must_use]
    pub fn read(text: &'a str) -> (Self, Vec<SqlFileProblem>) {
        let lines = Lines::new(text);
        let mut reader = Reader {
            text,
            lines,
            problems: Vec::new(),
            sections: Vec::new(),
        };
        let head_end = reader.head();
        reader.sections_from(head_end);
        let Reader {
            mut problems,
            sections,
            ..
        } = reader;
        // A section that could not be read may be the one that is missing.
        let only_down = sections
            .iter()
            .all(|section| section.direction == Direction::Down);
        if problems.is_empty() && only_down {
            problems.push(SqlFileProblem::new(SqlFileFault::NoUpSection, 1, 1));
        }
        let header = sql_header::read(text.get(..head_end).unwrap_or_default(), &mut problems);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        (Self { header, sections }, problems)
    }

    /// Returns the section that a dialect runs: its own, or the common one.
    #[must_use]
    pub fn section(&self, direction: Direction, dialect: Dialect) -> Option<&Section<'a>> {
        let find = |wanted: Option<Dialect>| {
            let mut sections = self.sections.iter();
            sections.find(|section| section.direction == direction && section.dialect == wanted)
        };
        find(Some(dialect)).or_else(|| find(None))
    }

    /// Tells whether the file has any section for a direction.
    #[must_use]
    pub fn has(&self, direction: Direction) -> bool {
        self.sections
            .iter()
            .any(|section| section.direction == direction)
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    problems: Vec<SqlFileProblem>,
    sections: Vec<Section<'a>>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, fault: SqlFileFault, offset: usize) {
        let (line, column) = self.lines.at(offset);
        self.problems.push(SqlFileProblem::new(fault, line, column));
    }

    /// Returns where the header ends: at the first marker or the end of the text.
    fn head(&mut self) -> usize {
        for token in Lexer::new(Dialect::Sqlite, self.text, 0) {
            match token {
                // A mark before the first section is taken for a marker, to be reported.
                Ok(token) if is_marker(self.text, token) || is_mark(self.text, token) => {
                    return token.start;
                }
                Ok(token) if !token.kind.is_significant() => {}
                Ok(Token { start, .. }) => {
                    self.problem(SqlFileFault::TextBeforeSections, start);
                    return self.next_marker_line(start);
                }
                Err(error) => {
                    self.problem(SqlFileFault::Sql(error.fault), error.offset);
                    return self.next_marker_line(error.offset);
                }
            }
        }
        self.text.len()
    }

    /// Recovers after stray text: the next line that looks like a marker.
    fn next_marker_line(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        let mut at = from;
        for line in rest.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            if at > from
                && line
                    .trim_start()
                    .strip_prefix("--")
                    .is_some_and(names_marker)
            {
                return at + indent;
            }
            at += line.len();
        }
        self.text.len()
    }

    /// Reads markers and their texts to the end; `at` is a marker or the end.
    fn sections_from(&mut self, mut at: usize) {
        while at < self.text.len() {
            let rest = self.text.get(at..).unwrap_or_default();
            let line_len = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let marker = self.marker(at, rest.get(..line_len).unwrap_or_default());
            let start = at + line_len;
            let dialect = marker.and_then(|(_, dialect)| dialect);
            let (end, ambiguous) = self.section_end(start, dialect);
            let text = self.text.get(start..end).unwrap_or_default();
            if let Some((direction, dialect)) = marker {
                let (line, _) = self.lines.at(start);
                self.add(Section {
                    direction,
                    dialect,
                    text,
                    line,
                });
            }
            if ambiguous {
                self.problem(SqlFileFault::AmbiguousMarker, end);
                return;
            }
            at = end;
        }
    }

    fn add(&mut self, section: Section<'a>) {
        let same = |other: &&Section<'_>| {
            (other.direction, other.dialect) == (section.direction, section.dialect)
        };
        match self.sections.iter().find(same) {
            Some(first) => {
                let fault = SqlFileFault::DuplicateSection {
                    first_line: first.line,
                };
                self.problems
                    .push(SqlFileProblem::new(fault, section.line, 1));
            }
            None => self.sections.push(section),
        }
    }

    /// Reads `-- migrate:up sqlite`; `None` after reporting what is wrong with it.
    fn marker(&mut self, at: usize, line: &str) -> Option<(Direction, Option<Dialect>)> {
        let line_start = self.text.get(..at).and_then(|before| before.rfind('\n'));
        let before = self
            .text
            .get(line_start.map_or(0, |newline| newline + 1)..at);
        if !before
            .unwrap_or_default()
            .trim_start_matches('\u{feff}')
            .trim()
            .is_empty()
        {
            self.problem(SqlFileFault::MarkerBehindText, at);
        }
        if misspells_marker(line) {
            self.problem(SqlFileFault::MisspeltMarker, at);
            return None;
        }
        let (_, words) = line.split_once(':')?;
        let mut words = words.split_whitespace();
        let word = words.next().unwrap_or_default();
        let keyword = |direction: &Direction| direction.keyword().eq_ignore_ascii_case(word);
        let Some(direction) = Direction::ALL.into_iter().find(keyword) else {
            self.problem(
                SqlFileFault::UnknownSection {
                    word: word.to_owned(),
                },
                at,
            );
            return None;
        };
        let dialect = match words.next() {
            None => None,
            Some(name) => {
                let keyword = |dialect: &Dialect| dialect.keyword().eq_ignore_ascii_case(name);
                let dialect = Dialect::ALL.into_iter().find(keyword);
                if dialect.is_none() {
                    self.problem(
                        SqlFileFault::UnknownDialect {
                            name: name.to_owned(),
                        },
                        at,
                    );
                    return None;
                }
                dialect
            }
        };
        if let Some(word) = words.next() {
            self.problem(
                SqlFileFault::TextBehindMarker {
                    word: word.to_owned(),
                },
                at,
            );
        }
        Some((direction, dialect))
    }

    /// Returns where the section that starts at `start` ends, and whether that is
    /// ambiguous.
    ///
    /// A common section is read as every dialect reads it. A dialect that never
    /// gets out of a quote has no say; where one sees text and another a marker
    /// the file is ambiguous.
    fn section_end(&self, start: usize, dialect: Option<Dialect>) -> (usize, bool) {
        let dialects = dialect.map_or(Dialect::ALL.to_vec(), |dialect| vec![dialect]);
        let ends = dialects
            .into_iter()
            .filter_map(|dialect| first_marker(dialect, self.text, start));
        let ends: Vec<_> = ends.collect();
        let first = ends.iter().min().copied().unwrap_or(self.text.len());
        (first, ends.iter().any(|&end| end != first))
    }
}

/// Returns the first marker from `start`, the text's end if there is none, or
/// `None` if a quote or comment stays open.
fn first_marker(dialect: Dialect, text: &str, start: usize) -> Option<usize> {
    for token in Lexer::new(dialect, text, start) {
        match token {
            Ok(token) if is_marker(text, token) => return Some(token.start),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    Some(text.len())
}

fn is_marker(text: &str, token: Token) -> bool {
    comment(text, token).is_some_and(|comment| names_marker(comment) && !is_repeatable(comment))
}

fn is_mark(text: &str, token: Token) -> bool {
    comment(text, token).is_some_and(is_repeatable)
}

/// Returns what a line comment says.
fn comment(text: &str, token: Token) -> Option<&str> {
    let is_comment = token.kind == Kind::LineComment;
    is_comment
        .then(|| token.text(text).strip_prefix("--"))
        .flatten()
}

/// Tells whether a comment's text reads like `migrate:…`, or is meant so.
fn names_marker(comment: &str) -> bool {
    is_spelt(comment) || misspells_marker(comment)
}

fn is_spelt(comment: &str) -> bool {
    let word = comment.trim_start().split(':').next().unwrap_or_default();
    comment.contains(':') && word.trim_end().eq_ignore_ascii_case("migrate")
}

/// Tells whether a comment is a marker but for its punctuation, or one of another
/// tool. Taken for prose, `-- migrate down` would let the way up run the way down.
fn misspells_marker(comment: &str) -> bool {
    let comment = comment.trim_start_matches('-');
    let is = |word: Option<&str>, names: &[&str]| {
        word.is_some_and(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
    };
    let mut words = comment
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    !is_spelt(comment)
        && is(words.next(), &["migrate", "migration", "migrator", "goose"])
        && is(words.next(), &["up", "down", "repeatable"])
        && words.all(|word| is(Some(word), &Dialect::ALL.map(Dialect::keyword)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Direction, SqlFile};
    use crate::base::Transaction;

    /// Shows the sections and the problems.
    fn check(sections: &str, expect: &[&str]) {
        let text = format!("-- revision: a\n-- down_revision:\n{sections}");
        let (file, problems) = SqlFile::read(&text);
        let sections = file.sections.iter().map(|section| {
            let dialect = section
                .dialect
                .map_or_else(String::new, |dialect| format!(" {dialect}"));
            format!(
                "{}{dialect}:{}",
                section.direction.keyword(),
                section.text.trim()
            )
        });
        let problems = problems.iter().map(ToString::to_string);
        assert_eq!(
            sections.chain(problems).collect::<Vec<_>>(),
            expect,
            "{text}"
        );
    }

    #[test]
    fn the_header_is_read_with_places() {
        let (file, problems) = SqlFile::read(
            "\u{feff}-- Create users\r\n-- and roles.\r\n--\r\n-- Why: see https://x.y/z\r\n\
             --revision:c46d\r\n  -- Down_Revision:  ä1, b\r\n-- depends_on: \r\n\
             -- branch_labels: billing\r\n-- transaction: None\r\n\r\n-- migrate:up\r\nx\r\n",
        );
        assert_eq!(problems, []);
        let header = file.header;
        assert_eq!(header.message, "Create users and roles.");
        let place = |line, column, value: &str| (line, column, value.to_owned());
        let revision = header.revision.expect("a revision");
        assert_eq!(
            (revision.line, revision.column, revision.value),
            place(5, 12, "c46d")
        );
        let parents = header.down_revision.expect("parents");
        let parents: Vec<_> = parents
            .value
            .into_iter()
            .map(|item| (item.line, item.column, item.value))
            .collect();
        assert_eq!(parents, [place(6, 22, "ä1"), place(6, 26, "b")]);
        assert_eq!(header.depends_on.expect("a list").value, []);
        assert_eq!(header.branch_labels.expect("labels").value.len(), 1);
        assert_eq!(header.transaction.expect("a mode").value, Transaction::None);
    }

    #[test]
    fn a_marker_inside_quotes_is_text() {
        check(
            "-- migrate:up\nselect '\n-- migrate:down\n' /*\n-- migrate:down */;\n-- migrate:down\ny",
            &[
                "up:select '\n-- migrate:down\n' /*\n-- migrate:down */;",
                "down:y",
            ],
        );
        check(
            "-- migrate:up postgres\ndo $$\n-- migrate:down\n$$\n--MIGRATE: Down postgres\ny",
            &[
                "up PostgreSQL:do $$\n-- migrate:down\n$$",
                "down PostgreSQL:y",
            ],
        );
        check(
            "-- migrate:up\ndo $$\n-- migrate:down\n$$",
            &[
                "up:do $$",
                "5:1: this is a section's marker in one dialect, and quoted text in another",
            ],
        );
    }

    #[test]
    fn a_marker_written_otherwise_is_no_prose() {
        for marker in [
            "-- migrate down",
            "--migrate-down",
            "-- Migration: down sqlite",
            "-- +migrate Down",
            "-- +goose Down",
        ] {
            check(
                &format!("-- migrate:up\nx;\n{marker}\ndrop table x;"),
                &[
                    "up:x;",
                    "5:1: this is meant as a section's marker and is none",
                ],
            );
        }
        check(
            "-- migrate:up\n-- migrate repeatable\nx",
            &[
                "up:",
                "4:1: this is meant as a section's marker and is none",
            ],
        );
        check(
            "-- migrate up\nx",
            &["3:1: this is meant as a section's marker and is none"],
        );
        check(
            "-- migrate:up\n-- migrate down the road\nx '\n-- migrate down\n'",
            &["up:-- migrate down the road\nx '\n-- migrate down\n'"],
        );
    }

    #[test]
    fn a_mark_of_a_statement_is_no_section() {
        check(
            "-- migrate:up\n-- migrate:repeatable\nx;",
            &["up:-- migrate:repeatable\nx;"],
        );
        check(
            "-- migrate:repeatable\n-- migrate:up\nx;",
            &["up:x;", "3:1: `migrate:repeatable` is no section"],
        );
        check(
            "-- migrate:up\n-- migrate:repeatable yes\nx;",
            &["up:", "4:1: `migrate:repeatable` is no section"],
        );
    }

    #[test]
    fn a_missing_way_up_is_a_problem_and_a_missing_way_down_is_not() {
        check("-- migrate:up\nx", &["up:x"]);
        check(
            "-- migrate:down\nx",
            &["down:x", "1:1: the file has no `-- migrate:up` section"],
        );
        check("", &["1:1: the file has no `-- migrate:up` section"]);
        check(
            "x;\n'-- migrate:up\ny",
            &["3:1: there is text before the first section"],
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_sections_lie_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "-- migrate:up", "-- migrate:down", " sqlite", " postgres", "\n", "\r\n", "--", ":",
                "-- migrate:repeatable", "revision", "down_revision", ",", " ", "'", "\"", "$$", "[", "]", "/*", "*/", ";",
                "x", "ä", "\0", "\u{feff}", "BEGIN", "END",
            ]), 0..60),
        ) {
            let text = parts.concat();
            let (file, _) = SqlFile::read(&text);
            let mut rest = text.as_str();
            for section in &file.sections {
                let at = rest.find(section.text);
                prop_assert!(at.is_some());
                rest = &rest[at.unwrap_or(0)..];
            }
            for direction in Direction::ALL {
                prop_assert_eq!(file.statements(direction).0.is_some(), file.has(direction));
            }
        }
    }
}
