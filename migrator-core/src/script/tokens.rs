//! The tokens of a statement; its words and placeholders without what stands in quotes
//! and comments.

use std::ops::Range;

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::lexer::{Kind, Lexer};

/// Returns the kinds and texts of a text's tokens, blanks left out, until the first
/// fault, which is the last item.
///
/// # Examples
/// ```
/// use migrator_core::base::Dialect;
/// use migrator_core::script::{Kind, tokens};
/// let mut tokens = tokens(Dialect::Postgres, "drop /**/ \"x\"").flatten();
/// assert_eq!(tokens.next(), Some((Kind::Word, "drop")));
/// ```
pub fn tokens(dialect: Dialect, sql: &str) -> impl Iterator<Item = Result<(Kind, &str), SqlFault>> {
    Lexer::new(dialect, sql, 0)
        .map(move |token| match token {
            Ok(token) => Ok((token.kind, token.text(sql))),
            Err(error) => Err(error.fault),
        })
        .filter(|token| !matches!(token, Ok((Kind::Blank, _))))
}

/// Returns the keywords and bare names of a statement, as they are written.
///
/// # Examples
/// ```
/// use migrator_core::{base::Dialect, script::words};
/// let words: Vec<_> = words(Dialect::Postgres, "DROP INDEX /* a */ \"b\" c").collect();
/// assert_eq!(words, ["DROP", "INDEX", "c"]);
/// ```
pub fn words(dialect: Dialect, sql: &str) -> impl Iterator<Item = &str> {
    Lexer::new(dialect, sql, 0)
        .map_while(Result::ok)
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text(sql))
}

/// A placeholder such as `$1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The bytes of the statement that it takes.
    pub place: Range<usize>,
    /// Its number; 0 if the digits are out of all bounds.
    pub number: usize,
}

/// Returns the numbered placeholders of a statement for PostgreSQL, in the order of the text.
///
/// # Examples
/// ```
/// use migrator_core::script::placeholders;
/// let found: Vec<_> = placeholders("SELECT '$1', $2").map(|it| (it.place, it.number)).collect();
/// assert_eq!(found, [(13..15, 2)]);
/// ```
pub fn placeholders(sql: &str) -> impl Iterator<Item = Placeholder> {
    Lexer::new(Dialect::Postgres, sql, 0)
        .map_while(Result::ok)
        .filter(|token| token.kind == Kind::Other)
        .filter_map(|token| {
            let digits = token.text(sql).strip_prefix('$')?;
            (!digits.is_empty()).then(|| Placeholder {
                place: token.start..token.end,
                number: digits.parse().unwrap_or(0),
            })
        })
}
