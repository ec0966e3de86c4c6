//! Which columns an expression, an index, a view or a trigger mentions.

use std::collections::BTreeSet;

use super::{Words, unquoted};
use crate::script::Kind;

/// The names that a text mentions, in lower case.
///
/// More than it uses: a name may be another table's, and a text in double quotes may be a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Mentions(BTreeSet<String>);

impl Mentions {
    /// Collects the names of an expression. Functions and collations are none.
    pub(in super::super) fn of(expression: &str) -> Self {
        Self::collect(expression, false)
    }

    /// Collects the names of a statement, where a table may stand before a parenthesis, too.
    pub(in super::super) fn of_statement(sql: &str) -> Self {
        Self::collect(sql, true)
    }

    fn collect(text: &str, with_functions: bool) -> Self {
        let mut names = BTreeSet::new();
        let Ok(mut words) = Words::new(text) else {
            return Self(names);
        };
        while let Some((kind, token)) = words.next() {
            let is_function = matches!(words.peek(), Some((Kind::Open, _)));
            match kind {
                Kind::Word if token.eq_ignore_ascii_case("COLLATE") => {
                    words.next();
                }
                Kind::Word if is_function && !with_functions => {}
                Kind::Word | Kind::Quoted => {
                    names.insert(unquoted(token).to_ascii_lowercase());
                }
                _ => {}
            }
        }
        Self(names)
    }

    /// Adds a name as it is written.
    pub(in super::super) fn add(&mut self, name: &str) {
        self.0.insert(unquoted(name).to_ascii_lowercase());
    }

    /// Tells whether a name is among them.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.0.contains(&name.to_ascii_lowercase())
    }
}

/// Tells whether two expressions are the same but for blanks, comments, the case of words and
/// numbers, and the quotes of names.
pub(in super::super) fn same_tokens(one: &str, other: &str) -> bool {
    let (one, other) = (normalized(one), normalized(other));
    one.is_some() && one == other
}

/// Returns the tokens of an expression without parentheses around all of it.
fn normalized(text: &str) -> Option<Vec<(bool, String)>> {
    let mut words = Words::new(text).ok()?;
    let mut tokens = Vec::new();
    while let Some((kind, token)) = words.next() {
        tokens.push(match kind {
            Kind::Word => (true, token.to_ascii_lowercase()),
            Kind::Quoted => (true, unquoted(token).to_ascii_lowercase()),
            // `1E3` and `0xFF`.
            Kind::Number => (false, token.to_ascii_lowercase()),
            _ => (false, token.to_owned()),
        });
    }
    while let Some(inner) = enclosed(&tokens) {
        tokens = inner.to_vec();
    }
    Some(tokens)
}

/// Returns what is inside, if the first parenthesis closes with the last token.
fn enclosed(tokens: &[(bool, String)]) -> Option<&[(bool, String)]> {
    let [(false, first), inner @ .., (false, last)] = tokens else {
        return None;
    };
    if first != "(" || last != ")" {
        return None;
    }
    let mut depth = 0_i64;
    for (is_name, token) in inner {
        match token.as_str() {
            "(" if !is_name => depth += 1,
            ")" if !is_name => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    Some(inner)
}
