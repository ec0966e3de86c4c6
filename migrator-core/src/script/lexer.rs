//! Where SQL's tokens begin and end, for each dialect; in what they differ is in `syntax`.
//!
//! Only as much of the language as decides where quotes, comments and
//! statements end; numbers and operators are single characters here.
//! Invariants: tokens lie end to end and cover the text; every byte is looked at
//! a bounded number of times; nothing recurses; after a fault the lexer is done.
//!
//! Sources: `sqlite3GetToken` in SQLite's tokenize.c; PostgreSQL's chapter
//! "Lexical Structure", with `standard_conforming_strings` on.

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::syntax::Syntax;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Blanks and line breaks.
    Blank,
    /// `-- …`.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// A keyword or a bare identifier.
    Word,
    /// A quoted identifier.
    Quoted,
    /// A literal with quotes of any kind.
    Text,
    /// `;`.
    Semicolon,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `.`.
    Dot,
    /// A run of digits and letters that starts with a digit.
    Number,
    /// One character of anything else.
    Other,
}

impl Kind {
    /// Tells whether the token is part of a statement.
    #[must_use]
    pub const fn is_significant(self) -> bool {
        !matches!(self, Self::Blank | Self::LineComment | Self::BlockComment)
    }
}

/// A token as a range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Returns the token's text.
    pub(super) fn text<'a>(&self, sql: &'a str) -> &'a str {
        sql.get(self.start..self.end).unwrap_or_default()
    }
}

/// Why the text has no more tokens, and the byte where the culprit starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LexError {
    pub(super) fault: SqlFault,
    pub(super) offset: usize,
}

