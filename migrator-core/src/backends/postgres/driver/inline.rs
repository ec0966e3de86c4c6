//! Literals in the place of parameters, so that a statement fits into a message
//! of several.

use std::borrow::Cow;

use crate::backends::postgres::literal::literal;
use crate::base::Value;
use crate::dialect::Refusal;
use crate::script::placeholders;
use crate::session::{SessionError, SessionErrorKind, Statement};

/// Returns the statement's SQL with a literal for each `$n`, as it stands if there are no parameters.
///
/// Nothing inside quotes and comments is touched.
///
/// # Errors
/// If a placeholder has no value, or a value no literal.
pub(super) fn inlined(statement: &Statement) -> Result<Cow<'_, str>, SessionError> {
    let (sql, params) = (statement.sql.as_ref(), &statement.params);
    if params.is_empty() {
        return Ok(Cow::Borrowed(sql));
    }
    let literals: Vec<String> = params.iter().map(as_operand).collect::<Result<_, _>>()?;
    let mut text =
        String::with_capacity(sql.len() + literals.iter().map(String::len).sum::<usize>());
    let mut copied = 0;
    for placeholder in placeholders(sql) {
        let literal = placeholder
            .number
            .checked_sub(1)
            .and_then(|index| literals.get(index))
            .ok_or_else(|| missing(placeholder.number, literals.len()))?;
        text.push_str(sql.get(copied..placeholder.place.start).unwrap_or_default());
        push_apart(&mut text, literal);
        copied = placeholder.place.end;
        if touches(sql.as_bytes().get(copied)) {
            text.push(' ');
        }
    }
    text.push_str(sql.get(copied..).unwrap_or_default());
    Ok(Cow::Owned(text))
}

/// A value as an operand: `--5` would begin a comment, and `-5::int` means `-(5::int)`.
fn as_operand(value: &Value) -> Result<String, SessionError> {
    let literal = match value {
        // Its digits without the sign are beyond the type, so that it would be a `numeric`.
        Value::Integer(i64::MIN) => format!("'{}'::int8", i64::MIN),
        // As a `numeric` it would lose its sign.
        Value::Real(number) if *number == 0.0 && number.is_sign_negative() => {
            "'-0'::float8".to_owned()
        }
        _ => literal(value).map_err(refused)?,
    };
    Ok(if literal.starts_with('-') {
        format!("({literal})")
    } else {
        literal
    })
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

fn refused(refusal: Refusal) -> SessionError {
    let what = match refusal {
        Refusal::Unsupported { what, .. } | Refusal::Invalid { what, .. } => what,
        Refusal::Error(error) => error.to_string(),
    };
    SessionError::new(SessionErrorKind::Unsupported, what)
}

fn missing(number: usize, n_params: usize) -> SessionError {
    SessionError::new(
        SessionErrorKind::Other,
        format!("the statement has a placeholder `${number}`, but {n_params} values"),
    )
}
