//! A statement, and the expressions in it, as text.

use super::chain;
use super::expression::Expression;
use super::item::{Item, Kind, fitting};
use super::list::List;
use super::shape::{ARRAY_WIDTH, CALL_WIDTH, Shape, TAB, new_line};
use super::shortened::Shortened;

/// Writes a statement that begins at `indent`, without that indentation.
pub(in crate::writing) fn statement(expression: &Expression, indent: usize) -> String {
    let shape = Shape::line(indent);
    // For the semicolon.
    let shape = shape.narrowed(1).unwrap_or(shape);
    let text = expression
        .write(shape)
        .or_else(|| too_long(expression, shape));
    format!("{};", text.unwrap_or_else(|| plain(expression)))
}

/// Lays out what does not fit as if its texts were shorter.
fn too_long(expression: &Expression, shape: Shape) -> Option<String> {
    [60, 30, 8].into_iter().find_map(|limit| {
        let shortened = Shortened::of(expression, limit);
        let text = shortened.expression.write(shape)?;
        Some(shortened.restored(&text))
    })
}

/// Writes all on one line, which no name is too long for.
fn plain(expression: &Expression) -> String {
    let all = |items: &[Expression]| items.iter().map(plain).collect::<Vec<_>>().join(", ");
    match expression {
        Expression::Simple(text) | Expression::Text(text) | Expression::Path(text) => text.clone(),
        Expression::Call(function, arguments) => format!("{function}({})", all(arguments)),
        Expression::Array(items) => format!("[{}]", all(items)),
        Expression::Tuple(items) => format!("({})", all(items)),
        Expression::Chain(root, links) => {
            let links = links
                .iter()
                .map(|it| format!("{}({})", it.method, all(&it.arguments)));
            plain(root) + &links.collect::<String>()
        }
        Expression::Closure(parameter, body) => {
            let body = body.iter().map(|it| format!("{}; ", plain(it)));
            format!("|{parameter}| {{ {}}}", body.collect::<String>())
        }
    }
}

impl Item for Expression {
    fn kind(&self) -> Kind {
        match self {
            Self::Simple(_) | Self::Text(_) => Kind::Simple,
            Self::Path(_) => Kind::Path,
            Self::Call(..) => Kind::Call,
            Self::Chain(..) => Kind::MethodCall,
            Self::Array(_) | Self::Tuple(_) => Kind::List,
            Self::Closure(..) => Kind::Closure,
        }
    }

    fn write(&self, shape: Shape) -> Option<String> {
        match self {
            Self::Simple(text) => fitting(text.clone(), shape),
            Self::Text(text) => written(text, shape),
            Self::Path(path) => Some(path.clone()),
            Self::Call(function, arguments) => listed(function, ('(', ')'), arguments, shape),
            Self::Chain(root, links) => chain::write(root.as_ref(), links, shape),
            Self::Array(items) => listed("", ('[', ']'), items, shape),
            Self::Tuple(items) => listed("", ('(', ')'), items, shape),
            Self::Closure(parameter, body) => closure(parameter, body, shape),
        }
    }
}

/// A text on one line is taken whatever its width is, and so is a raw one.
fn written(text: &str, shape: Shape) -> Option<String> {
    if !text.contains('\n') || text.starts_with('r') {
        return Some(text.to_owned());
    }
    fitting(text.to_owned(), shape)
}

fn listed(
    before: &str,
    brackets: (char, char),
    items: &[Expression],
    shape: Shape,
) -> Option<String> {
    let limit = match brackets.0 {
        '[' => ARRAY_WIDTH,
        _ => CALL_WIDTH,
    };
    List {
        before,
        brackets,
        items,
        limit,
    }
    .write(shape)
}

fn closure(parameter: &str, body: &[Expression], shape: Shape) -> Option<String> {
    if body.is_empty() {
        return fitting(format!("|{parameter}| {{}}"), shape);
    }
    // For ` {` and what may follow.
    shape.narrowed(4)?.behind(1)?;
    shape.behind(parameter.len() + 3)?;
    let indent = shape.indent + TAB;
    let mut text = format!("|{parameter}| {{");
    for it in body {
        text.push_str(&new_line(indent));
        text.push_str(&statement(it, indent));
    }
    text.push_str(&new_line(shape.indent));
    text.push('}');
    Some(text)
}
