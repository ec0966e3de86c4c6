//! Values that are written out in Python: strings, `None`, and lists of them.

use super::python::{Fault, Kind, Token};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// What an assignment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    None,
    Text(Item),
    List(Vec<Item>),
}

impl Value {
    /// Returns the strings: none for `None`, one for a string.
    pub(super) fn into_items(self) -> Vec<Item> {
        match self {
            Self::None => Vec::new(),
            Self::Text(item) => vec![item],
            Self::List(items) => items,
        }
    }
}

/// Reads all of the tokens as one value.
pub(super) fn value(tokens: &[Token<'_>]) -> Result<Value, Fault> {
    let mut reader = Reader { tokens, at: 0 };
    let value = reader.list(None)?;
    match reader.peek() {
        None => Ok(value),
        Some(token) => Err(no_literal(token)),
    }
}

fn no_literal(token: &Token<'_>) -> Fault {
    token.fault(format!(
        "`{}` is no literal: a string, `None`, or a list, tuple or set of strings is expected",
        token.text
    ))
}

struct Reader<'a, 't> {
    tokens: &'t [Token<'a>],
    at: usize,
}

impl<'a, 't> Reader<'a, 't> {
    fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, text: &str) -> bool {
        let is_there = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(is_there);
        is_there
    }

    /// Reads what stands up to a closing bracket, or to the end: one value, or several with commas.
    fn list(&mut self, close: Option<&Token<'a>>) -> Result<Value, Fault> {
        let mut items = Vec::new();
        let mut has_comma = false;
        let mut only = None;
        let end = |reader: &Self| match (close, reader.peek()) {
            (_, None) => true,
            (Some(open), Some(token)) => token.is(closing(open.text)),
            (None, Some(_)) => false,
        };
        while !end(self) {
            let value = self.one()?;
            only = Some(value.clone());
            items.push(value);
            match self.take(",") {
                true => has_comma = true,
                false => break,
            }
        }
        if let Some(open) = close
            && !self.take(closing(open.text))
        {
            return Err(no_literal(self.peek().unwrap_or(open)));
        }
        // Only a comma makes a tuple of parentheses.
        let is_plain = close.is_none_or(|open| open.is("("));
        match only {
            Some(only) if is_plain && !has_comma => Ok(only),
            None if close.is_none() => Err(Fault {
                message: "a value is missing".to_owned(),
                line: self.tokens.first().map_or(0, |token| token.line),
                column: 0,
            }),
            _ => flat(items).map(Value::List),
        }
    }

    fn one(&mut self) -> Result<Value, Fault> {
        let Some(token) = self.peek() else {
            return Ok(Value::None);
        };
        self.at += 1;
        match token.kind {
            Kind::Text => {
                let mut text = decoded(token)?;
                while let Some(next) = self.peek().filter(|next| next.kind == Kind::Text) {
                    text += &decoded(next)?;
                    self.at += 1;
                }
                Ok(Value::Text(Item {
                    text,
                    line: token.line,
                    column: token.column,
                }))
            }
            Kind::Word if token.is("None") => Ok(Value::None),
            Kind::Mark if matches!(token.text, "(" | "[" | "{") => self.list(Some(token)),
            _ => Err(no_literal(token)),
        }
    }
}

fn closing(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// Lists in lists are none that Alembic knows; `None` among strings says nothing.
fn flat(values: Vec<Value>) -> Result<Vec<Item>, Fault> {
    let mut items = Vec::new();
    for value in values {
        match value {
            Value::Text(item) => items.push(item),
            Value::None => {}
            Value::List(inner) => {
                let first = inner.first();
                return Err(Fault {
                    message: "a list in a list is no list of revisions".to_owned(),
                    line: first.map_or(0, |item| item.line),
                    column: first.map_or(0, |item| item.column),
                });
            }
        }
    }
    Ok(items)
}

/// Returns what a string says.
pub(super) fn decoded(token: &Token<'_>) -> Result<String, Fault> {
    let start = token.text.find(['"', '\'']).unwrap_or_default();
    let (prefix, quoted) = token.text.split_at(start);
    let prefix = prefix.to_ascii_lowercase();
    if prefix.contains(['b', 'f', 't']) {
        let message = format!("`{}` is no plain string", token.text);
        return Err(token.fault(message));
    }
    let is_triple = quoted.starts_with("\"\"\"") || quoted.starts_with("'''");
    let n_quotes = if is_triple { 3 } else { 1 };
    let inner = quoted
        .get(n_quotes..quoted.len().saturating_sub(n_quotes))
        .unwrap_or_default();
    if prefix.contains('r') {
        return Ok(inner.to_owned());
    }
    unescaped(inner).map_err(|escape| {
        token.fault(format!(
            "the escape `\\{escape}` is not understood here: write the character itself"
        ))
    })
}

/// Replaces escapes; the error is the one that is not understood.
fn unescaped(text: &str) -> Result<String, String> {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        let escape = characters.next().unwrap_or('\\');
        let n_digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        match escape {
            '\n' => {}
            '\\' | '\'' | '"' => plain.push(escape),
            'n' => plain.push('\n'),
            't' => plain.push('\t'),
            'r' => plain.push('\r'),
            'x' | 'u' | 'U' => {
                let digits: String = characters.by_ref().take(n_digits).collect();
                let code = u32::from_str_radix(&digits, 16).ok();
                let character = code.and_then(char::from_u32);
                plain.push(character.ok_or_else(|| format!("{escape}{digits}"))?);
            }
            'a' | 'b' | 'f' | 'v' | 'N' | '0'..='7' => return Err(escape.to_string()),
            // Python keeps the backslash in front of what is no escape.
            other => plain.extend(['\\', other]),
        }
    }
    Ok(plain)
}
