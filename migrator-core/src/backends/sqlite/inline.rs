//! Literals in the place of parameters, for scripts.
//!
//! Each is stored as the value that would have been bound: SQLite reads the digits of a number
//! exactly only where there are few of them, and no text literal holds a NUL byte.

use std::borrow::Cow;

use super::literal::literal;
use super::marker::{unused, without_returns};
use crate::base::Value;
use crate::dialect::{Refusal, as_operand, with_literals};
use crate::script::variables;
use crate::session::{SessionError, SessionErrorKind, Statement};

/// Up to here every integer is a number of double precision.
const EXACT: u64 = 1 << 53;

/// Returns the statement's SQL with a literal for each placeholder, as it stands if there are no
/// parameters.
///
/// # Errors
/// If a placeholder has no value.
pub(super) fn inlined(statement: &Statement) -> Result<Cow<'_, str>, SessionError> {
    let (sql, params) = (statement.sql.as_ref(), &statement.params);
    if params.is_empty() {
        return Ok(Cow::Borrowed(sql));
    }
    let literals: Result<Vec<String>, Refusal> = params.iter().map(operand).collect();
    let literals = literals.map_err(refused)?;
    with_literals(sql, variables(sql).into_iter(), &literals).map_err(|missing| {
        let (number, n_params) = (missing.number, params.len());
        SessionError::new(
            SessionErrorKind::Other,
            format!("the statement has a placeholder `?{number}`, but {n_params} values"),
        )
    })
}

fn operand(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Text(text) if text.contains('\0') => with_nuls(text),
        Value::Text(text) if text.contains("\r\n") => Ok(without_returns(&literal(value)?)),
        Value::Real(number) => Ok(as_operand(real(*number))),
        Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Text(_) | Value::Bytes(_) => {
            Ok(as_operand(literal(value)?))
        }
    }
}

fn with_nuls(text: &str) -> Result<String, Refusal> {
    let marker = unused("<NUL>", text);
    let marked = operand(&Value::Text(text.replace('\0', &marker)))?;
    Ok(format!("replace({marked}, '{marker}', char(0))"))
}

/// Returns a number that is read as exactly this one.
fn real(number: f64) -> String {
    if number.is_nan() {
        return "NULL".to_owned();
    }
    if number.is_infinite() {
        let sign = if number > 0.0 { "" } else { "-" };
        return format!("{sign}9e999");
    }
    if is_read_exactly(number) {
        return format!("{number:?}");
    }
    by_powers_of_two(number)
}

/// Tells whether the shortest digits are an exact integer times or over an exact power of ten,
/// so that any way to read them rounds once.
fn is_read_exactly(number: f64) -> bool {
    let text = format!("{:e}", number.abs());
    let Some((digits, exponent)) = text.split_once('e') else {
        return false;
    };
    let n_decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    let integer: Option<u64> = digits.replace('.', "").parse().ok();
    let exponent: Option<i32> = exponent.parse().ok();
    let decimals = i32::try_from(n_decimals).unwrap_or(i32::MAX);
    let power = exponent.map(|exponent| exponent.saturating_sub(decimals));
    integer.is_some_and(|it| it <= EXACT) && power.is_some_and(|it| (-22..=22).contains(&it))
}

/// Returns a product that every step computes exactly.
fn by_powers_of_two(number: f64) -> String {
    let bits = number.abs().to_bits();
    let (high, fraction) = (bits >> 52, bits & (EXACT / 2 - 1));
    let (mantissa, exponent) = match high {
        0 => (fraction, -1074),
        _ => (
            fraction | (EXACT / 2),
            i32::try_from(high).unwrap_or_default() - 1075,
        ),
    };
    let zeros = mantissa.trailing_zeros();
    let mut left = exponent + i32::try_from(zeros).unwrap_or_default();
    let sign = if number < 0.0 { "-" } else { "" };
    let mut text = format!("({sign}{} * 1.0", mantissa >> zeros);
    while left != 0 {
        let step = left.clamp(-62, 62);
        let operator = if step > 0 { '*' } else { '/' };
        text.push_str(&format!(" {operator} {}", 1_u64 << step.unsigned_abs()));
        left -= step;
    }
    text.push(')');
    text
}

fn refused(refusal: Refusal) -> SessionError {
    let what = match refusal {
        Refusal::Unsupported { what, .. } | Refusal::Invalid { what, .. } => what,
        Refusal::Error(error) => error.to_string(),
    };
    SessionError::new(SessionErrorKind::Unsupported, what)
}

#[cfg(test)]
mod tests {
    use super::{inlined, real};
    use crate::base::Value;
    use crate::session::Statement;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        assert_eq!(real(1.5), "1.5");
        assert_eq!(real(0.1), "0.1");
        assert_eq!(real(-123.456789012345), "-123.456789012345");
        assert_eq!(real(f64::INFINITY), "9e999");
        assert_eq!(
            real(0.30000000000000004),
            "(1351079888211149 * 1.0 / 4503599627370496)"
        );
        assert_eq!(
            real(2_f64.powi(100)),
            "(1 * 1.0 * 4611686018427387904 * 274877906944)"
        );
    }

    #[test]
    fn values_stand_where_their_placeholders_stood() {
        let statement = Statement::new("SELECT ?2, '?', x-?, ?1").with_params(vec![
            Value::Integer(-5),
            Value::Null,
            Value::Text("a\0b\r\n".to_owned()),
        ]);
        assert_eq!(
            inlined(&statement).unwrap(),
            "SELECT NULL, '?', x-replace(replace('a<NUL>b<CRLF>', '<CRLF>', char(13, 10)), \
             '<NUL>', char(0)), (-5)"
        );
    }
}
