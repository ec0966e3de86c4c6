//! The tokens of a text as SQLite takes them.
//!
//! The lexer of the `script` room gives characters and runs; here a number, a blob and an operator of
//! several characters are one.

use crate::backends::sqlite::definition::DefinitionError;
use crate::base::Dialect;
use crate::script::{Kind, spans};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A keyword or a bare name.
    Word,
    /// A name in quotes of any kind; in double quotes it may be a text.
    Quoted,
    /// A number, a text or bytes.
    Value,
    /// An operator.
    Operator,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// `.`.
    Dot,
    /// `;`.
    Semicolon,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lexeme<'a> {
    pub(super) sort: Sort,
    pub(super) text: &'a str,
    /// The byte at which it starts.
    pub(super) start: usize,
}

impl Lexeme<'_> {
    /// Returns the byte behind it.
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Tells whether it is this keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.sort == Sort::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Tells whether a name may be meant.
    pub(super) const fn may_name(&self) -> bool {
        matches!(self.sort, Sort::Word | Sort::Quoted)
    }
}

/// The operators of several characters, of which no one is the beginning of a later one.
const OPERATORS: [&str; 10] = ["->>", "->", "||", "<<", "<=", "<>", ">>", ">=", "==", "!="];

/// Returns the tokens of a text without blanks and comments.
///
/// # Errors
/// [`DefinitionError::Fault`] for quotes and comments that do not end.
pub(super) fn lexemes(sql: &str) -> Result<Vec<Lexeme<'_>>, DefinitionError> {
    let mut all: Vec<Lexeme<'_>> = Vec::with_capacity(sql.len() / 4);
    let mut last_kind = None;
    for span in spans(Dialect::Sqlite, sql) {
        let (kind, place) = span?;
        let Some(sort) = sort(kind, sql.get(place.clone()).unwrap_or_default()) else {
            continue;
        };
        let joined = all.last_mut().filter(|last| last.end() == place.start);
        if let Some(last) = joined
            && continues(sql, last, last_kind, kind, place.end)
        {
            last.sort = if last.sort == Sort::Operator {
                Sort::Operator
            } else {
                Sort::Value
            };
            last.text = sql.get(last.start..place.end).unwrap_or_default();
        } else {
            all.push(Lexeme {
                sort,
                text: sql.get(place.clone()).unwrap_or_default(),
                start: place.start,
            });
        }
        last_kind = Some(kind);
    }
    Ok(all)
}

fn sort(kind: Kind, text: &str) -> Option<Sort> {
    Some(match kind {
        Kind::Blank | Kind::LineComment | Kind::BlockComment => return None,
        Kind::Word => Sort::Word,
        Kind::Quoted => Sort::Quoted,
        Kind::Text | Kind::Number => Sort::Value,
        Kind::Semicolon => Sort::Semicolon,
        Kind::Open => Sort::Open,
        Kind::Close => Sort::Close,
        Kind::Dot => Sort::Dot,
        Kind::Other if text == "," => Sort::Comma,
        Kind::Other => Sort::Operator,
    })
}

/// Tells whether a token goes on where the last one, which it touches, has ended.
fn continues(
    sql: &str,
    last: &Lexeme<'_>,
    last_kind: Option<Kind>,
    kind: Kind,
    end: usize,
) -> bool {
    match (last.sort, kind) {
        // `x'00'`.
        (Sort::Word, Kind::Text) => last.text.eq_ignore_ascii_case("x"),
        // `.5`.
        (Sort::Dot, Kind::Number) => true,
        (Sort::Value, _)
            if !last
                .text
                .starts_with(|c: char| c.is_ascii_digit() || c == '.') =>
        {
            false
        }
        // `1.`, `1.5`, `1e+5`.
        (Sort::Value, Kind::Dot) => last_kind == Some(Kind::Number) && !last.text.contains('.'),
        (Sort::Value, Kind::Number) => matches!(last_kind, Some(Kind::Dot | Kind::Other)),
        (Sort::Value, Kind::Word) => last_kind == Some(Kind::Dot),
        (Sort::Value, Kind::Other) => {
            let is_sign = sql.get(end - 1..end).is_some_and(|it| "+-".contains(it));
            let is_hexadecimal = last
                .text
                .get(..2)
                .is_some_and(|it| it.eq_ignore_ascii_case("0x"));
            is_sign && !is_hexadecimal && last.text.ends_with(['e', 'E'])
        }
        (Sort::Operator, Kind::Other) => sql
            .get(last.start..end)
            .is_some_and(|text| OPERATORS.contains(&text)),
        _ => false,
    }
}

/// Returns what is inside parentheses that are around all of it, as often as there are some.
pub(super) fn without_parentheses<'t, 'a>(mut tokens: &'t [Lexeme<'a>]) -> &'t [Lexeme<'a>] {
    while let [first, inner @ .., last] = tokens {
        if first.sort != Sort::Open || last.sort != Sort::Close || !is_balanced(inner) {
            break;
        }
        tokens = inner;
    }
    tokens
}

fn is_balanced(tokens: &[Lexeme<'_>]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        match token.sort {
            Sort::Open => depth += 1,
            Sort::Close if depth == 0 => return false,
            Sort::Close => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Cuts a list at the commas that are in no parentheses.
pub(super) fn parts<'t, 'a>(tokens: &'t [Lexeme<'a>]) -> Vec<&'t [Lexeme<'a>]> {
    let mut depth = 0_usize;
    let is_comma = |token: &Lexeme<'_>| {
        match token.sort {
            Sort::Open => depth += 1,
            Sort::Close => depth = depth.saturating_sub(1),
            Sort::Comma => return depth == 0,
            _ => {}
        }
        false
    };
    tokens.split(is_comma).collect()
}

/// Returns what is behind an opening parenthesis up to the one that closes it, and what is behind that.
pub(super) fn group<'t, 'a>(
    tokens: &'t [Lexeme<'a>],
) -> Option<(&'t [Lexeme<'a>], &'t [Lexeme<'a>])> {
    let (first, rest) = tokens.split_first()?;
    if first.sort != Sort::Open {
        return None;
    }
    let mut depth = 1_usize;
    let end = rest.iter().position(|token| {
        match token.sort {
            Sort::Open => depth += 1,
            Sort::Close => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}
