//! Literals in the place of parameters, so that a statement fits into a message
//! of several, or into a script.

use std::borrow::Cow;

use crate::backends::postgres::literal::literal;
use crate::base::{Dialect, Value};
use crate::dialect::{Refusal, as_operand, with_literals};
use crate::script::{placeholders, words};
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
    let literals: Vec<String> = params.iter().map(operand).collect::<Result<_, _>>()?;
    with_literals(sql, placeholders(sql), &literals).map_err(|missing| {
        let (number, n_params) = (missing.number, params.len());
        SessionError::new(
            SessionErrorKind::Other,
            format!("the statement has a placeholder `${number}`, but {n_params} values"),
        )
    })
}

/// Refuses `COPY … FROM STDIN` and `COPY … TO STDOUT`: nobody sends or takes the rows.
pub(super) fn refuse_stream(sql: &str) -> Result<(), SessionError> {
    let mut words = words(Dialect::Postgres, sql);
    let copies = words
        .next()
        .is_some_and(|first| first.eq_ignore_ascii_case("COPY"));
    let is_stream =
        |word: &str| word.eq_ignore_ascii_case("STDIN") || word.eq_ignore_ascii_case("STDOUT");
    if copies && words.any(is_stream) {
        return Err(SessionError::new(
            SessionErrorKind::Unsupported,
            "`COPY` cannot stream data from or to a migration",
        ));
    }
    Ok(())
}

fn operand(value: &Value) -> Result<String, SessionError> {
    Ok(match value {
        // Its digits without the sign are beyond the type, so that it would be a `numeric`.
        Value::Integer(i64::MIN) => format!("'{}'::int8", i64::MIN),
        // As a `numeric` it would lose its sign.
        Value::Real(number) if *number == 0.0 && number.is_sign_negative() => {
            "'-0'::float8".to_owned()
        }
        _ => as_operand(literal(value).map_err(refused)?),
    })
}

fn refused(refusal: Refusal) -> SessionError {
    let what = match refusal {
        Refusal::Unsupported { what, .. } | Refusal::Invalid { what, .. } => what,
        Refusal::Error(error) => error.to_string(),
    };
    SessionError::new(SessionErrorKind::Unsupported, what)
}
