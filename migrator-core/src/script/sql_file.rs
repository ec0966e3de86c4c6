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
use crate::script::lexer::{Lexer, Token};
use crate::script::position::Lines;
use crate::script::sql_header;
use crate::script::sql_markers::{
    first_marker, is_mark, is_marker, misspells_marker, names_marker,
};
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
        let mut reader = Reader::new(text);
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

/// The header of an SQL file, read without its sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SqlHead {
    /// The keys and the description.
    pub header: Header,
    /// The numbers of the lines that the message is made of, from 1.
    pub message_lines: Vec<u32>,
    /// Whether the header ends in the text; if not, the text may be a beginning
    /// that was cut off too early.
    pub is_whole: bool,
}

impl SqlHead {
    /// Reads the header of a file, or of a beginning of it, and what is wrong with it.
    ///
    /// # Complexity
    /// Linear in the length of the text up to the first section.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<SqlFileProblem>) {
        let mut reader = Reader::new(text);
        let end = reader.head();
        let mut problems = reader.problems;
        let head = text.get(..end).unwrap_or_default();
        let (header, message_lines) = sql_header::read_with_message_lines(head, &mut problems);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let rest = text.get(end..).unwrap_or_default();
        let head = Self {
            header,
            message_lines,
            // A marker that may go on behind the end could be none.
            is_whole: rest.contains(['\n', '\r']),
        };
        (head, problems)
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    problems: Vec<SqlFileProblem>,
    sections: Vec<Section<'a>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            problems: Vec::new(),
            sections: Vec::new(),
        }
    }

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

#[cfg(test)]
mod tests;
