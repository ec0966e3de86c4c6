//! Where the parts of a header stand in the text, for those who edit it.

use std::ops::Range;

use super::lexer::{Kind, Lexer};

/// Returns where the string literal ends that begins at a place.
pub(crate) fn literal_at(source: &str, at: usize) -> Option<Range<usize>> {
    let token = Lexer::new(source.get(at..)?).next()?;
    let is_literal = token.kind == Kind::Text && token.offset == 0;
    is_literal.then(|| at..at + token.text.len())
}

/// Returns the place behind the bracket of the list `&[` that begins at a place.
pub(crate) fn inside_list_at(source: &str, at: usize) -> Option<usize> {
    let mut tokens = Lexer::new(source.get(at..)?);
    let (and, open) = (tokens.next()?, tokens.next()?);
    (and.text == "&" && open.text == "[").then(|| at + open.offset + open.text.len())
}
