//! Where the value of a default ends.

use super::{DefinitionError, Words};
use crate::script::Kind;

/// Passes the value: an expression in parentheses, a literal with a sign or without, or a word.
pub(super) fn value(words: &mut Words<'_>) -> Result<(), DefinitionError> {
    if let Some((Kind::Other, "+" | "-")) = words.peek() {
        words.next();
    }
    match words.peek() {
        Some((Kind::Open, _)) => words.group().map(|_| ()),
        Some((Kind::Number | Kind::Dot, _)) => {
            number(words);
            Ok(())
        }
        Some((Kind::Word, text)) => {
            words.next();
            // `x'00'` is two tokens.
            let is_blob = text.eq_ignore_ascii_case("x") && words.is_adjacent();
            if is_blob && matches!(words.peek(), Some((Kind::Text, _))) {
                words.next();
            }
            Ok(())
        }
        Some((Kind::Quoted | Kind::Text, _)) => {
            words.next();
            Ok(())
        }
        _ => Err(words.expected("a value")),
    }
}

/// Passes a number such as `1.5e-3`, whose parts are tokens of their own.
fn number(words: &mut Words<'_>) {
    let mut is_hexadecimal = false;
    let mut last = String::new();
    while let Some((kind, text)) = words.peek() {
        let starts = last.is_empty();
        let ends_in_e = !is_hexadecimal && last.ends_with(['e', 'E']);
        let belongs = match kind {
            Kind::Number => starts || !last.ends_with(|c: char| c.is_ascii_alphanumeric()),
            Kind::Dot => true,
            Kind::Other => ends_in_e && matches!(text, "+" | "-"),
            _ => false,
        };
        if !belongs || !(starts || words.is_adjacent()) {
            return;
        }
        is_hexadecimal |= starts && text.to_ascii_lowercase().starts_with("0x");
        text.clone_into(&mut last);
        words.next();
    }
}
