//! Literals in the place of parameters, for where a database cannot bind them: a message of
//! several statements, and a script.

use std::borrow::Cow;

use crate::script::Placeholder;

/// A placeholder without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MissingValue {
    /// The placeholder's number.
    pub(crate) number: usize,
}

/// Returns SQL with a literal for each placeholder, by its number.
///
/// # Errors
/// [`MissingValue`] if a placeholder has none.
pub(crate) fn with_literals<'s>(
    sql: &'s str,
    placeholders: impl Iterator<Item = Placeholder>,
    literals: &[String],
) -> Result<Cow<'s, str>, MissingValue> {
    let mut text =
        String::with_capacity(sql.len() + literals.iter().map(String::len).sum::<usize>());
    let mut copied = 0;
    for Placeholder { place, number } in placeholders {
        let literal = number.checked_sub(1).and_then(|at| literals.get(at));
        let literal = literal.ok_or(MissingValue { number })?;
        text.push_str(sql.get(copied..place.start).unwrap_or_default());
        push_apart(&mut text, literal);
        copied = place.end;
        if touches(sql.as_bytes().get(copied)) {
            text.push(' ');
        }
    }
    if copied == 0 {
        return Ok(Cow::Borrowed(sql));
    }
    text.push_str(sql.get(copied..).unwrap_or_default());
    Ok(Cow::Owned(text))
}

/// Returns a literal as an operand: `--5` would begin a comment, and `-5::int` means `-(5::int)`.
pub(crate) fn as_operand(literal: String) -> String {
    if literal.starts_with('-') {
        format!("({literal})")
    } else {
        literal
    }
}

/// Keeps a literal from running into what stands before it.
fn push_apart(text: &mut String, literal: &str) {
    if touches(text.as_bytes().last()) {
        text.push(' ');
    }
    text.push_str(literal);
}

fn touches(neighbor: Option<&u8>) -> bool {
    neighbor.is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\'' | b'"' | b'&' | 0x80..)
    })
}
