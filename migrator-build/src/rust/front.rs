//! The tokens of a file up to its first function: all that a header can stand in.

use super::lexer::{Kind, Lexer, Token};

/// What stands in front of the first function.
#[derive(Debug)]
pub(super) struct Front<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// The lines of inner documentation and where they begin.
    pub(super) docs: Vec<(usize, &'a str)>,
    /// Where the function begins, or the text ends.
    pub(super) end: usize,
    pub(super) is_whole: bool,
}

/// As many tokens as the constants of nearly all headers have.
const MANY_TOKENS: usize = 32;

impl<'a> Front<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        let mut front = Self {
            tokens: Vec::with_capacity(MANY_TOKENS),
            docs: Vec::new(),
            end: source.len(),
            is_whole: false,
        };
        let (mut depth, mut start) = (0_usize, 0);
        for token in Lexer::new(source) {
            match token.kind {
                Kind::Doc if depth == 0 => {
                    // Behind `//!` or `/*!`.
                    let mut at = token.offset + 3;
                    for line in token.text.split('\n') {
                        front.docs.push((at, line));
                        at += line.len() + 1;
                    }
                }
                Kind::Doc => continue,
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                Kind::Word if depth == 0 && token.text == "fn" => {
                    // At the very end it may be the beginning of a longer word.
                    front.end = token.offset;
                    front.is_whole = token.offset + token.text.len() < source.len();
                    break;
                }
                Kind::Word | Kind::Text | Kind::Literal | Kind::Punct => {}
            }
            if token.kind != Kind::Doc {
                front.tokens.push(token);
            }
            if depth == 0 && token.kind == Kind::Punct && token.text == ";" {
                start = front.end_item(start);
            }
        }
        front
    }

    /// Forgets the item that began at `start` if it cannot be a constant; returns where
    /// the next one begins.
    fn end_item(&mut self, start: usize) -> usize {
        let is_constant = |token: &Token<'_>| matches!(token.text, "const" | "static");
        let item = self.tokens.get(start..).unwrap_or_default();
        if !item.iter().any(is_constant) {
            self.tokens.truncate(start);
        }
        self.tokens.len()
    }
}

/// Returns where the lines stand that the message is made of, each without the
/// mark of a comment.
#[cfg(feature = "authoring")]
pub(crate) fn message_lines(source: &str) -> Vec<std::ops::Range<usize>> {
    let lines = migrator_core::script::paragraph_lines(Front::of(source).docs);
    lines
        .into_iter()
        .map(|(at, line)| at..at + line.len())
        .collect()
}
