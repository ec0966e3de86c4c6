//! Literals of SQL that are written alike everywhere: what backends read their own ones by.

use crate::base::Value;

/// Reads a number whose literal is exactly this.
pub(crate) fn number(sql: &str) -> Option<Value> {
    if let Ok(number) = sql.parse::<i64>() {
        return (number.to_string() == sql).then_some(Value::Integer(number));
    }
    let number: f64 = sql.parse().ok()?;
    let is_exact = number.is_finite() && number != 0.0 && format!("{number:?}") == sql;
    (is_exact && !sql.contains(['e', 'E'])).then_some(Value::Real(number))
}

/// Reads a text in quotes; what stands behind it comes, too.
pub(crate) fn quoted(sql: &str) -> Option<(String, &str)> {
    let mut rest = sql.strip_prefix('\'')?;
    let mut text = String::new();
    loop {
        let (before, behind) = rest.split_once('\'')?;
        text.push_str(before);
        match behind.strip_prefix('\'') {
            Some(behind) => {
                text.push('\'');
                rest = behind;
            }
            None => return Some((text, behind)),
        }
    }
}
