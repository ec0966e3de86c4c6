//! The tokens of a statement with what stands between them, and names.

use std::ops::Range;

use super::DefinitionError;
use crate::base::Dialect;
use crate::script::{self, Kind, spans};

/// A reader of a statement's tokens; blanks and comments are passed over, and can be asked for.
#[derive(Debug, Clone)]
pub(in super::super) struct Words<'a> {
    sql: &'a str,
    tokens: Vec<(Kind, Range<usize>)>,
    at: usize,
}

impl<'a> Words<'a> {
    /// Starts at the first token.
    pub(in super::super) fn new(sql: &'a str) -> Result<Self, DefinitionError> {
        let mut tokens = Vec::new();
        for token in spans(Dialect::Sqlite, sql) {
            let (kind, place) = token?;
            if !matches!(kind, Kind::Blank | Kind::LineComment | Kind::BlockComment) {
                tokens.push((kind, place));
            }
        }
        let at = 0;
        Ok(Self { sql, tokens, at })
    }

    /// Returns the number of tokens passed.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    fn token(&self, at: usize) -> Option<(Kind, &'a str)> {
        let (kind, place) = self.tokens.get(at)?;
        Some((*kind, self.sql.get(place.clone())?))
    }

    /// Returns the next token without passing it.
    pub(in super::super) fn peek(&self) -> Option<(Kind, &'a str)> {
        self.token(self.at)
    }

    /// Returns the token after the next one without passing any.
    pub(in super::super) fn peek_second(&self) -> Option<(Kind, &'a str)> {
        self.token(self.at + 1)
    }

    /// Tells whether nothing stands between the token passed last and the next one.
    pub(super) fn is_adjacent(&self) -> bool {
        self.lead().is_empty()
    }

    /// Returns the blanks and comments before the next token.
    pub(in super::super) fn lead(&self) -> &'a str {
        let end = self.token_start(self.at);
        self.sql.get(self.passed()..end).unwrap_or_default()
    }

    fn token_start(&self, at: usize) -> usize {
        let token = self.tokens.get(at);
        token.map_or(self.sql.len(), |(_, place)| place.start)
    }

    /// Returns the byte at which the token passed last ends.
    fn passed(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |(_, place)| place.end)
    }

    /// Returns the text from the next token onwards.
    pub(in super::super) fn rest(&self) -> &'a str {
        self.sql
            .get(self.token_start(self.at)..)
            .unwrap_or_default()
    }

    /// Returns the text from a token onwards to the one passed last.
    pub(super) fn since(&self, at: usize) -> &'a str {
        let (start, end) = (self.token_start(at), self.passed());
        self.sql.get(start..end).unwrap_or_default()
    }

    /// Passes a token and returns it.
    pub(in super::super) fn next(&mut self) -> Option<(Kind, &'a str)> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Tells whether the next token is this keyword.
    pub(in super::super) fn is(&self, keyword: &str) -> bool {
        is_keyword(self.peek(), keyword)
    }

    /// Tells whether the token after the next one is this keyword.
    pub(super) fn second_is(&self, keyword: &str) -> bool {
        is_keyword(self.peek_second(), keyword)
    }

    /// Passes a keyword if it is there.
    pub(in super::super) fn pass(&mut self, keyword: &str) -> bool {
        let is = self.is(keyword);
        self.at += usize::from(is);
        is
    }

    /// Passes a keyword that must be there.
    pub(super) fn require(&mut self, keyword: &'static str) -> Result<(), DefinitionError> {
        match self.pass(keyword) {
            true => Ok(()),
            false => Err(self.expected(keyword)),
        }
    }

    /// Passes a name, quoted or not, and returns it without quotes.
    pub(in super::super) fn name(&mut self) -> Result<String, DefinitionError> {
        match self.peek() {
            Some((Kind::Word | Kind::Quoted | Kind::Text, text)) => {
                self.at += 1;
                Ok(unquoted(text))
            }
            _ => Err(self.expected("a name")),
        }
    }

    /// Passes a group in parentheses and returns what is inside.
    pub(in super::super) fn group(&mut self) -> Result<&'a str, DefinitionError> {
        if !matches!(self.peek(), Some((Kind::Open, _))) {
            return Err(self.expected("`(`"));
        }
        let start = self.token_start(self.at) + 1;
        let mut depth = 0_usize;
        while let Some((kind, _)) = self.next() {
            match kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let end = self.passed() - 1;
                return Ok(self.sql.get(start..end).unwrap_or_default());
            }
        }
        Err(self.expected("`)`"))
    }

    /// Returns the error that something else is wanted here.
    pub(super) fn expected(&self, wanted: &'static str) -> DefinitionError {
        let found = self.peek().map(|(_, text)| text.to_owned());
        DefinitionError::Expected { wanted, found }
    }
}

fn is_keyword(token: Option<(Kind, &str)>, keyword: &str) -> bool {
    matches!(token, Some((Kind::Word, text)) if text.eq_ignore_ascii_case(keyword))
}

/// Returns a name without its quotes, which may be those of a text, too.
pub(in super::super) fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    match inner {
        Some(inner) => inner.replace("''", "'"),
        None => script::unquoted(text),
    }
}

/// Tells whether two names are one to SQLite, which ignores the case of ASCII letters only.
pub(in super::super) fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
