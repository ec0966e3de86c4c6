//! What a query shows without giving it a name.

use std::ops::Range;

use super::keyword::{is_ambiguous, is_reserved};
use super::lexeme::{Lexeme, Sort};

/// Returns the tokens of each expression that a query, or one inside it, shows without a name, in order.
/// Columns by themselves have one.
pub(super) fn unnamed(tokens: &[Lexeme<'_>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_inside = found.last().is_some_and(|last| at < last.end);
        if token.is("SELECT") && !is_inside {
            let is_option = |it: &Lexeme<'_>| it.is("DISTINCT") || it.is("ALL");
            let start = at + 1 + usize::from(tokens.get(at + 1).is_some_and(is_option));
            let items = items(tokens, start).into_iter();
            found.extend(
                items.filter(|item| !is_named(tokens.get(item.clone()).unwrap_or_default())),
            );
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Returns the expressions of a list that begins at a token.
fn items(tokens: &[Lexeme<'_>], start: usize) -> Vec<Range<usize>> {
    let (mut items, mut begun, mut depth) = (Vec::new(), start, 0_usize);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.sort {
            Sort::Open => depth += 1,
            Sort::Close if depth == 0 => {
                items.push(begun..at);
                return items;
            }
            Sort::Close => depth -= 1,
            Sort::Comma if depth == 0 => {
                items.push(begun..at);
                begun = at + 1;
            }
            Sort::Semicolon => {
                items.push(begun..at);
                return items;
            }
            Sort::Word if depth == 0 && ends(token) => {
                items.push(begun..at);
                return items;
            }
            _ => {}
        }
    }
    items.push(begun..tokens.len());
    items
}

/// Tells whether a word ends the list.
fn ends(token: &Lexeme<'_>) -> bool {
    const WORDS: [&str; 9] = [
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "UNION",
        "INTERSECT",
        "EXCEPT",
    ];
    WORDS.iter().any(|word| token.is(word))
}

/// Tells whether an expression is called otherwise than by its text.
fn is_named(item: &[Lexeme<'_>]) -> bool {
    let is_word = |token: &Lexeme<'_>| match token.sort {
        Sort::Word => !is_reserved(token.text) && !is_ambiguous(token.text),
        Sort::Quoted => !token.text.starts_with('"') || item.len() > 1,
        sort => sort == Sort::Dot,
    };
    let is_column = match item {
        [.., last] if last.text == "*" && item.len() == 1 => true,
        [names @ .., dot, last] if last.text == "*" => {
            dot.sort == Sort::Dot && names.iter().all(is_word)
        }
        all => all.iter().all(is_word),
    };
    match item {
        _ if is_column => true,
        [.., before, name] => before.is("AS") || is_name(name) && ends_operand(before),
        _ => false,
    }
}

fn is_name(token: &Lexeme<'_>) -> bool {
    match token.sort {
        Sort::Word => !is_reserved(token.text) && !is_ambiguous(token.text),
        Sort::Quoted => true,
        Sort::Value => token.text.starts_with('\''),
        _ => false,
    }
}

/// Tells whether an expression can end with a token, so that what is behind it is its name.
pub(super) fn ends_operand(token: &Lexeme<'_>) -> bool {
    match token.sort {
        Sort::Close | Sort::Value | Sort::Quoted => true,
        Sort::Word => {
            let ends = ["END", "NULL", "TRUE", "FALSE", "ISNULL", "NOTNULL"];
            let is_end = ends.iter().any(|word| token.is(word));
            is_end || !is_reserved(token.text) && !is_ambiguous(token.text)
        }
        _ => false,
    }
}
