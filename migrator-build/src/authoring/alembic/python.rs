//! Where Python's logical lines begin and end, and what stands in them.
//!
//! Only as much of the language as decides where a statement at the top level of a file ends: strings, comments,
//! brackets, continued lines. Invariant: what cannot be read is an error with its line, never passed over.

use std::ops::Range;

/// A statement's line, which may go over several of the file.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// Whether it begins at the left margin.
    pub(super) is_outermost: bool,
    /// Where it begins and ends in the text.
    pub(super) place: Range<usize>,
}

/// A word, a string or a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// As it is written.
    pub(super) text: &'a str,
    /// The line of the file, from 1.
    pub(super) line: u32,
    /// The column in characters, from 1.
    pub(super) column: u32,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// With its prefix and its quotes.
    Text,
    /// One character of anything else.
    Mark,
}

/// What cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Token<'_> {
    /// Tells whether it is this word or character.
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault {
            message: message.into(),
            line: self.line,
            column: self.column,
        }
    }
}

/// Splits a file into its logical lines. The text has `\n` as line ending.
pub(super) fn lines(text: &str) -> Result<Vec<Line<'_>>, Fault> {
    let mut reader = Reader {
        text,
        at: 0,
        line: 1,
        line_start: 0,
        depth: 0,
        lines: Vec::new(),
        open: None,
    };
    while reader.step()? {}
    reader.finish_line();
    Ok(reader.lines)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    depth: usize,
    lines: Vec<Line<'a>>,
    open: Option<Line<'a>>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads one token or blank; false at the end.
    fn step(&mut self) -> Result<bool, Fault> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(false);
        };
        if rest.starts_with("\\\n") {
            self.go(2);
        } else if first == '\n' {
            if self.depth == 0 {
                self.finish_line();
            }
            self.go(1);
        } else if first.is_whitespace() {
            self.go(first.len_utf8());
        } else if first == '#' {
            self.go(rest.find('\n').unwrap_or(rest.len()));
        } else if let Some(length) = string(rest) {
            let Some(length) = length else {
                return Err(self.token(Kind::Text, 0).fault("the string is not closed"));
            };
            self.push(Kind::Text, length);
        } else if first == ';' && self.depth == 0 {
            self.finish_line();
            self.go(1);
        } else if first == '_' || first.is_alphanumeric() {
            let is_word = |c: char| c == '_' || c.is_alphanumeric();
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            self.push(Kind::Word, length);
        } else {
            match first {
                '(' | '[' | '{' => self.depth += 1,
                ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            self.push(Kind::Mark, first.len_utf8());
        }
        Ok(true)
    }

    fn token(&self, kind: Kind, length: usize) -> Token<'a> {
        let before = self.text.get(self.line_start..self.at).unwrap_or_default();
        Token {
            kind,
            text: self.rest().get(..length).unwrap_or_default(),
            line: self.line,
            column: u32::try_from(before.chars().count()).map_or(u32::MAX, |n| n.saturating_add(1)),
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let token = self.token(kind, length);
        let (at, is_outermost) = (self.at, token.column == 1);
        // A statement behind a semicolon stands where the one before it stands.
        let is_outermost = match self.lines.last() {
            Some(last) if self.is_behind_semicolon(last) => last.is_outermost,
            _ => is_outermost,
        };
        let line = self.open.get_or_insert_with(|| Line {
            tokens: Vec::new(),
            is_outermost,
            place: at..at,
        });
        line.tokens.push(token);
        self.go(length);
        if let Some(line) = &mut self.open {
            line.place.end = self.at;
        }
    }

    fn is_behind_semicolon(&self, last: &Line<'_>) -> bool {
        let between = self.text.get(last.place.end..self.at).unwrap_or_default();
        between.trim_start().starts_with(';') && !between.contains('\n')
    }

    fn finish_line(&mut self) {
        self.lines.extend(self.open.take());
    }

    fn go(&mut self, length: usize) {
        let passed = self.rest().get(..length).unwrap_or_default();
        for (at, _) in passed.match_indices('\n') {
            self.line = self.line.saturating_add(1);
            self.line_start = self.at + at + 1;
        }
        self.at += length;
    }
}

/// Returns the length of the string that a text begins with, `None` in it if it is not closed; `None` if it begins
/// with something else.
fn string(text: &str) -> Option<Option<usize>> {
    let is_prefix = |c: char| "rRbBuUfFtT".contains(c);
    let start = text.find(|c| !is_prefix(c)).filter(|start| *start <= 2)?;
    let body = text.get(start..)?;
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    let (mark, is_triple) = match body.starts_with(&triple) {
        true => (triple, true),
        false => (quote.to_string(), false),
    };
    let mut at = start + mark.len();
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(&mark) {
            return Some(Some(at + mark.len()));
        }
        let mut characters = rest.chars();
        match characters.next() {
            None => return Some(None),
            Some('\n') if !is_triple => return Some(None),
            // What follows a backslash closes nothing, in raw strings, too.
            Some('\\') => at += 1 + characters.next().map_or(0, char::len_utf8),
            Some(other) => at += other.len_utf8(),
        }
    }
}
