//! Where two texts of a migration begin to differ in meaning.
//!
//! Only for pointing at a place: whether they differ is what the checksums say.
//! Headers, comments, documentation and layout are passed over.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::rust::functions::place;
use crate::rust::header::NAMES;

/// Returns line and column in `after`, if there is such a place.
pub(crate) fn first(before: &str, after: &str, is_rust: bool) -> Option<(u32, u32)> {
    let (before, after) = if is_rust {
        (rust(before)?, rust(after)?)
    } else {
        (sql(before), sql(after))
    };
    let same = before.iter().zip(&after).take_while(|(a, b)| a.0 == b.0);
    let at = same.count();
    if at == before.len() && at == after.len() {
        return None;
    }
    after.get(at).or(after.last()).map(|(_, place)| *place)
}

type Piece = (String, (u32, u32));

/// The tokens of a file, header constants and documentation left out. It is not
/// parsed, because parsing recurses along method chains.
fn rust(text: &str) -> Option<Vec<Piece>> {
    let tokens: TokenStream = text.parse().ok()?;
    let mut pieces = Vec::new();
    let mut kept = Vec::new();
    let mut is_in_header = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_const = matches!(&token, TokenTree::Ident(word) if word == "const");
        if is_const && tokens.peek().is_some_and(is_header_name) {
            is_in_header = true;
            kept.pop_if(|token| matches!(token, TokenTree::Ident(word) if word == "pub"));
        }
        let is_end = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        if !is_in_header {
            kept.push(token);
        } else if is_end {
            is_in_header = false;
        }
    }
    flatten(kept.into_iter().collect(), &mut pieces);
    Some(pieces)
}

fn is_header_name(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if NAMES.iter().any(|name| word == name))
}

fn flatten(tokens: TokenStream, pieces: &mut Vec<Piece>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // Attributes are documentation or lints, with few exceptions.
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let is_bang =
                    |next: &TokenTree| matches!(next, TokenTree::Punct(it) if it.as_char() == '!');
                tokens.next_if(is_bang);
                tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
            }
            // Formatters add and remove commas in front of a closing bracket.
            TokenTree::Punct(punct) if punct.as_char() == ',' && tokens.peek().is_none() => {}
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                pieces.push((open.to_owned(), place(group.span_open())));
                flatten(group.stream(), pieces);
                pieces.push((close.to_owned(), place(group.span_close())));
            }
            token => pieces.push((token.to_string(), place(token.span()))),
        }
    }
}

/// The lines of a file, comments left out except for the section marks.
fn sql(text: &str) -> Vec<Piece> {
    let numbered = (1_u32..).zip(text.lines());
    numbered
        .filter_map(|(number, line)| {
            let trimmed = line.trim();
            let is_comment = trimmed.starts_with("--") && !trimmed.contains("migrate:");
            let indent = line.chars().take_while(|c| c.is_whitespace()).count();
            let column = u32::try_from(indent + 1).unwrap_or(u32::MAX);
            (!trimmed.is_empty() && !is_comment).then(|| (trimmed.to_owned(), (number, column)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn layout_and_headers_are_passed_over() {
        let check = |before, after, is_rust, expect| {
            assert_eq!(first(before, after, is_rust), expect, "{after}");
        };
        let before =
            "pub const REVISION: &str = \"a\";\n/// Up.\npub fn upgrade() { f(1); g(2, 3) }";
        check(
            before,
            "pub const REVISION: &str = \"b\";\npub fn upgrade() {\n    // Other.\n    f(1);\n    g(\n        2,\n        4,\n    )\n}\n",
            true,
            Some((7, 9)),
        );
        check(
            before,
            "pub fn upgrade() {\n    f(1);\n    g(2, 3,)\n}\n",
            true,
            None,
        );
        check(before, "fn (", true, None);
        check(
            "-- x\nA;\nB;\n",
            "\nA;\n  -- y\n  C;\n",
            false,
            Some((4, 3)),
        );
        check("A;\nB;\n", "A;\n", false, Some((1, 1)));
    }
}
