//! The statements of a function, from operations and what there is to say about them.

use super::WritingError;
use super::layout::statement;
use super::source::expression;
use crate::ops::Operation;

/// An operation and what is said about it in the migration.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'o> {
    /// The operation.
    pub operation: &'o Operation,
    /// Sentences that stand above it, each as a comment.
    pub comments: Vec<String>,
}

/// The statements of `upgrade` or `downgrade`, without what stands around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The lines, indented by four columns, without a line break at the end; empty for no operation.
    pub text: String,
}

/// The indentation of a function's statements.
const INDENT: usize = 4;

/// Writes operations as the statements that record them, laid out as `rustfmt` would.
///
/// # Errors
/// [`WritingError::Unwritable`] for a statement of the query builder and other values that no source makes.
pub fn body(lines: &[Line<'_>]) -> Result<Body, WritingError> {
    let mut written = Vec::new();
    for line in lines {
        for comment in &line.comments {
            written.extend(comment.lines().map(commented));
        }
        let expression = expression(line.operation).map_err(|what| WritingError::Unwritable {
            operation: line.operation.name(),
            object: line.operation.object(),
            what,
        })?;
        written.push(format!("{:INDENT$}{}", "", statement(&expression, INDENT)));
    }
    let text = written.join("\n");
    Ok(Body { text })
}

/// Writes a line of a comment, without what is not seen or changes how others are seen.
fn commented(line: &str) -> String {
    let is_shown = |it: &char| {
        *it == '\t'
            || !it.is_control() && !matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let shown: String = line.chars().filter(is_shown).collect();
    let text = format!("{:INDENT$}// {shown}", "");
    text.trim_end().to_owned()
}
