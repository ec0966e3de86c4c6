//! The tokens of a statement; its words and placeholders without what stands in quotes
//! and comments.

use std::collections::HashMap;
use std::ops::Range;

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::lexer::{Kind, Lexer, Token};

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

/// Returns a name without its quotes, whichever of the dialects'; one that has none as it is.
///
/// # Examples
/// ```
/// use migrator_core::script::unquoted;
/// assert_eq!(unquoted("\"a \"\"b\"\"\""), "a \"b\"");
/// assert_eq!(unquoted("[a b]"), "a b");
/// assert_eq!(unquoted("a"), "a");
/// ```
#[must_use]
pub fn unquoted(name: &str) -> String {
    let bracketed = name.strip_prefix('[');
    if let Some(inner) = bracketed.and_then(|it| it.strip_suffix(']')) {
        return inner.to_owned();
    }
    for (quote, doubled) in [("\"", "\"\""), ("`", "``")] {
        let inner = name.strip_prefix(quote);
        if let Some(inner) = inner.and_then(|it| it.strip_suffix(quote)) {
            return inner.replace(doubled, quote);
        }
    }
    name.to_owned()
}

/// Returns the kinds and places of all tokens of a text, blanks and comments included, which lie
/// end to end, until the first fault, which is the last item.
///
/// # Examples
/// ```
/// use migrator_core::base::Dialect;
/// use migrator_core::script::{Kind, spans};
/// let spans = spans(Dialect::Sqlite, "a `b`").flatten();
/// assert_eq!(spans.last(), Some((Kind::Quoted, 2..5)));
/// ```
pub fn spans(
    dialect: Dialect,
    sql: &str,
) -> impl Iterator<Item = Result<(Kind, Range<usize>), SqlFault>> {
    Lexer::new(dialect, sql, 0).map(|token| match token {
        Ok(token) => Ok((token.kind, token.start..token.end)),
        Err(error) => Err(error.fault),
    })
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

/// Returns the placeholders of a statement for SQLite, in the order of the text, with the numbers
/// that SQLite gives them: `?` is one more than the largest so far, and a name gets a number
/// where it stands first (<https://sqlite.org/lang_expr.html#varparam>).
///
/// # Examples
/// ```
/// use migrator_core::script::variables;
/// let found = |sql| variables(sql).iter().map(|it| it.number).collect::<Vec<_>>();
/// assert_eq!(found("SELECT '?', ?, ?5, ?, :a, ?2, :a"), [1, 5, 6, 7, 2, 7]);
/// ```
#[must_use]
pub fn variables(sql: &str) -> Vec<Placeholder> {
    let tokens: Vec<Token> = Lexer::new(Dialect::Sqlite, sql, 0)
        .map_while(Result::ok)
        .collect();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let (mut largest, mut found) = (0, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Other {
            continue;
        }
        // What follows without a blank is the number or the name.
        let next = tokens.get(at + 1).filter(|next| next.start == token.end);
        let Some(place) = variable(sql, token, next) else {
            continue;
        };
        let name = sql.get(place.clone()).unwrap_or_default();
        let number = match name.strip_prefix('?') {
            Some("") => largest + 1,
            Some(digits) => digits.parse().unwrap_or(0),
            None => *numbers.entry(name).or_insert(largest + 1),
        };
        largest = largest.max(number);
        found.push(Placeholder { place, number });
    }
    found
}

/// Returns the bytes of a variable that begins with a token.
fn variable(sql: &str, token: &Token, next: Option<&Token>) -> Option<Range<usize>> {
    let kind = next.map(|next| next.kind);
    match (token.text(sql), next) {
        ("?", Some(next)) if next.kind == Kind::Number => {
            let digits = next.text(sql).bytes().take_while(u8::is_ascii_digit);
            Some(token.start..next.start + digits.count())
        }
        ("?", _) => Some(token.start..token.end),
        (":" | "@", Some(next)) if matches!(kind, Some(Kind::Word | Kind::Number)) => {
            Some(token.start..next.end)
        }
        (text, _) if text.starts_with('$') && text.len() > 1 => Some(token.start..token.end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Placeholder, placeholders, variables};

    fn shown(sql: &str, found: impl IntoIterator<Item = Placeholder>) -> String {
        let shown = found
            .into_iter()
            .map(|it| format!("{}={}", &sql[it.place], it.number));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn variables_of_sqlite_are_numbered_as_it_numbers_them() {
        let check = |sql: &str, expect: &str| assert_eq!(shown(sql, variables(sql)), expect);
        check(
            "SELECT ?, ?5, ? 7, ?, :a, ?2, :a, $b, @c, $b, '?', ?3x, :1, ?",
            "?=1 ?5=5 ?=6 ?=7 :a=8 ?2=2 :a=8 $b=9 @c=10 $b=9 ?3=3 :1=11 ?=12",
        );
        check("a : b, @ c, $ d, ::e, :(f), @'g'", ":e=1");
        check("?99999999999999999999, ?", "?99999999999999999999=0 ?=1");
    }

    #[test]
    fn placeholders_of_postgresql_are_what_they_say() {
        let check = |sql: &str, expect: &str| assert_eq!(shown(sql, placeholders(sql)), expect);
        check("SELECT $2, '$1', a$1, $$ $3 $$, $ 1, $1::text", "$2=2 $1=1");
        check("$99999999999999999999", "$99999999999999999999=0");
    }
}
