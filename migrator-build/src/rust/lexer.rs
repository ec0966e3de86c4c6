//! Where Rust's tokens end, as far as reading a header needs it.
//!
//! Comments vanish, except the inner documentation, which is the message.
//! Something left open ends the tokens: rustc reports it better.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword.
    Word,
    /// A string literal without prefix `b` or `c`.
    Text,
    /// Any other literal, or a lifetime.
    Literal,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// One character of punctuation.
    Punct,
    /// A line of `//!`, without the marker.
    Doc,
}

/// A token and the byte it starts at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

/// The tokens of a file.
pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.source.get(at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.source.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn end_of(&self, at: usize, accept: impl Fn(char) -> bool) -> usize {
        let ascii = self.source.as_bytes().get(at..).unwrap_or_default();
        let is_end = |byte: &u8| !byte.is_ascii() || !accept(char::from(*byte));
        let n_ascii = ascii.iter().position(is_end).unwrap_or(ascii.len());
        match ascii.get(n_ascii) {
            Some(byte) if !byte.is_ascii() => {
                let rest = self.rest(at + n_ascii);
                at + n_ascii + rest.find(|c| !accept(c)).unwrap_or(rest.len())
            }
            _ => at + n_ascii,
        }
    }

    /// Returns kind and end of the token at `at`; `None` if it stays open.
    fn token(&self, at: usize) -> Option<(Kind, usize)> {
        let first = self.rest(at).chars().next()?;
        match first {
            '"' => Some((Kind::Text, self.quoted(at + 1)?)),
            '\'' => Some((Kind::Literal, self.char_or_lifetime(at)?)),
            '(' | '[' | '{' => Some((Kind::Open, at + 1)),
            ')' | ']' | '}' => Some((Kind::Close, at + 1)),
            '0'..='9' => Some((Kind::Literal, self.end_of(at, is_word))),
            first if is_word(first) => self.word(at),
            first => Some((Kind::Punct, at + first.len_utf8())),
        }
    }

    /// A word, or the literal it is the prefix of.
    fn word(&self, at: usize) -> Option<(Kind, usize)> {
        let end = self.end_of(at, is_word);
        let prefix = self.source.get(at..end)?;
        match (prefix, self.byte(end)) {
            ("r", b'"') => Some((Kind::Text, self.raw(end)?)),
            ("r", b'#') if self.raw_starts(end) => Some((Kind::Text, self.raw(end)?)),
            ("r", b'#') => Some((Kind::Word, self.end_of(end + 1, is_word))),
            ("b" | "c", b'"') => Some((Kind::Literal, self.quoted(end + 1)?)),
            ("b", b'\'') => Some((Kind::Literal, self.char_or_lifetime(end)?)),
            ("br" | "cr", b'"') => Some((Kind::Literal, self.raw(end)?)),
            ("br" | "cr", b'#') if self.raw_starts(end) => Some((Kind::Literal, self.raw(end)?)),
            _ => Some((Kind::Word, end)),
        }
    }

    fn raw_starts(&self, at: usize) -> bool {
        self.byte(self.end_of(at, |c| c == '#')) == b'"'
    }

    fn raw(&self, hashes: usize) -> Option<usize> {
        let quote = self.end_of(hashes, |c| c == '#');
        let close = format!("\"{}", self.source.get(hashes..quote)?);
        Some(quote + 1 + self.rest(quote + 1).find(&close)? + close.len())
    }

    fn quoted(&self, mut at: usize) -> Option<usize> {
        loop {
            at += self.rest(at).find(['"', '\\'])?;
            if self.byte(at) == b'"' {
                return Some(at + 1);
            }
            at += 1 + self.rest(at + 1).chars().next()?.len_utf8();
        }
    }

    fn char_or_lifetime(&self, quote: usize) -> Option<usize> {
        let mut chars = self.rest(quote + 1).chars();
        match (chars.next()?, chars.next()) {
            ('\\', escaped) => {
                let after = quote + 2 + escaped?.len_utf8();
                Some(after + self.rest(after).find('\'')? + 1)
            }
            (c, Some('\'')) => Some(quote + 2 + c.len_utf8()),
            _ => Some(self.end_of(quote + 1, is_word)),
        }
    }

    /// Returns the end of the nested comment at `at`.
    fn block_comment(&self, at: usize) -> Option<usize> {
        let (mut at, mut depth) = (at + 2, 1_usize);
        while depth > 0 {
            at += self.rest(at).find(['*', '/'])?;
            match (self.byte(at), self.byte(at + 1)) {
                (b'*', b'/') => depth -= 1,
                (b'/', b'*') => depth += 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        Some(at)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.at = self.end_of(self.at, char::is_whitespace);
            let two = (self.byte(self.at), self.byte(self.at + 1));
            if two == (b'/', b'/') {
                let start = self.at;
                self.at = self.end_of(start, |c| c != '\n');
                if let Some(text) = self
                    .source
                    .get(start..self.at)
                    .and_then(|line| line.strip_prefix("//!"))
                {
                    return Some(Token {
                        kind: Kind::Doc,
                        text,
                        offset: start,
                    });
                }
            } else if two == (b'/', b'*') {
                let start = self.at;
                self.at = self.block_comment(start).unwrap_or(self.source.len());
                if let Some(text) = self
                    .source
                    .get(start..self.at)
                    .and_then(|block| block.strip_prefix("/*!"))
                {
                    let text = text.strip_suffix("*/").unwrap_or(text);
                    return Some(Token {
                        kind: Kind::Doc,
                        text,
                        offset: start,
                    });
                }
            } else {
                break;
            }
        }
        let offset = self.at;
        let Some((kind, end)) = self.token(offset) else {
            self.at = self.source.len();
            return None;
        };
        self.at = end;
        Some(Token {
            kind,
            text: self.source.get(offset..end).unwrap_or_default(),
            offset,
        })
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::Lexer;

    fn check(source: &str, expect: &[&str]) {
        let tokens: Vec<_> = Lexer::new(source).map(|token| token.text).collect();
        assert_eq!(tokens, expect, "{source}");
    }

    #[test]
    fn tokens_end_where_rust_ends_them() {
        check(
            "const A: &str = \"a\\\"b\";",
            &["const", "A", ":", "&", "str", "=", "\"a\\\"b\"", ";"],
        );
        check(
            "r\"a\\\" r#\"b\"c\"# r#fn br#\"x\"# b\"y\" c\"z\"",
            &[
                "r\"a\\\"",
                "r#\"b\"c\"#",
                "r#fn",
                "br#\"x\"#",
                "b\"y\"",
                "c\"z\"",
            ],
        );
        check(
            "'a 'b' '\\'' '\\u{41}' b'\\\\' '\"' 'static",
            &[
                "'a",
                "'b'",
                "'\\''",
                "'\\u{41}'",
                "b'\\\\'",
                "'\"'",
                "'static",
            ],
        );
        check(
            "/* a /* b */ c */ d // e\n//! f\n/*! g */ 1.5e3",
            &["d", " f", " g ", "1", ".", "5e3"],
        );
        check("\"ä\\ä\\\\\" x", &["\"ä\\ä\\\\\"", "x"]);
    }

    #[test]
    fn something_left_open_ends_the_tokens() {
        check("a \"b c", &["a"]);
        check("a /* b /* c */ d", &["a"]);
        check("a r#\"b\" c", &["a"]);
        check("a '", &["a"]);
        check("a \"b\\", &["a"]);
    }
}