/// The tokens of a text from a byte onwards.
pub(super) struct Lexer<'a> {
    syntax: Syntax,
    sql: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(dialect: Dialect, sql: &'a str, at: usize) -> Self {
        Self {
            syntax: Syntax::of(dialect),
            sql,
            at,
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.sql.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn while_(&self, mut at: usize, accept: impl Fn(u8) -> bool) -> usize {
        let bytes = self.sql.as_bytes();
        while bytes.get(at).is_some_and(|&byte| accept(byte)) {
            at += 1;
        }
        at
    }

    fn token(&self) -> Result<(Kind, usize), LexError> {
        let at = self.at;
        let syntax = self.syntax;
        let byte = self.byte(at);
        Ok(match byte {
            0 => {
                return Err(LexError {
                    fault: SqlFault::NulByte,
                    offset: at,
                });
            }
            byte if is_blank(byte) => (Kind::Blank, self.while_(at, is_blank)),
            b'-' if self.byte(at + 1) == b'-' => (Kind::LineComment, self.line_comment(at)),
            b'/' if self.byte(at + 1) == b'*' => (Kind::BlockComment, self.block_comment(at)?),
            b'\'' => (
                Kind::Text,
                self.quoted(at, b'\'', SqlFault::UnterminatedString)?,
            ),
            b'"' => (
                Kind::Quoted,
                self.quoted(at, b'"', SqlFault::UnterminatedIdentifier)?,
            ),
            b'`' if syntax.has_backticks => (
                Kind::Quoted,
                self.quoted(at, b'`', SqlFault::UnterminatedIdentifier)?,
            ),
            b'[' if syntax.has_brackets => (Kind::Quoted, self.bracketed(at)?),
            b'E' | b'e' if syntax.has_escape_strings && self.byte(at + 1) == b'\'' => {
                (Kind::Text, self.escape_string(at)?)
            }
            b'$' if syntax.has_dollar_quotes => self.dollar(at)?,
            b'$' => (Kind::Other, self.while_(at, is_word)),
            byte if byte.is_ascii_digit() => (
                Kind::Number,
                self.while_(at, |byte| is_word(byte) && byte != b'$'),
            ),
            // A byte order mark is blank to SQLite wherever a token starts.
            0xEF if self
                .sql
                .get(at..)
                .is_some_and(|rest| rest.starts_with('\u{feff}')) =>
            {
                (Kind::Blank, at + 3)
            }
            byte if is_word(byte) => (Kind::Word, self.while_(at, is_word)),
            b'\\' if syntax.has_restrictions && self.is_restriction(at) => {
                (Kind::LineComment, self.line_comment(at))
            }
            b';' => (Kind::Semicolon, at + 1),
            b'(' => (Kind::Open, at + 1),
            b')' => (Kind::Close, at + 1),
            b'.' => (Kind::Dot, at + 1),
            _ => (Kind::Other, at + 1),
        })
    }

    /// `pg_dump` has psql go over to a restricted mode, which means nothing without psql.
    fn is_restriction(&self, at: usize) -> bool {
        let rest = self.sql.get(at + 1..).unwrap_or_default();
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        matches!(word, "restrict" | "unrestrict")
    }

    /// Goes on at a byte that is not before the one it has come to.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// Returns the end of the line that a byte is in, without its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.while_(at, |byte| !matches!(byte, 0 | b'\n' | b'\r'))
    }

    fn line_comment(&self, at: usize) -> usize {
        let ends = |byte| byte == b'\n' || self.syntax.comment_ends_at_return && byte == b'\r';
        self.while_(at, |byte| byte != 0 && !ends(byte))
    }

    fn block_comment(&self, start: usize) -> Result<usize, LexError> {
        let mut depth = 1_usize;
        let mut at = start + 2;
        while at < self.sql.len() && self.byte(at) != 0 {
            match (self.byte(at), self.byte(at + 1)) {
                (b'*', b'/') => {
                    at += 2;
                    depth -= 1;
                    if depth == 0 {
                        return Ok(at);
                    }
                }
                (b'/', b'*') if self.syntax.comments_nest => {
                    at += 2;
                    depth += 1;
                }
                _ => at += 1,
            }
        }
        Err(self.open(SqlFault::UnterminatedComment, start, at))
    }

    /// From an opening quote to its closing one; a doubled quote is a quote.
    fn quoted(&self, start: usize, quote: u8, fault: SqlFault) -> Result<usize, LexError> {
        let mut at = start + 1;
        loop {
            at = self.while_(at, |byte| byte != 0 && byte != quote);
            if self.byte(at) != quote {
                return Err(self.open(fault, start, at));
            }
            if self.byte(at + 1) != quote {
                return Ok(at + 1);
            }
            at += 2;
        }
    }

    /// `[name]`: no escape exists.
    fn bracketed(&self, start: usize) -> Result<usize, LexError> {
        let at = self.while_(start, |byte| byte != 0 && byte != b']');
        match self.byte(at) {
            b']' => Ok(at + 1),
            _ => Err(self.open(SqlFault::UnterminatedIdentifier, start, at)),
        }
    }

    /// `E'…'`; a literal continued on the next line keeps its escapes.
    fn escape_string(&self, start: usize) -> Result<usize, LexError> {
        let mut at = start + 2;
        loop {
            match self.byte(at) {
                0 => return Err(self.open(SqlFault::UnterminatedString, start, at)),
                b'\\' if self.byte(at + 1) != 0 => at += 2,
                b'\'' if self.byte(at + 1) == b'\'' => at += 2,
                b'\'' => match self.continuation(at + 1) {
                    Some(next) => at = next,
                    None => return Ok(at + 1),
                },
                _ => at += 1,
            }
        }
    }

    /// The byte after the quote that continues a literal: blanks and line
    /// comments with a line break among them, then a quote.
    fn continuation(&self, mut at: usize) -> Option<usize> {
        let mut broken = false;
        loop {
            match self.byte(at) {
                b'\n' | b'\r' => {
                    broken = true;
                    at += 1;
                }
                byte if is_blank(byte) => at += 1,
                b'-' if self.byte(at + 1) == b'-' => at = self.line_comment(at),
                b'\'' if broken => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// `$tag$ … $tag$`, or a parameter, or a lonely `$`.
    fn dollar(&self, start: usize) -> Result<(Kind, usize), LexError> {
        let first = self.byte(start + 1);
        let tag_end = match first {
            first if is_word(first) && !first.is_ascii_digit() => {
                self.while_(start + 1, |byte| is_word(byte) && byte != b'$')
            }
            _ => {
                return Ok((
                    Kind::Other,
                    self.while_(start + 1, |byte| byte.is_ascii_digit()),
                ));
            }
        };
        if self.byte(tag_end) != b'$' {
            return Ok((Kind::Other, start + 1));
        }
        let body = tag_end + 1;
        let tag = self.sql.get(start..body).unwrap_or_default();
        let rest = self.sql.get(body..).unwrap_or_default();
        let close = rest
            .find(tag)
            .filter(|&close| !rest.as_bytes()[..close].contains(&0));
        match close {
            Some(close) => Ok((Kind::Text, body + close + tag.len())),
            None => {
                let fault = SqlFault::UnterminatedDollarQuote {
                    tag: tag.to_owned(),
                };
                Err(self.open(fault, start, self.while_(body, |byte| byte != 0)))
            }
        }
    }

    /// The fault of something open at `start`; a NUL byte at `at` is the worse one.
    fn open(&self, fault: SqlFault, start: usize, at: usize) -> LexError {
        if at < self.sql.len() && self.byte(at) == 0 {
            LexError {
                fault: SqlFault::NulByte,
                offset: at,
            }
        } else {
            LexError {
                fault,
                offset: start,
            }
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Token, LexError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.sql.len() {
            return None;
        }
        let start = self.at;
        let token = self.token().map(|(kind, end)| Token { kind, start, end });
        self.at = token.as_ref().map_or(self.sql.len(), |token| token.end);
        Some(token)
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Letters, digits, `_`, `$` and everything beyond ASCII.
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Lexer};
    use crate::base::Dialect;

    fn check(dialect: Dialect, sql: &str, expect: &[&str]) {
        let tokens = Lexer::new(dialect, sql, 0)
            .map(|token| token.map_err(|error| format!("{:?} at {}", error.fault, error.offset)))
            .filter(|token| !matches!(token, Ok(token) if token.kind == Kind::Blank))
            .map(|token| token.map_or_else(|error| error, |token| token.text(sql).to_owned()))
            .collect::<Vec<_>>();
        assert_eq!(tokens, expect, "{dialect}: {sql}");
    }

    #[test]
    fn quotes_of_sqlite_end_where_sqlite_ends_them() {
        let check = |sql, expect: &[&str]| check(Dialect::Sqlite, sql, expect);
        check(
            "'it''s' x'ab' \"a\"\"b\"",
            &["'it''s'", "x", "'ab'", "\"a\"\"b\""],
        );
        check("`a``b` [it's] [a[b]", &["`a``b`", "[it's]", "[a[b]"]);
        check("'a\\' b", &["'a\\'", "b"]);
        check("/* a /* b */ c", &["/* a /* b */", "c"]);
        check("$$;", &["$$", ";"]);
        check("a--b\n-c", &["a", "--b", "-", "c"]);
        check("a --b\rc", &["a", "--b\rc"]);
    }

    #[test]
    fn quotes_of_postgresql_end_where_postgresql_ends_them() {
        let check = |sql, expect: &[&str]| check(Dialect::Postgres, sql, expect);
        check("E'it\\'s' fooe'a\\'", &["E'it\\'s'", "fooe", "'a\\'"]);
        check(
            "e'a'\n  -- more\n 'b\\'c' d",
            &["e'a'\n  -- more\n 'b\\'c'", "d"],
        );
        check("e'a' 'b\\'", &["e'a'", "'b\\'"]);
        check("E'a''b\\'' c", &["E'a''b\\''", "c"]);
        check("E c", &["E", "c"]);
        check("E'abc''d' e", &["E'abc''d'", "e"]);
        check("e'a'\n-x\n'b' c", &["e'a'", "-", "x", "'b'", "c"]);
        check("e'a'\n--'\n'b\\'' c", &["e'a'\n--'\n'b\\''", "c"]);
        check("a --b\rc", &["a", "--b", "c"]);
        check("$$a$$$1", &["$$a$$", "$1"]);
        check("$$ ; $a$ $$ $a$ $$ $a$", &["$$ ; $a$ $$", "$a$ $$ $a$"]);
        check("$1$2 a$b$c $x y", &["$1", "$2", "a$b$c", "$", "x", "y"]);
        check("/* a /* b */ c */ d", &["/* a /* b */ c */", "d"]);
        check(
            "U&\"d\\0061t\" [1]",
            &["U", "&", "\"d\\0061t\"", "[", "1", "]"],
        );
        check("$ä$ x $ä$", &["$ä$ x $ä$"]);
    }

    #[test]
    fn what_looks_like_the_beginning_of_something_else_is_itself() {
        let kinds = |dialect: Dialect, sql: &str| {
            let tokens = Lexer::new(dialect, sql, 0).flatten();
            let tokens = tokens.map(|token| format!("{:?} {}", token.kind, token.text(sql)));
            tokens.collect::<Vec<_>>().join(", ")
        };
        for dialect in Dialect::ALL {
            assert_eq!(
                kinds(dialect, "1a/2-x"),
                "Number 1a, Other /, Number 2, Other -, Word x"
            );
            // This one begins with the first byte of a byte order mark.
            assert_eq!(
                kinds(dialect, "\u{feff}\u{ff21}"),
                "Blank \u{feff}, Word \u{ff21}"
            );
        }
        assert_eq!(kinds(Dialect::Postgres, "`a`"), "Other `, Word a, Other `");
        assert_eq!(kinds(Dialect::Sqlite, "$a"), "Other $a");
        assert_eq!(kinds(Dialect::Sqlite, "$"), "Other $");
    }

    #[test]
    fn what_stays_open_is_named_with_its_start() {
        check(Dialect::Sqlite, "a 'b", &["a", "UnterminatedString at 2"]);
        check(
            Dialect::Sqlite,
            "a [b",
            &["a", "UnterminatedIdentifier at 2"],
        );
        check(
            Dialect::Sqlite,
            "a /* b",
            &["a", "UnterminatedComment at 2"],
        );
        check(
            Dialect::Postgres,
            "/* a /* */",
            &["UnterminatedComment at 0"],
        );
        check(
            Dialect::Postgres,
            "$a$ $b$",
            &["UnterminatedDollarQuote { tag: \"$a$\" } at 0"],
        );
        check(Dialect::Postgres, "E'\\", &["UnterminatedString at 0"]);
        check(Dialect::Postgres, "E'a\\\0'", &["NulByte at 4"]);
        check(Dialect::Postgres, "$a$ \0 $a$", &["NulByte at 4"]);
        check(Dialect::Sqlite, "/* \0 */", &["NulByte at 3"]);
        check(Dialect::Sqlite, "a 'b\0'", &["a", "NulByte at 4"]);
    }
}
