//! The values of an enumeration as literals.

use super::literal::text_literal;
use crate::dialect::Refusal;

/// The labels of an enumeration are names, and as short.
/// <https://www.postgresql.org/docs/current/datatype-enum.html>
const LONGEST_LABEL: usize = 63;

/// Returns the values as literals.
///
/// # Errors
/// No values, and one that is too long.
pub(super) fn labels(values: &[String]) -> Result<String, Refusal> {
    if values.is_empty() {
        return Err(
            Refusal::invalid("an enumeration without values").help("give it at least one value")
        );
    }
    let labels: Vec<String> = values
        .iter()
        .map(|value| label(value))
        .collect::<Result<_, _>>()?;
    Ok(labels.join(", "))
}

/// Returns a value as a literal.
///
/// # Errors
/// A value that is too long.
pub(super) fn label(value: &str) -> Result<String, Refusal> {
    if value.len() > LONGEST_LABEL {
        let what = format!("the value `{value}` of an enumeration is longer than 63 bytes");
        return Err(Refusal::unsupported(what).help("use `text()` with a check"));
    }
    text_literal(value)
}
