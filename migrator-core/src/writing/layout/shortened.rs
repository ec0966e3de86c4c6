//! Texts that are too long for any line, taken out for a while.

use super::expression::Expression;
use super::item::Link;
use super::width::width;

/// An expression with placeholders for its long texts.
pub(super) struct Shortened {
    /// The expression.
    pub(super) expression: Expression,
    /// The texts.
    texts: Vec<String>,
}

impl Shortened {
    /// Takes out the texts with lines longer than `limit`.
    pub(super) fn of(expression: &Expression, limit: usize) -> Self {
        let mut texts = Vec::new();
        let expression = shorten(expression, limit, &mut texts);
        Self { expression, texts }
    }

    /// Puts them back.
    pub(super) fn restored(&self, text: &str) -> String {
        let mut restored = text.to_owned();
        for (at, text) in self.texts.iter().enumerate() {
            restored = restored.replace(&placeholder(at, text), text);
        }
        restored
    }
}

fn shorten(expression: &Expression, limit: usize, texts: &mut Vec<String>) -> Expression {
    match expression {
        Expression::Text(text) if text.lines().any(|line| width(line) > limit) => {
            let short = placeholder(texts.len(), text);
            texts.push(text.clone());
            Expression::Text(short)
        }
        Expression::Simple(_) | Expression::Text(_) | Expression::Path(_) => expression.clone(),
        Expression::Call(function, items) => {
            Expression::Call(function.clone(), all(items, limit, texts))
        }
        Expression::Array(items) => Expression::Array(all(items, limit, texts)),
        Expression::Tuple(items) => Expression::Tuple(all(items, limit, texts)),
        Expression::Closure(parameter, body) => {
            Expression::Closure(parameter.clone(), all(body, limit, texts))
        }
        Expression::Chain(root, links) => {
            let root = shorten(root, limit, texts);
            let links = links.iter().map(|link| Link {
                method: link.method.clone(),
                arguments: all(&link.arguments, limit, texts),
            });
            Expression::Chain(Box::new(root), links.collect())
        }
    }
}

fn all(items: &[Expression], limit: usize, texts: &mut Vec<String>) -> Vec<Expression> {
    let items = items.iter();
    items.map(|item| shorten(item, limit, texts)).collect()
}

/// Returns what stands for a text: as many lines, and characters that no written text has.
fn placeholder(at: usize, text: &str) -> String {
    let lines = "\n".repeat(text.matches('\n').count());
    format!("\u{1}{at}\u{2}{lines}\u{3}")
}
